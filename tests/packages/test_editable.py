"""An editable install: the import rebuilds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.packages.environments import Environment, lend_site_packages, make_environment
from tests.packages.projects import copy_project


@pytest.fixture(scope="module")
def editable(
    ungil_wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Environment, Path]:
    """An environment with an editable install of the project, and the project."""
    folder = tmp_path_factory.mktemp("editable")
    environment = make_environment(folder / "venv", Path(sys.executable))
    environment.pip("install", "--no-deps", "--no-index", ungil_wheel)
    lend_site_packages(environment)
    project = copy_project(folder / "my project é")
    environment.pip(
        "install", "--no-deps", "--no-index", "--no-build-isolation", "--editable", project
    )
    return environment, project


def add_function(project: Path) -> None:
    header = project / "cdefs" / "kernels.h"
    text = header.read_text(encoding="utf-8")
    declared = "/** Halves a number. */\ndouble halve(double value);\n\n#endif"
    header.write_text(text.replace("#endif", declared), encoding="utf-8")
    with open(project / "csrc" / "kernels.c", "a", encoding="utf-8") as file:
        file.write("\ndouble halve(double value)\n{\n    return value / 2;\n}\n")


def test_python_starts_without_the_loader(editable: tuple[Environment, Path]) -> None:
    environment, _ = editable
    loaded = "[name for name in sys.modules if name.endswith('_editable_loader')]"
    environment.evaluate(f"import sys; assert {loaded} == []")
    environment.evaluate(f"import sys, myproj; assert {loaded} == ['_myproj_editable_loader']")
    found = environment.evaluate(
        "import pkgutil, myproj; print([m.name for m in pkgutil.iter_modules(myproj.__path__)])"
    )
    assert "_native" in found


def test_threads_that_import_at_once(editable: tuple[Environment, Path]) -> None:
    environment, _ = editable
    environment.evaluate(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    modules = pool.map(lambda _: __import__('myproj'), range(8))\n"
        "assert len(set(map(id, modules))) == 1"
    )


def test_new_function_is_there_at_import(editable: tuple[Environment, Path]) -> None:
    environment, project = editable
    environment.evaluate("import myproj; assert not hasattr(myproj, 'halve')")
    add_function(project)
    environment.evaluate("import myproj; assert myproj.halve(3) == 1.5")
    use = project / "use.py"
    use.write_text("import myproj\n\nreveal_type(myproj.halve(3))\n", encoding="utf-8")
    for checker in (["mypy", "--strict"], ["pyright"]):
        said = environment.run(sys.executable, "-m", *checker, use, folder=project)
        assert '"float"' in said or "builtins.float" in said, said


def test_broken_header_fails_the_import(editable: tuple[Environment, Path]) -> None:
    environment, project = editable
    header = project / "cdefs" / "kernels.h"
    whole = header.read_text(encoding="utf-8")
    header.write_text(whole.replace("COUNTED_BY(n)", "COUNTED_BY(m)"), encoding="utf-8")
    said = environment.evaluate("import myproj", fails=True)
    assert "cdefs/kernels.h:" in said
    assert "error[unknown-count]" in said
    assert 'build_ffi.py", line' not in said
    header.write_text(whole, encoding="utf-8")
    environment.evaluate("import myproj; assert myproj.add(1, 2) == 3")
