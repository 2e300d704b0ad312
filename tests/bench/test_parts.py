"""The parts of the bench that need no measurement."""

from __future__ import annotations

import json
import subprocess
import sysconfig
from dataclasses import replace
from pathlib import Path

import pytest

import ungil
from tests.reading import ROOT, read_all, read_file, read_function
from ungil.assembly import Assembly
from ungil.bench import advice, comparison, report, results, variants
from ungil.bench.evaluation import UnknownError, value_of
from ungil.bench.results import AS_DECLARED, Measured, Progress, Results, Row, Samples
from ungil.without_cffi import CallLayerOnly

HEADERS = sorted((ROOT / "tests" / "golden").glob("*.h"))

US, MS = 1e-6, 1e-3


@pytest.mark.parametrize("header", HEADERS, ids=lambda path: path.stem)
def test_variants_compile(header: Path, tmp_path: Path) -> None:
    interface = read_file(header)
    timed = [each for each in interface.functions if variants.obstacle(each) is None]
    if not timed:
        assert header.stem in ("callbacks", "constants", "left_to_lib")
        return
    made = variants.variants(interface, timed)
    (tmp_path / variants.HEADER).write_text(made.header, encoding="utf-8")
    (tmp_path / "kernels.c").write_text(made.kernels, encoding="utf-8")
    assembly = Assembly("bench", made.interface, tmp_path, {})
    CallLayerOnly(assembly).emit_c_code(tmp_path / "layer.c")
    folders = (tmp_path, header.parent, ungil.get_include(), sysconfig.get_path("include"))
    for name in ("kernels.c", "layer.c"):
        command = [
            "gcc",
            "-fsyntax-only",
            "-Wall",
            "-Werror",
            *(f"-I{folder}" for folder in folders),
        ]
        subprocess.run([*command, str(tmp_path / name)], check=True)


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("n + 2 * 3", 13),
        ("-n / 2", -3),  # towards zero, as in C
        ("-n % 2", -1),
        ("n > 5 && !(n == 8) ? sizeof(int) << 2 : 0", 16),
        ("(n | 8) - (n & 3)", 12),
        ("n < LIMIT || n / 0", True),
    ],
)
def test_expressions_as_in_c(condition: str, value: int, tmp_path: Path) -> None:
    declarations = f"#define LIMIT 1024\nint f(int n) UNGIL_REQUIRES({condition});"
    (expression,) = read_function(tmp_path, declarations).requires
    constants = {"LIMIT": 1024, variants.size_name("int"): 4}
    assert value_of(expression, {"n": 7}, constants) == value
    with pytest.raises(UnknownError, match="n"):
        value_of(expression, {}, constants)


# --- advice -------------------------------------------------------------------------------

ALONE = {policy: Progress((1.0,)) for policy in variants.POLICIES}


def a_row(
    size: int, kernel: float, *, two: tuple[float, ...] = (), busy: tuple[float, ...] = ()
) -> Row:
    """A kernel of so many seconds; what each policy gives each of two threads, and beside busy."""
    layer, release = 20e-9, 40e-9
    times = {
        AS_DECLARED: layer + kernel,
        "hold": layer + kernel,
        "release": layer + release + kernel,
        "auto": layer + kernel,
        "empty_hold": layer,
        "empty_release": layer + release,
    }
    progress = {}
    if two:
        pairs = zip(variants.POLICIES, two, strict=True)
        progress["two"] = {policy: Progress((share, share)) for policy, share in pairs}
        pairs = zip(variants.POLICIES, busy, strict=True)
        progress["busy"] = {policy: Progress((share, 1 - share)) for policy, share in pairs}
        progress["alone"] = ALONE
    samples = {name: Samples((seconds, seconds)) for name, seconds in times.items()}
    return Row(f"n = {size:,}", size, samples, progress)


SHORT = a_row(16, 5e-9, two=(0.5, 0.2, 0.5), busy=(0.5, 0.01, 0.5))
MIDDLE = a_row(1000, 100 * US, two=(0.5, 1.0, 1.0), busy=(0.5, 0.05, 0.45))
LONG = a_row(10**6, 20 * MS, two=(0.5, 1.0, 1.0), busy=(0.5, 0.9, 0.85))


@pytest.mark.parametrize(
    ("rows", "line", "otherwise"),
    [
        ([SHORT], "UNGIL_HOLD", ""),
        ([LONG], "UNGIL_RELEASE", ""),
        ([MIDDLE], "UNGIL_AUTO", "UNGIL_RELEASE"),
        ([SHORT, MIDDLE, LONG], "UNGIL_AUTO", "UNGIL_RELEASE_ABOVE(n, 128)"),
        ([replace(SHORT, waiting=0.9)], "UNGIL_RELEASE", ""),
        ([a_row(16, 5e-9)], "UNGIL_HOLD", ""),  # from here on by nothing but the call's time
        ([a_row(16, 20 * MS)], "UNGIL_RELEASE", ""),
        ([a_row(16, 5e-9), a_row(1000, 1 * MS)], "UNGIL_AUTO", "UNGIL_RELEASE_ABOVE(n, 64)"),
    ],
)
def test_advice(rows: list[Row], line: str, otherwise: str, tmp_path: Path) -> None:
    function = read_function(tmp_path, "void f(int *UNGIL_COUNTED_BY(n) a, int n);")
    given = advice.advise(function, rows, held_only=False)
    assert (given.line, given.otherwise) == (line, otherwise)
    assert given.reason
    assert advice.advise(function, rows, held_only=True).line == "UNGIL_HOLD"


def test_what_is_there_stays_where_it_is_as_good(tmp_path: Path) -> None:
    function = read_function(tmp_path, "void f(int *UNGIL_COUNTED_BY(n) a, int n) UNGIL_AUTO;")
    assert advice.advise(function, [LONG], held_only=False).line == "UNGIL_AUTO"


# --- the gate -----------------------------------------------------------------------------


def a_result(*seconds: float, loop: float = 5e-9) -> Results:
    row = Row("n = 3", 3, {AS_DECLARED: Samples(seconds)}, loop=loop)
    return Results({"processor": "one"}, (Measured("f", "UNGIL_HOLD", (row,)),))


STEADY = (1.0, 1.01, 1.02) * 10


@pytest.mark.parametrize(
    ("now", "slower"),
    [
        (a_result(*(1.05 * each for each in STEADY)), False),  # within the tolerance
        (a_result(*(1.2 * each for each in STEADY)), True),
        (a_result(*(1.2 * each for each in STEADY), 1.0), False),  # once it was as fast
        (a_result(*(1.2 * each for each in STEADY), loop=6e-9), False),  # everything is
        (a_result(1.2, *[1.6] * 20), False),  # one sample is far from all others: nothing is known
    ],
)
def test_gate(now: Results, slower: bool) -> None:
    (change,) = comparison.changes(a_result(*STEADY), now, 0.1)
    assert change.is_slower is slower
    assert ("slower: f (n = 3)" in report.changes([change])) is slower


def test_more_samples_of_the_same(tmp_path: Path) -> None:
    first, again = a_result(3.0), a_result(2.0)
    row = comparison.with_more(first.functions[0].rows[0], again.functions[0].rows[0])
    assert row.call.seconds == (3.0, 2.0)


def test_another_machine() -> None:
    other = Results({"processor": "two"}, ())
    assert comparison.another_machine(a_result(1.0), other) == ["processor: one -> two"]
    assert comparison.missing(a_result(1.0), other) == []  # it was not asked for


def test_results_as_json() -> None:
    measured = Results({"processor": "one"}, (Measured("f", "UNGIL_HOLD", (SHORT,)),))
    text = json.dumps(results.document(measured))
    assert results.from_document(json.loads(text)) == measured


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"version": 0}', '{"version": 1}', '{"version": 1, "functions": [3]}']
)
def test_json_that_holds_no_results(text: str) -> None:
    with pytest.raises(results.ResultsError):
        results.from_document(json.loads(text))


def test_text_of_times() -> None:
    seconds = (None, 1.234e-8, 1.5e-7, 9.876e-6, 12.34e-3, 2.0)
    texts = ["-", "12.3 ns", "150 ns", "9.88 µs", "12.3 ms", "2.00 s"]
    assert [report.time_text(each) for each in seconds] == texts


def test_no_two_types_share_a_constant(tmp_path: Path) -> None:
    names = {variants.format_name(type) for type in ("struct a_b", "struct a b", "a *", "a")}
    assert len(names) == 4
    assert read_all(tmp_path, "int f(void);").functions
