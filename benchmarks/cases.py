"""What is timed. A contender gives its own way of writing each case.

Arrays are of 16 `int32`: there the call is what costs, not the kernel.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

from benchmarks.contenders import Call

ADD = "add(1, 2)"
ADD_KEYWORDS = "add(a=1, b=2)"
MULTIPLY = "multiply(1.5, 2.5)"
ADD_NUMPY = "add_arrays, NumPy"
ADD_NUMPY_RELEASED = "add_arrays, NumPy, lock released"
ADD_ARRAY = "add_arrays, array.array"
ADD_ARRAY_RELEASED = "add_arrays, array.array, lock released"
ORDER = (
    *(ADD, ADD_KEYWORDS, MULTIPLY),
    *(ADD_NUMPY, ADD_NUMPY_RELEASED, ADD_ARRAY, ADD_ARRAY_RELEASED),
)

_LENGTH = 16


def numpy() -> Any:
    """NumPy, None where it is not installed."""
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def scalars(
    add: Callable[..., object], multiply: Callable[..., object], *, keywords: bool
) -> dict[str, Call]:
    """The cases without arrays."""
    calls = {
        ADD: Call("f(1, 2)", {"f": add}),
        MULTIPLY: Call("f(1.5, 2.5)", {"f": multiply}),
    }
    if keywords:
        calls[ADD_KEYWORDS] = Call("f(a=1, b=2)", {"f": add})
    return calls


def arrays(
    held: Callable[..., object] | None,
    released: Callable[..., object] | None = None,
    *,
    in_numpy: str | None = "f(a, b, r)",
    in_array: str | None = "f(a, b, r)",
    **names: object,
) -> dict[str, Call]:
    """The cases with arrays.

    held, released: functions that keep and release the interpreter lock; None where the tool has
        no such thing.
    in_numpy, in_array: how they are called; None where the tool does not take such arrays.
    """
    calls = {}
    np = numpy()
    for function, numpy_case, array_case in (
        (held, ADD_NUMPY, ADD_ARRAY),
        (released, ADD_NUMPY_RELEASED, ADD_ARRAY_RELEASED),
    ):
        if function is None:
            continue
        if in_array is not None:
            made = [array("i", range(_LENGTH)), array("i", range(_LENGTH)), array("i", bytes(64))]
            given = dict(zip("abr", made, strict=True)) | {"n": _LENGTH}
            calls[array_case] = Call(in_array, {"f": function, **given, **names})
        if in_numpy is not None and np is not None:
            made = [np.arange(_LENGTH, dtype="i4") for _ in range(2)]
            made.append(np.zeros(_LENGTH, dtype="i4"))
            given = dict(zip("abr", made, strict=True)) | {"n": _LENGTH}
            calls[numpy_case] = Call(in_numpy, {"f": function, **given, **names})
    return calls


def is_right(case: str, call: Call) -> bool:
    """Whether the call does what the case is about, tried once before it is timed."""
    names = dict(call.names)
    value = eval(call.statement, {}, names)
    if case in (ADD, ADD_KEYWORDS):
        return bool(value == 3)
    if case == MULTIPLY:
        return bool(value == 3.75)
    result = names["r"]
    return list(result) == [2 * i for i in range(_LENGTH)]  # type: ignore[call-overload,no-any-return]
