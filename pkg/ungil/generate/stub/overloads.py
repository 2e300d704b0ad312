"""Overloads: the ways of calling one function that have result types of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from itertools import islice, product

from ungil.frozen import frozen, replace
from ungil.generate import docstring
from ungil.generate.stub.names import StubNames
from ungil.generate.stub.parameter import StubParameter
from ungil.generate.stub.types import allocated_type, argument_type, result_type
from ungil.generate.stub.vectorized import mixed, vectorized
from ungil.interface import Access, Array, Bytes, Function
from ungil.signature import (
    Argument,
    Returned,
    Signature,
    defaults_to_null,
    is_or_null,
    is_visible,
)

_MOST = 16


@frozen
class Overload:
    """One way of calling, and its result type."""

    parameters: tuple[StubParameter, ...]
    result: str


class _Way(Enum):
    """How an output array is passed."""

    LEFT_OUT = "left out"  # ungil allocates it
    ABSENT = "absent"  # left out, too, but C gets NULL
    NULL = "None"  # C gets NULL
    GIVEN = "given"


_Ways = Mapping[str, _Way]  # by the array's C name, in the signature's order


def overloads(function: Function, signature: Signature, names: StubNames) -> tuple[Overload, ...]:
    """One for each combination of output arrays left out, None and given.

    Where that makes too many there is one, whose result is `Any`.
    """
    combinations = vectorized if function.vectorized else _combinations
    found = [
        Overload(spelled, result)
        for parameters, result in islice(combinations(function, signature, names), _MOST + 1)
        for spelled in _spellings(parameters)
    ]
    if len(found) <= _MOST:
        return tuple(found)
    undecide = mixed if function.vectorized else _undecided
    undecided = [undecide(argument, names) for argument in signature.arguments]
    return (Overload(tuple(undecided), names("Any")),)


def _combinations(
    function: Function, signature: Signature, names: StubNames
) -> Iterator[tuple[list[StubParameter], str]]:
    outputs = [argument for argument in signature.arguments if _comes_back(argument)]
    for choice in product(*map(_ways_of, outputs)):
        ways = {a.parameter.name: way for a, way in zip(outputs, choice, strict=True)}
        yield _parameters(signature, ways, names), _result(function, signature, ways, names)


def _comes_back(argument: Argument) -> bool:
    match argument.parameter.form:
        case Array(access=access) | Bytes(access=access):
            return access in (Access.WRITE, Access.UPDATE)
    return False


def _ways_of(argument: Argument) -> list[_Way]:
    ways = [_Way.LEFT_OUT] if argument.omittable else []
    if is_or_null(argument.parameter.form):
        ways.append(_Way.NULL)
    elif defaults_to_null(argument.parameter):
        ways.append(_Way.ABSENT)
    return [*ways, _Way.GIVEN]


# --- parameters ------------------------------------------------------------------------------


def _parameters(signature: Signature, ways: _Ways, names: StubNames) -> list[StubParameter]:
    """The parameters of one overload.

    One that is left out where None would pass NULL is not among them, and those behind it
    need their names.
    """
    found = []
    skipped = False
    for argument in signature.arguments:
        parameter = _parameter(argument, ways, names)
        if parameter is None:
            skipped = True
        else:
            found.append(replace(parameter, keyword_only=True) if skipped else parameter)
    return found


def _parameter(argument: Argument, ways: _Ways, names: StubNames) -> StubParameter | None:
    form, name = argument.parameter.form, argument.parameter.python_name
    default: str | None = None
    match ways.get(argument.parameter.name):
        case None:
            annotation = argument_type(form, names)
            default = None if argument.required else docstring.shown_default(argument)
        case _Way.GIVEN:
            annotation = names.variable(_number(ways, argument.parameter.name))
        case _Way.ABSENT:
            return None
        case _Way.LEFT_OUT if is_or_null(form):
            return None
        case _Way.LEFT_OUT:
            annotation, default = "None", "None"
        case _Way.NULL:
            annotation = "None"
            default = None if argument.required or argument.omittable else "None"
    return StubParameter(name, annotation, default, argument.keyword_only)


def _number(ways: _Ways, name: str) -> int:
    """Which type variable a given array has: they count from 1 in each overload."""
    return [other for other, way in ways.items() if way is _Way.GIVEN].index(name) + 1


def _undecided(argument: Argument, names: StubNames) -> StubParameter:
    """A parameter that takes an output array in any way."""
    annotation = argument_type(argument.parameter.form, names)
    if argument.omittable and not is_or_null(argument.parameter.form):
        annotation += " | None"
    default = None if argument.required else docstring.shown_default(argument)
    return StubParameter(argument.parameter.python_name, annotation, default, argument.keyword_only)


def _spellings(parameters: Sequence[StubParameter]) -> Iterator[tuple[StubParameter, ...]]:
    """The signatures that together say what Python has no syntax for: required after optional.

    `f(a, level=1, out)` is `f(a, level=1, *, out)` and `f(a, level, out)`.
    """
    cuts = [
        i
        for i, parameter in enumerate(parameters)
        if not parameter.keyword_only
        and parameter.default is None
        and any(before.default is not None for before in parameters[:i])
    ]
    if not cuts:
        yield tuple(parameters)
        return
    for cut in [*cuts, sum(not parameter.keyword_only for parameter in parameters)]:
        last_required = max((i for i in range(cut) if parameters[i].default is None), default=-1)
        yield tuple(
            replace(
                parameter,
                default=None if i < last_required else parameter.default,
                keyword_only=parameter.keyword_only or i >= cut,
            )
            for i, parameter in enumerate(parameters)
        )


# --- results ---------------------------------------------------------------------------------


def _result(function: Function, signature: Signature, ways: _Ways, names: StubNames) -> str:
    results = [
        _returned(function, returned, ways, names)
        for returned in signature.results
        if not returned.cuts or any(ways[name] is not _Way.LEFT_OUT for name in returned.cuts)
    ]
    if not results:
        return "None"
    return results[0] if len(results) == 1 else f"{names('tuple')}[{', '.join(results)}]"


def _returned(function: Function, returned: Returned, ways: _Ways, names: StubNames) -> str:
    parameter = returned.parameter
    if parameter is None:
        form = function.result.form
        assert form is not None, "void is not among the results"
        return result_type(form, names, or_null=function.result.or_null or is_or_null(form))
    match ways.get(parameter.name):
        case None:
            or_null = is_or_null(parameter.form) and is_visible(parameter)
            return result_type(parameter.form, names, or_null=or_null)
        case _Way.LEFT_OUT:
            return allocated_type(parameter.form, names)
        case _Way.NULL | _Way.ABSENT:
            return "None"
        case _Way.GIVEN:
            return names.variable(_number(ways, parameter.name))
