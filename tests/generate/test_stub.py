"""Generated stubs against expected ones, and against the type checkers."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading import ROOT, read_all, read_file
from ungil.generate import stub
from ungil.generate.stub.names import StubNames
from ungil.generate.stub.types import argument_type
from ungil.interface import Unbound, Void

GOLDEN = ROOT / "tests" / "golden"
HEADERS = sorted(GOLDEN.glob("*.h"))


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.stem)
def test_expected_stub(header: Path, update: bool) -> None:
    expected = header.with_suffix(".pyi")
    actual = stub.write(read_file(header), header.stem)
    if update:
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")


def test_mypy_accepts_the_stubs_and_refuses_wrong_calls(tmp_path: Path) -> None:
    _run_mypy(tmp_path, [*map(str, sorted(GOLDEN.glob("*.pyi"))), "calls.py"], GOLDEN)


def _run_mypy(cache: Path, files: list[str], folder: Path) -> None:
    options = ["--strict", "--python-version=3.11", "--config-file=", f"--cache-dir={cache}"]
    command = [sys.executable, "-m", "mypy", *options, *files]
    environment = os.environ | {"MYPYPATH": str(folder)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pyright_accepts_the_stubs_and_refuses_wrong_calls(tmp_path: Path) -> None:
    pyright = shutil.which("pyright", path=os.path.dirname(sys.executable))
    if pyright is None:
        pytest.skip("pyright is not installed")
    for file in [*GOLDEN.glob("*.pyi"), GOLDEN / "calls.py"]:
        shutil.copy(file, tmp_path)
    settings = {
        "pythonVersion": "3.11",
        "enableTypeIgnoreComments": False,  # mypy's
        "reportUnnecessaryTypeIgnoreComment": "error",
        "reportMissingModuleSource": False,
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        [pyright, "--pythonpath", sys.executable],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _stub(folder: Path, declarations: str, prefix: str = "") -> str:
    return stub.write(read_all(folder, declarations, prefix), "native")


def _check(folder: Path, text: str) -> None:
    """Has mypy read a stub and every name in its `__all__`."""
    (folder / "native.pyi").write_text(text, encoding="utf-8")
    (folder / "uses.py").write_text("from native import *\n", encoding="utf-8")
    _run_mypy(folder / "cache", ["native.pyi", "uses.py"], folder)


def test_error_class_and_names_that_the_stub_needs_itself(tmp_path: Path) -> None:
    """Every name that a stub could import or define may be the module's own."""
    own = ["Any", "Buffer", "Final", "Protocol", "SupportsFloat", "SupportsIndex", "TypeAlias"]
    own += ["TypeVar", "overload", "_Array", "_Buffer", "_T1", "int", "bytes", "float", "bool"]
    own += ["str", "tuple", "object", "property", "Exception", "builtins", "list"]
    declarations = "".join(
        f"int f{i}(const char *UNGIL_NUL_TERMINATED s, double d, bool b, size_t n,"
        f" char *UNGIL_OUT UNGIL_SIZED_BY(n) out, int *UNGIL_OUT i) UNGIL_NAME({name});\n"
        for i, name in enumerate(own)
    )
    declarations += "int last(int x) UNGIL_STATUS();\n#define CONSTANT 1\n"
    text = _stub(tmp_path, declarations)
    assert "class Error(builtins_.Exception)" in text
    _check(tmp_path, text)


def test_error_is_there_only_with_error_words(tmp_path: Path) -> None:
    assert "class Error" not in _stub(tmp_path, "int f(int x) UNGIL_ERRNO;")
    text = _stub(tmp_path, "int f(int x) UNGIL_STATUS();")
    assert "    code: int\n" in text
    assert '    "Error",\n' in text


def test_prefix_is_stripped(tmp_path: Path) -> None:
    text = _stub(tmp_path, "int lib_f(int x);\nint lib_int(int x);", prefix="lib_")
    assert "def f(x: SupportsIndex) -> builtins.int:" in text
    assert "def int(x: SupportsIndex) -> builtins.int:" in text


def test_many_output_arrays_are_one_signature(tmp_path: Path) -> None:
    outputs = ", ".join(f"double *UNGIL_OUT UNGIL_COUNTED_BY(n) o{i}" for i in range(20))
    text = _stub(tmp_path, f"void f({outputs}, size_t n);")
    assert "overload" not in text
    assert "    o0: _Buffer | None = None,\n" in text
    assert "\n) -> Any:\n" in text
    _check(tmp_path, text)


def test_underscored_parameters_stay_callable(tmp_path: Path) -> None:
    text = _stub(tmp_path, "int f(int a, int __b, int c);")
    assert "def f(a: SupportsIndex, __b: SupportsIndex, /, c: SupportsIndex) -> int:" in text


def test_nothing_bound(tmp_path: Path) -> None:
    text = _stub(tmp_path, "int f(int *p) UNGIL_SKIP;")
    assert "__all__: list[str] = []\n" in text
    assert "# f: reached through lib: " in text
    _check(tmp_path, text)


def test_docstrings_are_the_header_s(tmp_path: Path) -> None:
    """Whatever a doc comment holds, the stub's docstring says the same."""
    said = 'Ends """ in \\ and \\N{BULLET} \\x41 % 文 ??/ \x0b "quote"'
    tree = ast.parse(_stub(tmp_path, f"/** {said} */\nint f(int x);"))
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    documentation = ast.get_docstring(function)
    assert documentation is not None
    assert documentation.startswith(said)


def test_form_without_a_type_is_an_internal_error() -> None:
    with pytest.raises(NotImplementedError, match="Unbound is not bound yet"):
        argument_type(Unbound(Void(), "no word"), StubNames(frozenset()))
