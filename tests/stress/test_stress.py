"""The stress on kernels good and bad: real sanitizers, real threads."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import ungil
from tests.reading import ROOT, read_file
from ungil.check.compilation import Unit
from ungil.check.sources import Sources
from ungil.check.stress import driver, reports, runner
from ungil.check.stress.build import HERE as FIXED
from ungil.check.stress.runner import Plan, Stressed
from ungil.diagnostics import Diagnostic

HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc")


@pytest.fixture(scope="module")
def stressed() -> Stressed:
    units = (Unit(HERE / "kernels.c", (f"-I{HERE}", f"-I{ungil.get_include()}")),)
    sources = Sources(units, (), (), None)
    plan = Plan(seed=1, milliseconds=20, limit=5)
    return runner.stress(read_file(HERE / "kernels.h"), sources, HERE, plan)


def found(stressed: Stressed, function: str) -> list[Diagnostic]:
    return [each for each in stressed.diagnostics if each.message.startswith(f"{function}: ")]


GOOD = "add add_arrays multiply length digit count_up squeeze checked".split()


@pytest.mark.parametrize("function", GOOD)
def test_good_functions_are_clean(stressed: Stressed, function: str) -> None:
    assert found(stressed, function) == []
    assert function not in dict(stressed.left_out)


@pytest.mark.parametrize(
    ("function", "code", "text"),
    [
        ("bad_increment", "data-race", "'shared_value' written by"),
        ("lookup", "data-race", "'table' written by"),
        ("lookup", "data-race", "'ready' written by"),
        ("set_level", "data-race", "'level' written by two threads"),
        ("overrun", "undefined-behaviour", "index 1024 out of bounds"),
        ("overrun", "memory-error", "writes 1 bytes past the end"),
        ("scale", "memory-error", "8 bytes past the end or the beginning of an array"),
        ("shift", "undefined-behaviour", "shift exponent"),
        ("hang", "stress-timeout", "the call does not end"),
        ("crash", "stress-crash", "the process is ended by SIGABRT"),
    ],
)
def test_bad_functions_are_found(stressed: Stressed, function: str, code: str, text: str) -> None:
    messages = {(each.code, each.message) for each in found(stressed, function)}
    assert any(code == c and text in message for c, message in messages), messages


def test_findings_have_lines(stressed: Stressed) -> None:
    text = (HERE / "kernels.c").read_text(encoding="utf-8").splitlines()
    for each in stressed.diagnostics:
        if each.code in ("data-race", "memory-error"):
            assert each.span.file == "kernels.c"
    (race,) = found(stressed, "bad_increment")
    assert "++shared_value" in text[race.span.line - 1]
    (overrun,) = [each for each in found(stressed, "scale") if each.code == "memory-error"]
    assert "a[i] *= by" in text[overrun.span.line - 1]


def test_left_out_by_name(stressed: Stressed) -> None:
    assert dict(stressed.left_out) == {
        "nobody_draws": "no draw meets its conditions",
        "configure": "called before threads start",
    }


def test_a_setter_beside_a_getter(tmp_path: Path) -> None:
    """Neither alone need show the race: it is found with all functions together."""
    (tmp_path / "kernels.h").write_text(
        '#include "ungil.h"\nvoid set_level(int x) UNGIL_SERIALIZED;\nint get_level(void);\n'
    )
    (tmp_path / "kernels.c").write_text(
        '#include "kernels.h"\nstatic int level;\n'
        "void set_level(int x) { level = x; }\nint get_level(void) { return level; }\n"
    )
    flags = (f"-I{tmp_path}", f"-I{ungil.get_include()}")
    sources = Sources((Unit(tmp_path / "kernels.c", flags),), (), (), None)
    result = runner.stress(read_file(tmp_path / "kernels.h"), sources, tmp_path, Plan(seed=3))
    (race,) = result.diagnostics
    assert race.code == "data-race"
    assert "'level' written by one thread and read by another" in race.message
    assert race.span.line == 3


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_fixed_c_alone(compiler: str, tmp_path: Path) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"no {compiler}")
    source = tmp_path / "alone.c"
    source.write_text(
        '#include "stress.h"\n'
        "const ungil_function ungil_functions[] = {{0}};\n"
        "const size_t ungil_function_count = 0;\n"
        "int main(int count, char **arguments) { return ungil_main(count, arguments); }\n"
    )
    warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-std=c11", "-D_GNU_SOURCE"]
    command = [compiler, *warnings, f"-I{FIXED}", "-c", str(source), "-o", str(tmp_path / "a.o")]
    subprocess.run(command, check=True)


@pytest.mark.parametrize("header", sorted((ROOT / "tests" / "golden").glob("*.h")), ids=str)
def test_generated_c_compiles(header: Path, tmp_path: Path) -> None:
    interface = read_file(header)
    chosen = [each for each in interface.functions if driver.obstacle(each, False) is None]
    source = tmp_path / "stress.c"
    source.write_text(driver.write(interface, chosen))
    includes = [f"-I{folder}" for folder in (header.parent, ungil.get_include(), FIXED)]
    command = ["gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-Wno-unused-value", *includes]
    subprocess.run([*command, "-fsyntax-only", str(source)], check=True)


def test_one_report_an_object() -> None:
    output = (HERE / "race.log").read_text(encoding="utf-8")
    races = list(reports.read(output, "bad_increment", Path("/project")))
    assert len(races) == 2
    (one,) = reports.unique(races)
    assert one.message == "bad_increment: 'shared_value' written by two threads"
    assert (one.span.file, one.span.line) == ("csrc/counter.c", 8)
