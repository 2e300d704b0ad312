"""Callbacks: Python callables in the place of C functions, for the time of a call.

C gets a trampoline for each, and as the context the address of the call's `ungil_callbacks`. One
without a context finds that in a variable of the thread.
"""

from __future__ import annotations

from ungil.generate.c_types import declaration, spelling
from ungil.generate.call_layer import errors, handles
from ungil.generate.call_layer.context import (
    Context,
    access_of,
    expressions_of,
    is_or_null,
)
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Bytes,
    Callback,
    Character,
    Complex,
    CType,
    Enumeration,
    Floating,
    Form,
    Function,
    Integer,
    NewHandle,
    Parameter,
    Record,
    Reference,
    Text,
    Value,
)
from ungil.interface import Context as CallbackContext
from ungil.records import record_of
from ungil.records import refusal as record_refusal
from ungil.signature import (
    callback_function,
    defaults_to_null,
    lengths_of,
)

_ELEMENTS = (Integer, Enumeration, Boolean, Floating, Complex)


def refusal(function: Function, parameter: Parameter) -> str | None:
    """Why a callback is not bound, or None where it is, and for what is no callback."""
    form, what = parameter.form, f"'{parameter.name}'"
    if not isinstance(form, Callback):
        return None
    if parameter.default is not None and not defaults_to_null(parameter):
        return f"the default of the callback {what} is not NULL"
    if parameter.lifetimebound:
        return f"the callback {what} would have to outlive the call"
    if form.type.variadic:
        return f"the callback {what} takes a variable number of arguments"
    if form.on_exception is not None and form.on_exception.parameters:
        return f"UNGIL_ON_EXCEPTION of {what} may name constants only"
    callback = callback_function(form)
    if callback.result.form is not None and not _is_value(callback.result.form):
        return f"the callback {what} returns what is not bound yet"
    for inner in callback.parameters:
        if not _is_bound(inner, callback):
            return f"'{inner.name}' of the callback {what} {_reason(inner.form)}"
    by_name = {p.name: p for p in function.parameters}
    for name in around(form):
        if not _is_whole(by_name[name].form):
            return f"the callback {what} is told by '{name}', which is no whole number"
    return None


def around(form: Callback) -> tuple[str, ...]:
    """The parameters of the function itself that the words of its callback name."""
    callback = callback_function(form)
    own = {parameter.name for parameter in callback.parameters}
    named = (name for e in expressions_of(callback) for name in e.parameters)
    return tuple(dict.fromkeys(name for name in named if name not in own))


def _is_whole(form: Form) -> bool:
    match form:
        case Value(Integer() | Enumeration() | Boolean()):
            return True
    return False


def _is_value(form: object) -> bool:
    match form:
        case Value(Record() as type) | Reference(Record() as type):
            return record_refusal(type) is None
        case Value() | Reference():
            return True
    return False


def _reason(form: Form) -> str:
    """Why a callback's parameter is not bound."""
    record = record_of(form)
    reason = record_refusal(record) if record is not None else None
    if reason is not None:
        return f"is not bound: {reason}"
    match form:
        case Array(Character(wide=True) as element):
            return f"is an array of {element.name}, which can be given, but not made"
    return "is of a kind that is not bound yet"


def _is_element(type: CType) -> bool:
    """Whether arrays of the type can be made for a callback."""
    if isinstance(type, Record):
        return record_refusal(type) is None
    return isinstance(type, _ELEMENTS)


def _is_bound(parameter: Parameter, callback: Function) -> bool:
    match parameter.form:
        case Reference(type, access=Access.CHANGE):
            return _is_element(type)
        case Value() | Reference():
            return _is_value(parameter.form)
        case Array(element, fixed_tail=0):
            if not _is_element(element) and element != Character(element.name):
                return False
        case Text() | CallbackContext():
            return True
        case Bytes():
            pass
        case _:
            return False
    by_name = {p.name: p for p in callback.parameters}
    names = [name for size in lengths_of(parameter.form) for name in size.parameters]
    named = [by_name[name] for name in names if name in by_name]
    return all(isinstance(p.form, Value) or access_of(p) is Access.UPDATE for p in named)


# --- in the call function ---------------------------------------------------------------


def declare(context: Context) -> None:
    if context.callbacks:
        nothing = ", ".join("NULL" for _ in context.callbacks)
        names = context.names
        context.out.line(f"PyObject *{names['callables']}[] = {{{nothing}}};")
        context.out.line(f"ungil_callbacks {names['callbacks']};")


def _parameters_around(context: Context) -> list[Parameter]:
    """The call's own parameters that its callbacks name."""
    forms = [p.form for p in context.callbacks if isinstance(p.form, Callback)]
    named = {name for form in forms for name in around(form)}
    return [p for p in context.function.parameters if p.name in named]


def write_around(context: Context) -> None:
    """Writes the struct in which callbacks find parameters of the call, and, for those without a
    context, the thread's variable in which they find the call."""
    out, symbol = context.out, context.symbol
    parameters = _parameters_around(context)
    if parameters:
        with out.block(f"struct {_around_type(context)}", "};"):
            for parameter in parameters:
                out.line(f"{_declared(context, parameter)};")
        out.line()
    if has_no_context(context):
        out.line(f"static _Thread_local ungil_callbacks *ungil_active_{symbol};")
        out.line(f"static atomic_uint ungil_strays_{symbol};")
        out.line()


def _around_type(context: Context) -> str:
    return f"ungil_around_{context.symbol}"


def _declared(context: Context, parameter: Parameter) -> str:
    assert isinstance(parameter.form, Value)
    return declaration(spelling(parameter.form.type), context.names.value(parameter))


def has_no_context(context: Context) -> bool:
    """Whether C hands no context back to the function's callbacks."""
    forms = (parameter.form for parameter in context.callbacks)
    return any(isinstance(form, Callback) and form.context is None for form in forms)


def value_around(call: Context, name: str, callbacks: str) -> str:
    """C that reads a parameter of the call in a callback."""
    parameter = next(p for p in call.function.parameters if p.name == name)
    type = _around_type(call)
    return f"((const struct {type} *){callbacks}->around)->{call.names.value(parameter)}"


def begin(context: Context) -> None:
    names = context.names
    if context.callbacks:
        context.out.line(
            f"ungil_callbacks_begin(&{names['callbacks']}, {names['module']}, "
            f"{names['callables']}, {context.any_numpy()});"
        )
    values = [context.names.value(parameter) for parameter in _parameters_around(context)]
    if values:
        type = f"const struct {_around_type(context)}"
        context.out.line(f"{type} {names['around']} = {{{', '.join(values)}}};")
        context.out.line(f"{names['callbacks']}.around = &{names['around']};")


def attach(context: Context) -> None:
    """Right before C: callbacks without a context find this call from now on."""
    if has_no_context(context):
        variables = f"&ungil_active_{context.symbol}, &ungil_strays_{context.symbol}"
        context.out.line(f"ungil_callbacks_attach(&{context.names['callbacks']}, {variables});")


def detach(context: Context) -> None:
    """Right after C."""
    if has_no_context(context):
        context.out.line(f"ungil_callbacks_detach(&{context.names['callbacks']});")


def end(context: Context) -> None:
    """Raises what a callback has raised."""
    names, out = context.names, context.out
    if not context.callbacks:
        return
    ended = f"ungil_callbacks_end(&{names['callbacks']}, {names['function']})"
    with out.block(f"if ({ended} < 0)"):
        if isinstance(context.function.result.form, NewHandle):  # made all the same
            with out.block(f"if ({errors.is_good(context)})"):
                handles.take_over_result(context)
        context.fail()


def argument(context: Context, parameter: Parameter) -> str:
    """What C gets for a callback parameter."""
    called = trampoline(context, parameter)
    if is_or_null(parameter) or parameter.default is not None:
        return f"{context.callable_of(parameter)} != NULL ? {called} : NULL"
    return called


def trampoline(context: Context, parameter: Parameter) -> str:
    """The C function that stands for a callback parameter's callable."""
    return f"ungil_callback_{context.symbol}_{context.callbacks.index(parameter)}"
