"""What is timed. A contender gives its own way of writing each case."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from types import ModuleType

from benchmarks.contenders import Call

ADD = "add(1, 2)"
ADD_KEYWORDS = "add(a=1, b=2)"
MULTIPLY = "multiply(1.5, 2.5)"
ADD_NUMPY = "add_arrays, 3 NumPy int32[16]"
ADD_ARRAY = "add_arrays, 3 array.array[16]"
ORDER = (ADD, ADD_KEYWORDS, MULTIPLY, ADD_NUMPY, ADD_ARRAY)

_LENGTH = 16


def numpy() -> ModuleType | None:
    """NumPy, where it is installed."""
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
    function: Callable[..., object],
    in_numpy: str | None = "f(a, b, r)",
    in_array: str | None = "f(a, b, r)",
    **names: object,
) -> dict[str, Call]:
    """The cases with arrays; a statement of None is what the tool cannot do."""
    calls = {}
    if in_array is not None:
        made = [array("i", range(_LENGTH)), array("i", range(_LENGTH)), array("i", bytes(64))]
        calls[ADD_ARRAY] = Call(
            in_array, {"f": function, **dict(zip("abr", made, strict=True)), **names}
        )
    np = numpy()
    if in_numpy is not None and np is not None:
        made = [np.arange(_LENGTH, dtype="i4"), np.arange(_LENGTH, dtype="i4")]
        made.append(np.zeros(_LENGTH, dtype="i4"))
        calls[ADD_NUMPY] = Call(
            in_numpy, {"f": function, **dict(zip("abr", made, strict=True)), **names}
        )
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
