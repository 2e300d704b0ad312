"""What becomes of wrong calls: each one of each contender, in a process of its own.

`python -m benchmarks.safety [--only NAME …] [--json FILE]` prints a table. Outcomes:

- error: an exception; nothing else happened
- right: what the caller meant (a conversion, say)
- silently wrong: no exception, and a wrong result, or none
- out of bounds: memory was read or written that belongs to no array of the call
- crash: the process died

Arrays lie inside larger blocks whose other elements are known, so that a call that leaves them
shows.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import cases, options
from benchmarks.contenders import Call, Contender
from benchmarks.workshop import ROOT

ERROR, RIGHT, WRONG = "error", "right", "silently wrong"
OUTSIDE, CRASH = "out of bounds", "crash"

_LENGTH = 8
_MARGIN = 64  # elements before and after each array
_CANARY = 1_000_003


def _block(dtype: str = "i4") -> Any:
    np = cases.numpy()
    return np.full(2 * _MARGIN + _LENGTH, _CANARY, dtype=dtype)


class Arrays:
    """Three right arrays of eight elements, each inside a block of its own."""

    def __init__(self) -> None:
        np = cases.numpy()
        self.blocks = {name: _block() for name in "abr"}
        self.a, self.b, self.r = (
            block[_MARGIN : _MARGIN + _LENGTH] for block in self.blocks.values()
        )
        self.a[:] = np.arange(_LENGTH)
        self.b[:] = 10 * np.arange(_LENGTH)
        self.r[:] = 0
        self.sums = self.a + self.b
        self.read_only = False

    def replace(self, name: str, block: Any, array: Any) -> None:
        """Puts another array in the place of one."""
        self.blocks[name] = block
        setattr(self, name, array)


def _float32(name: str) -> Callable[[Arrays], None]:
    def change(arrays: Arrays) -> None:
        block = _block("f4")
        array = block[_MARGIN : _MARGIN + _LENGTH]
        array[:] = getattr(arrays, name)
        arrays.replace(name, block, array)

    return change


def _short(name: str) -> Callable[[Arrays], None]:
    def change(arrays: Arrays) -> None:
        array = getattr(arrays, name)[: _LENGTH - 2]
        block = arrays.blocks[name]
        block[_MARGIN + _LENGTH - 2 :] = _CANARY
        arrays.replace(name, block, array)

    return change


def _strided(name: str) -> Callable[[Arrays], None]:
    def change(arrays: Arrays) -> None:
        block = _block()
        array = block[_MARGIN - _LENGTH : _MARGIN + _LENGTH : 2]
        array[:] = getattr(arrays, name)
        arrays.replace(name, block, array)

    return change


def _read_only(arrays: Arrays) -> None:
    arrays.r.flags.writeable = False
    arrays.read_only = True


def _two_dimensional(arrays: Arrays) -> None:
    for name in "abr":
        arrays.replace(name, arrays.blocks[name], getattr(arrays, name).reshape(2, 4))
    arrays.sums = arrays.sums.reshape(2, 4)


def _none(arrays: Arrays) -> None:
    arrays.b = None


ARRAY_CASES: dict[str, Callable[[Arrays], None]] = {
    "`float32` input": _float32("a"),
    "`float32` result": _float32("r"),
    "short result": _short("r"),
    "short input": _short("b"),
    "read-only result": _read_only,
    "strided result": _strided("r"),
    "strided input": _strided("a"),
    "2-D": _two_dimensional,
    "`None`": _none,
}
SCALAR_CASES: dict[str, tuple[object, object]] = {
    "`add(2**31, 1)`": (2**31, 1),
    '`add("x", 1)`': ("x", 1),
    "`add(1.5, 1)`": (1.5, 1),
}
ORDER = (*ARRAY_CASES, *SCALAR_CASES)


def outcome(contender: Contender, case: str) -> str | None:
    """Makes the call in this process; None where the contender has no such function."""
    if case in SCALAR_CASES:
        call = contender.calls.get(cases.ADD)
        return _scalars(call, *SCALAR_CASES[case]) if call else None
    call = contender.calls.get(cases.ADD_NUMPY) or contender.calls.get(cases.ADD_NUMPY_RELEASED)
    return _arrays(call, ARRAY_CASES[case]) if call else None


def _scalars(call: Call, a: Any, b: Any) -> str:
    function: Any = call.names["f"]
    try:
        value = function(a, b)
    except Exception:
        return ERROR
    return RIGHT if value == a + b else WRONG


def _arrays(call: Call, change: Callable[[Arrays], None]) -> str:
    np = cases.numpy()
    arrays = Arrays()
    change(arrays)
    given = {"a": arrays.a, "b": arrays.b, "r": arrays.r, "n": len(arrays.a)}
    before = {name: block.copy() for name, block in arrays.blocks.items()}
    failed = False
    try:
        eval(call.statement, {}, {**call.names, **given})
    except Exception:
        failed = True
    own = np.zeros(arrays.blocks["r"].shape, dtype=bool)
    _elements(arrays.r, arrays.blocks["r"], own)
    changed = {name: block != before[name] for name, block in arrays.blocks.items()}
    if changed["a"].any() or changed["b"].any() or (changed["r"] & ~own).any():
        return OUTSIDE
    if arrays.b is not None and arrays.b.size < arrays.a.size and not failed:
        return OUTSIDE if (arrays.r[arrays.b.size :] > _CANARY - 1).any() else WRONG
    if failed:
        return WRONG if changed["r"].any() else ERROR
    if arrays.read_only and changed["r"].any():
        return WRONG
    return RIGHT if np.array_equal(arrays.r, arrays.sums) else WRONG


def _elements(array: Any, block: Any, own: Any) -> None:
    """Marks which elements of a block are an array's."""
    start = (array.ctypes.data - block.ctypes.data) // block.itemsize
    if array.ndim == 1:
        step = array.strides[0] // block.itemsize
        own[start : start + step * array.size : step] = True
    else:
        own[start : start + array.size] = True


def in_a_process(contender: Contender, case: str, folder: Path) -> str | None:
    """Makes the call in a new process."""
    command = [sys.executable, "-m", "benchmarks.safety", "--build-dir", str(folder)]
    done = subprocess.run(
        [*command, "--only", contender.name, "--call", case],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode < 0:
        return CRASH
    if done.returncode != 0:
        raise RuntimeError(f"{contender.name}: {case}: {done.stderr}")
    answer: str | None = json.loads(done.stdout)
    return answer


def markdown(found: Sequence[Contender], outcomes: dict[str, dict[str, str | None]]) -> str:
    """A row a wrong call, a column a contender."""
    lines = [
        "| | " + " | ".join(contender.name for contender in found) + " |",
        "|---|" + "---|" * len(found),
    ]
    for case, answers in outcomes.items():
        cells = [answers[contender.name] or "-" for contender in found]
        marked = [cell if cell in (ERROR, RIGHT, "-") else f"**{cell}**" for cell in cells]
        lines.append(f"| {case} | " + " | ".join(marked) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.safety")
    options.add(parser)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the outcomes here too")
    parser.add_argument("--call", choices=ORDER, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    found, missing = options.build(arguments, options.workshop(arguments))
    if cases.numpy() is None:
        sys.exit("wrong arrays are NumPy's, which is not installed")
    if arguments.call:
        print(json.dumps(outcome(found[0], arguments.call)))
        return
    with ThreadPoolExecutor() as pool:
        pending = {
            case: {
                contender.name: pool.submit(in_a_process, contender, case, arguments.build_dir)
                for contender in found
            }
            for case in ORDER
        }
    outcomes = {
        case: {name: future.result() for name, future in futures.items()}
        for case, futures in pending.items()
    }
    print(markdown(found, outcomes))
    for name, why in missing.items():
        print(f"\n{name} is missing: {why}")
    if arguments.json:
        arguments.json.write_text(json.dumps(outcomes, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
