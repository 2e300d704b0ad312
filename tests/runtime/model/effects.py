"""What the C of tests/runtime/functions.py does, in plain Python, and what comes back of it."""

from __future__ import annotations

import array
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.runtime.model.functions import (
    ELEMENTS,
    INTEGERS,
    REALS,
    Function,
    Memory,
    Output,
    Scalar,
    Text,
)
from tests.runtime.model.model import Taken, product


@dataclass
class Effects:
    """results: what comes back; after: the elements of each given array; failed: C says so."""

    results: list[Any]
    after: dict[str, list[Any]]
    failed: bool = False


MASK = 2**64 - 1


def mix(h: int, word: int) -> int:
    return ((h ^ (word & MASK)) * 0x100000001B3) & MASK


def word_of(type: str, value: Any) -> int:
    if type in REALS:
        (word,) = struct.unpack("Q", struct.pack("d", value))
        return int(word)
    return int(value)


def run(function: Function, values: dict[str, Any], taken: dict[str, Taken]) -> Effects:
    """What a call does that is not refused."""
    seen = see(function, values, taken)
    counts = {p.name: values[p.name] for p in function.parameters if isinstance(p, Scalar)}
    used = {m.written: written(m, taken[m.name], counts) for m in function.memories}
    after: dict[str, list[Any]] = {}
    results: list[Any] = [seen] if function.result == "hash" else []
    for parameter in function.parameters:
        match parameter:
            case Scalar(name, type, inout=True) if is_returned(function, name, taken):
                results.append(used.get(name, increased(type, values[name])))
            case Output("seen"):
                results.append(seen)
            case Output(name, type) if is_returned(function, name, taken):
                results.append(used.get(name, 42.0 if type in REALS else 42))
            case Memory(name):
                changed = change(parameter, taken[name], counts)
                if changed is not None and taken[name].given is not None:
                    after[name] = changed
                if parameter.access == "write":
                    results.append(returned(parameter, taken, changed, used))
    return Effects(results, after, failed=function.result == "status" and seen % 8 == 7)


def written(parameter: Memory, taken: Taken, counts: dict[str, Any]) -> int:
    """How much of an output C says that it has filled."""
    return parameter.lengths[0].value(counts) // 2 if taken.there else 0


def see(function: Function, values: dict[str, Any], taken: dict[str, Taken]) -> int:
    """The checksum of everything that C can see."""
    counts = {p.name: values[p.name] for p in function.parameters if isinstance(p, Scalar)}
    h = 0xCBF29CE484222325
    for parameter in function.parameters:
        match parameter:
            case Scalar(name, type):
                h = mix(h, word_of(type, values[name]))
            case Text(name):
                text = values[name]
                h = mix(h, 7) if text is None else h
                for byte in (text or "").encode():
                    h = mix(h, byte)
            case Memory(name, type):
                array_ = taken[name]
                h = mix(h, int(array_.there))
                if array_.there and parameter.access != "write":
                    total = product([length.value(counts) for length in parameter.lengths])
                    for element in array_.elements[:total]:
                        h = mix(h, word_of("uint8_t" if parameter.sized else type, element))
    return h


def increased(type: str, value: Any) -> Any:
    """What `x + 1` leaves in a variable of the type."""
    if type == "bool":
        return not value
    if type in REALS:
        return float(np.array(value + 1, REALS[type]))
    limits = np.iinfo(INTEGERS[type])
    wrapped = (value + 1) & MASK & ((1 << limits.bits) - 1)
    return wrapped - (1 << limits.bits) if wrapped > limits.max else wrapped


def change(parameter: Memory, taken: Taken, counts: dict[str, Any]) -> list[Any] | None:
    """The elements after the call; None for NULL and what C only reads."""
    if not taken.there or parameter.access == "read":
        return None
    sizes = [length.value(counts) for length in parameter.lengths]
    if parameter.written is not None:
        sizes[0] //= 2
    total = product(sizes)
    type = "uint8_t" if parameter.sized else parameter.type
    if parameter.access == "change":
        return [increased(type, x) for x in taken.elements[:total]] + taken.elements[total:]
    filled = [fill(type, i) for i in range(total)]
    if taken.made:
        whole = product([length.value(counts) for length in parameter.lengths])
        return filled + [fill(type, 0) * 0] * (whole - total)
    return filled + taken.elements[total:]


def fill(type: str, i: int) -> Any:
    value = (i + 1) % 100
    return bool(value % 2) if type == "bool" else float(value) if type in REALS else value


def is_returned(function: Function, name: str, taken: dict[str, Taken]) -> bool:
    """A count that outputs are cut to comes back only where one of them was given."""
    cut = [memory for memory in function.memories if memory.written == name]
    return not cut or any(not taken[memory.name].made for memory in cut)


@dataclass
class New:
    """An output that ungil allocates."""

    kind: type
    type: str
    shape: tuple[int, ...]
    elements: list[Any]


def returned(
    parameter: Memory,
    taken: dict[str, Taken],
    changed: list[Any] | None,
    used: dict[str | None, int],
) -> Any:
    mine = taken[parameter.name]
    if not mine.made:
        return mine.given
    assert changed is not None
    shape = list(mine.shape)
    if parameter.written is not None:
        shape[0] = used[parameter.written]
    elements = changed[: product(shape)]
    if parameter.sized:
        return New(bytes, "u1", tuple(shape), elements)
    kind: type = memoryview if len(shape) > 1 or parameter.type == "bool" else array.array
    if any(t.numpy for t in taken.values()):
        kind = np.ndarray
    return New(kind, ELEMENTS[parameter.type], tuple(shape), elements)


def is_same(expected: Any, actual: Any) -> bool:
    """Whether a result is what was predicted; a given array must be the very object."""
    if not isinstance(expected, New):
        if isinstance(expected, bool | int | float) or expected is None:
            return type(expected) is type(actual) and expected == actual
        return expected is actual
    if type(actual) is not expected.kind:
        return False
    view = memoryview(actual)
    elements = np.frombuffer(view.tobytes(), expected.type).tolist()
    dtype = np.dtype(view.format)
    wanted = np.dtype(expected.type)
    return (
        view.shape == expected.shape
        and (dtype.kind, dtype.itemsize) == (wanted.kind, wanted.itemsize)
        and elements == expected.elements
    )
