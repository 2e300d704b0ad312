"""Results as a Markdown table and as JSON, with the machine and the versions."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence

from benchmarks.cases import ORDER
from benchmarks.contenders import Contender
from benchmarks.timing import EMPTY_LOOP, IMPORT, Figure, Results
from benchmarks.workshop import FLAGS, compiler
from ungil.bench.machine import processor


def machine() -> dict[str, str]:
    """Where the figures come from."""
    first_line = subprocess.run(
        [*compiler("CC", "cc"), "--version"], capture_output=True, text=True, check=True
    ).stdout.splitlines()[0]
    return {
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "system": platform.platform(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "python_compiler": platform.python_compiler(),
        "compiler": first_line,
        "flags": " ".join(FLAGS),
    }


def markdown(
    contenders: Sequence[Contender],
    missing: Mapping[str, str],
    results: Results,
    rounds: int,
) -> str:
    """A table: a row a contender, a column a case, each cell `minimum | median`."""
    where = machine()
    columns = [case for case in (*ORDER, IMPORT) if case in results]
    lines = [
        f"{where['processor']}, {where['cores']} cores; {where['python']}; {where['compiler']},"
        f" `{where['flags']}`.",
        f"Minimum / median of {rounds} rounds in which the contenders take turns, in ns a call;"
        " imports in µs.",
        "The empty timing loop is included.",
        "",
        "| | " + " | ".join(f"`{case}`" if "(" in case else case for case in columns) + " |",
        "|---|" + "---|" * len(columns),
    ]
    for contender in contenders:
        cells = [
            _cell(results[case].get(contender.name), 1e6 if case == IMPORT else 1e9)
            for case in columns
        ]
        label = f"{contender.name} {contender.version}".strip()
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    empty = [_cell(results[case].get(EMPTY_LOOP), 1e9) for case in columns]
    lines += [f"| {EMPTY_LOOP} | " + " | ".join(empty) + " |", ""]
    lines += [f"- {contender.name}: {contender.note}" for contender in contenders if contender.note]
    lines += [f"- {name} is missing: {why}" for name, why in missing.items()]
    return "\n".join(lines)


def _cell(figure: Figure | None, unit: float) -> str:
    if figure is None:
        return "-"
    digits = 0 if figure.minimum * unit >= 100 else 1
    return f"{figure.minimum * unit:.{digits}f} / {figure.median * unit:.{digits}f}"


def as_json(contenders: Sequence[Contender], missing: Mapping[str, str], results: Results) -> str:
    """Everything measured: seconds, every round."""
    return json.dumps(
        {
            "machine": machine(),
            "contenders": {contender.name: contender.version for contender in contenders},
            "missing": dict(missing),
            "seconds": {
                case: {name: list(figure.samples) for name, figure in figures.items()}
                for case, figures in results.items()
            },
        },
        indent=1,
    )
