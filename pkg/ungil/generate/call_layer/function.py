"""One declaration's call function: from Python's arguments to C and back.

The stages follow each other as they do in the generated function: bind the arguments, convert
scalars (which may run Python code), take arrays, settle counts and defaults and check them all,
allocate what was left out, call, return.
Nothing of the author's runs before every check has passed.
"""

from __future__ import annotations

from collections.abc import Mapping

from ungil.generate.c_writer import comment
from ungil.generate.call_layer import (
    arrays,
    callbacks,
    checks,
    counts,
    errors,
    handles,
    lock,
    results,
    tables,
    trampolines,
    values,
    vectorize,
)
from ungil.generate.call_layer.context import (
    Context,
    is_memory,
    is_or_null,
    names_for,
)
from ungil.generate.call_layer.handle_table import HandleTable
from ungil.interface import Access, Callback, ConstantKind, Function, Parameter, Reference
from ungil.interface import Context as CallbackContext
from ungil.signature import Signature


def write(
    function: Function,
    signature: Signature,
    names_start: int,
    taken: frozenset[str],
    constants: Mapping[str, ConstantKind],
    table: HandleTable,
    symbol: str,
) -> str:
    """The C of one function: its tables, helpers for defaults, the call function itself.

    names_start: where its parameters' names start in the module's table.
    taken: every identifier that the headers declare.
    symbol: what the names of its C functions and tables end in.
    """
    names = names_for(function, taken)
    context = Context(function, signature, names, constants, table, symbol)
    out = context.out
    place = f"{function.span.file}:{function.span.line}"
    out.line(comment(f"{function.declaration}\n{place}"))
    tables.write(context, names_start)
    checks.assert_whole(context)
    out.line()
    values.write_default_helpers(context)
    errors.write_helpers(context)
    callbacks.write_around(context)
    trampolines.write(context, taken)
    if function.vectorized:
        vectorize.write(context)
    head = f"static PyObject *ungil_call_{symbol}("
    parameters = (
        f"PyObject *{names['module']}",
        f"PyObject *const *{names['args']}",
        f"Py_ssize_t {names['nargs']}",
        f"PyObject *{names['kwnames']}",
    )
    with out.function(head + f",\n{' ' * len(head)}".join(parameters) + ")"):
        _write_body(context)
    return out.text()


def _write_body(context: Context) -> None:
    _declare(context)
    _bind(context)
    if context.function.vectorized:
        vectorize.divert(context)
    if context.has_handles:
        _find_state(context)
    values.convert(context)
    if (context.memories or lock.is_measured(context.function)) and not context.has_handles:
        _find_state(context)
    arrays.take(context)
    if handles.enter_early(context):
        arrays.check_in_place(context)  # while it waited, other threads have run
    counts.settle(context)
    arrays.keep_apart(context)
    arrays.allocate(context)
    handles.enter(context)
    handles.make(context)
    _call(context)
    handles.take_over(context)
    callbacks.end(context)
    errors.check(context)
    handles.take_over_result(context)
    results.write(context)


def _find_state(context: Context) -> None:
    state, module = context.names["state"], context.names["module"]
    context.out.line(f"ungil_state *{state} = ungil_state_of({module});")


def _declare(context: Context) -> None:
    names, out = context.names, context.out
    signature = f"ungil_signature_{context.symbol}"
    out.line(f"const ungil_signature *const {names['function']} = &{signature};")
    out.line(f"PyObject *{names['slots']}[{max(1, len(context.signature.arguments))}];")
    if values.uses_bits(context):
        out.line(f"uint64_t {names['bits']} = 0;")
    values.declare(context)
    callbacks.declare(context)
    arrays.declare(context)
    handles.declare(context)
    results.declare(context)
    if _errno(context):
        out.line(f"int {names['errno_left']};")
    if context.serial_until_end:
        out.line(f"bool {names['serial']} = false;")


def _errno(context: Context) -> bool:
    return context.function.errors is not None and context.function.errors.errno


def _bind(context: Context) -> None:
    names, out = context.names, context.out
    given, slots = names["given"], names["slots"]
    arguments = ", ".join(
        names[name] for name in ("module", "function", "args", "nargs", "kwnames", "slots")
    )
    out.line(f"PyObject *const *{given};")
    with out.block(f"if (ungil_bind({arguments}, &{given}) < 0)"):
        out.line("return NULL;")
    for argument in context.signature.arguments:
        if argument.keyword_only:
            slot = f"{slots}[{context.index(argument)}]"
            out.line(f"PyObject *{context.given(argument)} = {given} == {slots} ? {slot} : NULL;")
    arrays.reset(context)


# --- the call itself --------------------------------------------------------------------


def _call(context: Context) -> None:
    """Calls C, under the function's lock policy."""
    names, out, function = context.names, context.out, context.function
    if function.serialized:
        context.check(f"ungil_serial_enter({names['function']})")
        if context.serial_until_end:
            out.line(f"{names['serial']} = true;")
    arrays.check_in_place(context)
    callbacks.begin(context)
    with lock.released(context):
        _call_c(context)


def _call_c(context: Context) -> None:
    """The call, and what must be read or let go before another thread runs."""
    names, out, function = context.names, context.out, context.function
    arguments = ", ".join(_argument(context, parameter) for parameter in function.parameters)
    result = "" if function.result.form is None else f"{names['c_return']} = "
    if _errno(context):
        out.line("errno = 0;")
    callbacks.attach(context)
    out.line(f"{result}{function.name}({arguments});")
    if _errno(context):
        out.line(f"{names['errno_left']} = errno;")
    callbacks.detach(context)
    if function.serialized and not context.serial_until_end:
        out.line("ungil_serial_leave();")


def _argument(context: Context, parameter: Parameter) -> str:
    if isinstance(parameter.form, Callback):
        return callbacks.argument(context, parameter)
    if isinstance(parameter.form, CallbackContext):
        return f"&{context.names['callbacks']}"
    if is_memory(parameter):
        return f"{context.names.array(parameter)}.data"
    if isinstance(parameter.form, Reference):
        if is_or_null(parameter) and parameter.form.access is not Access.WRITE:
            return context.names.pointer(parameter)
        return f"&{context.names.value(parameter)}"
    return handles.argument_of_call(context, parameter)
