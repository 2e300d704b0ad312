"""`python -m benchmarks.policy [--quick] [--python PATH …] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from benchmarks.policy import report
from benchmarks.workshop import FLAGS, LIMITED_API, LINK_FLAGS, ROOT, Workshop, compiler

HERE = Path(__file__).resolve().parent

SCENARIOS = ("alone", "busy", "two", "two+busy", "sleeper", "four", "four+busy")
DURATIONS = ("0.05", "1", "10", "100", "1000", "10000")
QUICK = ("10", "1000")


def build(workshop: Workshop) -> None:
    """Generates and compiles the module: for every CPython from 3.11 on, by the limited API."""
    workshop.python(HERE / "build_ffi.py", "--output-dir", workshop.folder)
    sources = [workshop.folder / "policy_kernels.c", HERE / "kernels.c"]
    options = [*LIMITED_API, f"-I{HERE}", f"-I{ROOT / 'pkg/ungil/include'}"]
    include = f"-I{sysconfig.get_path('include')}"
    output = workshop.folder / "policy_kernels.so"
    command = [*compiler("CC", "cc"), *FLAGS, *LINK_FLAGS, *options, include]
    workshop.run([*command, *sources, "-o", output])


def measure(python: str, folder: Path, request: dict[str, Any]) -> list[report.Measurement]:
    """All measurements of one interpreter."""
    done = subprocess.run(
        [python, str(HERE / "measure.py"), json.dumps(request)],
        env=os.environ | {"PYTHONPATH": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.policy", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two durations, two rounds")
    parser.add_argument("--scenarios", nargs="+", default=SCENARIOS, metavar="NAME")
    parser.add_argument("--durations", nargs="+", metavar="US", help="of a kernel; or `mixed`")
    parser.add_argument(
        "--python", nargs="+", default=[sys.executable], help="interpreters to measure"
    )
    parser.add_argument("--rounds", type=int, help="how often each is measured")
    parser.add_argument("--seconds", type=float, default=0.25, help="of one measurement")
    parser.add_argument(
        "--tolerate",
        type=float,
        default=0.12,
        metavar="CORES",
        help="what other processes may use; what they disturbed is measured again (%(default)s)",
    )
    parser.add_argument("--limit", type=float, default=600, help="seconds an interpreter")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measurement here")
    parser.add_argument("--build-dir", type=Path, default=ROOT / "benchmarks" / "build")
    arguments = parser.parse_args()

    folder = arguments.build_dir.resolve() / "policy"
    folder.mkdir(parents=True, exist_ok=True)
    build(Workshop(folder))
    request = {
        "scenarios": [*arguments.scenarios, "only busy"],
        "durations": arguments.durations or (QUICK if arguments.quick else (*DURATIONS, "mixed")),
        "policies": ["hold", "release", "auto"],
        "rounds": arguments.rounds or (2 if arguments.quick else 5),
        "seconds": arguments.seconds,
        "tolerate": arguments.tolerate,
        "limit": arguments.limit,
    }
    results = {}
    for python in arguments.python:
        version = subprocess.run(
            [python, "-c", "import platform; print(platform.python_version())"],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.strip()
        results[version] = measure(python, folder, request)
        print(report.markdown(version, results[version]), flush=True)
    if arguments.json:
        arguments.json.write_text(report.as_json(request, results) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
