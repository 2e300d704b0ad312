"""Handles of one call: going into them, making new ones before the call, filling them after it."""

from __future__ import annotations

from ungil.frozen import frozen
from ungil.generate.c_types import handle_type
from ungil.generate.call_layer.context import Context, is_memory, is_or_null
from ungil.handles import is_kept, new_handles
from ungil.interface import Function, Handle, NewHandle, Parameter, Text
from ungil.signature import Argument, is_omittable


def refusal(function: Function) -> str | None:
    """Why the function's handles cannot be bound; None where they can."""
    made = list(new_handles(function))
    for parameter in function.parameters:
        if not is_kept(function, parameter) or not is_memory(parameter):
            continue
        if is_omittable(parameter):
            return (
                f"'{parameter.name}' is UNGIL_OUT and UNGIL_LIFETIMEBOUND: what the handle goes on "
                "using must be given, so leave out UNGIL_OUT"
            )
        if len(made) > 1:
            return f"two handles would share the memory of '{parameter.name}'"
    return None


# --- before the call --------------------------------------------------------------------


def visited(context: Context) -> list[Argument]:
    """The arguments that are handles of a class."""
    return [
        argument
        for argument in context.signature.arguments
        if isinstance(argument.parameter.form, Handle)
        and context.handles.number(argument.parameter.form.record) is not None
    ]


def declare(context: Context) -> None:
    """Declares C's pointers, the handles that are gone into, and those that are made."""
    names, out = context.names, context.out
    for parameter in context.function.parameters:
        match parameter.form:
            case Handle() | NewHandle() as form:
                out.line(f"{handle_type(form)}{names.value(parameter)} = NULL;")
    for made in _made(context):
        out.line(f"PyObject *{made.variable} = NULL;")
    arguments = visited(context)
    if arguments:
        entries = ", ".join(f"UNGIL_VISIT({_how(a)}, {context.index(a)})" for a in arguments)
        out.line(f"ungil_visit {names['visits']}[{len(arguments)}] = {{{entries}}};")


def _how(argument: Argument) -> str:
    form = argument.parameter.form
    assert isinstance(form, Handle)
    if form.consumed:
        return "UNGIL_LAST"
    return "UNGIL_SHARED" if form.const else "UNGIL_EXCLUSIVE"


def conversion(context: Context, argument: Argument) -> str:
    """A call of the runtime that checks the argument's class."""
    form, given = argument.parameter.form, context.given(argument)
    assert isinstance(form, Handle)
    number = context.handles.number(form.record)
    if number is None:
        return f'ungil_wrong_type({context.where(argument)}, "None", {given})'
    visit = f"{context.names['visits']}[{visited(context).index(argument)}]"
    state = context.names["state"]
    return f"ungil_to_handle({state}, {context.where(argument)}, {given}, {number}, &{visit})"


def enter_early(context: Context) -> bool:
    """Goes in before defaults are computed, if one of them looks at what a handle stands for."""
    early = _are_needed_early(context)
    if early:
        _enter(context)
    return early


def enter(context: Context) -> None:
    """Goes in as the last thing before the call."""
    if not _are_needed_early(context):
        _enter(context)


def _are_needed_early(context: Context) -> bool:
    named = {argument.parameter.name for argument in visited(context)}
    defaults = [p.default for p in context.function.parameters if p.default is not None]
    return any(named & set(default.parameters) for default in defaults)


def _enter(context: Context) -> None:
    names, arguments = context.names, visited(context)
    if not arguments:
        return
    visits = names["visits"]
    context.check(f"ungil_enter({names['function']}, {visits}, {len(arguments)})")
    for number, argument in enumerate(arguments):
        value, pointer = names.value(argument.parameter), f"ungil_pointer(&{visits}[{number}])"
        if argument.required or argument.parameter.default is None:
            context.out.line(f"{value} = {pointer};")
        else:
            with context.out.block(f"if ({visits}[{number}].handle != NULL)"):
                context.out.line(f"{value} = {pointer};")


@frozen
class _Made:
    """A handle that the call makes: its object, and C's pointer to what it stands for."""

    form: NewHandle
    variable: str
    pointer: str
    or_null: bool
    parameter: Parameter | None


def _made(context: Context) -> list[_Made]:
    names, found = context.names, []
    for form, parameter in new_handles(context.function):
        if parameter is None:
            or_null = form.or_null or context.function.result.or_null
            found.append(_Made(form, names["made_return"], names["c_return"], or_null, None))
        else:
            variable, pointer = names.made(parameter), names.value(parameter)
            found.append(_Made(form, variable, pointer, form.or_null, parameter))
    return found


def make(context: Context) -> None:
    """Makes the objects of new handles, which then keep what C goes on using."""
    names, out = context.names, context.out
    kept = [p for p in context.function.parameters if is_kept(context.function, p)]
    if _made(context):
        out.line(f"ungil_free_postponed({names['state']});")
    for made in _made(context):
        number = context.handles.number(made.form.record)
        out.line(
            f"{made.variable} = ungil_handle_new({names['state']}, &ungil_classes[{number}], "
            f"{_destroy(context, made)}, {len(kept)});"
        )
        with out.block(f"if ({made.variable} == NULL)"):
            context.fail()
        for parameter in kept:
            _keep(context, made, parameter)
        if made.form.storage:
            out.line(f"{made.pointer} = ((ungil_handle *){made.variable})->pointer;")


def _destroy(context: Context, made: _Made) -> str:
    """The call function that frees it; NULL for a struct in the handle's own memory."""
    if made.form.destructor is None:
        return "NULL"
    return f"ungil_call_{context.handles.symbol(made.form)}"


def _keep(context: Context, made: _Made, parameter: Parameter) -> None:
    names, out = context.names, context.out
    argument = context.signature.arguments[context.signature.index(parameter.name)]
    if is_memory(parameter):
        out.line(f"UNGIL_KEEP_ARRAY({made.variable}, {names.array(parameter)});")
    elif isinstance(parameter.form, Text):
        given = context.given(argument)
        with out.block(f"if ({_is_passed(argument, given)})"):
            out.line(f"ungil_keep_object({made.variable}, {given});")
    elif argument in visited(context):
        visit = f"{names['visits']}[{visited(context).index(argument)}]"
        context.check(
            f"ungil_keep_handle({made.variable}, {visit}.handle)",
            when=f"{visit}.handle != NULL",
        )


def _is_passed(argument: Argument, given: str) -> str:
    conditions = [] if argument.required else [f"{given} != NULL"]
    if is_or_null(argument.parameter):
        conditions.append(f"{given} != Py_None")
    return " && ".join(conditions) or "true"


def argument_of_call(context: Context, parameter: Parameter) -> str:
    """What C is passed."""
    value = context.names.value(parameter)
    makes = isinstance(parameter.form, NewHandle) and not parameter.form.storage
    return f"&{value}" if makes else value


# --- after the call ---------------------------------------------------------------------


def take_over(context: Context) -> None:
    """Right after the call: what C has taken is gone, what it left in parameters is owned."""
    for number, argument in enumerate(visited(context)):
        form = argument.parameter.form
        if isinstance(form, Handle) and form.consumed:
            context.out.line(f"{context.names['visits']}[{number}].gone = true;")
            heir = _heir(context)
            if heir is not None:
                visit = f"{context.names['visits']}[{number}]"
                context.out.line(f"ungil_bequeath({visit}.handle, {heir});")
    for made in _made(context):
        if made.parameter is not None and not made.form.storage:
            context.out.line(f"ungil_handle_fill({made.variable}, {made.pointer});")


def _heir(context: Context) -> str | None:
    """The handle that C may have put a consumed one's object into."""
    made = _made(context)
    if made:
        return f"(ungil_handle *){made[0].variable}"
    for number, argument in enumerate(visited(context)):
        if _how(argument) == "UNGIL_EXCLUSIVE":
            return f"{context.names['visits']}[{number}].handle"
    return None


def take_over_result(context: Context) -> None:
    """Once the result is known to be a good one, and not some mark of failure."""
    for made in _made(context):
        if made.parameter is None:
            context.out.line(f"ungil_handle_fill({made.variable}, {made.pointer});")


def give(context: Context, parameter: Parameter | None) -> str:
    """C that gives a new handle to the caller (None: the C result)."""
    made = next(made for made in _made(context) if made.parameter is parameter)
    or_null = "true" if made.or_null else "false"
    reported = "true" if context.function.errors is not None else "false"
    return (
        f"ungil_give_handle({context.names['function']}, &{made.variable}, {or_null}, {reported})"
    )


def let_go(context: Context) -> None:
    """Frees what a failed call has made, and leaves the handles that it used."""
    for made in _made(context):
        context.out.line(f"ungil_drop_handle({made.variable});")
    arguments = visited(context)
    if arguments:
        context.out.line(f"ungil_leave({context.names['visits']}, {len(arguments)});")
