"""`ungil develop --watch` while folders go and come: `git switch`, `git stash`, a clean-up."""

from __future__ import annotations

import shutil

from tests.project.commands import replace_in
from tests.project.develop.workshop import Watcher, Workshop


def test_folder_goes_and_comes_back(workshop: Workshop, watch: Watcher) -> None:
    """Its files may be older than what was built from those before them."""
    folder = workshop.project / "cdefs"
    kept = shutil.copytree(folder, workshop.project.parent / "kept")
    shutil.rmtree(folder)
    told = watch.next("broken")
    while "cdefs/kernels.h is not there" not in told["text"]:
        told = watch.next("broken")
    replace_in(kept / "kernels.h", "Adds two arrays", "Sums two arrays")
    kept.rename(folder)
    watch.next("built")
    code = "import my_proj; print(my_proj.add_arrays.__doc__)"
    assert workshop.environment.evaluate(code, folder=workshop.project).startswith("Sums two")
