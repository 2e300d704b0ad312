"""`python -m benchmarks [--only NAME …] [--json FILE]`."""

from __future__ import annotations

import argparse
import sys
import sysconfig
from pathlib import Path

from benchmarks import contenders, report, timing
from benchmarks.workshop import Workshop


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], choices=contenders.ORDER, metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample here too")
    parser.add_argument(
        "--rounds", type=int, default=15, help="how often each is timed (%(default)s)"
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

    tag = sysconfig.get_config_var("SOABI") or "unknown"
    folder = arguments.build_dir.resolve() / tag
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(folder))
    found, missing = contenders.build(Workshop(folder, arguments.rebuild), arguments.only)
    if not found:
        sys.exit("no contender could be built: " + "; ".join(missing.values()))
    results = timing.calls(found, arguments.rounds)
    results |= timing.imports(found, folder, arguments.rounds)
    print(report.markdown(found, missing, results, arguments.rounds))
    if arguments.json:
        arguments.json.write_text(report.as_json(found, missing, results) + "\n", encoding="utf-8")


main()
