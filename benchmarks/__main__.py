"""`python -m benchmarks [--only NAME …] [--quick] [--gate] [--json FILE] [--plot FILE]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import gate, options, plot, report, timing
from benchmarks.contenders import Contender


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add(parser)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample here too")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the minima there")
    parser.add_argument(
        "--rounds", type=int, default=40, metavar="N", help="how often each is timed (%(default)s)"
    )
    parser.add_argument(
        "--quick", action="store_const", const=10, dest="rounds", help="the same as --rounds 10"
    )
    parser.add_argument(
        "--gate",
        action="store_true",
        help="time ungil and floor alone; exit 1 where ungil is above its bars",
    )
    arguments = parser.parse_args()

    if arguments.gate:
        arguments.only = ["ungil", "floor"]
    shop = options.workshop(arguments)
    found, missing = options.build(arguments, shop)
    if arguments.gate:
        sys.exit(_gate(found, missing, shop.folder, arguments.rounds))
    results = timing.calls(found, arguments.rounds)
    results |= timing.imports(found, shop.folder, arguments.rounds)
    print(report.markdown(found, missing, results, arguments.rounds))
    if arguments.json:
        arguments.json.write_text(report.as_json(found, missing, results) + "\n", encoding="utf-8")
    if arguments.plot:
        plot.write(arguments.plot, found, results)


def _gate(
    found: Sequence[Contender], missing: Mapping[str, str], folder: Path, rounds: int
) -> str | None:
    """What to say on failure."""
    if missing:
        return "; ".join(f"{name} is missing: {why}" for name, why in missing.items())
    verdicts = gate.judge(found, folder, rounds)
    print(gate.markdown(verdicts))
    failed = [verdict.case for verdict in verdicts if not verdict.passed]
    return f"above the bar: {', '.join(failed)}" if failed else None


main()
