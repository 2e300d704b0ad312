"""Headers beside the exact diagnostics that they give (rewritten by `pytest --update`).

A case is a header, or a folder of headers that are read as one module.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ungil import header
from ungil.diagnostics import CODES, HeaderError, Severity

HERE = Path(__file__).parent
BAD = HERE / "bad"
CASES = sorted(path for path in BAD.iterdir() if path.suffix == ".h" or path.is_dir())


def diagnostics_of(headers: list[Path], base: Path) -> str:
    """What a build prints for headers that cannot be bound."""
    with pytest.raises(HeaderError) as caught:
        header.read(headers, base=base)
    assert str(caught.value) == "\n".join(map(str, caught.value.diagnostics))
    assert all(d.severity is Severity.ERROR for d in caught.value.diagnostics)
    return f"{caught.value}\n"


def compare(actual: str, expected: Path, update: bool) -> None:
    if update:
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_bad_header(case: Path, update: bool) -> None:
    headers = sorted(case.rglob("*.h")) if case.is_dir() else [case]
    base = case if case.is_dir() else BAD
    compare(diagnostics_of(headers, base), case.with_suffix(".txt"), update)


# Headers that a repository cannot hold, or that no editor shows.
GENERATED = {
    "nul-bytes": b"int f(void);\n" + bytes(64),
    "not-utf-8": "/* größe */\nint f(void);\n".encode("latin-1"),
    "ten-megabyte-line": b"int f(" + b"int a, " * 1_500_000 + b"int b);\n",
    "long-line": b"/*" + b"x" * 900_000 + b"*/ int f(foo_t *a);",
    "control-characters": b"int f(void);\n\x1b[31mint g(void);\n",
    "carriage-returns": b"int f(int a,\r\n      foo_t *b);\r\n",
    "byte-order-mark": b"\xef\xbb\xbfint f(foo_t *b);\n",
}


@pytest.mark.parametrize("name", GENERATED)
def test_generated_header(name: str, tmp_path: Path, update: bool) -> None:
    path = tmp_path / "kernels.h"
    path.write_bytes(GENERATED[name])
    expected = HERE / "generated" / f"{name}.txt"
    compare(diagnostics_of([path], tmp_path), expected, update)


@pytest.mark.parametrize("name", ['quo"te.h', "back\\slash.h", "new\nline.h"])
def test_header_that_c_cannot_include(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("int f(void);\n")
    text = diagnostics_of([path], tmp_path)
    assert "error[header-name]: C cannot include a header with" in text
    assert text.count("\n") == 2


def test_missing_header(tmp_path: Path) -> None:
    text = diagnostics_of([tmp_path / "none.h"], tmp_path)
    assert text == "none.h:1:1: error[cannot-read]: none.h: No such file or directory\n"


def test_folder_as_header(tmp_path: Path) -> None:
    text = diagnostics_of([tmp_path], tmp_path.parent)
    assert "error[cannot-read]" in text
    assert "Is a directory" in text


def test_all_headers_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.h").write_text("void f(foo_t *a);\n")
    (tmp_path / "b.h").write_text("void g(bar_t *a);\n")
    text = diagnostics_of([tmp_path / name for name in ("a.h", "gone.h", "b.h")], tmp_path)
    assert [line.split(":")[0] for line in text.splitlines() if ": error" in line] == [
        "gone.h",
        "a.h",
        "b.h",
    ]


def test_file_outside_base_has_its_whole_path(tmp_path: Path) -> None:
    path = tmp_path / "kernels.h"
    path.write_text("void f(foo_t *a);\n")
    assert diagnostics_of([path], tmp_path / "elsewhere").startswith(f"{path.as_posix()}:1:8: ")


def test_every_code_has_a_case() -> None:
    """A code that no case shows would be a message that nobody has read."""
    folders = (HERE, HERE.parent / "lint", HERE.parent / "check")
    texts = [path for folder in folders for path in folder.rglob("*.txt")]
    shown = "".join(path.read_text(encoding="utf-8") for path in texts)
    tested_above = {"cannot-read", "header-name"}
    under_sanitizers = (HERE.parent / "stress" / "test_stress.py").read_text(encoding="utf-8")
    missing = {code for code in CODES if f"[{code}]" not in shown}
    assert {code for code in missing if f'"{code}"' not in under_sanitizers} == tested_above
