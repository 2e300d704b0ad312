"""The loops of a vectorized function: over arrays, or over one value again and again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from ungil.generate.c_types import declaration, spelling
from ungil.generate.call_layer.context import Context
from ungil.interface import Boolean, Parameter, Value

_PATTERNS = 3  # up to as many parameters, every pattern of arrays and values has its own loop


def value_type(parameter: Parameter) -> str:
    """The C type of a parameter."""
    assert isinstance(parameter.form, Value)
    return spelling(parameter.form.type)


def _is_boolean(parameter: Parameter) -> bool:
    return isinstance(parameter.form, Value) and isinstance(parameter.form.type, Boolean)


def pointer_type(parameter: Parameter) -> str:
    """How elements are read: an array of bool may hold any byte, a C bool may not."""
    return "unsigned char" if _is_boolean(parameter) else value_type(parameter)


def _element(context: Context, parameter: Parameter, index: str) -> str:
    element = f"{context.names.pointer(parameter)}[{index}]"
    return f"{element} != 0" if _is_boolean(parameter) else element


def strided(context: Context, parameter: Parameter) -> str:
    """The parameter's value for element `i`, whether it comes from an array or not."""
    return _element(context, parameter, f"{context.names['i']} * {context.names.step(parameter)}")


def for_each(context: Context) -> str:
    """The head of a loop over all elements."""
    i = context.names["i"]
    return f"for (Py_ssize_t {i} = 0; {i} < {context.names['length']}; {i}++)"


def _operands(context: Context) -> list[str]:
    """The declarations of where each parameter's values are."""
    found = []
    for parameter in context.function.parameters:
        pointer = f"const {pointer_type(parameter)} *{context.names.pointer(parameter)}"
        found += [pointer, f"Py_ssize_t {context.names.step(parameter)}"]
    return found


def operand_names(context: Context) -> list[str]:
    """Where each parameter's values are, as arguments of a loop."""
    names = context.names
    return [n for p in context.function.parameters for n in (names.pointer(p), names.step(p))]


def write(context: Context) -> None:
    """Writes a loop a pattern: then the compiler knows what is read one after another."""
    function, names, out = context.function, context.names, context.out
    assert isinstance(function.result.form, Value)
    result = f"{spelling(function.result.form.type)} *{names['result']}"
    declared = [f"Py_ssize_t {names['length']}", result, *_operands(context)]
    head = f"static void ungil_loop_{function.name}("
    with out.function(head + f",\n{' ' * len(head)}".join(declared) + ")"):
        steps = [names.step(parameter) for parameter in function.parameters]
        pattern_given = " | ".join([steps[0], *(f"{s} << {i}" for i, s in enumerate(steps) if i)])
        with out.block(f"switch ({pattern_given})"):
            for pattern in _patterns(len(steps)):
                number = sum(step << i for i, step in enumerate(pattern))
                with out.block(f"case {number}:"):
                    _write_loop(context, pattern)
                    out.line("return;")
        _write_call(context, [strided(context, parameter) for parameter in function.parameters])


def _patterns(count: int) -> Iterable[tuple[int, ...]]:
    """Which parameters are arrays (1) in the loops that there are besides the general one."""
    if count > _PATTERNS:
        return [(1,) * count]
    return [pattern[::-1] for pattern in product((0, 1), repeat=count) if any(pattern)]


def _write_loop(context: Context, pattern: tuple[int, ...]) -> None:
    arguments = []
    for parameter, step in zip(context.function.parameters, pattern, strict=True):
        if step:
            arguments.append(_element(context, parameter, context.names["i"]))
        else:
            value = declaration(value_type(parameter), context.names.value(parameter))
            context.out.line(f"const {value} = {_element(context, parameter, '0')};")
            arguments.append(context.names.value(parameter))
    _write_call(context, arguments)


def _write_call(context: Context, arguments: list[str]) -> None:
    names = context.names
    with context.out.block(for_each(context)):
        call = f"{context.function.name}({', '.join(arguments)})"
        context.out.line(f"{names['result']}[{names['i']}] = {call};")


def write_above(context: Context) -> None:
    """RELEASE_ABOVE: whether the work of all elements together is above the threshold."""
    function, names, out = context.function, context.names, context.out
    policy = function.policy
    assert policy.work is not None
    assert policy.threshold is not None
    used = {*policy.work.parameters, *policy.threshold.parameters}
    declared = [f"Py_ssize_t {names['length']}", *_operands(context)]
    head = f"static bool ungil_above_{function.name}("
    with out.function(head + f",\n{' ' * len(head)}".join(declared) + ")"):
        for parameter in function.parameters:
            if parameter.name not in used:
                out.line(f"(void){names.pointer(parameter)}, (void){names.step(parameter)};")
        out.line(f"ungil_exact {names['work']} = ungil_whole(0);")
        with out.block(for_each(context)):
            for parameter in function.parameters:
                if parameter.name in used:
                    value = declaration(value_type(parameter), names.value(parameter))
                    out.line(f"const {value} = {strided(context, parameter)};")
            out.line(f"{names['work']} = ungil_add({names['work']}, {context.exact(policy.work)});")
            above = f"ungil_greater({names['work']}, {context.exact(policy.threshold)})"
            with out.block(f"if (ungil_holds({above}))"):
                out.line("return true;")
        out.line("return false;")
