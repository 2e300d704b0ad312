"""Callbacks: Python callables in the place of C functions, for the time of a call.

C gets a trampoline for each, and as the context the address of the call's `ungil_callbacks`.
"""

from __future__ import annotations

from ungil.generate.call_layer import errors, handles
from ungil.generate.call_layer.context import (
    Context,
    access_of,
    is_or_null,
)
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Bytes,
    Callback,
    Character,
    Enumeration,
    Floating,
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
from ungil.records import refusal as record_refusal
from ungil.signature import (
    callback_function,
    defaults_to_null,
    lengths_of,
)

_ELEMENTS = (Integer, Enumeration, Boolean, Floating)


def refusal(form: Callback, what: str) -> str | None:
    """Why a callback is not bound, or None where it is; `what` names the parameter."""
    if form.context is None:
        return f"the callback {what} gets no UNGIL_CONTEXT, by which its callable would be found"
    if form.type.variadic:
        return f"the callback {what} takes a variable number of arguments"
    if form.on_exception is not None and form.on_exception.parameters:
        return f"UNGIL_ON_EXCEPTION of {what} may name constants only"
    callback = callback_function(form)
    if callback.result.form is not None and not _is_value(callback.result.form):
        return f"the callback {what} returns what is not bound yet"
    for inner in callback.parameters:
        if not _is_bound(inner, callback):
            return f"'{inner.name}' of the callback {what} is of a kind that is not bound yet"
    return None


def parameter_refusal(parameter: Parameter) -> str | None:
    """Why a callback parameter is not bound for what stands beside its form."""
    if not isinstance(parameter.form, Callback):
        return None
    if parameter.default is not None and not defaults_to_null(parameter):
        return f"the default of the callback '{parameter.name}' is not NULL"
    if parameter.lifetimebound:
        return f"the callback '{parameter.name}' would have to outlive the call"
    return None


def _is_value(form: object) -> bool:
    match form:
        case Value(Record() as type) | Reference(Record() as type):
            return record_refusal(type) is None
        case Value() | Reference():
            return True
    return False


def _is_bound(parameter: Parameter, callback: Function) -> bool:
    match parameter.form:
        case Reference(type, access=Access.CHANGE):
            return isinstance(type, _ELEMENTS)
        case Value() | Reference():
            return _is_value(parameter.form)
        case Array(element, fixed_tail=0):
            if not isinstance(element, _ELEMENTS) and element != Character(element.name):
                return False
        case Text() | CallbackContext():
            return True
        case Bytes():
            pass
        case _:
            return False
    by_name = {p.name: p for p in callback.parameters}
    named = [by_name[name] for size in lengths_of(parameter.form) for name in size.parameters]
    return all(isinstance(p.form, Value) or access_of(p) is Access.UPDATE for p in named)


# --- in the call function ---------------------------------------------------------------


def declare(context: Context) -> None:
    if context.callbacks:
        nothing = ", ".join("NULL" for _ in context.callbacks)
        names = context.names
        context.out.line(f"PyObject *{names['callables']}[] = {{{nothing}}};")
        context.out.line(f"ungil_callbacks {names['callbacks']};")


def begin(context: Context) -> None:
    names = context.names
    if context.callbacks:
        context.out.line(
            f"ungil_callbacks_begin(&{names['callbacks']}, {names['module']}, "
            f"{names['callables']}, {context.any_numpy()});"
        )


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
