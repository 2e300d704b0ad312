"""What the stages of one call function share: the declaration, names, the C written so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ungil.expression import Expression, Number, SizeOf, walk
from ungil.frozen import frozen
from ungil.generate.c_types import spelling
from ungil.generate.c_writer import CWriter
from ungil.generate.call_layer.handle_table import HandleTable
from ungil.generate.expressions import ExpressionWriter
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    ConstantKind,
    Floating,
    Function,
    Handle,
    NewHandle,
    Parameter,
    Reference,
    Text,
    Value,
)
from ungil.signature import Argument, Signature, lengths_of

FIXED = (
    *("module", "args", "nargs", "kwnames", "function", "slots", "given", "state", "bits"),
    *("thread", "returned", "results", "result_count", "c_return", "array_return", "i"),
    *("visits", "made_return"),
    *("element", "done", "errno_left", "serial", "met", "values"),
    *("operands", "length", "result", "item", "status", "work"),
    *("callbacks", "callables", "around", "arguments", "answer"),
    *("array_out", "made_out", "given_out", "call"),
)


@frozen
class Names:
    """The call function's own variables.

    None of them hides a name of the header's: `prefix` grows where one would.
    """

    prefix: str = ""

    def value(self, parameter: Parameter) -> str:
        return f"{self.prefix}c_{parameter.name}"

    def pointer(self, parameter: Parameter) -> str:
        return f"{self.prefix}p_{parameter.name}"

    def array(self, parameter: Parameter) -> str:
        return f"{self.prefix}array_{parameter.name}"

    def count(self, parameter: Parameter) -> str:
        return f"{self.prefix}count_{parameter.name}"

    def made(self, parameter: Parameter) -> str:
        return f"{self.prefix}made_{parameter.name}"

    def written(self, parameter: Parameter) -> str:
        return f"{self.prefix}written_{parameter.name}"

    def keyword(self, parameter: Parameter) -> str:
        return f"{self.prefix}given_{parameter.name}"

    def step(self, parameter: Parameter) -> str:
        return f"{self.prefix}step_{parameter.name}"

    def __getitem__(self, name: str) -> str:
        return self.prefix + name


def names_for(function: Function, taken: frozenset[str]) -> Names:
    """Names for one function, clear of every name in `taken` and of the types that it mentions."""
    taken |= _mentioned(function)
    prefix = ""
    while True:
        names = Names(prefix)
        used = {names[name] for name in FIXED}
        kinds = (names.value, names.pointer, names.array, names.count, names.made, names.keyword)
        for name in (*kinds, names.written, names.step):
            used.update(name(parameter) for parameter in function.parameters)
        if not used & taken:
            return names
        prefix += "own_"  # what the runtime declares begins with ungil_


def _mentioned(function: Function) -> set[str]:
    """The identifiers that a function's C names beside its parameters: those of types, mostly."""
    forms = [function.result.form, *(parameter.form for parameter in function.parameters)]
    text = [function.result.owned or ""]
    for form in forms:
        match form:
            case Value(type) | Reference(type) | Array(type) | Bytes(type):
                text.append(spelling(type))
    for expression in expressions_of(function):
        text += [node.type for node in walk(expression.node) if isinstance(node, SizeOf)]
    return set(re.findall(r"[A-Za-z_]\w*", " ".join(text)))


def expressions_of(function: Function) -> Iterator[Expression]:
    """Everything that a call computes."""
    yield from function.requires
    for expression in (function.policy.work, function.policy.threshold):
        if expression is not None:
            yield expression
    for parameter in function.parameters:
        yield from lengths_of(parameter.form)
        if parameter.range is not None:
            yield from (parameter.range.low, parameter.range.high)
        if isinstance(parameter.form, Array | Bytes) and parameter.form.written is not None:
            yield parameter.form.written
    yield from lengths_of(function.result.form)


class Context:
    """One function on its way to C."""

    def __init__(
        self,
        function: Function,
        signature: Signature,
        names: Names,
        constants: Mapping[str, ConstantKind],
        handles: HandleTable,
        symbol: str,
    ) -> None:
        self.handles = handles
        self.symbol = symbol
        self.function = function
        self.signature = signature
        self.names = names
        self.constants = constants
        self.out = CWriter()
        self._expressions = ExpressionWriter(self._value, self._is_real, constants)
        self._by_name = {parameter.name: parameter for parameter in function.parameters}
        # `out` of a vectorized function is its own affair
        memories = [] if function.vectorized else signature.arguments
        self.memories = [a for a in memories if is_memory(a.parameter)]
        self.scalars = [a for a in signature.arguments if not is_memory(a.parameter)]

    def _value(self, name: str | None) -> str:
        if name is None:
            return self.names["c_return"]
        parameter = self._by_name[name]
        return self.names["element"] if is_memory(parameter) else self.names.value(parameter)

    def _is_real(self, name: str | None) -> bool:
        form = self.function.result.form if name is None else self._by_name[name].form
        match form:
            case Value(type) | Reference(type):
                return isinstance(type, Floating)
            case Array(element):
                return isinstance(element, Floating)
        return False

    def exact(self, expression: Expression) -> str:
        """The expression's value as C of type `ungil_exact`."""
        return self._expressions.exact(expression.node)

    def unknown(self, expression: Expression) -> set[str]:
        """The constants in it of which only the C compiler knows whether they are whole."""
        return self._expressions.unknown(expression.node)

    def condition(self, expression: Expression) -> str:
        """The same for what is true or false."""
        return self._expressions.condition(expression.node)

    def index(self, argument: Argument) -> int:
        return self.signature.index(argument.parameter.name)

    def given(self, argument: Argument) -> str:
        """An argument as it was given: NULL where it was left out."""
        if argument.keyword_only:
            return self.names.keyword(argument.parameter)
        return f"{self.names['given']}[{self.index(argument)}]"

    def where(self, argument: Argument) -> str:
        """The runtime's first two arguments: which parameter of which function."""
        return f"{self.names['function']}, {self.index(argument)}"

    @property
    def callbacks(self) -> list[Parameter]:
        """The callback parameters."""
        return [p for p in self.function.parameters if isinstance(p.form, Callback)]

    def callable_of(self, parameter: Parameter) -> str:
        """The Python callable behind a callback parameter; NULL for none."""
        return f"{self.names['callables']}[{self.callbacks.index(parameter)}]"

    def element(self, parameter: Parameter) -> str:
        """Which element of an array a parameter's variable holds, -1 for a value: for messages."""
        return "-1"

    @property
    def in_place(self) -> Sequence[Argument]:
        """The arguments whose memory must stay where it is while other code may run."""
        return self.memories

    @property
    def cleans_up(self) -> bool:
        """Whether a failure has something to let go of."""
        return (
            bool(self.memories)
            or self.has_handles
            or len(self.signature.results) > 1
            or self.returns_memory
            or self.function.result.owned is not None
            or self.serial_until_end
        )

    @property
    def has_handles(self) -> bool:
        """Whether the call uses handles or makes some."""
        forms = [parameter.form for parameter in self.function.parameters]
        return any(
            isinstance(form, Handle | NewHandle) and self.handles.number(form.record) is not None
            for form in [*forms, self.function.result.form]
        )

    @property
    def serial_until_end(self) -> bool:
        """Whether a serialized call keeps its turn until results and messages are copied."""
        copies = not isinstance(self.function.result.form, Value | None)
        return self.function.serialized and (copies or self.function.errors is not None)

    @property
    def returns_memory(self) -> bool:
        return isinstance(self.function.result.form, Array | Bytes)

    def fail(self) -> None:
        """Leaves the function with the exception that is set."""
        self.out.line(f"goto {self.names['done']};" if self.cleans_up else "return NULL;")

    def check(self, call: str, *, when: str = "") -> None:
        """A call of the runtime that fails with -1, made only `when` that holds."""
        with self.out.block(f"if ({when} &&\n    {call} < 0)" if when else f"if ({call} < 0)"):
            self.fail()

    def any_numpy(self) -> str:
        """Whether an array argument was NumPy's."""
        flags = [f"{self.names.array(a.parameter)}.numpy" for a in self.memories]
        return " || ".join(flags) or "false"


def is_memory(parameter: Parameter) -> bool:
    """Whether its argument is an array of some kind."""
    match parameter.form:
        case Array() | Bytes() | Reference(access=Access.CHANGE):
            return True
    return False


def access_of(parameter: Parameter) -> Access:
    match parameter.form:
        case Array(access=access) | Bytes(access=access) | Reference(access=access):
            return access
    return Access.READ


def is_or_null(parameter: Parameter) -> bool:
    match parameter.form:
        case Array(or_null=flag) | Bytes(or_null=flag):
            return flag
        case Reference(or_null=flag) | Text(or_null=flag):
            return flag
        case Handle(or_null=flag) | Callback(or_null=flag):
            return flag
    return False


def lengths(parameter: Parameter) -> tuple[Expression, ...]:
    """What its array must measure; one element for a single object that C changes."""
    if isinstance(parameter.form, Reference):
        return (Expression(Number(1), "1", parameter.span),)
    return lengths_of(parameter.form)
