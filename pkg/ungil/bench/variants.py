"""The variants of a project's functions that are timed against each other in one module.

Each function is bound again under other names: once a policy, and twice with an empty kernel, which
takes the same arguments and gives what the real one gave last. A macro makes the real kernel answer
to the names of its variants; the empty ones are C functions of their own, in another file, so that
they are really called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ungil.expression import SizeOf, walk
from ungil.frozen import frozen, replace
from ungil.generate.c_writer import CWriter
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    Constant,
    ConstantKind,
    Function,
    GilPolicy,
    Handle,
    Integer,
    Interface,
    Lock,
    NewHandle,
    Parameter,
    Record,
    Reference,
    Result,
    Value,
)

HEADER = "ungil_bench.h"
POLICIES = ("hold", "release", "auto")
EMPTY = ("empty_hold", "empty_release")
_LOCKS = {"hold": Lock.HOLD, "release": Lock.RELEASE, "auto": Lock.AUTO}

# struct's letters of C's types; long double and complex numbers by NumPy's.
_LETTERS = {
    "_Bool": "?",
    "char": "b",
    "signed char": "b",
    "unsigned char": "B",
    "short": "h",
    "unsigned short": "H",
    "int": "i",
    "unsigned int": "I",
    "long": "l",
    "unsigned long": "L",
    "long long": "q",
    "unsigned long long": "Q",
    "float": "f",
    "double": "d",
    "long double": "g",
    "float _Complex": "F",
    "double _Complex": "D",
}


def name_of(function: Function, variant: str) -> str:
    """What a variant of a function is called in the module."""
    return f"ungil_bench_{variant}_{function.name}"


def obstacle(function: Function) -> str | None:
    """Why a function is not timed; None where it can be."""
    if function.explicit_skip or function.unbound is not None:
        return function.unbound or "UNGIL_SKIP"
    for parameter in function.parameters:
        match parameter.form:
            case Callback():
                return f"'{parameter.name}' is a callback: its Python code would be measured"
            case Handle(consumed=True):
                return f"it takes '{parameter.name}' away: it cannot be called again and again"
    return None


def has_empty_kernel(function: Function) -> bool:
    """Whether an empty kernel can stand in for it: not where something new is given each time."""
    form = function.result.form
    if function.result.owned or isinstance(form, NewHandle | Handle):
        return False
    return all(
        not isinstance(p.form, NewHandle) and re.search(rf"\b{p.name}\b", function.declaration)
        for p in function.parameters
    )


@frozen
class Variants:
    """What is built: the model and the C beside it.

    header: the C of HEADER, which the module includes after the project's own.
    kernels: a C file with the empty kernels.
    """

    interface: Interface
    header: str
    kernels: str


def variants(interface: Interface, functions: Iterable[Function]) -> Variants:
    """The interface with the variants of some of its functions."""
    timed = list(functions)
    empty = [function for function in timed if has_empty_kernel(function)]
    names = list(_constants(timed))
    header, kernels = CWriter(), CWriter()
    _write_header(header, timed, empty, names)
    _write_kernels(kernels, interface, empty)
    span = timed[0].span
    return Variants(
        replace(
            interface,
            headers=(*interface.headers, HEADER),
            functions=(
                *interface.functions,
                *(_variant(f, v) for f in timed for v in POLICIES),
                *(_variant(f, v) for f in empty for v in EMPTY),
                Function(
                    "ungil_bench_record",
                    "ungil_bench_record",
                    Result(None),
                    (Parameter("on", "on", Value(Integer("int")), span),),
                    span,
                    "void ungil_bench_record(int on)",
                    policy=GilPolicy(Lock.HOLD),
                ),
            ),
            constants=(
                *interface.constants,
                *(Constant(name, name, kind, span) for name, kind, _ in names),
            ),
        ),
        header.text(),
        kernels.text(),
    )


def _variant(function: Function, variant: str) -> Function:
    name = name_of(function, variant)
    lock = _LOCKS[variant.removeprefix("empty_")]
    return replace(function, name=name, python_name=name, policy=GilPolicy(lock))


# --- what only the C compiler knows -----------------------------------------------------


def format_name(type: str) -> str:
    """The constant that holds the letter of a type of elements."""
    return f"ungil_bench_format_{_identifier(type)}"


def size_name(type: str) -> str:
    """The constant that holds the size of a type."""
    return f"ungil_bench_size_{_identifier(type)}"


def _identifier(type: str) -> str:
    return re.sub(r"\W+", lambda m: "_".join(f"{ord(c):x}" for c in m[0]), type)


def _constants(functions: Iterable[Function]) -> Iterator[tuple[str, ConstantKind, str]]:
    """Names, kinds and C of the constants: letters and sizes of types, each once."""
    found: dict[str, tuple[str, ConstantKind, str]] = {}
    for function in functions:
        for parameter in function.parameters:
            for type in _element_types(parameter):
                name = format_name(type)
                found[name] = (name, ConstantKind.TEXT, f"UNGIL_BENCH_LETTER({type})")
        for type in _sizes_asked_for(function):
            found[size_name(type)] = (size_name(type), ConstantKind.INTEGER, f"sizeof({type})")
    yield from found.values()


def _element_types(parameter: Parameter) -> Iterator[str]:
    match parameter.form:
        case Array(element) if not isinstance(element, Record):
            yield element.name
        case Reference(type, Access.CHANGE) if not isinstance(type, Record):
            yield type.name


def _sizes_asked_for(function: Function) -> Iterator[str]:
    expressions = list(function.requires)
    for parameter in function.parameters:
        match parameter.form:
            case Array(shape=shape):
                expressions += shape
            case Bytes(size=size):
                expressions.append(size)
        if parameter.range is not None:
            expressions += (parameter.range.low, parameter.range.high)
    for expression in expressions:
        for node in walk(expression.node):
            if isinstance(node, SizeOf):
                yield node.type


# --- the C of it --------------------------------------------------------------------------


def _write_header(
    out: CWriter,
    timed: list[Function],
    empty: list[Function],
    constants: list[tuple[str, ConstantKind, str]],
) -> None:
    out.line("/* Written by `ungil bench`. */\n#pragma once\n")
    letters = ", ".join(f'{type}: "{letter}"' for type, letter in _LETTERS.items())
    out.line(f'#define UNGIL_BENCH_LETTER(type) _Generic((type)0, {letters}, default: "")\n')
    for name, _, text in constants:
        out.line(f"#define {name} {text}")
    for function in timed:
        for variant in POLICIES:
            out.line(f"#define {name_of(function, variant)} {function.name}")
    for function in empty:
        first, *others = (name_of(function, variant) for variant in EMPTY)
        out.line(f"extern __typeof__({function.name}) {first};")
        for other in others:
            out.line(f"#define {other} {first}")
    out.line("void ungil_bench_record(int on);")


def _write_kernels(out: CWriter, interface: Interface, empty: list[Function]) -> None:
    out.line("/* Written by `ungil bench`: kernels that do nothing. */")
    for header in (*interface.headers, HEADER):
        out.line(f'#include "{header}"')
    out.line()
    out.line("/* Whether the real kernels are called, and what they give is kept. */")
    out.line("static int ungil_bench_recording;\n")
    with out.function("void ungil_bench_record(int on)"):
        out.line("ungil_bench_recording = on;")
    for function in empty:
        _write_kernel(out, function)


def _write_kernel(out: CWriter, function: Function) -> None:
    """The author's own declaration with another name, and a body."""
    arguments = ", ".join(parameter.name for parameter in function.parameters)
    call = f"{function.name}({arguments})"
    given = [
        parameter.name
        for parameter in function.parameters
        if isinstance(parameter.form, Reference)
        and parameter.form.access in (Access.WRITE, Access.UPDATE)
    ]
    head = re.sub(r"\b(static|inline|__inline|__inline__)\b", "", function.declaration)
    head = re.sub(rf"\b{function.name}\b", name_of(function, EMPTY[0]), head)
    with out.function(" ".join(head.split())):
        returned = function.result.form is not None
        if returned:
            out.line(f"static __typeof__({call}) ungil_bench_result;")
        for name in given:
            out.line(f"static __typeof__(*{name}) ungil_bench_{name};")
        with out.block("if (ungil_bench_recording)"):
            out.line(f"ungil_bench_result = {call};" if returned else f"{call};")
            for name in given:
                out.line(f"ungil_bench_{name} = *{name};")
        for name in given:
            out.line(f"*{name} = ungil_bench_{name};")
        if returned:
            out.line("return ungil_bench_result;")
