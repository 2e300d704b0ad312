"""Error words: SUCCESS, STATUS and ERRNO, checked right after the call."""

from __future__ import annotations

import re

from ungil.generate.c_types import declaration, parameter_declaration
from ungil.generate.call_layer import results, values
from ungil.generate.call_layer.context import Context
from ungil.interface import CSource, ErrorContract, Value

RETURN = "ungil_return"  # what `return` is called in the author's expressions


def write_helpers(context: Context) -> None:
    """Writes functions in which the author's expressions stand as they are."""
    errors = context.function.errors
    if errors is None:
        return
    if errors.success is not None:
        _write_helper(context, "bool ", "success", errors.success, errors.success.text)
    if errors.message is not None:
        text = errors.message.text
        if errors.message_is_function:
            text = f"{text}({RETURN})"
        _write_helper(context, "const char *", "message", errors.message, text)


def _write_helper(context: Context, type: str, what: str, source: CSource, text: str) -> None:
    by_name = {parameter.name: parameter for parameter in context.function.parameters}
    returned = results.c_type(context)
    arguments = [] if returned is None else [declaration(returned, RETURN)]
    arguments += [parameter_declaration(by_name[name]) for name in source.parameters]
    head = f"UNGIL_FAST {type}{_helper(context, what)}({', '.join(arguments) or 'void'})"
    with context.out.function(head):
        if returned is not None:
            context.out.line(f"(void){RETURN};")
        context.out.line(f"return {_with_return(text)};")


def _helper(context: Context, what: str) -> str:
    return f"ungil_{what}_{context.function.name}"


def _with_return(text: str) -> str:
    """The author's C with `return` as a name; string literals stay as they are."""
    pieces = re.split(r'("(?:[^"\\]|\\.)*")', text)
    pieces[::2] = [re.sub(r"\breturn\b", RETURN, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _call_helper(context: Context, what: str, source: CSource) -> str:
    by_name = {parameter.name: parameter for parameter in context.function.parameters}
    arguments = [] if results.c_type(context) is None else [context.names["c_return"]]
    arguments += [values.c_argument(context, by_name[name]) for name in source.parameters]
    return f"{_helper(context, what)}({', '.join(arguments)})"


def check(context: Context) -> None:
    """Raises where the call has failed."""
    errors = context.function.errors
    if errors is None:
        return
    with context.out.block(f"if ({_failed(context, errors)})"):
        if errors.errno:
            context.out.line(f"ungil_raise_errno({context.names['errno_left']});")
        else:
            message = "NULL"
            if errors.message is not None:
                message = _call_helper(context, "message", errors.message)
            context.out.line(
                f"ungil_raise_error({context.names['module']}, {context.names['function']}, "
                f"{_code(context)}, {message});"
            )
        context.fail()


def is_good(context: Context) -> str:
    """A C condition: the result is no failure."""
    errors = context.function.errors
    return "true" if errors is None else f"!({_failed(context, errors)})"


def _failed(context: Context, errors: ErrorContract) -> str:
    """A C condition: the result is none that the header calls good."""
    returned, left = context.names["c_return"], context.names["errno_left"]
    result = context.function.result
    if errors.success is not None:
        return f"!{_call_helper(context, 'success', errors.success)}"
    if errors.status:
        return f"{returned} != 0"
    if result.form is None:
        return f"{left} != 0"
    if isinstance(result.form, Value):
        return f"(int64_t){returned} < 0"
    return f"{returned} == NULL" + (f" && {left} != 0" if result.or_null else "")


def _code(context: Context) -> str:
    """A new reference to `Error.code`."""
    form = context.function.result.form
    if isinstance(form, Value):
        return values.to_python(context, form.type, context.names["c_return"])
    return "Py_NewRef(Py_None)"
