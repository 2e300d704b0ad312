"""Trampolines: the C functions that C calls back, which call Python.

What C passes is copied for Python. What C reads back is written only when all of the callable's
answer is converted: until then outputs are zero.
"""

from __future__ import annotations

from functools import reduce

from ungil.generate.c_types import declaration, spelling
from ungil.generate.c_writer import string_literal
from ungil.generate.call_layer import arrays, callbacks, checks, tables, values
from ungil.generate.call_layer.context import (
    Context,
    access_of,
    is_memory,
    is_or_null,
    lengths,
    names_for,
)
from ungil.generate.call_layer.records import table
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    CType,
    Enumeration,
    Function,
    Integer,
    Parameter,
    Reference,
    Text,
    Value,
)
from ungil.interface import Context as CallbackContext
from ungil.records import holds_booleans, record_of
from ungil.signature import (
    Argument,
    callback_function,
    callback_signature,
    written_part,
)


class _Called(Context):
    """A callback of `call`: its arguments go to Python, the answer comes from there."""

    call: Context

    def is_own(self, name: str | None) -> bool:
        """Whether a name in an expression is the callback's, not the function's around it."""
        return name is None or any(p.name == name for p in self.function.parameters)

    def _value(self, name: str | None) -> str:
        if self.is_own(name):
            return super()._value(name)
        assert name is not None
        return callbacks.value_around(self.call, name, self.names["callbacks"])

    def _is_real(self, name: str | None) -> bool:
        return self.is_own(name) and super()._is_real(name)

    def index(self, argument: Argument) -> int:
        return self.function.parameters.index(argument.parameter)

    def where_of(self, parameter: Parameter | None) -> str:
        """As `where`; None for the result, which stands behind the parameters."""
        if parameter is None:
            return f"{self.names['function']}, {len(self.function.parameters)}"
        return self.where(_as_argument(parameter))

    @property
    def cleans_up(self) -> bool:
        return True


def _as_argument(parameter: Parameter) -> Argument:
    return Argument(parameter, keyword_only=False, required=True)


def write(call: Context, taken: frozenset[str]) -> None:
    """Writes what C calls for each callback parameter of a function."""
    for index, parameter in enumerate(call.callbacks):
        assert isinstance(parameter.form, Callback)
        callback = callback_function(parameter.form, parameter.python_name)
        signature = callback_signature(callback)
        names = names_for(callback, taken)
        name = callbacks.trampoline(call, parameter)
        context = _Called(callback, signature, names, call.constants, call.handles, name)
        context.out, context.call = call.out, call
        _write_tables(context, call.function.python_name, name)
        with context.out.function(_head(context, name)):
            _declare(context, parameter, f"{name}_signature")
            _blank(context)
            _enter(context)
            _pass(context)
            _call(context, index)
            _convert(context)
            _check(context)
            _give(context)
            _leave(context)


def _write_tables(context: _Called, function: str, name: str) -> None:
    callback, out = context.function, context.out
    with out.block(f"static const ungil_parameter {name}_parameters[] =", "};"):
        for parameter in callback.parameters:
            shown = string_literal(f"{parameter.python_name} of {callback.python_name}")
            out.line(f"{_entry(parameter, shown)},")
        shown = string_literal(f"result of {callback.python_name}")
        type = "void" if not isinstance(callback.result.form, Value) else _type(callback)
        out.line(f"{{{shown}, {string_literal(type)}, 0, 0, 0, 0, 0}},")
    count = len(callback.parameters)
    out.line(f"static const ungil_signature {name}_signature =")
    out.line(f"    {{{string_literal(function)}, {name}_parameters, 0, 0, {count}, NULL}};")
    out.line()


def _entry(parameter: Parameter, shown: str) -> str:
    flags = ["UNGIL_WRITABLE"] if access_of(parameter) is not Access.READ else []
    match parameter.form:
        case Array(element, shape):
            return tables.memory(shown, element, flags, len(shape))
        case Reference(type, access=Access.CHANGE):
            return tables.memory(shown, type, flags, 1)
        case Bytes(element):
            return tables.sized(shown, element, flags)
        case Value(type) | Reference(type):
            return f"{{{shown}, {string_literal(spelling(type))}, 0, 0, 0, 0, 0}}"
    return f'{{{shown}, "", 0, 0, 0, 0, 0}}'


def _type(callback: Function) -> str:
    """The type of the C result."""
    form = callback.result.form
    return spelling(form.type) if isinstance(form, Value) else "void"


def _head(context: _Called, name: str) -> str:
    head = f"static {declaration(_type(context.function), name)}("
    parameters = [_parameter(context, parameter) for parameter in context.function.parameters]
    return head + f",\n{' ' * len(head)}".join(parameters) + ")"


def _parameter(context: _Called, parameter: Parameter) -> str:
    """A parameter as C declares it: its type must be the very one of the function pointer."""
    names = context.names
    const = "const " if access_of(parameter) is Access.READ else ""
    match parameter.form:
        case Value(type):
            return declaration(spelling(type), names.value(parameter))
        case Text():
            return f"const char *{names.value(parameter)}"
        case CallbackContext(is_const):
            return f"{'const ' if is_const else ''}void *{names.value(parameter)}"
        case Reference(type) | Array(type) | Bytes(type):
            return f"{const}{spelling(type)} *{names.pointer(parameter)}"
    raise AssertionError(f"{parameter.name} is not bound")


def _declare(context: _Called, parameter: Parameter, signature: str) -> None:
    names, out, callback = context.names, context.out, context.function
    assert isinstance(parameter.form, Callback)
    out.line(f"const ungil_signature *const {names['function']} = &{signature};")
    out.line(f"(void){names['function']};")
    out.line(f"ungil_callbacks *const {names['callbacks']} = {_found(context, parameter.form)};")
    out.line(
        f"PyObject *{names['arguments']}[{max(1, len(context.signature.arguments))}] = {{NULL}};"
    )
    out.line(f"PyObject *{names['answer']} = NULL;")
    if any(_is_whole(type) for type in _answered_types(context)):
        out.line(f"uint64_t {names['bits']} = 0;")
    if isinstance(callback.result.form, Value):
        zero, answer = values.zero(callback.result.form.type), parameter.form.on_exception
        start = f"({answer.text})" if answer is not None else zero
        out.line(f"{declaration(_type(callback), names['result'])} = {start};")
        out.line(f"{declaration(_type(callback), names['c_return'])} = {zero};")
    for inner in callback.parameters:
        match inner.form:
            case Reference(type, access=Access.READ | Access.UPDATE | Access.WRITE as access):
                value, pointer = names.value(inner), names.pointer(inner)
                out.line(f"{declaration(spelling(type), value)} = {values.zero(type)};")
                if access is not Access.WRITE:
                    with out.block(f"if ({pointer} != NULL)"):
                        out.line(f"{value} = *{pointer};")
        if _is_copied(inner):
            out.line(f"ungil_array {names.array(inner)};")
            out.line(f"PyObject *{names.made(inner)} = NULL;")


def _found(context: _Called, form: Callback) -> str:
    """C that finds the call that C calls back for; NULL where it runs for none."""
    if form.context is None:
        symbol = context.call.symbol
        return f"ungil_callback_of(ungil_active_{symbol}, &ungil_strays_{symbol})"
    handed = context.names.value(context.function.parameters[form.context])
    return f"(ungil_callbacks *)(uintptr_t){handed}"


def _is_copied(parameter: Parameter) -> bool:
    """Whether Python gets it as an array: bytes that are only read are `bytes`."""
    reads_bytes = isinstance(parameter.form, Bytes) and access_of(parameter) is Access.READ
    return is_memory(parameter) and not reads_bytes


def _answered(context: _Called) -> list[Parameter | None]:
    return [returned.parameter for returned in context.signature.results]


def _answered_type(context: _Called, parameter: Parameter | None) -> CType:
    form = context.function.result.form if parameter is None else parameter.form
    assert isinstance(form, Value | Reference)
    return form.type


def _answered_types(context: _Called) -> list[CType]:
    return [_answered_type(context, parameter) for parameter in _answered(context)]


def _is_whole(type: CType) -> bool:
    return isinstance(type, Integer | Enumeration)


# --- its stages -------------------------------------------------------------------------


def _blank(context: _Called) -> None:
    """Zeroes what C only gets from the callback."""
    names, out = context.names, context.out
    for parameter in context.function.parameters:
        if access_of(parameter) is not Access.WRITE:
            continue
        pointer = names.pointer(parameter)
        if isinstance(parameter.form, Reference):
            out.line(f"ungil_blank({pointer}, ungil_whole(1), sizeof(*{pointer}));")
            continue
        length = reduce(
            lambda total, size: f"ungil_multiply({total}, {size})",
            [context.exact(size) for size in lengths(parameter)],
        )
        size = "1" if isinstance(parameter.form, Bytes) else f"sizeof(*{pointer})"
        blank = f"ungil_blank({pointer}, {length}, {size});"
        if all(context.is_own(name) for size in lengths(parameter) for name in size.parameters):
            out.line(blank)
            continue
        with out.block(f"if ({names['callbacks']} != NULL)"):
            out.line(blank)


def _enter(context: _Called) -> None:
    names, out = context.names, context.out
    callbacks = names["callbacks"]
    returned = "" if context.function.result.form is None else f" {names['result']}"
    with out.block(f"if ({callbacks} == NULL || !ungil_callback_enter({callbacks}))"):
        out.line(f"return{returned};")
    out.line(f"PyObject *const {names['module']} = {callbacks}->module;")
    out.line(f"(void){names['module']};")


def _pass(context: _Called) -> None:
    """Makes the arguments of the callable."""
    out, names = context.out, context.names
    for index, argument in enumerate(context.signature.arguments):
        parameter = argument.parameter
        slot = f"{names['arguments']}[{index}]"
        if isinstance(parameter.form, Array | Bytes) and is_or_null(parameter):
            with out.block(f"if ({names.pointer(parameter)} == NULL)"):
                out.line(f"{slot} = Py_NewRef(Py_None);")
            with out.otherwise():
                _make(context, parameter, slot)
        else:
            _make(context, parameter, slot)
        with out.block(f"if ({slot} == NULL)"):
            context.fail()


def _make(context: _Called, parameter: Parameter, slot: str) -> None:
    names, out, where = context.names, context.out, context.where_of(parameter)
    value, pointer = names.value(parameter), names.pointer(parameter)
    if _is_copied(parameter):
        array = names.array(parameter)
        arrays.measure(context, array, lengths(parameter))
        reads = "false" if access_of(parameter) is Access.WRITE else "true"
        record = record_of(parameter.form)
        made, last = ("array", "") if record is None else ("records", f", &{table(record)}")
        out.line(
            f"{slot} = ungil_callback_{made}({names['callbacks']}, {where}, &{array}, {pointer}, "
            f"{reads}, &{names.made(parameter)}{last});"
        )
        return
    null = "Py_NewRef(Py_None)" if is_or_null(parameter) else f"ungil_callback_null({where})"
    match parameter.form:
        case Bytes(size=size):
            made = (
                f"ungil_callback_bytes({where}, {string_literal(size.text)}, "
                f"{context.exact(size)}, {pointer})"
            )
        case Text():
            made = f"{value} == NULL ? {null} : ungil_from_text({value})"
        case Reference(type):
            made = f"{pointer} == NULL ? {null} : {values.to_python(context, type, value)}"
        case Value(type):
            made = values.to_python(context, type, value)
        case _:
            raise AssertionError(f"{parameter.name} is not bound")
    out.line(f"{slot} = {made};")


def _call(context: _Called, index: int) -> None:
    names, out = context.names, context.out
    count = len(context.signature.arguments)
    answer = names["answer"]
    called = f"ungil_callback_call({names['callbacks']}, {index}, {names['arguments']}, {count})"
    out.line(f"{answer} = {called};")
    with out.block(f"if ({answer} == NULL)"):
        context.fail()


def _convert(context: _Called) -> None:
    """Converts the answer: one value, or a tuple of several."""
    names, out, answered = context.names, context.out, _answered(context)
    answers = [names["answer"]]
    if len(answered) > 1:
        answers = [f"{names['results']}[{index}]" for index in range(len(answered))]
        out.line(f"PyObject *{names['results']}[{len(answered)}];")
        context.check(
            f"ungil_callback_answers({context.where_of(None)}, {names['answer']}, "
            f"{names['results']}, {len(answered)})"
        )
    for parameter, answer in zip(answered, answers, strict=False):
        target = names["c_return"] if parameter is None else names.value(parameter)
        type = _answered_type(context, parameter)
        where = context.where_of(parameter)
        context.check(values.from_python(context, where, type, answer, target))


def _check(context: _Called) -> None:
    """Checks what C would take for granted: ranges, and how much was written."""
    for answered in _answered(context):
        if answered is not None and answered.range is not None:
            checks.check_range(context, _as_argument(answered), answered.range)
    for parameter in context.function.parameters:
        written = written_part(context.function, parameter)
        if written is not None:
            context.check(
                f"ungil_callback_written({context.where_of(parameter)}, "
                f"{string_literal(written.text)}, {context.exact(written)}, "
                f"{context.names.array(parameter)}.shape[0])",
                when=f"{context.names.made(parameter)} != NULL",
            )
        if access_of(parameter) is not Access.READ and holds_booleans(parameter.form):
            record = record_of(parameter.form)
            made, last = ("", "") if record is None else ("record_", f", &{table(record)}")
            context.check(
                f"ungil_check_{made}booleans({context.where_of(parameter)}, "
                f"&{context.names.array(parameter)}{last})",
                when=f"{context.names.made(parameter)} != NULL",
            )


def _give(context: _Called) -> None:
    """Gives C the answer."""
    names, out = context.names, context.out
    if context.function.result.form is not None:
        out.line(f"{names['result']} = {names['c_return']};")
    for parameter in context.function.parameters:
        access, pointer = access_of(parameter), names.pointer(parameter)
        if _is_copied(parameter) and access is not Access.READ:
            with out.block(f"if ({names.made(parameter)} != NULL)"):
                out.line(f"ungil_callback_write_back({names.made(parameter)}, {pointer});")
        elif isinstance(parameter.form, Reference) and access is not Access.READ:
            with out.block(f"if ({pointer} != NULL)"):
                out.line(f"*{pointer} = {names.value(parameter)};")


def _leave(context: _Called) -> None:
    names, out = context.names, context.out
    out.label(names["done"])
    for index in range(len(context.signature.arguments)):
        out.line(f"Py_XDECREF({names['arguments']}[{index}]);")
    for parameter in context.function.parameters:
        if _is_copied(parameter):
            out.line(f"Py_XDECREF({names.made(parameter)});")
    out.line(f"Py_XDECREF({names['answer']});")
    out.line(f"ungil_callback_leave({names['callbacks']});")
    if context.function.result.form is not None:
        out.line(f"return {names['result']};")
