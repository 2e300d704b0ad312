"""What must hold within one function: its counts, its words, and how they fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ungil.expression import (
    Expression,
    NamedConstant,
    Number,
    ParameterValue,
    Pointee,
    ReturnValue,
    walk,
)
from ungil.header.defaults import check_defaults
from ungil.header.report import Report
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Bytes,
    Callback,
    Character,
    ConstantKind,
    Context,
    Enumeration,
    Floating,
    Form,
    Function,
    Handle,
    Integer,
    NewHandle,
    Parameter,
    Reference,
    Unbound,
    Value,
)

_INTEGERS = (Integer, Enumeration)
_KEYWORD_FREE = ("out",)


def check_function(
    function: Function, constants: Mapping[str, ConstantKind], report: Report
) -> None:
    """Reports what does not fit together in one function."""
    _FunctionChecks(function, constants, report).run()


class _FunctionChecks:
    def __init__(
        self, function: Function, constants: Mapping[str, ConstantKind], report: Report
    ) -> None:
        self.function = function
        self.constants = constants
        self.report = report
        self.forms: dict[str, Form] = {p.name: p.form for p in function.parameters}

    def run(self) -> None:
        self._parameter_names()
        for parameter in self.function.parameters:
            form = parameter.form
            if isinstance(form, Array | Bytes):
                self._memory(parameter, form)
            self._range(parameter)
        self._result_counts()
        self._conditions()
        check_defaults(self.function, self.report)
        self._errors()
        self._callbacks()
        self._lifetimes()
        if self.function.vectorized:
            self._vectorize()

    def _parameter_names(self) -> None:
        taken: dict[str, Parameter] = {}
        for parameter in self.function.parameters:
            before = taken.setdefault(parameter.python_name, parameter)
            if before is not parameter:
                self.report.error(
                    "duplicate-name",
                    parameter.span,
                    f"two parameters of {self.function.name}() are '{parameter.python_name}'",
                    related=(before.span, "the first one"),
                )

    # --- counts --------------------------------------------------------------------------

    def _memory(self, parameter: Parameter, form: Array | Bytes) -> None:
        sizes = form.shape if isinstance(form, Array) else (form.size,)
        for size in sizes:
            if self._is_integer(size):
                self._known_before(parameter, form, size)
        if form.written is not None and form.written not in sizes:
            self._is_integer(form.written)

    def _result_counts(self) -> None:
        form = self.function.result.form
        if isinstance(form, Array | Bytes):
            for size in form.shape if isinstance(form, Array) else (form.size,):
                self._is_integer(size)

    def _known_before(self, parameter: Parameter, form: Array | Bytes, size: Expression) -> None:
        """The size of an array must be known before C is called."""
        late = self._known_after(size)
        if late is None:
            return
        self.report.error(
            "unknown-capacity",
            size.span,
            f"the size of '{parameter.name}' must be known before the call, "
            f"and {late} is known only after it",
            hint="count it by a parameter, and say how much C fills with UNGIL_WRITTEN(...)"
            if form.access is Access.WRITE
            else None,
        )

    def _known_after(self, expression: Expression) -> str | None:
        """What of an expression only the call brings; None where all is known before it."""
        for node in walk(expression.node):
            match node:
                case ReturnValue():
                    return "the result"
                case Pointee(name):
                    form = self.forms.get(name)
                    if isinstance(form, Reference) and form.access is Access.WRITE:
                        return f"'*{name}'"
        return None

    def _is_integer(self, expression: Expression) -> bool:
        """Whether a count is made of integers; what is none is reported."""
        for node in walk(expression.node):
            match node:
                case Number(value) if isinstance(value, float):
                    self._count_type(expression, f"{value} is not an integer")
                    return False
                case NamedConstant(name) if not self._constant_is_integer(name):
                    self._count_type(expression, f"'{name}' is not an integer")
                    return False
                case ParameterValue(name):
                    if not self._value_is_integer(expression, name):
                        return False
                case Pointee(name):
                    if not self._pointee_is_integer(expression, name):
                        return False
                case ReturnValue():
                    form = self.function.result.form
                    if not (isinstance(form, Value) and isinstance(form.type, _INTEGERS)):
                        message = f"the result of {self.function.name}() is not an integer"
                        self._count_type(expression, message)
                        return False
        return True

    def _constant_is_integer(self, name: str) -> bool:
        kind = self.constants.get(name, ConstantKind.INTEGER)
        return kind in (ConstantKind.INTEGER, ConstantKind.UNKNOWN)

    def _value_is_integer(self, expression: Expression, name: str) -> bool:
        form = self.forms[name]
        if isinstance(form, Value) and isinstance(form.type, _INTEGERS):
            return True
        hint = None
        if isinstance(form, Reference) and isinstance(form.type, _INTEGERS):
            hint = f"write *{name}, the value that it points to"
        self._count_type(expression, f"'{name}' is {_described(form)}, not an integer", hint)
        return False

    def _pointee_is_integer(self, expression: Expression, name: str) -> bool:
        form = self.forms[name]
        if isinstance(form, Reference) and isinstance(form.type, _INTEGERS):
            return True
        hint = f"write {name} without the '*'" if isinstance(form, Value) else None
        if isinstance(form, Unbound):
            hint = f"make '{name}' UNGIL_INOUT or UNGIL_OUT"
        message = f"'*{name}': '{name}' is {_described(form)}, not a pointer to one integer"
        self._count_type(expression, message, hint)
        return False

    def _count_type(self, expression: Expression, message: str, hint: str | None = None) -> None:
        self.report.error("count-type", expression.span, message, hint=hint)

    # --- conditions ----------------------------------------------------------------------

    def _conditions(self) -> None:
        """REQUIRES, RANGE and RELEASE_ABOVE are computed before the call, over numbers."""
        policy = self.function.policy
        for expression in (*self.function.requires, policy.work, policy.threshold):
            if expression is not None:
                self._before_the_call(expression)
        for parameter in self.function.parameters:
            if parameter.range:
                self._before_the_call(parameter.range.low)
                self._before_the_call(parameter.range.high)

    def _before_the_call(self, expression: Expression) -> None:
        late = self._known_after(expression)
        if late:
            self.report.error("expression", expression.span, f"{late} is known only after the call")
        for node in walk(expression.node):
            if isinstance(node, ParameterValue):
                form = self.forms[node.name]
                if not isinstance(form, Value | Unbound):
                    hint = None
                    if isinstance(form, Reference):
                        hint = f"write *{node.name}, the value that it points to"
                    self.report.error(
                        "expression",
                        expression.span,
                        f"'{node.name}' is {_described(form)}, not a number",
                        hint=hint,
                    )

    def _range(self, parameter: Parameter) -> None:
        if parameter.range is None:
            return
        form = parameter.form
        typed = form.type if isinstance(form, Value | Reference) else None
        if isinstance(form, Array):
            typed = form.element
        if not isinstance(typed, Integer | Enumeration | Floating | Character | Boolean):
            if not isinstance(form, Unbound):
                self.report.error(
                    "misplaced-word",
                    parameter.range.low.span,
                    f"UNGIL_RANGE is for numbers, and '{parameter.name}' is {_described(form)}",
                )
            return
        low, high = parameter.range.low.node, parameter.range.high.node
        if isinstance(low, Number) and isinstance(high, Number) and low.value > high.value:
            self.report.error(
                "expression",
                parameter.range.low.span,
                f"nothing lies in {low.value}...{high.value}",
            )

    # --- error words ---------------------------------------------------------------------

    def _errors(self) -> None:
        errors = self.function.errors
        if errors is None:
            return
        form = self.function.result.form
        name = self.function.name
        if errors.status and errors.errno:
            self._error_words(
                f"{name}() has both UNGIL_STATUS and UNGIL_ERRNO",
                "one of them says where an error's text comes from",
            )
        if form is None and (errors.success is None or "return" in errors.success.text):
            self._error_words(f"{name}() returns nothing that could tell of an error", None)
        elif errors.errno and errors.success is None and _never_negative(form):
            self._error_words(
                f"the result of {name}() is never negative, so that UNGIL_ERRNO sees no error",
                "say what a good result is: UNGIL_SUCCESS(return != ...)",
            )
        elif errors.status and errors.success is None and not isinstance(form, Value | Unbound):
            self._error_words(
                f"the result of {name}() is a pointer, which is 0 on failure",
                "say what a good result is: UNGIL_SUCCESS(return != NULL)",
            )

    def _error_words(self, message: str, hint: str | None) -> None:
        self.report.error("error-words", self.function.span, message, hint=hint)

    # --- callbacks and handles -----------------------------------------------------------

    def _callbacks(self) -> None:
        callbacks = [p for p in self.function.parameters if isinstance(p.form, Callback)]
        contexts = [p for p in self.function.parameters if isinstance(p.form, Context)]
        if len(contexts) > 1:
            self._callback(contexts[1], "a function hands C one UNGIL_CONTEXT")
        for parameter in callbacks:
            form = parameter.form
            assert isinstance(form, Callback)
            if form.context is not None and not contexts:
                message = f"'{parameter.name}' gets a context that no parameter hands to C"
                self._callback(parameter, message)
            if form.context is None and contexts:
                message = (
                    f"'{parameter.name}' does not get the context that '{contexts[0].name}' is"
                )
                self._callback(parameter, message)
        if contexts and not callbacks and self.function.unbound is None:
            self._callback(contexts[0], "there is no callback that gets this context")

    def _callback(self, parameter: Parameter, message: str) -> None:
        self.report.error(
            "callback",
            parameter.span,
            message,
            hint="int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c), void *UNGIL_CONTEXT c",
        )

    def _lifetimes(self) -> None:
        makes = isinstance(self.function.result.form, NewHandle) or any(
            isinstance(p.form, NewHandle) for p in self.function.parameters
        )
        for parameter in self.function.parameters:
            if parameter.lifetimebound and not makes and self.function.unbound is None:
                self.report.error(
                    "lifetime",
                    parameter.span,
                    f"{self.function.name}() makes no handle that could keep "
                    f"'{parameter.name}' alive",
                )

    # --- UNGIL_VECTORIZE -----------------------------------------------------------------

    def _vectorize(self) -> None:
        function = self.function
        for problem in _not_vectorizable(function):
            self.report.error("vectorize", function.span, f"{function.name}() {problem}")
            return


def _not_vectorizable(function: Function) -> Iterator[str]:
    if function.errors is not None:
        yield "has an error word, which UNGIL_VECTORIZE does not go with"
    if not isinstance(function.result.form, Value):
        yield "returns no value that UNGIL_VECTORIZE could put into an array"
    if not function.parameters:
        yield "takes nothing that UNGIL_VECTORIZE could take from an array"
    for parameter in function.parameters:
        if not isinstance(parameter.form, Value):
            yield f"takes '{parameter.name}', which is no scalar as UNGIL_VECTORIZE needs"
        if parameter.python_name in _KEYWORD_FREE:
            yield f"has a parameter '{parameter.name}', which UNGIL_VECTORIZE has itself"


def _described(form: Form) -> str:
    """A form in the words of a message."""
    match form:
        case Value(type) | Reference(type, Access.READ | Access.CHANGE):
            return f"a {type.name}"
        case Reference():
            return "a pointer"
        case Array():
            return "an array"
        case Bytes():
            return "a buffer"
        case Handle() | NewHandle():
            return "a handle"
        case Callback():
            return "a callback"
        case Unbound():
            return "a pointer without a word"
    return "a string" if not isinstance(form, Context) else "a context"


def _never_negative(form: object) -> bool:
    if not isinstance(form, Value):
        return False
    name = form.type.name
    unsigned = name.startswith(("unsigned", "uint", "size_t", "uintptr"))
    return unsigned or isinstance(form.type, Boolean | Floating)
