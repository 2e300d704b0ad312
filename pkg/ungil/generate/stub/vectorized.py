"""Overloads of a vectorized function: with arrays, with `out`, with single values only.

Arrays come first, since NumPy's pass for numbers too as far as a type checker can tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from ungil.generate import docstring
from ungil.generate.stub.names import StubNames
from ungil.generate.stub.parameter import StubParameter
from ungil.generate.stub.types import argument_type, result_type
from ungil.interface import Function
from ungil.signature import Argument, Signature


def vectorized(
    function: Function, signature: Signature, names: StubNames
) -> Iterator[tuple[list[StubParameter], str]]:
    """The parameters and the result of each overload."""
    *inputs, _ = signature.arguments
    none = StubParameter("out", "None", "None", keyword_only=True)
    for array in inputs:
        yield [*(mixed(a, names, array=a is array) for a in inputs), none], names("Any")
    given = StubParameter("out", names.variable(1), None, keyword_only=True)
    yield [*(mixed(a, names) for a in inputs), given], names.variable(1)
    assert function.result.form is not None
    result = result_type(function.result.form, names, or_null=False)
    yield [*(_single(a, names) for a in inputs), none], result


def _single(argument: Argument, names: StubNames) -> StubParameter:
    annotation = argument_type(argument.parameter.form, names)
    default = None if argument.required else docstring.shown_default(argument)
    name = argument.parameter.python_name
    return StubParameter(name, annotation, default, argument.keyword_only)


def mixed(argument: Argument, names: StubNames, *, array: bool = False) -> StubParameter:
    """A parameter that takes arrays too, or only arrays."""
    if argument.omittable:
        return StubParameter("out", f"{names.buffer} | None", "None", keyword_only=True)
    single = _single(argument, names)
    if array:
        return StubParameter(single.name, names.buffer, None, single.keyword_only)
    annotation = f"{single.annotation} | {names.buffer}"
    return StubParameter(single.name, annotation, single.default, single.keyword_only)
