"""The rules of a call in plain Python: what a function of any signature returns, or raises.

A statement of its own of docs/notation.md, beside the one in C: nothing here is ungil's.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from tests.runtime.model.functions import (
    ELEMENTS,
    INTEGERS,
    Function,
    Memory,
    Scalar,
    Text,
)

LARGEST = 2**63 - 1

# --- a call --------------------------------------------------------------------------------------


class RefusedError(Exception):
    """The call raises one of these, before C sees anything."""

    def __init__(self, errors: set[type[Exception]]) -> None:
        super().__init__(errors)
        self.errors = errors


@dataclass
class Taken:
    """An array argument: None for NULL, `made` where ungil allocates it."""

    given: Any = None
    shape: tuple[int, ...] = ()
    numpy: bool = False
    made: bool = False
    elements: list[Any] = field(default_factory=list)
    address: int = 0
    size: int = 0

    @property
    def there(self) -> bool:
        return self.given is not None or self.made


def accept(
    function: Function, args: Sequence[Any], kwargs: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Taken]]:
    """What C is called with: values and arrays by name; raises RefusedError if it is not."""
    given = bind(function, args, kwargs)
    values, taken = convert(function, given)
    by_position = {p.name for p in function.arguments()[0][: len(args)]}
    named = set(given) - by_position  # arrays may be longer than counts among these say
    errors = settle(function, values, taken, named)
    counts = {name: value for name, value in values.items() if isinstance(value, int)}
    for memory in function.memories:
        if all(length.count in (None, *counts) for length in memory.lengths):
            errors |= wrong_lengths(memory, taken[memory.name], counts, named)
    errors |= unmet(function, values, taken)
    if errors:
        raise RefusedError(errors)
    return values, taken


def bind(function: Function, args: Sequence[Any], kwargs: dict[str, Any]) -> dict[str, Any]:
    positional, keyword_only = function.arguments()
    names = [p.name for p in (*positional, *keyword_only)]
    given = dict(zip(names, args, strict=False))
    if len(args) > len(positional) or set(given) & set(kwargs) or set(kwargs) - set(names):
        raise RefusedError({TypeError})
    given |= kwargs
    for parameter in (*positional, *keyword_only):
        if function.is_required(parameter) and parameter.name not in given:
            raise RefusedError({TypeError})
    return given


# --- single values and arrays ---------------------------------------------------------------------


def convert(function: Function, given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Taken]]:
    """Every argument by itself."""
    values: dict[str, Any] = {}
    taken: dict[str, Taken] = {}
    errors: set[type[Exception]] = set()
    for parameter in function.parameters:
        try:
            match parameter:
                case Memory():
                    taken[parameter.name] = take(parameter, given)
                case Text() if parameter.name in given:
                    values[parameter.name] = to_text(parameter, given[parameter.name])
                case Scalar() if parameter.name in given:
                    values[parameter.name] = to_scalar(parameter.type, given[parameter.name])
        except RefusedError as refused:
            errors |= refused.errors
    if errors:
        raise RefusedError(errors)
    return values, taken


def to_scalar(type: str, given: Any) -> Any:
    if type in INTEGERS:
        return to_integer(type, given)
    if type == "bool":
        if not isinstance(given, bool | np.bool_):
            raise RefusedError({TypeError})
        return bool(given)
    if isinstance(given, str | bytes | complex | np.complexfloating | np.character):
        raise RefusedError({TypeError})
    if isinstance(given, np.ndarray) and (given.ndim > 0 or given.dtype.kind not in "iufb?"):
        raise RefusedError({TypeError})
    try:
        value = float(given)
    except OverflowError:
        raise RefusedError({OverflowError}) from None
    except (TypeError, ValueError):
        raise RefusedError({TypeError}) from None
    if type == "float" and np.isfinite(value):
        with np.errstate(over="ignore"):
            if np.isinf(np.float32(value)):
                raise RefusedError({OverflowError})
        return float(np.float32(value))
    return value


def to_integer(type: str, given: Any) -> int:
    try:
        value = operator.index(given)
    except TypeError:
        raise RefusedError({TypeError}) from None
    limits = np.iinfo(INTEGERS[type])
    if not limits.min <= value <= limits.max:
        raise RefusedError({OverflowError})
    return int(value)


def to_text(parameter: Text, given: Any) -> str | None:
    if given is None and parameter.or_null:
        return None
    if not isinstance(given, str):
        raise RefusedError({TypeError})
    if "\0" in given or any("\ud800" <= c <= "\udfff" for c in given):
        raise RefusedError({ValueError})
    return given


def take(parameter: Memory, given: dict[str, Any]) -> Taken:
    thing = given.get(parameter.name)
    if thing is None:
        may_be_none = parameter.or_null or parameter.access == "write"
        if parameter.name in given and not may_be_none:
            raise RefusedError({TypeError})
        null = parameter.or_null and (parameter.name in given or parameter.access != "write")
        return Taken(made=parameter.access == "write" and not null)
    try:
        view = memoryview(thing)
    except (TypeError, ValueError, BufferError):
        raise RefusedError({TypeError}) from None
    errors: set[type[Exception]] = set()
    if isinstance(thing, np.ma.MaskedArray) or "O" in view.format:
        errors.add(TypeError)
    if not parameter.sized and not fits(view, parameter):
        errors.add(TypeError)
    if (parameter.access != "read" and view.readonly) or not view.c_contiguous:
        errors.add(ValueError)
    if errors:
        raise RefusedError(errors)
    address = np.frombuffer(view, "u1").__array_interface__["data"][0] if view.nbytes else 0
    align = np.dtype(ELEMENTS[parameter.type]).alignment
    if address % align:
        raise RefusedError({ValueError})
    shape = (view.nbytes,) if parameter.sized else view.shape
    assert shape is not None
    return Taken(
        thing,
        tuple(shape),
        isinstance(thing, np.ndarray),
        False,
        elements_of(parameter, thing),
        address,
        view.nbytes,
    )


def fits(view: memoryview, parameter: Memory) -> bool:
    """Kind, size, byte order and number of dimensions."""
    wanted = np.dtype(ELEMENTS[parameter.type])
    try:
        dtype = np.dtype(view.format)
    except TypeError:
        return False
    return (dtype.kind, view.itemsize, dtype.isnative) == (
        wanted.kind,
        wanted.itemsize,
        True,
    ) and view.ndim in {len(parameter.lengths), 1}


def elements_of(parameter: Memory, thing: Any) -> list[Any]:
    """Flat, as Python's numbers."""
    raw = memoryview(thing).tobytes()
    type = "u1" if parameter.sized else ELEMENTS[parameter.type]
    values: list[Any] = np.frombuffer(raw, type).tolist()
    return values


# --- counts --------------------------------------------------------------------------------------


def settle(
    function: Function, values: dict[str, Any], taken: dict[str, Taken], named: set[str]
) -> set[type[Exception]]:
    """Works out what was left out."""
    errors: set[type[Exception]] = set()
    for parameter in function.parameters:
        match parameter:
            case Scalar(name) if function.is_count(parameter):
                try:
                    value = settle_count(function, parameter, values, taken, name in named)
                    values[name] = value
                except RefusedError as refused:
                    errors |= refused.errors
            case Scalar(name, default=default) if name not in values:
                values[name] = default
    return errors


def settle_count(
    function: Function,
    parameter: Scalar,
    values: dict[str, Any],
    taken: dict[str, Taken],
    named: bool,
) -> int:
    """Passed, else the length of a given array, else its default, else 0 where all are None."""
    count: int | None = values.get(parameter.name)
    if count is not None and count < 0:
        raise RefusedError({ValueError})
    arrays = [
        (memory, axis, taken[memory.name]) for memory, axis in function.counting(parameter.name)
    ]
    flat = [memory for memory, _, t in arrays if t.given is not None and is_flat(memory, t)]
    for memory, axis, array_ in arrays:
        if array_.given is None or is_flat(memory, array_):
            continue
        length = array_.shape[axis]
        if count is None:
            count = length
        elif length != count:
            longer = length > count and axis == 0 and (named or memory.written is not None)
            if not longer:
                raise RefusedError({ValueError})
    if count is None:
        if parameter.default is not None and not function.is_inferred(parameter):
            return parameter.default
        if flat:
            raise RefusedError({TypeError})
        count = 0
    limits = np.iinfo(INTEGERS[parameter.type])
    if count > limits.max:
        raise RefusedError({OverflowError})
    return count


def is_flat(memory: Memory, taken: Taken) -> bool:
    """A 1-D array in the place of a shape."""
    return len(memory.lengths) > 1 and len(taken.shape) == 1


def wrong_lengths(
    memory: Memory,
    taken: Taken,
    counts: dict[str, int],
    named: set[str],
) -> set[type[Exception]]:
    sizes = [length.value(counts) for length in memory.lengths]
    if taken.made:
        if any(not 0 <= size <= LARGEST for size in sizes):
            return {ValueError}
        taken.shape = tuple(sizes)
        itemsize = 1 if memory.sized else np.dtype(ELEMENTS[memory.type]).itemsize
        bytes_ = product(sizes) * itemsize
        return {ValueError, MemoryError} if bytes_ > 2**45 else set()
    if taken.given is None:
        return set()
    longer = memory.written is not None
    if is_flat(memory, taken):
        outermost = memory.lengths[0]
        longer = longer or (outermost.is_bare and outermost.count in named)
        total = product(sizes)
        given = taken.shape[0]
        good = 0 <= total <= LARGEST and (given == total or (longer and given > total))
        return set() if good else {ValueError}
    for axis, (length, size) in enumerate(zip(memory.lengths, sizes, strict=True)):
        if length.is_bare:
            continue
        if taken.shape[axis] != size and not (longer and axis == 0 and taken.shape[axis] > size):
            return {ValueError}
        if not 0 <= size <= LARGEST:
            return {ValueError}
    return set()


def product(sizes: Sequence[int]) -> int:
    total = 1
    for size in sizes:
        total *= size
    return total


# --- conditions ----------------------------------------------------------------------------------


def unmet(
    function: Function, values: dict[str, Any], taken: dict[str, Taken]
) -> set[type[Exception]]:
    """Ranges, conditions and overlap."""
    for parameter in function.parameters:
        match parameter:
            case Scalar(name, limits=(low, high)) if name in values:
                within = low <= values[name] <= high
            case Memory(name, limits=(low, high)):
                within = all(low <= x <= high for x in taken[name].elements)
            case _:
                within = True
        if not within:
            return {ValueError}
    if function.requires is not None and function.requires[0] in values:
        name, most = function.requires
        if not values[name] <= most:
            return {ValueError}
    for first, second in combinations(function.memories, 2):
        is_written = first.access != "read" or second.access != "read"
        apart = (first.restrict or second.restrict) and is_written
        if apart and overlap(taken[first.name], taken[second.name]):
            return {ValueError}
    return set()


def overlap(a: Taken, b: Taken) -> bool:
    return (
        min(a.size, b.size) > 0
        and a.address < b.address + b.size
        and b.address < a.address + a.size
    )
