"""README's table: `python -m benchmarks.summary FILE`, with what `--json FILE` wrote."""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path
from typing import Any

from benchmarks import cases
from benchmarks.timing import EMPTY_LOOP, IMPORT

_COLUMNS = {
    "`add(1, 2)`": cases.ADD,
    "`add(a=1, b=2)`": cases.ADD_KEYWORDS,
    "`multiply(1.5, 2.5)`": cases.MULTIPLY,
    "`add_arrays`, NumPy": cases.ADD_NUMPY,
    "the same, lock released": cases.ADD_NUMPY_RELEASED,
    "`add_arrays`, `array.array`": cases.ADD_ARRAY,
    "import, µs": IMPORT,
}
_LABELS = {
    "ungil": "**ungil**",
    "floor": "C by hand",
    "c2py23": "c2py23",
    "cython": "Cython",
    "nanobind": "nanobind",
    "pyo3": "PyO3",
    "pybind11": "pybind11",
    "f2py": "f2py",
    "numpy": "`np.add`",
    "cffi": "cffi, API mode",
    "ctypes": "ctypes",
}


def markdown(results: dict[str, Any]) -> str:
    """A row a contender; what was not there is named below."""
    head = "| ns a call: minimum / median | " + " | ".join(_COLUMNS) + " |"
    lines = [head, "|---|" + "---|" * len(_COLUMNS)]
    seconds = results["seconds"]
    for name, label in _LABELS.items():
        if name in results["contenders"]:
            cells = [_cell(seconds[case].get(name), case) for case in _COLUMNS.values()]
            version = results["contenders"][name]
            lines.append(f"| {f'{label} {version}'.strip()} | {' | '.join(cells)} |")
    where = results["machine"]
    empty = min(min(figures[EMPTY_LOOP]) for case, figures in seconds.items() if case != IMPORT)
    rounds = len(seconds[cases.ADD]["floor"])
    lines += [
        "",
        f"{where['processor']} ({where['cores']} cores), {where['python']}, {where['compiler']}"
        f" `{where['flags'].split()[0]}`, {rounds} rounds; the timing loop's own {empty * 1e9:.1f}"
        " ns are included.",
    ]
    lines += [f"{name} is missing: {why}" for name, why in results["missing"].items()]
    return "\n".join(lines)


def _cell(samples: list[float] | None, case: str) -> str:
    if samples is None:
        return "-"
    unit = 1e6 if case == IMPORT else 1e9
    least, middle = min(samples) * unit, statistics.median(samples) * unit
    digits = 0 if least >= 100 else 1
    return f"{least:,.{digits}f} / {middle:,.{digits}f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.summary")
    parser.add_argument("file", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    print(markdown(json.loads(arguments.file.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
