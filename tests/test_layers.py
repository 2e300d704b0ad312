"""Imports go one way only, and what is for the command line stays out of builds."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.reading import ROOT

PACKAGE = ROOT / "pkg" / "ungil"

MODEL = {"frozen", "diagnostics", "expression", "interface"}
ASSEMBLY = {"assemble", "assembly", "output"}
READERS = MODEL | {"records", "signature", "handles", "drawing", "header", "generate"} | ASSEMBLY

# What each part of the package may import besides itself; "" is `ungil`, its public names.
ALLOWED = {
    "": {"assemble", "assembly"},
    "frozen": set[str](),
    "diagnostics": {"frozen"},
    "expression": {"frozen", "diagnostics"},
    "interface": {"frozen", "diagnostics", "expression"},
    "records": {"frozen", "interface"},
    "header": MODEL | {"records", "signature"},
    "signature": MODEL,
    "handles": MODEL | {"signature"},
    "drawing": MODEL,
    "generate": MODEL | {"records", "signature", "handles"},
    "output": set[str](),
    "interpreter": set[str](),
    "set_source": {"interpreter"},
    "assembly": MODEL | {"generate", "output", "set_source"},
    "with_cffi": {"assembly", "generate", "set_source"},
    "without_cffi": {"assembly", "interpreter"},
    "assemble": MODEL
    | {"header", "generate", "output", "set_source"}
    | {"assembly", "with_cffi", "without_cffi"},
    "english": set[str](),
    "libclang": {"english"},
    "sdist": set[str](),
    "wheel": set[str](),
    "editable": {"wheel"},
    "backend": {"editable", "interpreter", "sdist", "wheel", "project"},
    "check": READERS | {"", "english", "libclang"},
    "bench": READERS | {"", "check", "without_cffi"},
    "project": {"", "backend", "check", "bench", "english", "libclang", "sdist", "wheel"} | READERS,
    "command": {"project"},
    "cli": {"", "command", "project", "check", "bench"},
    "__main__": {"cli"},
}

# Third parties' packages, and the only parts that may import them.
OUTSIDE = {
    "click": {"cli", "command", "project"},
    "rich": {"cli", "project"},
    "matplotlib": {"project"},
    "watchfiles": {"project"},
    "numpy": {"bench", "check"},
    "cffi": {"assemble", "with_cffi"},
    "clang": {"libclang"},
    "pycparser": {"header"},
    "mesonpy": {"backend"},
}

MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if "templates" not in path.relative_to(PACKAGE).parts
)


def _part(module: str) -> str:
    """`ungil.header.lexer` belongs to `header`."""
    return module.split(".")[1] if "." in module else ""


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_module(name: str) -> bool:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def _imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                for alias in names:
                    inner = f"{module}.{alias.name}"
                    yield inner if module.startswith("ungil") and _is_module(inner) else module
            case ast.ImportFrom():
                raise AssertionError(f"{path} has a relative import")


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_follow_the_arrow(path: Path) -> None:
    part = _part(_name(path))
    assert part in ALLOWED, f"a new part of the package: say in ALLOWED what {part} may import"
    for module in _imported(path):
        top = module.partition(".")[0]
        if top == "ungil":
            assert _part(module) in ALLOWED[part] | {part}, f"{_name(path)} imports {module}"
        else:
            assert part in OUTSIDE.get(top, {part}), f"{_name(path)} imports {module}"


def test_no_circles() -> None:
    """Not even one that an import inside a function, or for types alone, would hide."""
    graph = {
        _name(path): {name for name in _imported(path) if name.startswith("ungil")}
        for path in MODULES
    }
    TopologicalSorter(graph).prepare()


def _loaded(code: str, folder: Path) -> set[str]:
    """The modules that some code loads, without `site`: no editable install adds its own."""
    script = folder / "script.py"
    lines = [
        "import os, sys",
        "before = set(sys.modules)",
        code,
        "print(*set(sys.modules) - before)",
    ]
    script.write_text("\n".join(lines), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), *sys.path])}
    command = [sys.executable, "-S", str(script)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_of_ungil_is_cheap(tmp_path: Path) -> None:
    assert _loaded("import ungil", tmp_path) <= {"ungil", "__future__"}


BUILD = """
import ungil
ffibuilder = ungil.builder("native", headers=["native.h"])
ungil.main(ffibuilder, ["--output-dir", "."])
"""


@pytest.mark.parametrize("code", [BUILD, "import ungil.backend"], ids=["builder", "backend"])
def test_builds_load_nothing_of_the_command_line(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "native.h").write_text("int f(int x);\n", encoding="utf-8")
    loaded = _loaded(code, tmp_path)
    assert not loaded & {"click", "rich", "numpy", "matplotlib", "ungil.cli", "ungil.project.demo"}
    if code == BUILD:
        assert "ungil.assemble" in loaded
        assert (tmp_path / "native.pyi").exists()
