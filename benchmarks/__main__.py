"""`python -m benchmarks [--only NAME …] [--quick] [--gate] [--json FILE] [--plot FILE]`."""

from __future__ import annotations

import argparse
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks import contenders, gate, plot, report, timing
from benchmarks.contenders import Contender
from benchmarks.workshop import Workshop


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], choices=contenders.ORDER, metavar="NAME")
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
    parser.add_argument(
        "--build-dir",
        type=Path,
        default=Path(__file__).parent / "build",
        metavar="DIR",
        help="where contenders are built, and kept for the next run",
    )
    parser.add_argument("--rebuild", action="store_true", help="build even what is up to date")
    arguments = parser.parse_args()

    if arguments.gate:
        arguments.only = ["ungil", "floor"]
    tag = sysconfig.get_config_var("SOABI") or "unknown"
    folder = arguments.build_dir.resolve() / tag
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(folder))
    found, missing = contenders.build(Workshop(folder, arguments.rebuild), arguments.only)
    if not found:
        sys.exit("no contender could be built: " + "; ".join(missing.values()))
    if arguments.gate:
        sys.exit(_gate(found, missing, folder, arguments.rounds))
    results = timing.calls(found, arguments.rounds)
    results |= timing.imports(found, folder, arguments.rounds)
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
