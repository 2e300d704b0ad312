"""How a bound function looks from Python: parameters in Python's order, and results.

The rules are those of docs/notation.md, sections "Inference" and "Signatures and results".
The call layer and the stub are both written from this, so that they cannot disagree.
"""

from __future__ import annotations

import re

from ungil.diagnostics import Span
from ungil.expression import Expression, ReturnValue
from ungil.frozen import frozen
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    Character,
    Context,
    CType,
    Function,
    FunctionType,
    Handle,
    NewHandle,
    Parameter,
    Pointer,
    Reference,
    Result,
    Text,
    Unbound,
    Value,
    Void,
)

Memory = Array | Bytes


@frozen
class Argument:
    """A parameter as Python sees it: one of C's, or a vectorized function's `out`.

    inferred: a count that may be left out because arrays tell it.
    omittable: an output array, which ungil allocates when it is left out or None.
    """

    parameter: Parameter
    keyword_only: bool
    required: bool
    inferred: bool = False
    omittable: bool = False


@frozen
class Returned:
    """One result: the C result (`parameter` None), or what C left in an OUT or INOUT parameter.

    cuts: the output arrays that it is the used length of. It is returned only when the caller
    gave one of them (what ungil allocated is cut to it instead).
    """

    parameter: Parameter | None
    cuts: tuple[str, ...] = ()


@frozen
class Signature:
    """The arguments in Python's order (positional, then keyword-only), and the results."""

    arguments: tuple[Argument, ...]
    results: tuple[Returned, ...]

    @property
    def positional(self) -> int:
        """How many arguments may be given by position."""
        return sum(not argument.keyword_only for argument in self.arguments)

    def index(self, name: str) -> int:
        """Where the parameter with this C name stands, from 0."""
        for index, argument in enumerate(self.arguments):
            if argument.parameter.name == name:
                return index
        raise KeyError(name)


def is_visible(parameter: Parameter) -> bool:
    """Whether Python passes it: not what C only writes a single value to, nor a context."""
    match parameter.form:
        case Reference(access=Access.WRITE) | NewHandle() | Context():
            return False
    return True


def is_or_null(form: object) -> bool:
    """Whether None passes NULL."""
    match form:
        case (
            Array(or_null=flag)
            | Bytes(or_null=flag)
            | Reference(or_null=flag)
            | Text(or_null=flag)
            | Handle(or_null=flag)
            | Callback(or_null=flag)
        ):
            return flag
    return False


def lengths_of(form: object) -> tuple[Expression, ...]:
    """The lengths that an array or bytes parameter's word gives, outermost first."""
    match form:
        case Array(shape=shape):
            return shape
        case Bytes(size=size):
            return (size,)
    return ()


def counted_arrays(function: Function, name: str) -> tuple[Parameter, ...]:
    """The array parameters that have the parameter `name` as a bare length."""
    return tuple(
        parameter
        for parameter in function.parameters
        if any(length.bare == name for length in lengths_of(parameter.form))
    )


def is_count(function: Function, parameter: Parameter) -> bool:
    """Whether some array's length is this parameter and nothing else."""
    match parameter.form:
        case Value() | Reference(access=Access.UPDATE):
            return bool(counted_arrays(function, parameter.name))
    return False


def is_inferred(function: Function, parameter: Parameter) -> bool:
    """Whether an array that the caller must give (or None) tells this count."""
    return is_count(function, parameter) and any(
        array.form.access is not Access.WRITE
        for array in counted_arrays(function, parameter.name)
        if isinstance(array.form, Memory)
    )


def defaults_to_null(parameter: Parameter) -> bool:
    """Whether leaving it out passes NULL."""
    return parameter.default is not None and parameter.default.text == "NULL"


def is_omittable(parameter: Parameter) -> bool:
    """Whether ungil allocates it when the caller gives none (DEFAULT(NULL) passes NULL)."""
    if defaults_to_null(parameter):
        return False
    match parameter.form:
        case Array(element=Character(wide=True)):
            return False
        case Array(access=Access.WRITE) | Bytes(access=Access.WRITE):
            return True
    return False


def written_part(function: Function, parameter: Parameter) -> Expression | None:
    """How much of an output array C has filled: WRITTEN, or SIZED_BY(*len) with an INOUT len."""
    form = parameter.form
    if not isinstance(form, Memory) or form.access is not Access.WRITE:
        return None
    if form.written is not None:
        return form.written
    if isinstance(form, Bytes):
        for other in function.parameters:
            if (
                isinstance(other.form, Reference)
                and other.form.access is Access.UPDATE
                and form.size.bare == other.name
            ):
                return form.size
    return None


def signature_of(function: Function) -> Signature:
    """The Python signature of a function that is bound."""
    return Signature(_arguments(function), _results(function))


def _arguments(function: Function) -> tuple[Argument, ...]:
    visible = [parameter for parameter in function.parameters if is_visible(parameter)]
    inferred = {p.name for p in visible if is_inferred(function, p)}
    required = [
        p.name not in inferred and p.default is None and not is_omittable(p) for p in visible
    ]
    last_required = max((i for i, needed in enumerate(required) if needed), default=-1)
    arguments = [
        Argument(
            parameter,
            keyword_only=parameter.name in inferred or (not needed and i < last_required),
            required=needed,
            inferred=parameter.name in inferred,
            omittable=is_omittable(parameter),
        )
        for i, (parameter, needed) in enumerate(zip(visible, required, strict=True))
    ]
    if function.vectorized:
        arguments.append(_out(function))
    return tuple(sorted(arguments, key=lambda argument: argument.keyword_only))


def _out(function: Function) -> Argument:
    """`out` of a vectorized function, which C knows nothing of: it has the other arrays' shape."""
    assert isinstance(function.result.form, Value)
    form = Array(function.result.form.type, (), Access.WRITE)
    parameter = Parameter("out", "out", form, function.span)
    return Argument(parameter, keyword_only=True, required=False, omittable=True)


def _cut_by(function: Function, parameter: Parameter | None) -> tuple[str, ...]:
    """The arrays whose used part is this parameter (None: the C result) and nothing else."""
    cut = []
    for array in function.parameters:
        written = written_part(function, array)
        if written is None:
            continue
        is_result = parameter is None and isinstance(written.node, ReturnValue)
        if is_result or (parameter is not None and written.bare == parameter.name):
            cut.append(array.name)
    return tuple(cut)


_ONE_VALUE = re.compile(r"!return|\(*return\)*==(?!return)[\w()+-]+|(?!return)[\w()+-]+==return\)*")


def is_result_dropped(function: Function) -> bool:
    """Whether the C result is not worth returning: void, or success is one single value."""
    if function.result.form is None:
        return True
    errors = function.errors
    if errors is None:
        return False
    if errors.success is None:
        return errors.status
    return _ONE_VALUE.fullmatch("".join(errors.success.text.split())) is not None


def _results(function: Function) -> tuple[Returned, ...]:
    results = []
    if not is_result_dropped(function):
        results.append(Returned(None, _cut_by(function, None)))
    for parameter in function.parameters:
        match parameter.form:
            case Reference(access=Access.WRITE | Access.UPDATE):
                results.append(Returned(parameter, _cut_by(function, parameter)))
            case (
                Array(access=Access.WRITE | Access.UPDATE)
                | Bytes(access=Access.WRITE | Access.UPDATE)
            ):
                results.append(Returned(parameter))
            case NewHandle():
                results.append(Returned(parameter))
    return tuple(results)


def callback_function(callback: Callback, name: str = "callback") -> Function:
    """What C calls back, as a function: then what holds for a function's words holds for its own.

    Its result and its outputs are what the Python callable gives.
    """
    type = callback.type
    result = None if isinstance(type.result, Void) else _callback_result(type.result)
    return Function(name, name, Result(result), type.parameters, Span("", 0, 0), "")


def _callback_result(type: CType) -> Value | Unbound:
    match type:
        case Pointer() | FunctionType() | Void():
            return Unbound(type, "a callback gives C no pointer")
    return Value(type)


def callback_signature(callback: Function) -> Signature:
    """How Python's callable is called, and what it gives.

    By position, in C's order, without counts that arrays tell. It gives the C result, then what
    C reads back from single values; arrays it fills in place.
    """
    arguments = tuple(
        Argument(parameter, keyword_only=False, required=True)
        for parameter in callback.parameters
        if is_visible(parameter) and not is_count(callback, parameter)
    )
    results = [] if callback.result.form is None else [Returned(None)]
    for parameter in callback.parameters:
        match parameter.form:
            case Reference(access=Access.WRITE | Access.UPDATE):
                results.append(Returned(parameter))
    return Signature(arguments, tuple(results))
