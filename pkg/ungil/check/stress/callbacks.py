"""C functions in the place of Python's callables: they read what they are given, and answer.

Their context is the calling thread's random numbers: C that mixes up the contexts of two calls has
two threads use one. Those without a context have numbers of their own thread.
"""

from __future__ import annotations

from ungil.check.stress.arguments import Memory, drawn, filled, size
from ungil.expression import Pointee, ReturnValue, walk
from ungil.generate.c_types import declaration, spelling
from ungil.generate.c_writer import CWriter
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    Context,
    Function,
    Parameter,
    Record,
    Reference,
    Text,
    Value,
)
from ungil.signature import callback_function, lengths_of


def name(function: Function, parameter: Parameter) -> str:
    """What the C function for a callback parameter is called."""
    return f"ungil_callback_{function.name}_{parameter.name}"


def define(out: CWriter, function: Function, parameter: Parameter) -> None:
    """Writes the function for a callback parameter."""
    assert isinstance(parameter.form, Callback)
    callback = callback_function(parameter.form)
    result = callback.result.form
    type = spelling(result.type) if isinstance(result, Value) else "void"
    inner = ", ".join(map(_declared, callback.parameters)) or "void"
    with out.function(f"static {declaration(type, name(function, parameter))}({inner})"):
        contexts = [p.name for p in callback.parameters if isinstance(p.form, Context)]
        numbers = f"(ungil_random *)(uintptr_t){contexts[0]}" if contexts else "ungil_unasked()"
        out.line(f"ungil_random *ungil_rng = {numbers};")
        out.line("(void)ungil_rng;")
        for each in callback.parameters:
            _use(out, callback, each)
        if isinstance(result, Value):
            out.line(f"return {_answer(callback, result)};")


def _declared(parameter: Parameter) -> str:
    const = "const " if _access(parameter) is Access.READ else ""
    match parameter.form:
        case Value(type):
            return declaration(spelling(type), parameter.name)
        case Text():
            return f"const char *{parameter.name}"
        case Context(is_const):
            return f"{'const ' if is_const else ''}void *{parameter.name}"
        case Reference(type):
            return f"{const}{spelling(type)} *{parameter.name}"
        case Array(element) | Bytes(element):
            return f"{const}{spelling(element)} *{parameter.name}"
    raise AssertionError(f"{parameter.name} is not bound")


def _access(parameter: Parameter) -> Access:
    form = parameter.form
    return form.access if isinstance(form, Reference | Array | Bytes) else Access.READ


def _use(out: CWriter, callback: Function, parameter: Parameter) -> None:
    """Reads what C has given, writes what it reads back."""
    given = parameter.name
    match parameter.form:
        case Text():
            out.line(f"ungil_read_text({given});")
        case Reference(access=Access.READ):
            out.line(f"ungil_read({given}, sizeof *{given});")
        case Reference(type) if not _says_a_size(callback, given):
            with out.block(f"if ({given} != NULL)"):
                out.line(f"*{given} = {drawn(type, parameter.range)};")
        case Array() | Bytes() if not _is_told(callback, parameter):
            out.line(f"(void){given};")
        case Array(access=Access.READ) | Bytes(access=Access.READ) as form:
            out.line(f"ungil_read({given}, {size(form)});")
        case Array() | Bytes() as form:
            with out.block(f"if ({given} != NULL)"):
                out.line(
                    filled(form, parameter.range, given) or f"memset({given}, 0, {size(form)});"
                )
        case _:
            out.line(f"(void){given};")


def _is_told(callback: Function, parameter: Parameter) -> bool:
    """Whether the callback itself is told an array's size: words may name what is around it."""
    own = {each.name for each in callback.parameters}
    return all(own.issuperset(side.parameters) for side in lengths_of(parameter.form))


def _says_a_size(callback: Function, name: str) -> bool:
    """Whether `*name` says how large an array is: C finds there what it has put there."""
    return any(
        isinstance(node, Pointee) and node.name == name
        for parameter in callback.parameters
        if isinstance(parameter.form, Memory)
        for side in (*lengths_of(parameter.form), parameter.form.written)
        if side is not None
        for node in walk(side.node)
    )


def _answer(callback: Function, result: Value) -> str:
    """C of what it returns: 0 half of the time, for loops that go on until then."""
    type = spelling(result.type)
    for parameter in callback.parameters:
        form = parameter.form
        if not isinstance(form, Memory) or form.written is None:
            continue
        if not _is_told(callback, parameter):
            return f"({type})0"
        if ReturnValue() in walk(form.written.node):
            most = f"{size(form)} / sizeof *{parameter.name}"
            return f"({type})(ungil_bits(ungil_rng) % ({most} + 1))"
    if isinstance(result.type, Record):
        return drawn(result.type, None)
    return f"ungil_bits(ungil_rng) & 1 ? ({type})0 : {drawn(result.type, None)}"
