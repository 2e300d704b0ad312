"""What must hold across the declarations of an interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ungil.diagnostics import Span
from ungil.header import names
from ungil.header.function_checks import check_function
from ungil.header.lexer import Token
from ungil.header.preprocessor import Unit
from ungil.header.report import Report
from ungil.header.types import TypeTable
from ungil.interface import Function, Handle, Interface, NewHandle

_HINT_FOR_POINTERS = (
    "a word after the '*', such as UNGIL_COUNTED_BY(n), binds it; UNGIL_SKIP says that lib will do"
)


def check(
    interface: Interface,
    classes: Mapping[str, Token | None],
    prefix: str,
    unit: Unit,
    types: TypeTable,
    report: Report,
) -> None:
    """Reports every function, name and class that cannot be what the headers say.

    `classes` are the C names of the handle types, with the places of their structs.
    """
    functions = {function.name: function for function in interface.functions}
    kinds = {constant.name: constant.kind for constant in interface.constants}
    for function in interface.functions:
        if not function.explicit_skip:
            check_function(function, kinds, report)
            _check_destructors(function, functions, report)
        _note_unbound(function, report)
    _check_c_names(interface, unit, types, report)
    _check_python_names(interface, classes, prefix, report)


def _note_unbound(function: Function, report: Report) -> None:
    if function.unbound is None:
        for parameter in function.parameters:
            _note_renamed(parameter.name, parameter.python_name, parameter.span, report)
    elif not function.explicit_skip:
        report.note(
            "left-to-lib",
            function.span,
            f"{function.name}() is reached through lib only: {function.unbound}",
            hint=_HINT_FOR_POINTERS if "without a word" in function.unbound else None,
        )


def _check_destructors(
    function: Function, functions: Mapping[str, Function], report: Report
) -> None:
    """A function that frees a handle takes it, and nothing else."""
    forms = [(p.form, p.span) for p in function.parameters]
    if function.result.form is not None:
        forms.append((function.result.form, function.span))
    for form, span in forms:
        if not isinstance(form, NewHandle) or form.destructor is None:
            continue
        destructor = functions.get(form.destructor)
        if destructor is None:
            continue
        takes = [parameter.form for parameter in destructor.parameters]
        only = takes[0] if len(takes) == 1 else None
        if isinstance(only, Handle) and only.record.name == form.record.name:
            continue
        report.error(
            "lifetime",
            span,
            f"{destructor.name}() cannot free a {form.record.name}: "
            "a destructor takes the handle and nothing else",
            related=(destructor.span, "it is declared here"),
        )


def _check_c_names(interface: Interface, unit: Unit, types: TypeTable, report: Report) -> None:
    """Names that C code beside Python.h cannot declare."""
    constants = {constant.name for constant in interface.constants}
    for name, span in _c_names(interface, types):
        problem = names.reserved(name, unit.system_includes) or names.hidden_by_cffi(
            name, constant=name in constants
        )
        if problem:
            report.error("reserved-name", span, problem[0], hint=problem[1])


def _c_names(interface: Interface, types: TypeTable) -> Iterator[tuple[str, Span]]:
    for function in interface.functions:
        yield function.name, function.span
        for parameter in function.parameters:
            if names.breaks_parameters(parameter.name):
                yield parameter.name, parameter.span
    for constant in interface.constants:
        yield constant.name, constant.span
    for place in types.places.values():
        yield place.text, place.span


def _check_python_names(
    interface: Interface,
    classes: Mapping[str, Token | None],
    prefix: str,
    report: Report,
) -> None:
    """Two declarations that land on one name, and names that a module cannot have."""
    taken: dict[str, tuple[str, Span]] = {}
    functions = {function.span for function in interface.functions}
    for python_name, c_name, span in _python_names(interface, classes, prefix):
        hint = "give it another name with UNGIL_NAME(name)" if span in functions else None
        _note_renamed((c_name or python_name).rpartition(" ")[2], python_name, span, report)
        problem = names.unusable(python_name)
        if problem:
            report.error("python-name", span, problem, hint=hint)
        before = taken.setdefault(python_name, (c_name or python_name, span))
        if before[1] != span:
            report.error(
                "duplicate-name",
                span,
                f"'{c_name}' and '{before[0]}' are both '{python_name}' in Python",
                hint=hint or "give the function another name with UNGIL_NAME(name)",
                related=(before[1], f"'{before[0]}' is declared here"),
            )


def _note_renamed(c_name: str, python_name: str, span: Span, report: Report) -> None:
    if python_name == f"{c_name}_":
        message = f"'{c_name}' is a keyword of Python: it is '{python_name}' there"
        report.note("renamed", span, message)


def _python_names(
    interface: Interface, classes: Mapping[str, Token | None], prefix: str
) -> Iterator[tuple[str, str | None, Span]]:
    for function in interface.functions:
        if not function.explicit_skip and function.unbound is None:
            yield function.python_name, function.name, function.span
    for constant in interface.constants:
        yield constant.python_name, constant.name, constant.span
    for c_name, place in classes.items():
        if place is not None:
            yield names.in_python(c_name.rpartition(" ")[2], prefix), c_name, place.span
