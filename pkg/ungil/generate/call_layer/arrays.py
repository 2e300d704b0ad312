"""Arrays: taking them, allocating those that were left out, letting go of them."""

from __future__ import annotations

from itertools import combinations

from ungil.expression import Expression
from ungil.generate.c_writer import string_literal
from ungil.generate.call_layer import records
from ungil.generate.call_layer.context import (
    Context,
    access_of,
    is_or_null,
    lengths,
)
from ungil.handles import is_kept
from ungil.interface import Access, Array, Bytes, Parameter
from ungil.records import record_of
from ungil.signature import Argument


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
    """Makes letting go of the arrays right, and those empty that may not be taken."""
    for argument in context.memories:
        array = context.names.array(argument.parameter)
        always = argument.required and not is_or_null(argument.parameter)
        context.out.line(f"{array}.exported = false;" if always else f"UNGIL_NO_ARRAY({array});")
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
        where = f"{context.names['state']}, {context.where(argument)}, {given}"
        record = record_of(argument.parameter.form)
        # What outlives the call must be exported, which NumPy's arrays otherwise are not.
        kept = is_kept(context.function, argument.parameter)
        if record is not None:
            take = f"ungil_take_records{'_slow' if kept else ''}"
            call = f"{take}({where}, &{records.table(record)}, &{array})"
        else:
            call = f"ungil_take_buffer({where}, &{array}, false)"
            if not kept:
                call = f"ungil_take_array({where}, &{array})"
        context.check(
            call,
            when=" && ".join(present),
        )


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
        with out.block(f"if ({is_left_out(context, argument)})"):
            measure(context, array, lengths(parameter))
            what = f"{names['module']}, {context.where(argument)}, &{array}"
            record = record_of(parameter.form)
            if record is None:
                out.line(f"{made} = ungil_allocate({what}, {context.any_numpy()});")
            else:
                out.line(f"{made} = ungil_allocate_records({what}, &{records.table(record)});")
            with out.block(f"if ({made} == NULL)"):
                context.fail()


def is_left_out(context: Context, argument: Argument) -> str:
    """A C condition: the array is none that was given, nor NULL for None."""
    given = context.given(argument)
    left_out = f"{given} == NULL"
    return left_out if is_or_null(argument.parameter) else f"{left_out} || {given} == Py_None"


def check_in_place(context: Context) -> None:
    """Checks that NumPy's arrays are what was taken, where other code may have run since."""
    names, out = context.names, context.out
    waits = context.function.serialized or context.has_handles
    arguments = context.memories
    may_have_run = [f"{names.array(a.parameter)}.exported" for a in arguments]
    may_have_run += [f"({names.made(a.parameter)} != NULL)" for a in arguments if a.omittable]
    if not arguments or (len(may_have_run) == 1 and not waits):
        return
    numpy = " | ".join(f"{names.array(a.parameter)}.numpy" for a in arguments)
    has_run = " | ".join(may_have_run)
    with out.block("" if waits else f"if (UNGIL_UNLIKELY({has_run}) && ({numpy}))"):
        for argument in arguments:
            array, given = names.array(argument.parameter), context.given(argument)
            is_given = f"{names.made(argument.parameter)} == NULL && " if argument.omittable else ""
            stay = f"ungil_stay({context.where(argument)}, {given}, &{array}) < 0"
            with out.block(f"if ({is_given}{stay})"):
                if context.function.serialized and not context.serial_until_end:
                    out.line("ungil_serial_leave();")
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
