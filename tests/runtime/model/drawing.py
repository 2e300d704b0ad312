"""Strategies of Hypothesis: functions, and calls of them, right and wrong."""

from __future__ import annotations

import array
import ctypes
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.runtime.model.functions import (
    ELEMENTS,
    INTEGERS,
    REALS,
    Function,
    Length,
    Memory,
    Output,
    Parameter,
    Scalar,
    Text,
)
from tests.runtime.model.model import LARGEST


@st.composite
def lengths(draw: st.DrawFn, counts: list[str]) -> Length:
    if not counts or draw(st.integers(0, 5)) == 0:
        return Length(more=draw(st.integers(1, 4)))
    length = Length(draw(st.sampled_from(counts)))
    if draw(st.integers(0, 2)) < 2:
        return length
    factor, more, by = draw(st.sampled_from([(2, 0, 1), (1, 1, 1), (1, -1, 1), (1, 1, 2)]))
    return replace(length, factor=factor, more=more, by=by)


@st.composite
def scalars(draw: st.DrawFn, name: str, types: list[str]) -> Scalar:
    type = draw(st.sampled_from(types))
    default = draw(st.sampled_from([None, None, 0, 2, 3]))
    if type == "bool":
        return Scalar(name, type, default and 1, None, draw(st.booleans()))
    limits = draw(st.sampled_from([None, None, None, (0, 20), (1, 5)]))
    return Scalar(name, type, default, limits, draw(st.integers(0, 3)) == 0)


@st.composite
def memories(draw: st.DrawFn, name: str, counts: list[Scalar]) -> Memory:
    access = draw(st.sampled_from(["read", "read", "change", "write", "write"]))
    sized = draw(st.integers(0, 3)) == 0
    names = [count.name for count in counts]
    dimensions = 1 if sized else draw(st.sampled_from([1, 1, 1, 2, 3]))
    shape = tuple(draw(lengths(names)) for _ in range(dimensions))
    types = ["uint8_t", "int8_t", "int32_t", "double"] if sized else list(ELEMENTS)
    type = draw(st.sampled_from(types))
    or_null = draw(st.integers(0, 2)) == 0
    limits = None
    if access != "write" and not sized and type != "bool" and draw(st.integers(0, 3)) == 0:
        limits = (0, 60)
    return Memory(
        name,
        type,
        shape,
        access,
        sized,
        or_null,
        restrict=draw(st.integers(0, 3)) == 0,
        null_default=or_null and access != "write" and draw(st.booleans()),
        limits=limits,
    )


@st.composite
def declared(draw: st.DrawFn) -> Function:
    counts = [
        draw(scalars(name, list(INTEGERS))) for name in ["n", "m", "k"][: draw(st.integers(0, 3))]
    ]
    parameters: list[Parameter] = [*counts]
    for i in range(draw(st.sampled_from([0, 1, 2, 2, 3, 3]))):
        memory = draw(memories(f"a{i}", counts))
        first = next((c for c in counts if c.name == memory.lengths[0].count), None)
        if memory.access == "write":
            implied = (
                memory.sized and memory.lengths[0].is_bare and first is not None and first.inout
            )
            others = [p.written for p in parameters if isinstance(p, Memory)]
            if implied and first is not None and first.name in others:
                continue  # one array a length that C tells through it
            if implied and first is not None:
                memory = replace(memory, written=first.name)
            elif draw(st.integers(0, 2)) == 0:
                parameters.append(Output(f"used{i}", draw(st.sampled_from(["size_t", "int64_t"]))))
                memory = replace(memory, written=f"used{i}")
        parameters.append(memory)
    for i in range(draw(st.integers(0, 1))):
        parameters.append(draw(scalars(f"x{i}", [*INTEGERS, *REALS, "bool"])))
    if draw(st.integers(0, 3)) == 0:
        parameters.append(Text("text", draw(st.booleans())))
    if draw(st.integers(0, 3)) == 0:
        parameters.append(Output("extra", draw(st.sampled_from([*INTEGERS, *REALS]))))
    parameters = list(draw(st.permutations(parameters)))
    parameters.append(Output("seen", "uint64_t"))
    plain = [
        p.name for p in parameters if isinstance(p, Scalar) and not p.inout and p.type in INTEGERS
    ]
    policies = ["", "UNGIL_RELEASE", "UNGIL_HOLD", "UNGIL_AUTO", "UNGIL_SERIALIZED"]
    policies += [f"UNGIL_RELEASE_ABOVE(2 * {name}, 5)" for name in plain]
    requires = (
        (draw(st.sampled_from(plain)), 10) if plain and draw(st.integers(0, 3)) == 0 else None
    )
    result = draw(st.sampled_from(["void", "hash", "hash", "status"]))
    return Function("", tuple(parameters), result, draw(st.sampled_from(policies)), requires)


def drawn(number: int) -> Function:
    """One function, the same one each time, drawn afresh."""
    found: list[Function] = []

    @seed(number)
    @settings(
        max_examples=2,  # the first is the simplest of all
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(declared())
    def collect(function: Function) -> None:
        found.append(function)

    collect()
    return replace(found[-1], name=f"f{number}")


def one_of(draw: st.DrawFn, number: int) -> int:
    """A choice among so many, or -1: hypothesis likes small numbers, which are plain ones here."""
    choice = draw(st.integers(0, number + 9)) - 10
    return max(choice, -1)


class Index:
    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value

    def __repr__(self) -> str:
        return f"Index({self.value})"


WRONG: list[Any] = [
    None,
    "text",
    b"bytes",
    1.5,
    1j,
    [1, 2],
    (),
    object(),
    {},
    np.datetime64("2020"),
]

HUGE = [LARGEST, 2**63, 2**64 - 1, 2**64, -1, -(2**63), 10**30, 2**62]


@st.composite
def scalar_arguments(draw: st.DrawFn, parameter: Scalar, value: int) -> Any:
    kind = one_of(draw, 60)
    if kind == 0:
        return draw(st.sampled_from(WRONG))
    if kind == 1:
        return draw(st.sampled_from(HUGE))
    if kind == 2:
        return draw(st.sampled_from([True, False, np.True_, 1e39, 1e400, np.float32(0.5)]))
    if parameter.type == "bool":
        return draw(st.sampled_from([True, False, np.True_]))
    if parameter.type in REALS:
        return draw(st.sampled_from([float(value), value, np.float32(value), np.int8(value), 0.5]))
    return draw(st.sampled_from([value, value, value, np.int64(value), Index(value)]))


def numbers(dtype: str, shape: tuple[int, ...], seed: int) -> np.ndarray[Any, Any]:
    total = int(np.prod(shape))
    values = np.arange(seed, seed + total) % 50
    return np.asarray(values.reshape(shape), dtype=np.dtype(dtype)).copy()


@st.composite
def array_arguments(draw: st.DrawFn, parameter: Memory, sizes: tuple[int, ...]) -> Any:
    """An array for a parameter: most of the time of the right kind and shape."""
    kind = one_of(draw, 80)
    if kind == 0:
        return draw(st.sampled_from(WRONG))
    shape = tuple(max(0, size) for size in sizes)
    if kind in (1, 2):
        shape = (shape[0] + draw(st.sampled_from([-1, 1, 2])), *shape[1:])
    elif kind == 3:
        shape = (*shape[:-1], shape[-1] + 1)
    elif kind == 4:
        shape = (int(np.prod(shape)) + draw(st.sampled_from([0, 0, 1])),)
    elif kind == 5:
        shape = (*shape, 1)
    shape = tuple(max(0, size) for size in shape)
    dtype = ELEMENTS[parameter.type]
    if kind == 6 or (parameter.sized and kind < 60):
        dtype = draw(
            st.sampled_from([*ELEMENTS.values(), ">i4", "f2", "c16", "S2", "i4,f8", "M8[s]"])
        )
        if parameter.sized and np.dtype(dtype).itemsize > 1:
            dtype = "u1" if np.prod(shape) % 8 else "i8"
            shape = shape if dtype == "u1" else (int(np.prod(shape)) // 8,)
    elif parameter.sized:
        dtype = "u1"
    seed = draw(st.integers(0, 30))
    plain = np.dtype(dtype).kind not in "SVM"
    a = numbers(dtype, shape, seed) if plain else np.zeros(shape, dtype)
    return wrapped(one_of(draw, 60), a)


def wrapped(how: int, a: np.ndarray[Any, Any]) -> Any:
    """The array itself, or something of the same content."""
    letters = {"i1": "b", "i2": "h", "i4": "i", "i8": "q", "u1": "B", "u2": "H", "u4": "I"}
    letters |= {"u8": "Q", "f4": "f", "f8": "d"}
    letter = letters.get(f"{a.dtype.kind}{a.itemsize}") if a.dtype.isnative else None
    match how:
        case 0:
            a.setflags(write=False)
        case 1:
            return np.repeat(a, 2, axis=0)[::2]
        case 2:
            return np.asfortranarray(a)
        case 3:
            return np.ma.array(a)
        case 4 if a.nbytes:
            bytes_ = np.zeros(a.nbytes + 1, "u1")[1:]
            misaligned = bytes_.view(a.dtype).reshape(a.shape)
            misaligned[...] = a
            return misaligned
        case _ if 30 <= how < 50 and letter is not None and a.ndim == 1:
            return array.array(letter, a.tolist())
        case _ if 20 <= how < 30 and a.dtype.kind in "iufb?":
            return memoryview(a)
        case 12 | 13 if letter is not None and a.ndim == 1:  # ctypes has no float16
            made = (np.ctypeslib.as_ctypes_type(a.dtype) * len(a))()
            ctypes.memmove(made, a.ctypes.data, a.nbytes)
            return made
        case 14 if a.dtype == "u1" and a.ndim == 1:
            return a.tobytes()
        case 15 if a.dtype == "u1" and a.ndim == 1:
            return bytearray(a.tobytes())
        case 16:
            return a.view(np.recarray) if a.dtype.kind != "V" else a
        case 17:
            return a.tolist()
    return a


@st.composite
def calls(draw: st.DrawFn, function: Function) -> tuple[list[Any], dict[str, Any]]:
    """Arguments of one call."""
    counts = {p.name: draw(st.integers(1, 4)) for p in function.parameters if isinstance(p, Scalar)}
    positional, keyword_only = function.arguments()
    made: list[Any] = []

    def argument(parameter: Parameter) -> Any:
        match parameter:
            case Scalar(name):
                return draw(scalar_arguments(parameter, counts[name]))
            case Text():
                return draw(st.sampled_from(["text", "", "grüß", "a\0b", "\ud800", None, b"text"]))
            case Memory():
                kind = one_of(draw, 20)
                if kind == 0 or (
                    0 <= kind < 6 and (parameter.or_null or parameter.access == "write")
                ):
                    return None
                if kind == 7 and made:
                    return made[-1]
                sizes = tuple(length.value(counts) for length in parameter.lengths)
                made.append(draw(array_arguments(parameter, sizes)))
                return made[-1]
        raise AssertionError(parameter)

    by_position = draw(st.integers(0, len(positional)))
    args = [argument(parameter) for parameter in positional[:by_position]]
    kwargs = {}
    for parameter in (*positional[by_position:], *keyword_only):
        often = 60 if function.is_required(parameter) else 5
        if one_of(draw, often) != 0:
            kwargs[parameter.name] = argument(parameter)
    mistake = one_of(draw, 60)
    if mistake == 0:
        kwargs["unknown"] = 1
    elif mistake == 1:
        args.append(1)
    elif mistake == 2 and args:
        kwargs[positional[0].name] = args[0]
    return args, kwargs
