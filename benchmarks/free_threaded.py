"""How much more two threads get done than one, where Python has no interpreter lock.

`python -m benchmarks.free_threaded [--rounds N] [--only NAME …]` runs itself under the interpreter
that tools/build_free_threaded.py builds, in an environment of its own, unless Python is
free-threaded already. Loops on one thread and on two, and in two processes, take turns. What two
processes get done is what the machine gives; what threads lack beside them is shared memory's.
"""

from __future__ import annotations

import argparse
import copy
import importlib
import os
import subprocess
import sys
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

from benchmarks import contenders, options
from benchmarks.cases import ADD, ADD_ARRAY, ADD_NUMPY, ADD_NUMPY_RELEASED, is_right
from benchmarks.contenders import Call, Contender
from benchmarks.parallel import Loop, Scaling, scaling
from benchmarks.report import machine
from benchmarks.workshop import ROOT, Workshop

HERE = Path(__file__).parent / "shared"
TOOL = ROOT / "tools" / "build_free_threaded.py"
TOOLS = {"cython", "nanobind", "pybind11"}  # PyO3's need no package: it does not support 3.13t
RIVALS = ("ungil", "floor", "cython", "nanobind", "pyo3", "pybind11", "numpy")
CASES = (ADD, ADD_NUMPY, ADD_NUMPY_RELEASED, ADD_ARRAY)
CALLS = 300_000

_BOOKKEEPING = Call("seen[i % 100] = f(i, seen.get(i % 100, 0) % 1000)", {"seen": {}})


def looped(call: Call, *, interned: bool = True) -> Loop:
    """A loop of calls; each run has arrays and dicts of its own, functions are shared.

    interned: 3.13t makes the numbers in a program immortal, so that threads need not count their
        references, unless the program is given to `compile()`. Importing a module does that where
        there is no .pyc of it.
    """
    text = f"def run({', '.join(call.names)}):\n    for i in range({CALLS}):\n        "
    text += call.statement
    namespace: dict[str, object] = {}
    exec(text if interned else compile(text, "<loop>", "exec"), namespace)
    run = namespace["run"]
    assert callable(run)

    def loop() -> None:
        run(
            **{
                name: value if callable(value) else copy.copy(value)
                for name, value in call.names.items()
            }
        )

    return loop


def around(function: object) -> Call:
    """Python that keeps account of what a function gives."""
    return Call(_BOOKKEEPING.statement, {**_BOOKKEEPING.names, "f": function})


def calls(m: ModuleType) -> dict[str, Loop]:
    """What a thread does, by the name of its row."""
    rows = {
        "`UNGIL_HOLD`": Call("f(1, 2)", {"f": m.hold}),
        "`UNGIL_RELEASE`": Call("f(1, 2)", {"f": m.release}),
        "`UNGIL_AUTO`": Call("f(1, 2)", {"f": m.automatic}),
        "`UNGIL_SERIALIZED`": Call("f(1, 2)", {"f": m.serialized}),
        "an `array.array` each": Call("f(a)", {"f": m.first, "a": array("i", [1, 2, 3])}),
        "Python around calls": around(m.hold),
        "the same around `max`": around(max),
    }
    loops = {name: looped(call) for name, call in rows.items()}
    loops["the same around `max`, without a .pyc"] = looped(around(max), interned=False)

    def handles() -> None:
        looped(Call("f(1)", {"f": m.box().add}))()

    return loops | {"a handle each": handles}


def build(workshop: Workshop) -> ModuleType:
    """The module of the first table."""
    source = workshop.folder / "shared_calls.c"
    workshop.python(HERE / "build_ffi.py", "--output-dir", workshop.folder)
    workshop.extension("shared_calls", [source, HERE / "shared.c"], f"-I{HERE}")
    return importlib.import_module("shared_calls")


def rivals(found: Sequence[Contender]) -> dict[str, Loop]:
    """A loop a contender and case, by `name: case`."""
    loops = {}
    for case in CASES:
        for contender in found:
            if case in contender.calls:
                call = contender.calls[case]
                assert is_right(case, call), f"{contender.name}: {case} gives a wrong result"
                loops[f"{contender.name}: {case}"] = looped(call)
    return loops


def cell(gain: tuple[float, float]) -> str:
    return f"{gain[0]:.2f} / {gain[1]:.2f}"


def table_of_calls(scalings: Mapping[str, Scaling]) -> list[str]:
    lines = ["| | ns a call | two threads | two processes |", "|---|---:|---:|---:|"]
    for name, one in scalings.items():
        gains = " | ".join(cell(one.gain(kind)) for kind in ("threads", "processes"))
        lines.append(f"| {name} | {one.least / CALLS * 1e9:.1f} | {gains} |")
    return lines


def table_of_rivals(found: Sequence[Contender], scalings: Mapping[str, Scaling]) -> list[str]:
    heads = " | ".join(f"`{case}`" if "(" in case else case for case in CASES)
    lines = [f"| | {heads} |", "|---|" + "---:|" * len(CASES)]
    for contender in found:
        taken = [scalings.get(f"{contender.name}: {case}") for case in CASES]
        cells = [
            f"{one.least / CALLS * 1e9:.0f} ns, {cell(one.gain('threads'))}" if one else "-"
            for one in taken
        ]
        label = f"{contender.name} {contender.version}".strip()
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return lines


def report(arguments: argparse.Namespace) -> None:
    workshop = options.workshop(arguments)
    module = build(workshop)
    found, missing = contenders.build(workshop, arguments.only or RIVALS)
    if sys._is_gil_enabled():  # type: ignore[attr-defined, unused-ignore]
        sys.exit("one of the contenders has switched the interpreter lock on")
    where = machine()
    print(
        f"{where['processor']}, {where['cores']} cores; {where['python']}, free-threaded;"
        f" {where['compiler']}.\nThe least of {arguments.rounds} rounds in which all take turns;"
        " two workers against one by minima / by medians. The loop is included.\n"
    )
    own = scaling(calls(module), arguments.rounds, "threads", "processes")
    print("\n".join(table_of_calls(own)), flush=True)
    others = scaling(rivals(found), arguments.rounds, "threads")
    print("\n".join(["", *table_of_rivals(found, others)]))
    for name, why in missing.items():
        print(f"\n{name} is missing: {why}")


def elsewhere(arguments: argparse.Namespace) -> int:
    """Runs this under free-threaded Python; its environment is kept for the next time."""
    made = subprocess.run([sys.executable, TOOL], stdout=subprocess.PIPE, text=True, check=False)
    if made.returncode != 0:
        return made.returncode
    folder = arguments.build_dir.resolve() / "free-threaded"
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([made.stdout.splitlines()[-1], "-m", "venv", folder], check=True)
    packages = ["numpy", "pycparser", *TOOLS.intersection(arguments.only or RIVALS)]
    pip = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    subprocess.run([python, *pip, *packages], stdout=sys.stderr, check=True)
    environment = os.environ | {"PYTHONPATH": str(ROOT / "pkg")}
    command: list[str | Path] = [python, "-m", "benchmarks.free_threaded", *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.free_threaded", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11, metavar="N")
    options.add(parser)
    arguments = parser.parse_args()
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        sys.exit(elsewhere(arguments))
    report(arguments)


if __name__ == "__main__":
    main()
