"""The stress on kernels good and bad: real sanitizers, real threads."""

from __future__ import annotations

import contextlib
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
from ungil.diagnostics import Diagnostic, Span

HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc")


def stress(name: str) -> Stressed:
    """The stress of a header and the C file of its name beside this file."""
    units = (Unit(HERE / f"{name}.c", (f"-I{HERE}", f"-I{ungil.get_include()}")),)
    sources = Sources(units, (), (), None)
    plan = Plan(seed=1, milliseconds=20, limit=3)
    return runner.stress(read_file(HERE / f"{name}.h"), sources, HERE, plan)


@pytest.fixture(scope="module")
def stressed() -> Stressed:
    return stress("kernels")


@pytest.fixture(scope="module")
def objects() -> Stressed:
    return stress("objects")


@pytest.fixture(scope="module")
def hostile() -> Stressed:
    return stress("hostile")


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
        ("overrun", "memory-error", "writes 1 byte past the end"),
        ("scale", "memory-error", "8 bytes past the end or the beginning of an array"),
        ("shift", "undefined-behaviour", "shift exponent"),
        ("hang", "stress-timeout", "the call does not end"),
        ("crash", "stress-crash", "the call aborts"),
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


# --- handles and callbacks ---------------------------------------------------------------------


def test_handles_and_callbacks_as_they_should_be_are_clean(objects: Stressed) -> None:
    """What the module guards (a non-const handle, a serialized call) is no race."""
    bad = {
        "counter_cached": {"data-race"},
        "counter_count": {"data-race"},
        "counter_numbered": {"data-race"},
        "stashed": {"data-race"},
        "view_beyond": {"memory-error"},
        "counter_twice": {"memory-error"},
        "short_rows": {"memory-error"},
    }
    found: dict[str, set[str]] = {}
    for each in objects.diagnostics:
        found.setdefault(each.message.partition(":")[0], set()).add(each.code)
    assert found == bad
    assert dict(objects.left_out) == {
        "file_size": "'f' is a file, which nothing in the headers makes"
    }


@pytest.mark.parametrize(
    ("function", "text"),
    [
        ("counter_cached", "memory written by one thread and read by another"),
        ("counter_count", "'additions' written by"),
        ("counter_numbered", "'number' written by"),
        ("stashed", "'stash' written by two threads"),
        ("view_beyond", "reads 4 bytes past the end"),
        ("counter_twice", "frees memory twice"),
        ("short_rows", "past the end or the beginning of an array"),
    ],
)
def test_misuse_of_handles_and_callbacks(objects: Stressed, function: str, text: str) -> None:
    messages = [each.message for each in found(objects, function)]
    assert any(text in message for message in messages), messages


def test_what_nothing_can_make(tmp_path: Path) -> None:
    """A constructor that always fails is told by the type that it should make."""
    (tmp_path / "kernels.h").write_text(
        '#include "ungil.h"\ntypedef struct box box;\nvoid box_free(box *b);\n'
        "box *UNGIL_OWNED(box_free) box_new(void);\nint box_size(const box *b);\n"
    )
    (tmp_path / "kernels.c").write_text(
        '#include "kernels.h"\n#include <stddef.h>\nvoid box_free(box *b) { (void)b; }\n'
        "box *box_new(void) { return NULL; }\nint box_size(const box *b) { return b != NULL; }\n"
    )
    flags = (f"-I{tmp_path}", f"-I{ungil.get_include()}")
    sources = Sources((Unit(tmp_path / "kernels.c", flags),), (), (), None)
    result = runner.stress(read_file(tmp_path / "kernels.h"), sources, tmp_path, Plan(seed=3))
    assert result.diagnostics == ()
    assert dict(result.left_out) == {
        "box_free": "no box could be made",
        "box_size": "no box could be made",
    }


# --- functions that try to end it ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "code", "text", "line"),
    [
        ("asserts", "stress-crash", "the assertion `x < 0' fails", "assert(x < 0);"),
        ("exits_well", "stress-crash", "ends the process, with status 0", "exit(0);"),
        ("exits_at_once", "stress-crash", "ends the process, with status 3", "exits_at_once"),
        ("loops", "stress-timeout", "the call does not end", "going"),
        ("waits", "stress-timeout", "the call does not end", "pthread_mutex_lock(&mutex);"),
        ("jumps", "memory-error", "SIGSEGV", "jumps"),
        ("recurses", "memory-error", "overflows the stack", ""),
        ("fills", "stress-", "the call", ""),
        ("divides", "undefined-behaviour", "division by zero", "100 / x"),
        ("follows_null", "memory-error", "SIGSEGV", "NULL"),
        ("late_by_one", "memory-error", "writes 4 bytes past", "result[n] = 1;"),
        ("early_by_one", "memory-error", "reads 4 bytes past", "values[-1]"),
        ("reads_output", "memory-error", "address", "values[*place]"),
        ("kills", "stress-crash", "SIGKILL", "kills"),
    ],
)
def test_hostile_functions_are_findings(
    hostile: Stressed, function: str, code: str, text: str, line: str
) -> None:
    messages = found(hostile, function)
    (finding,) = [each for each in messages if each.code.startswith(code) and text in each.message]
    place = (HERE / finding.span.file).read_text(encoding="utf-8").splitlines()
    assert line in place[finding.span.line - 1]
    assert [step.name for step in finding.path] == [function]
    assert finding.path[0].span is not None
    assert finding.path[0].span.file == "hostile.h"


@pytest.mark.parametrize("function", "first forks prints reads_input opens last".split())
def test_hostile_neighbours_change_nothing(hostile: Stressed, function: str) -> None:
    assert found(hostile, function) == []
    assert hostile.left_out == ()


def test_nothing_is_left_behind(hostile: Stressed) -> None:
    """No process that a function has forked, no file that it has written into the project."""
    assert hostile.stressed
    names = {path.name for path in HERE.iterdir()}
    assert names <= {
        *("hostile.c", "hostile.h", "kernels.c", "kernels.h", "objects.c", "objects.h"),
        *("race.log", "test_stress.py", "__pycache__"),
    }
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            assert b"ungil-stress-" not in process.read_bytes()


# --- all together ----------------------------------------------------------------------------


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
    for number, file in enumerate([source, FIXED / "ending.c"]):
        target = str(tmp_path / f"{number}.o")
        subprocess.run(
            [compiler, *warnings, f"-I{FIXED}", "-c", str(file), "-o", target], check=True
        )


@pytest.mark.parametrize("header", sorted((ROOT / "tests" / "golden").glob("*.h")), ids=str)
def test_generated_c_compiles(header: Path, tmp_path: Path) -> None:
    interface = read_file(header)
    source = tmp_path / "stress.c"
    source.write_text(driver.write(interface, driver.choose(interface).functions))
    includes = [f"-I{folder}" for folder in (header.parent, ungil.get_include(), FIXED)]
    command = ["gcc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-Wno-unused-value", *includes]
    subprocess.run([*command, "-fsyntax-only", str(source)], check=True)


def test_one_report_an_object() -> None:
    output = (HERE / "race.log").read_text(encoding="utf-8")
    declared = {"bad_increment": Span("cdefs/counter.h", 14, 6)}
    races = list(reports.Reader(Path("/project"), declared).read(output, ["bad_increment"]))
    assert len(races) == 2
    (one,) = reports.unique(races)
    assert one.message == "bad_increment: 'shared_value' written by two threads"
    assert (one.span.file, one.span.line) == ("csrc/counter.c", 8)
