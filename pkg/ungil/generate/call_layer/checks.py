"""Checks of what was given: lengths, ranges, conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from ungil.expression import Binary, Conditional, Expression, Node, ParameterValue
from ungil.frozen import frozen
from ungil.generate.c_types import spelling
from ungil.generate.c_writer import string_literal
from ungil.generate.call_layer import records, values
from ungil.generate.call_layer.context import Context, access_of, is_memory, is_or_null, lengths
from ungil.interface import Access, Array, Parameter, Range, Reference
from ungil.records import holds_booleans, record_of
from ungil.signature import Argument, is_count, written_part


@frozen
class Check:
    """needs: the parameters that must have their values. write: writes its C."""

    needs: frozenset[str]
    write: Callable[[], None]


def all_of(context: Context) -> list[Check]:
    """All checks of a function, in the order in which they are made where none has to wait."""
    return [*_lengths(context), *_booleans(context), *_ranges(context), *_conditions(context)]


# --- lengths that are no count's --------------------------------------------------------------


def _lengths(context: Context) -> Iterator[Check]:
    for argument in context.memories:
        sizes = lengths(argument.parameter)
        for axis, length in enumerate(sizes):
            if not _is_counted(context, length):
                yield Check(
                    frozenset(length.parameters),
                    partial(_check_length, context, argument, axis, length),
                )
        if len(sizes) > 1:
            total = _product(sizes)
            yield Check(frozenset(total.parameters), partial(_check_flat, context, argument, total))


def _check_length(context: Context, argument: Argument, axis: int, length: Expression) -> None:
    longer = axis == 0 and written_part(context.function, argument.parameter) is not None
    context.check(
        f"ungil_check_length({context.where(argument)}, {_array(context, argument)}, {axis}, "
        f"{string_literal(length.text)}, {context.exact(length)}, {c_bool(longer)})"
    )


def _check_flat(context: Context, argument: Argument, total: Expression) -> None:
    """A 1-D array in the place of a shape."""
    longer = c_bool(written_part(context.function, argument.parameter) is not None)
    outermost = lengths(argument.parameter)[0]
    if longer == "false" and _is_counted(context, outermost):
        count = next(p for p in context.function.parameters if p.name == outermost.bare)
        longer = f"{context.names.count(count)}.keyword"
    context.check(
        f"ungil_check_flat({context.where(argument)}, {_array(context, argument)}, "
        f"{string_literal(total.text)}, {context.exact(total)}, {longer})"
    )


def _array(context: Context, argument: Argument) -> str:
    return f"&{context.names.array(argument.parameter)}"


def _is_counted(context: Context, length: Expression) -> bool:
    return any(
        length.bare == argument.parameter.name and is_count(context.function, argument.parameter)
        for argument in context.scalars
    )


def _product(sizes: tuple[Expression, ...]) -> Expression:
    total = sizes[0]
    for size in sizes[1:]:
        text = f"{_factor(total)} * {_factor(size)}"
        total = Expression(Binary("*", total.node, size.node), text, total.span)
    return total


def _factor(expression: Expression) -> str:
    """Its text as a factor of a product."""
    match expression.node:
        case Binary(operator) if operator != "*":
            return f"({expression.text})"
        case Conditional():
            return f"({expression.text})"
    return expression.text


# --- bytes that C reads as bool ---------------------------------------------------------------


def _booleans(context: Context) -> Iterator[Check]:
    for argument in context.memories:
        if access_of(argument.parameter) is not Access.WRITE and holds_booleans(
            argument.parameter.form
        ):
            yield Check(frozenset(), partial(_check_booleans, context, argument))


def _check_booleans(context: Context, argument: Argument) -> None:
    what = f"{context.where(argument)}, {_array(context, argument)}"
    record = record_of(argument.parameter.form)
    if record is None:
        context.check(f"ungil_check_booleans({what})")
    else:
        context.check(f"ungil_check_record_booleans({what}, &{records.table(record)})")


# --- ranges and conditions --------------------------------------------------------------------


def _ranges(context: Context) -> Iterator[Check]:
    for argument in context.signature.arguments:
        limits = argument.parameter.range
        if limits is not None:
            needs = {argument.parameter.name, *limits.low.parameters, *limits.high.parameters}
            yield Check(frozenset(needs), partial(check_range, context, argument, limits))


def check_range(context: Context, argument: Argument, limits: Range) -> None:
    """UNGIL_RANGE of a value, or of every element."""
    names, out, parameter = context.names, context.out, argument.parameter
    inside = context.exact(_between(parameter, limits))
    shown = string_literal(f"{limits.low.text}...{limits.high.text}")

    def refuse(condition: str, element: str) -> None:
        with out.block(f"if ({condition}!ungil_holds({inside}))"):
            value = values.shown(context, parameter)
            out.line(f"ungil_outside({context.where(argument)}, {element}, {shown}, {value});")
            context.fail()

    if not is_memory(parameter):
        null = isinstance(parameter.form, Reference) and is_or_null(parameter)
        present = f"{names.pointer(parameter)} != NULL && " if null else ""
        refuse(present, context.element(parameter))
        return
    array, i = names.array(parameter), names["i"]
    type = spelling(parameter.form.element) if isinstance(parameter.form, Array) else "char"
    with out.block(f"for (Py_ssize_t {i} = 0; {i} < ungil_length(&{array}); {i}++)"):
        out.line(f"const {type} {names['element']} = ((const {type} *){array}.data)[{i}];")
        refuse("", i)


def _between(parameter: Parameter, limits: Range) -> Expression:
    value = ParameterValue(parameter.name)
    inside: Node = Binary(
        "&&", Binary("<=", limits.low.node, value), Binary("<=", value, limits.high.node)
    )
    return Expression(inside, "", limits.low.span)


def _conditions(context: Context) -> Iterator[Check]:
    for condition in context.function.requires:
        yield Check(frozenset(condition.parameters), partial(_check_condition, context, condition))


def _check_condition(context: Context, condition: Expression) -> None:
    """UNGIL_REQUIRES: the message quotes it, with the values of the parameters that it names."""
    names, out = context.names, context.out
    by_name = {parameter.name: parameter for parameter in context.function.parameters}
    entries = [
        f"{{{string_literal(p.python_name)}, {values.shown(context, p)}}}"
        for p in (by_name[name] for name in condition.parameters)
    ]
    with out.block(""):
        out.line(f"const ungil_exact {names['met']} = {context.condition(condition)};")
        with out.block(f"if (!ungil_holds({names['met']}))"):
            if entries:
                out.line(f"const ungil_named {names['values']}[] = {{{', '.join(entries)}}};")
            out.line(
                f"ungil_unmet({names['function']}, {string_literal(condition.text)}, "
                f"{names['met']}, {names['values'] if entries else 'NULL'}, {len(entries)});"
            )
            context.fail()


def assert_whole(context: Context) -> None:
    """Has the C compiler check that what counts elements is a whole number."""
    sizes = [size for parameter in context.function.parameters for size in lengths(parameter)]
    for name in sorted({name for size in sizes for name in context.unknown(size)}):
        message = string_literal(f"{name} is a length of {context.function.name}(), but not whole")
        context.out.line(f"_Static_assert(!UNGIL_IS_REAL({name}), {message});")


def c_bool(flag: bool) -> str:
    """C's spelling of a truth value."""
    return "true" if flag else "false"
