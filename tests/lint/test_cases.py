"""C files beside the exact report that they give, or silence (rewritten by `pytest --update`)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import ungil
from tests.reading import read_file
from ungil.check import report
from ungil.check.compilation import Unit, compile_all
from ungil.check.lint import lint

pytest.importorskip("clang.cindex")

HERE = Path(__file__).parent / "cases"
CASES = sorted(HERE.glob("*.c"))


def report_of(case: Path, objects: Path) -> str:
    """What the lint says of one C file and the header of its name."""
    units = [Unit(case, (f"-I{ungil.get_include()}", "-D_GNU_SOURCE"))]
    compiled, _ = compile_all(units, ["gcc"], objects, HERE)
    found = lint.run(units, compiled, read_file(case.with_suffix(".h")), ["gcc"], HERE)
    return "".join(f"{report.text(each)}\n" for each in found)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, tmp_path: Path, update: bool) -> None:
    actual = report_of(case, tmp_path)
    expected = case.with_suffix(".txt")
    if update:
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")


def test_there_are_enough_cases_of_both_kinds() -> None:
    silent = [case for case in CASES if case.with_suffix(".txt").stat().st_size == 0]
    assert len(CASES) >= 40
    assert len(silent) >= 15


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_cases_are_c(case: Path, compiler: str) -> None:
    """A case that no compiler takes would show nothing."""
    if shutil.which(compiler) is None:
        pytest.skip(f"no {compiler}")
    command = [compiler, "-fsyntax-only", "-Wall", "-Wextra", f"-I{ungil.get_include()}", str(case)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if case.stem == "parse_error":
        assert "undeclared" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
