"""UNGIL_VECTORIZE: a function of single values over arrays, in loops of C.

A call with single values only goes the way of every function. Any other goes to one more C
function: it converts what is no array, takes arrays, checks every element, and runs a loop with
one release of the lock. In the loop the author's function is called directly, so that the
compiler may inline it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ungil.generate.c_types import declaration, spelling
from ungil.generate.call_layer import checks, counts, values
from ungil.generate.call_layer import vectorized_loops as loops
from ungil.generate.call_layer.context import Context
from ungil.generate.call_layer.lock import released
from ungil.interface import (
    Boolean,
    Complex,
    Enumeration,
    Floating,
    Function,
    Integer,
    Lock,
    Parameter,
    Value,
)
from ungil.signature import Argument

MAX_NDIM = 64  # the dimensions that a buffer may have

_SCALARS = (Integer, Enumeration, Boolean, Floating, Complex)


def refusal(function: Function) -> str | None:
    """Why a vectorized function is not bound, or None where it is."""
    for form in [function.result.form, *(p.form for p in function.parameters)]:
        if not isinstance(form, Value) or not isinstance(form.type, _SCALARS):
            return (
                "UNGIL_VECTORIZE is bound for numbers and bool, not for structs and characters; "
                "write the loop in C, over an array of them"
            )
    return None


class _ArrayCall(Context):
    """The call of a vectorized function with arrays."""

    def given(self, argument: Argument) -> str:
        """An argument as it was given; here they all come in the signature's order."""
        return f"{self.names['given']}[{self.index(argument)}]"

    def element(self, parameter: Parameter) -> str:
        return f"{self.names.step(parameter)} != 0 ? {self.names['i']} : -1"

    @property
    def in_place(self) -> Sequence[Argument]:
        return self.signature.arguments

    @property
    def cleans_up(self) -> bool:
        return True


def write(call: Context) -> None:
    """Writes the loops, and the function that calls with arrays go to."""
    context = _ArrayCall(
        call.function, call.signature, call.names, call.constants, call.handles, call.symbol
    )
    context.out = call.out
    loops.write(context)
    if context.function.policy.lock is Lock.RELEASE_ABOVE:
        loops.write_above(context)
    names = context.names
    head = f"UNGIL_CALL PyObject *ungil_map_{context.function.name}("
    given = f"PyObject *const *{names['given']}"
    with context.out.function(f"{head}PyObject *{names['module']}, {given})"):
        _declare(context)
        _convert(context)
        _take(context)
        _settle(context)
        _allocate(context)
        _run(context)
        _return(context)


def divert(context: Context) -> None:
    """In the call function: calls with arrays go to the other one."""
    names, out = context.names, context.out
    target = context.given(context.signature.arguments[-1])
    arrays_given = [f"!ungil_is_scalar({context.given(a)})" for a in context.scalars]
    arrays_given.append(f"({target} != NULL && {target} != Py_None)")
    with out.block(f"if (UNGIL_UNLIKELY({' || '.join(arrays_given)}))"):
        for argument in context.signature.arguments:
            slot = f"{names['slots']}[{context.index(argument)}]"
            out.line(f"{slot} = {context.given(argument)};")
        out.line(f"return ungil_map_{context.function.name}({names['module']}, {names['slots']});")


# --- the call with arrays ---------------------------------------------------------------


def _fail_if_null(context: Context, pointer: str) -> None:
    with context.out.block(f"if ({pointer} == NULL)"):
        context.fail()


def _declare(context: Context) -> None:
    function, names, out = context.function, context.names, context.out
    assert isinstance(function.result.form, Value)
    signature = f"ungil_signature_{function.name}"
    out.line(f"const ungil_signature *const {names['function']} = &{signature};")
    out.line(f"ungil_state *{names['state']} = ungil_state_of({names['module']});")
    out.line(f"ungil_operands {names['operands']} = {{NULL, 0, false}};")
    if values.uses_bits(context):
        out.line(f"uint64_t {names['bits']} = 0;")
    values.declare(context)
    result = spelling(function.result.form.type)
    out.line(f"{declaration(result, names['c_return'])} = 0;")
    out.line(f"{declaration(result + ' *', names['result'])} = &{names['c_return']};")
    for argument in context.signature.arguments:
        array = names.array(argument.parameter)
        out.line(f"ungil_array {array};")
        out.line(f"UNGIL_NO_ARRAY({array});")
    for argument in _computed(context):
        out.line(f"void *{names.made(argument.parameter)} = NULL;")
    made = names.made(context.signature.arguments[-1].parameter)
    out.line(f"PyObject *{made} = NULL, *{names['returned']} = NULL;")


def _convert(context: Context) -> None:
    """Converts what is no array, which may run Python code."""
    names, out = context.names, context.out
    for argument in context.scalars:
        given, step = context.given(argument), names.step(argument.parameter)
        is_array = f"ungil_is_array({names['state']}, {given})"
        is_given = "" if argument.required else f"{given} != NULL && "
        out.line(f"Py_ssize_t {step} = {is_given}{is_array};")
        with out.block(f"if ({is_given}{step} == 0)"):
            item, status = names["item"], names["status"]
            out.line(f"PyObject *{item} = ungil_item({context.where(argument)}, {given});")
            converted = values.conversion(context, argument, item)
            out.line(f"const int {status} = {item} == NULL ? -1 : {converted};")
            out.line(f"Py_XDECREF({item});")
            context.check(status)


def _take(context: Context) -> None:
    """Takes the arrays, `out` last, and points to where each parameter's values are."""
    names, out = context.names, context.out
    *_, target = context.signature.arguments
    for argument in context.signature.arguments:
        given, array = context.given(argument), names.array(argument.parameter)
        if argument is target:
            when = f"{given} != NULL && {given} != Py_None"
        else:
            when = f"{names.step(argument.parameter)} != 0"
        taken = (
            f"ungil_take_operand({names['state']}, {context.where(argument)}, {given}, &{array}, "
            f"&{names['operands']})"
        )
        context.check(taken, when=when)
    first = f"{names['operands']}.first"
    length = f"{first} == NULL ? 1 : ungil_length({first})"
    out.line(f"const Py_ssize_t {names['length']} = {length};")
    for parameter in context.function.parameters:
        array, value = names.array(parameter), names.value(parameter)
        where = f"{names.step(parameter)} != 0 ? {array}.data : (void *)&{value}"
        out.line(f"const {loops.pointer_type(parameter)} *{names.pointer(parameter)} = {where};")
    for argument in context.scalars:
        context.check(
            f"ungil_check_out({names['function']}, {context.index(target)}, "
            f"&{names.array(target.parameter)}, {context.index(argument)}, "
            f"&{names.array(argument.parameter)})"
        )


def _computed(context: Context) -> list[Argument]:
    """The arguments whose default depends on others, so that it may differ by element."""
    return [
        a
        for a in context.scalars
        if a.parameter.default is not None and a.parameter.default.parameters
    ]


def _settle(context: Context) -> None:
    """Works out what was left out, and checks everything, as `counts.settle` does."""
    waiting = [a for a in context.scalars if a.parameter.default is not None]
    pending = checks.all_of(context)
    while True:
        unsettled = {argument.parameter.name for argument in waiting}
        ready = [check for check in pending if not check.needs & unsettled]
        _check(context, ready)
        pending = [check for check in pending if check not in ready]
        if not waiting:
            return
        argument = counts.next_to_settle(context, waiting, unsettled)
        _settle_default(context, argument.parameter, context.given(argument))
        waiting.remove(argument)


def _check(context: Context, ready: list[checks.Check]) -> None:
    """RANGE and REQUIRES of every element, before the first result is written."""
    if not ready:
        return
    needed = frozenset[str]().union(*(check.needs for check in ready))
    with context.out.block(loops.for_each(context)):
        _load(context, needed)
        for check in ready:
            check.write()


def _load(context: Context, needed: Collection[str]) -> None:
    """Sets the variables of these parameters to their values for element `i`."""
    for parameter in context.function.parameters:
        if parameter.name in needed:
            value = context.names.value(parameter)
            context.out.line(f"{value} = {loops.strided(context, parameter)};")


def _settle_default(context: Context, parameter: Parameter, given: str) -> None:
    """A default is computed for each element where it depends on an array."""
    names, out = context.names, context.out
    assert parameter.default is not None
    value, default = names.value(parameter), values.default_of(context, parameter)
    needed = [p for p in context.function.parameters if p.name in parameter.default.parameters]
    with out.block(f"if ({given} == NULL)"):
        if not needed:
            out.line(f"{value} = {default};")
            return
        made, step, type = names.made(parameter), names.step(parameter), loops.value_type(parameter)
        length, i = names["length"], names["i"]
        out.line(f"{step} = {' | '.join(names.step(p) for p in needed)};")
        with out.block(f"if ({step} != 0)"):
            out.line(f"{made} = ungil_elements({length}, sizeof({type}));")
            _fail_if_null(context, made)
            out.line(f"{names.pointer(parameter)} = {made};")
        each = f"{i} < ({step} != 0 ? {length} : 1)"
        with out.block(f"for (Py_ssize_t {i} = 0; {each}; {i}++)"):
            _load(context, parameter.default.parameters)
            out.line(f"{value} = {default};")
            with out.block(f"if ({step} != 0)"):
                out.line(f"(({type} *){made})[{i}] = {value};")


def _allocate(context: Context) -> None:
    """Allocates `out` where it was left out and some argument is an array."""
    names, out = context.names, context.out
    target = context.signature.arguments[-1]
    array, made = names.array(target.parameter), names.made(target.parameter)
    first = f"{names['operands']}.first"
    with out.block(f"if ({first} != NULL && {array}.data == NULL)"):
        out.line(f"{array}.ndim = {first}->ndim;")
        out.line(f"memcpy({array}.shape, {first}->shape, sizeof({array}.shape));")
        out.line(
            f"{made} = ungil_allocate({names['module']}, {context.where(target)}, &{array}, "
            f"{names['operands']}.numpy);"
        )
        _fail_if_null(context, made)
    with out.block(f"if ({first} != NULL)"):
        out.line(f"{names['result']} = {array}.data;")


def _check_in_place(context: Context) -> None:
    """Checks that NumPy's arrays are what was taken: allocating may have run other code."""
    names = context.names
    *inputs, target = context.signature.arguments
    for argument in (*inputs, target):
        array = f"&{names.array(argument.parameter)}"
        context.check(
            f"ungil_stay({context.where(argument)}, {context.given(argument)}, {array})",
            when=f"{names.made(target.parameter)} == NULL" if argument is target else "",
        )


def _run(context: Context) -> None:
    function, names, out = context.function, context.names, context.out
    operands = ", ".join([names["length"], *loops.operand_names(context)])
    _check_in_place(context)
    if function.serialized:
        context.check(f"ungil_serial_enter({names['function']})")
    above = f"ungil_above_{function.name}({operands})"
    with released(context, above=above, length=names["length"]):
        every = ", ".join([names["length"], names["result"], *loops.operand_names(context)])
        out.line(f"ungil_loop_{function.name}({every});")
        if function.serialized:
            out.line("ungil_serial_leave();")


def _return(context: Context) -> None:
    names, out = context.names, context.out
    assert isinstance(context.function.result.form, Value)
    target = context.signature.arguments[-1]
    array, made = names.array(target.parameter), names.made(target.parameter)
    returned = names["returned"]
    with out.block(f"if ({made} == NULL)"):
        value = values.to_python(context, context.function.result.form.type, names["c_return"])
        given = f"Py_NewRef({context.given(target)})"
        out.line(f"{returned} = {names['operands']}.first == NULL ? {value} : {given};")
    with out.otherwise():
        out.line(
            f"{returned} = ungil_give({context.where(target)}, {made}, &{array}, {array}.shape[0]);"
        )
        out.line(f"{made} = NULL;")
    out.label(names["done"])
    out.line(f"Py_XDECREF({made});")
    for argument in _computed(context):
        out.line(f"PyMem_Free({names.made(argument.parameter)});")
    for argument in context.signature.arguments:
        out.line(f"ungil_let_go(&{names.array(argument.parameter)});")
    out.line(f"return {returned};")
