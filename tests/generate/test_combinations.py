"""Every word on every type: refused at its place, or bound by C and a stub without a warning."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.generate.combinations import PREAMBLE, alone, combinations, together
from tests.generate.compiling import WARNINGS, write_alone
from tests.reading import read_file
from ungil.diagnostics import Diagnostic, HeaderError
from ungil.generate import stub

Combination = tuple[str, tuple[str, ...]]


def written(path: Path, lines: list[str]) -> Path:
    path.write_text(PREAMBLE + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def refused(path: Path, lines: list[str]) -> set[int]:
    """The lines that the reader refuses, each at a place that it shows."""
    try:
        read_file(written(path, lines))
    except HeaderError as error:
        return {place_of(diagnostic, lines) for diagnostic in error.diagnostics}
    return set()


def place_of(diagnostic: Diagnostic, lines: list[str]) -> int:
    """The index of the line that a diagnostic shows a piece of."""
    index = diagnostic.span.line - PREAMBLE.count("\n") - 1
    start, length = diagnostic.span.column - 1, diagnostic.span.length
    assert lines[index][start : start + length].strip(), diagnostic
    assert re.search(r"^ +\^~*$", diagnostic.excerpt, re.MULTILINE), diagnostic
    return index


def accepted(path: Path, lines: list[str]) -> list[str]:
    """The lines that the reader takes, once those that it refuses are gone."""
    while bad := refused(path, lines):
        lines = [line for index, line in enumerate(lines) if index not in bad]
    return lines


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> list[Combination]:
    """Words and types that go together, from a sample."""
    path = tmp_path_factory.mktemp("alone") / "alone.h"
    sample = random.Random(1).sample(list(combinations()), 3000)
    by_line = {alone(f"f{index}", *one): one for index, one in enumerate(sample)}
    lines = accepted(path, list(by_line))
    functions = read_file(written(path, lines)).functions
    names = {function.name for function in functions if function.unbound is None}
    return [by_line[line] for line in lines if line.split("(")[0].split()[1] in names]


@pytest.fixture(scope="module")
def seeds(request: pytest.FixtureRequest) -> range:
    return range(12 if request.config.getoption("--thorough") else 1)


def test_some_go_together_and_most_do_not(bound: list[Combination]) -> None:
    assert 100 < len(bound) < 500


def test_what_is_bound_compiles(bound: list[Combination], seeds: range, tmp_path: Path) -> None:
    path = tmp_path / "together.h"
    for seed in seeds:
        chance = random.Random(seed)
        lines = [
            together(f"f{index}", chance.choices(bound, k=chance.randint(1, 4)), chance)
            for index in range(300)
        ]
        written(path, accepted(path, lines))
        functions = read_file(path).functions
        assert sum(function.unbound is None for function in functions) > 50
        includes, source = write_alone(path, tmp_path)
        flags = ["-fsyntax-only", *WARNINGS, "-Wno-ignored-qualifiers"]
        command = ["gcc", *flags, *includes, str(source)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[:3000]
        path.with_suffix(".pyi").write_text(stub.write(read_file(path), "together"))
        options = ["--strict", "--config-file=", f"--cache-dir={tmp_path}"]
        command = [sys.executable, "-m", "mypy", *options, str(path.with_suffix(".pyi"))]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[:3000]
