"""`ungil develop --watch`: a build at every save."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.project.commands import replace_in
from tests.project.develop.workshop import Watcher, Workshop, watching


def test_save_break_and_repair(workshop: Workshop) -> None:
    with watching(workshop) as watch:
        workshop.define("filled")
        watch.next("built")
        workshop.declare("filled")
        watch.next("built")
        assert workshop.has("filled")

        replace_in(workshop.header, "filled(double", "filled(doubl")
        told = watch.next("broken")
        assert "cdefs/kernels.h:17:" in told["text"]
        assert "error[unknown-type]" in told["text"]
        assert workshop.has("filled")  # what was built last

        replace_in(workshop.header, "filled(doubl", "filled(double")
        watch.next("built")
        replace_in(workshop.source, "values[0] = 7", "values[0] = seven")
        told = watch.next("broken")
        assert "csrc/kernels.c:8:" in told["text"]
        assert "ninja:" not in told["text"]
        assert workshop.has("filled")
        replace_in(workshop.header, "filled(double *", "filled(float *")
        told = watch.next("broken")
        assert "cdefs/kernels.h:17:6: error[signature-mismatch]: filled()" in told["text"]
    # without a watcher nothing is silently stale
    said = workshop.environment.evaluate("import my_proj", fails=True)
    assert "seven" in said


def test_module_that_cannot_be_loaded_does_not_replace_the_last(
    workshop: Workshop, watch: Watcher
) -> None:
    """Linkers remove what they fail to write, and write what nobody can load."""
    build = workshop.project / "meson.build"
    replace_in(build, "limited_api: '3.11')", "limited_api: '3.11', link_args: '-lnowhere')")
    assert "nowhere" in watch.next("broken")["text"]
    assert workshop.has("add_arrays")
    replace_in(build, ", link_args: '-lnowhere')", ")")
    watch.next("built")

    workshop.declare("later")
    told = watch.next("broken")
    assert "cdefs/kernels.h:17:6: error[undefined-function]: later() is declared" in told["text"]
    assert "    void later(" in told["text"]
    assert not workshop.has("later")
    workshop.define("later")
    watch.next("built")
    assert workshop.has("later")


def test_event_decides_and_not_the_time(workshop: Workshop, watch: Watcher) -> None:
    """A file that comes with an older time, from a copy or a clock that was set back."""
    other = workshop.project / "other.c"
    text = workshop.source.read_text(encoding="utf-8").replace("a[i] + b[i]", "a[i] - b[i]")
    other.write_text(text, encoding="utf-8")
    os.utime(other, (1_000_000_000, 1_000_000_000))
    os.replace(other, workshop.source)
    watch.next("built")
    code = "from array import array; import my_proj; a = array('d', [3]); "
    said = workshop.environment.evaluate(code + "print(*my_proj.add_arrays(a, a))")
    assert said.strip() == "0.0"


def test_new_source_in_a_new_folder(workshop: Workshop, watch: Watcher) -> None:
    folder = workshop.project / "csrc" / "inner"
    folder.mkdir(exist_ok=True)
    (folder / "more.c").write_text("int more;\n", encoding="utf-8")
    build = workshop.project / "meson.build"
    replace_in(build, "'csrc/kernels.c',", "'csrc/kernels.c', 'csrc/inner/more.c',")
    watch.next("built")
    time.sleep(1)  # until the folder is watched
    (folder / "more.c").write_text("int more = ;\n", encoding="utf-8")
    assert "csrc/inner/more.c:1:12: error:" in watch.next("broken")["text"]


def test_command_after_each_good_build(workshop: Workshop) -> None:
    command = "python -c 'import my_proj; exit(hasattr(my_proj, \"added\"))'"
    with watching(workshop, "--exec", command) as watch:
        assert watch.next("executed")["status"] == 0
        workshop.define("added")
        watch.next("built")
        assert watch.next("executed")["status"] == 0
        workshop.declare("added")
        watch.next("built")
        assert watch.next("executed")["status"] == 1


def test_lint_after_each_good_build(workshop: Workshop) -> None:
    with watching(workshop, "--check") as watch:
        told = watch.next("checked")
        assert (told["errors"], told["text"]) == (0, "")
        replace_in(workshop.source, "    for", "    static size_t calls;\n    calls++;\n    for")
        watch.next("built")
        told = watch.next("checked")
        assert told["errors"] == 1
        assert told["text"].startswith(
            "csrc/kernels.c:5:5: error[thread-shared-write]: 'calls' is written without a lock\n"
            "        calls++;\n"
            "        ^\n"
            "    add_arrays (cdefs/kernels.h:"
        )
        # Only what has changed is told again.
        replace_in(workshop.project / "build_ffi.py", "import ungil", "import ungil  # changed")
        watch.next("built")
        told = watch.next("checked")
        assert (told["errors"], told["text"]) == (1, "")
        replace_in(workshop.source, "static size_t calls", "static _Thread_local size_t calls")
        watch.next("built")
        assert watch.next("checked")["errors"] == 0


def test_watching_needs_an_extra(workshop: Workshop, tmp_path: Path) -> None:
    code = "import sys; sys.modules['watchfiles'] = None; from ungil.cli import main; main()"
    said = workshop.environment.run(
        workshop.environment.python,
        *("-c", code, "develop", "--watch"),
        folder=workshop.project,
        fails=True,
    )
    assert "pip install 'ungil[watch]'" in said
    assert "Traceback" not in said
