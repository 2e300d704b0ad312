"""Arrays and their lengths: taking them, inferring counts, checking, allocating."""

from __future__ import annotations

from itertools import combinations

from ungil.expression import Binary, Expression, Node, ParameterValue
from ungil.generate.c_types import spelling
from ungil.generate.c_writer import string_literal
from ungil.generate.call_layer import values
from ungil.generate.call_layer.context import (
    Context,
    access_of,
    is_memory,
    is_or_null,
    lengths,
)
from ungil.interface import Access, Array, Bytes, Parameter, Range, Reference, Value
from ungil.signature import Argument, defaults_to_null, is_count, written_part


def declare(context: Context) -> None:
    """Declares the arrays, empty, so that letting go of them is right from the start."""
    for argument in context.memories:
        array = context.names.array(argument.parameter)
        context.out.line(f"ungil_array {array};")
        if argument.omittable:
            context.out.line(f"PyObject *{context.names.made(argument.parameter)} = NULL;")
    if context.returns_memory:
        context.out.line(f"ungil_array {context.names['array_return']};")


def reset(context: Context) -> None:
    for argument in context.memories:
        context.out.line(f"UNGIL_NO_ARRAY({context.names.array(argument.parameter)});")
    if context.returns_memory:
        context.out.line(f"UNGIL_NO_ARRAY({context.names['array_return']});")


def take(context: Context) -> None:
    """Takes every array that was given. Runs no code of the author's."""
    for argument in context.memories:
        given = context.given(argument)
        present = [] if argument.required else [f"{given} != NULL"]
        if argument.omittable or is_or_null(argument.parameter):
            present.append(f"{given} != Py_None")
        array = context.names.array(argument.parameter)
        context.check(
            f"ungil_take_array({context.names['state']}, {context.where(argument)}, {given}, "
            f"&{array})",
            when=" && ".join(present),
        )


# --- counts and defaults ----------------------------------------------------------------


def settle(context: Context) -> None:
    """Works out every parameter that was left out: counts from arrays, then defaults.

    A default may name parameters that are settled after it, so the order is theirs.
    """
    waiting = [
        argument
        for argument in context.scalars
        if is_count(context.function, argument.parameter) or argument.parameter.default is not None
    ]
    while waiting:
        unsettled = {argument.parameter.name for argument in waiting}
        ready = [a for a in waiting if not _needs(a.parameter) & (unsettled - {a.parameter.name})]
        assert ready, "the reader refuses defaults that need each other"
        for argument in ready:
            if is_count(context.function, argument.parameter):
                _settle_count(context, argument)
            else:
                _settle_default(context, argument)
        waiting = [argument for argument in waiting if argument not in ready]


def _needs(parameter: Parameter) -> set[str]:
    return set(parameter.default.parameters) if parameter.default is not None else set()


def _settle_default(context: Context, argument: Argument) -> None:
    if defaults_to_null(argument.parameter):
        return  # its variable is NULL from the start
    value = context.names.value(argument.parameter)
    with context.out.block(f"if ({context.given(argument)} == NULL)"):
        context.out.line(f"{value} = {values.default_of(context, argument.parameter)};")
        if is_or_null(argument.parameter) and isinstance(argument.parameter.form, Reference):
            context.out.line(f"{context.names.pointer(argument.parameter)} = &{value};")


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
            f"&{names.array(array.parameter)}, {axis}, {_bool(longer)})"
        )
    if not argument.required:
        with out.block(f"if ({given} == NULL)"):
            _infer(context, argument, [array for array, _ in counting])


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


# --- checks -----------------------------------------------------------------------------


def check_lengths(context: Context) -> None:
    """Checks the lengths that are no count's, and 1-D arrays in the place of shapes."""
    for argument in context.memories:
        parameter = argument.parameter
        array = f"&{context.names.array(parameter)}"
        sizes = lengths(parameter)
        longer = written_part(context.function, parameter) is not None
        for axis, length in enumerate(sizes):
            if not _is_counted(context, length):
                context.check(
                    f"ungil_check_length({context.where(argument)}, {array}, {axis}, "
                    f"{string_literal(length.text)}, {context.exact(length)}, "
                    f"{_bool(longer and axis == 0)})"
                )
        if len(sizes) > 1:
            total = _product(sizes)
            context.check(
                f"ungil_check_flat({context.where(argument)}, {array}, "
                f"{string_literal(total.text)}, {context.exact(total)}, {_bool(longer)})"
            )


def _is_counted(context: Context, length: Expression) -> bool:
    return any(
        length.bare == argument.parameter.name and is_count(context.function, argument.parameter)
        for argument in context.scalars
    )


def _product(sizes: tuple[Expression, ...]) -> Expression:
    total = sizes[0]
    for size in sizes[1:]:
        total = Expression(
            Binary("*", total.node, size.node), f"{total.text} * {size.text}", total.span
        )
    return total


def check_ranges(context: Context) -> None:
    """UNGIL_RANGE of every value and element."""
    names, out = context.names, context.out
    for argument in context.signature.arguments:
        parameter = argument.parameter
        if parameter.range is None:
            continue
        inside = context.exact(_between(parameter, parameter.range))
        shown = f"{parameter.range.low.text}...{parameter.range.high.text}"
        outside = f"ungil_outside({context.where(argument)}, {{}}, {string_literal(shown)}, {{}});"
        if not is_memory(parameter):
            with out.block(f"if (!ungil_holds({inside}))"):
                out.line(outside.format(-1, values.shown(context, parameter)))
                context.fail()
            continue
        array, i = names.array(parameter), names["i"]
        type = spelling(parameter.form.element) if isinstance(parameter.form, Array) else "char"
        with out.block(f"for (Py_ssize_t {i} = 0; {i} < ungil_length(&{array}); {i}++)"):
            out.line(f"const {type} {names['element']} = ((const {type} *){array}.data)[{i}];")
            with out.block(f"if (!ungil_holds({inside}))"):
                out.line(outside.format(i, values.shown(context, parameter)))
                context.fail()


def check_conditions(context: Context) -> None:
    """UNGIL_REQUIRES: the message quotes it, with the values of the parameters that it names."""
    names, out = context.names, context.out
    by_name = {parameter.name: parameter for parameter in context.function.parameters}
    for condition in context.function.requires:
        named = [by_name[name] for name in condition.parameters]
        with out.block(""):
            out.line(f"const ungil_exact {names['met']} = {context.condition(condition)};")
            with out.block(f"if (!ungil_holds({names['met']}))"):
                entries = [
                    f"{{{string_literal(p.python_name)}, {values.shown(context, p)}}}"
                    for p in named
                ]
                if entries:
                    out.line(f"const ungil_named {names['values']}[] = {{{', '.join(entries)}}};")
                out.line(
                    f"ungil_unmet({names['function']}, {string_literal(condition.text)}, "
                    f"{names['met']}, {names['values'] if entries else 'NULL'}, {len(entries)});"
                )
                context.fail()


def _between(parameter: Parameter, limits: Range) -> Expression:
    value = ParameterValue(parameter.name)
    inside: Node = Binary(
        "&&", Binary("<=", limits.low.node, value), Binary("<=", value, limits.high.node)
    )
    return Expression(inside, "", limits.low.span)


def keep_apart(context: Context) -> None:
    """restrict: a ValueError where two arrays overlap and C writes one of them."""
    for first, second in combinations(context.memories, 2):
        pair = (first.parameter, second.parameter)
        if any(_is_restrict(p) for p in pair) and any(
            access_of(p) is not Access.READ for p in pair
        ):
            context.check(
                f"ungil_keep_apart({context.where(first)}, &{context.names.array(pair[0])}, "
                f"{context.index(second)}, &{context.names.array(pair[1])})"
            )


def _is_restrict(parameter: Parameter) -> bool:
    return isinstance(parameter.form, Array | Bytes) and parameter.form.restrict


# --- outputs ----------------------------------------------------------------------------


def allocate(context: Context) -> None:
    """Allocates the output arrays that were left out, zeroed."""
    names, out = context.names, context.out
    for argument in context.memories:
        if not argument.omittable:
            continue
        parameter = argument.parameter
        array, made = names.array(parameter), names.made(parameter)
        left_out = f"{array}.data == NULL"
        if is_or_null(parameter):
            left_out = f"{context.given(argument)} == NULL"
        with out.block(f"if ({left_out})"):
            measure(context, array, lengths(parameter))
            out.line(
                f"{made} = ungil_allocate({names['module']}, {context.where(argument)}, &{array}, "
                f"{context.any_numpy()});"
            )
            with out.block(f"if ({made} == NULL)"):
                context.fail()


def measure(context: Context, array: str, sizes: tuple[Expression, ...]) -> None:
    """Sets the shape of an array that is to be made."""
    context.out.line(f"{array}.ndim = {len(sizes)};")
    for axis, size in enumerate(sizes):
        context.check(
            f"ungil_size({context.names['function']}, {string_literal(size.text)}, "
            f"{context.exact(size)}, &{array}.shape[{axis}])"
        )


def let_go(context: Context) -> None:
    for argument in context.memories:
        context.out.line(f"ungil_let_go(&{context.names.array(argument.parameter)});")
    for argument in context.memories:
        if argument.omittable:
            context.out.line(f"Py_XDECREF({context.names.made(argument.parameter)});")


def _bool(flag: bool) -> str:
    return "true" if flag else "false"
