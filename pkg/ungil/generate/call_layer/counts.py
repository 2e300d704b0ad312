"""Counts from the arrays that tell them, then defaults; each check as soon as it can be made."""

from __future__ import annotations

from ungil.generate.c_types import spelling
from ungil.generate.c_writer import string_literal
from ungil.generate.call_layer import checks, values
from ungil.generate.call_layer.context import Context, access_of, lengths
from ungil.interface import Access, Parameter, Reference, Value
from ungil.signature import Argument, defaults_to_null, is_count, written_part


def settle(context: Context) -> None:
    """Works out every parameter that was left out, and checks all of them.

    A default may name parameters that are settled after it, so the order is theirs. It is the
    author's C, which may divide by a parameter or read an array: what can be checked is checked
    before it runs.
    """
    waiting = [
        argument
        for argument in context.scalars
        if is_count(context.function, argument.parameter) or argument.parameter.default is not None
    ]
    pending = checks.all_of(context)
    while True:
        unsettled = {argument.parameter.name for argument in waiting}
        for check in [check for check in pending if not check.needs & unsettled]:
            check.write()
            pending.remove(check)
        if not waiting:
            return
        argument = next_to_settle(context, waiting, unsettled)
        if is_count(context.function, argument.parameter):
            _settle_count(context, argument)
        else:
            _settle_default(context, argument)
        waiting.remove(argument)


def next_to_settle(context: Context, waiting: list[Argument], unsettled: set[str]) -> Argument:
    """One that needs no other; at best one whose arrays have their lengths checked before."""
    for needs in (_needs_checked, _needs):
        for argument in waiting:
            others = unsettled - {argument.parameter.name}
            if not needs(context, argument.parameter) & others:
                return argument
    raise AssertionError("the reader refuses defaults that need each other")


def _needs(context: Context, parameter: Parameter) -> set[str]:
    return set(parameter.default.parameters) if parameter.default is not None else set()


def _needs_checked(context: Context, parameter: Parameter) -> set[str]:
    """What the default names, and what the lengths of the arrays among that name."""
    named = _needs(context, parameter)
    sizes = [
        length
        for other in context.function.parameters
        if other.name in named
        for length in lengths(other)
    ]
    return named.union(*(length.parameters for length in sizes))


def _settle_default(context: Context, argument: Argument) -> None:
    if defaults_to_null(argument.parameter):
        return  # its variable is NULL from the start
    value = context.names.value(argument.parameter)
    with context.out.block(f"if ({context.given(argument)} == NULL)"):
        context.out.line(f"{value} = {values.default_of(context, argument.parameter)};")
        values.point(context, argument.parameter)


def _counting(context: Context, name: str) -> list[tuple[Argument, int]]:
    """The arrays and axes that a count is the length of, those that C only writes last."""
    found = [
        (argument, axis)
        for argument in context.memories
        for axis, length in enumerate(lengths(argument.parameter))
        if length.bare == name
    ]
    return sorted(found, key=lambda item: access_of(item[0].parameter) is Access.WRITE)


def _settle_count(context: Context, argument: Argument) -> None:
    out, names, parameter = context.out, context.names, argument.parameter
    count, value, given = names.count(parameter), names.value(parameter), context.given(argument)
    out.line(f"ungil_count {count} = UNGIL_COUNT({string_literal(parameter.name)});")
    keyword = "true" if argument.keyword_only else f"{names['nargs']} <= {context.index(argument)}"
    context.check(
        f"ungil_count_passed({context.where(argument)}, &{count}, UNGIL_EXACT({value}), {keyword})",
        when="" if argument.required else f"{given} != NULL",
    )
    counting = _counting(context, parameter.name)
    for array, axis in counting:
        longer = written_part(context.function, array.parameter) is not None
        context.check(
            f"ungil_count_array({names['function']}, &{count}, {context.index(array)}, "
            f"&{names.array(array.parameter)}, {axis}, {checks.c_bool(longer)})"
        )
    if not argument.required:
        with out.block(f"if ({given} == NULL)"):
            _infer(context, argument, [array for array, _ in counting])
            values.point(context, argument.parameter)


def _infer(context: Context, argument: Argument, arrays: list[Argument]) -> None:
    """The count was not passed: an array tells it, or its default, or it is 0."""
    names, out, parameter = context.names, context.out, argument.parameter
    count, value = names.count(parameter), names.value(parameter)
    type = spelling(parameter.form.type) if isinstance(parameter.form, Value | Reference) else ""
    fits = f"UNGIL_SET_COUNT({context.where(argument)}, {count}, {type}, {value})"
    if not argument.inferred:
        with out.block(f"if ({count}.from >= 0)"):
            context.check(fits)
        with out.otherwise():
            out.line(f"{value} = {values.default_of(context, parameter)};")
        return
    shaped = [a for a in arrays if len(lengths(a.parameter)) > 1]
    if shaped:
        given = " || ".join(f"{names.array(a.parameter)}.data != NULL" for a in shaped)
        with out.block(f"if ({count}.from < 0 && ({given}))"):
            shown = string_literal(parameter.python_name)
            out.line(f"ungil_unknown_count({names['function']}, {shown});")
            context.fail()
    context.check(fits)
