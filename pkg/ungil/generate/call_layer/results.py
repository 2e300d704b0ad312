"""The way back: what C left behind becomes Python objects, in the order of the signature."""

from __future__ import annotations

from ungil.generate.c_types import declaration, handle_type, spelling
from ungil.generate.c_writer import string_literal
from ungil.generate.call_layer import arrays, handles, records, values
from ungil.generate.call_layer.context import Context, is_or_null
from ungil.interface import Array, Bytes, NewHandle, Reference, Text, Value
from ungil.records import record_of
from ungil.signature import Returned, defaults_to_null, lengths_of, written_part


def declare(context: Context) -> None:
    """The variable that the C result goes to, and those that collect results."""
    type = c_type(context)
    if type is not None:
        start = " = NULL" if context.function.result.owned else ""
        context.out.line(f"{declaration(type, context.names['c_return'])}{start};")
    if _collects(context):
        count = len(context.signature.results)
        context.out.line(f"PyObject *{context.names['results']}[{count}];")
        context.out.line(f"int {context.names['result_count']} = 0;")
    if context.cleans_up:
        context.out.line(f"PyObject *{context.names['returned']} = NULL;")


def c_type(context: Context) -> str | None:
    """The type of the variable for the C result; None for void."""
    match context.function.result.form:
        case None:
            return None
        case Value(type):
            return spelling(type)
        case Text():
            return "const char *"
        case Reference(type):
            return f"const {spelling(type)} *"
        case Array(element) | Bytes(element):
            return f"const {spelling(element)} *"
        case NewHandle() as form:
            return handle_type(form)
    raise AssertionError(f"the result of {context.function.name} is not bound")


def _collects(context: Context) -> bool:
    return len(context.signature.results) > 1


def write(context: Context) -> None:
    """Writes from C's return to the end of the function."""
    names, out, results = context.names, context.out, context.signature.results
    _check_written(context)
    if _collects(context):
        for result in results:
            _collect(context, result)
        out.line(
            f"{names['returned']} = ungil_pack_results({names['results']}, "
            f"{names['result_count']});"
        )
        out.line(f"{names['result_count']} = 0;")
    elif context.cleans_up:
        if not results:
            out.line(f"{names['returned']} = Py_NewRef(Py_None);")
        else:
            _convert(context, results[0], names["returned"])
    else:
        out.line(f"return {_simple(context)};")
        return
    _clean_up(context)


def _clean_up(context: Context) -> None:
    names, out = context.names, context.out
    out.label(names["done"])
    owned = context.function.result.owned
    if owned is not None:
        with out.block(f"if ({names['c_return']} != NULL)"):
            out.line(f"{owned}((void *)(uintptr_t){names['c_return']});")
    if context.serial_until_end:
        with out.block(f"if ({names['serial']})"):
            out.line("ungil_serial_leave();")
    if _collects(context):
        out.line(f"ungil_drop_results({names['results']}, {names['result_count']});")
    handles.let_go(context)
    arrays.let_go(context)
    out.line(f"return {names['returned']};")


def _simple(context: Context) -> str:
    """The returned object of a function that has nothing to clean up."""
    if not context.signature.results:
        return "Py_NewRef(Py_None)"
    return _object(context, context.signature.results[0])


def _collect(context: Context, result: Returned) -> None:
    """Adds one result, unless it is a count that what ungil allocated was cut to."""
    names, out = context.names, context.out
    slot = f"{names['results']}[{names['result_count']}]"

    def add() -> None:
        _convert(context, result, slot)
        with out.block(f"if ({slot} == NULL)"):
            out.line(f"goto {names['done']};")
        out.line(f"{names['result_count']}++;")

    if result.cuts:
        cut = [context.signature.arguments[context.signature.index(n)] for n in result.cuts]
        if not all(argument.omittable for argument in cut):
            add()
            return
        given = " || ".join(f"!({arrays.is_left_out(context, argument)})" for argument in cut)
        with out.block(f"if ({given})"):
            add()
    else:
        add()


def _convert(context: Context, result: Returned, target: str) -> None:
    """Sets `target` to a new reference, or NULL with an exception."""
    form = context.function.result.form
    if result.parameter is None and isinstance(form, Array | Bytes):
        _copy_returned(context, form, target)
    elif result.parameter is not None and isinstance(result.parameter.form, Array | Bytes):
        _give_back(context, context.signature.index(result.parameter.name), target)
    else:
        context.out.line(f"{target} = {_object(context, result)};")


def _object(context: Context, result: Returned) -> str:
    """C that makes the object of a single value."""
    names = context.names
    form = context.function.result.form if result.parameter is None else result.parameter.form
    if isinstance(form, NewHandle):
        return handles.give(context, result.parameter)
    if result.parameter is None:
        return _returned_object(context)
    assert isinstance(result.parameter.form, Reference)
    made = values.to_python(context, result.parameter.form.type, names.value(result.parameter))
    if is_or_null(result.parameter) and values.is_given(result.parameter):
        return f"{names.pointer(result.parameter)} == NULL ? Py_NewRef(Py_None) : {made}"
    return made


def _returned_object(context: Context) -> str:
    value = context.names["c_return"]
    result = context.function.result
    match result.form:
        case Value(type):
            return values.to_python(context, type, value)
        case Text():
            made = f"ungil_from_text({value})"
        case Reference(type):
            made = values.to_python(context, type, f"*{value}")
        case _:
            raise AssertionError(f"the result of {context.function.name} is not bound")
    return f"{value} == NULL ? {_null(context)} : {made}"


def _null(context: Context) -> str:
    """What a NULL result becomes."""
    if context.function.result.or_null:
        return "Py_NewRef(Py_None)"
    exception = "RuntimeError" if context.function.result.owned is None else "MemoryError"
    return f"ungil_null_result({context.names['function']}, PyExc_{exception})"


def _copy_returned(context: Context, form: Array | Bytes, target: str) -> None:
    names, out = context.names, context.out
    with out.block(f"if ({names['c_return']} == NULL)"):
        out.line(f"{target} = {_null(context)};")
    with out.otherwise():
        arrays.measure(context, names["array_return"], lengths_of(form))
        record = record_of(form)
        copy = "ungil_copy" if record is None else "ungil_copy_records"
        how = context.any_numpy() if record is None else f"&{records.table(record)}"
        out.line(
            f"{target} = {copy}({names['module']}, {names['function']}, "
            f"{len(context.signature.arguments)}, &{names['array_return']}, "
            f"{how}, {names['c_return']});"
        )


def _give_back(context: Context, index: int, target: str) -> None:
    """A given array comes back as the very object, an omitted one cut to what C wrote."""
    names, out = context.names, context.out
    argument = context.signature.arguments[index]
    given = f"Py_NewRef({context.given(argument)})"
    if defaults_to_null(argument.parameter):
        given = (
            f"Py_NewRef({context.given(argument)} != NULL ? {context.given(argument)} : Py_None)"
        )
    if not argument.omittable:
        out.line(f"{target} = {given};")
        return
    parameter = argument.parameter
    made, array = names.made(parameter), names.array(parameter)
    length = f"{array}.shape[0]"
    if written_part(context.function, parameter) is not None:
        length = names.written(parameter)
    with out.block(f"if ({made} == NULL)"):
        out.line(f"{target} = {given};")
    with out.otherwise():
        out.line(f"{target} = ungil_give({context.where(argument)}, {made}, &{array}, {length});")
        out.line(f"{made} = NULL;")


def _check_written(context: Context) -> None:
    """Checks every length that C says it has written, before anything is returned."""
    for argument in context.memories:
        written = written_part(context.function, argument.parameter)
        if written is None:
            continue
        array = context.names.array(argument.parameter)
        length = context.names.written(argument.parameter)
        context.out.line(f"Py_ssize_t {length} = 0;")
        context.check(
            f"ungil_check_written({context.where(argument)}, &{array}, "
            f"{string_literal(written.text)}, {context.exact(written)}, &{length})",
            when=f"{array}.data != NULL",
        )
