"""C types of the model, as C spells them."""

from __future__ import annotations

from ungil.expression import ParameterValue, Pointee, walk
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Bytes,
    Character,
    Complex,
    CType,
    Enumeration,
    Floating,
    FunctionType,
    Handle,
    Integer,
    NewHandle,
    Parameter,
    Pointer,
    Record,
    Reference,
    Scalar,
    Text,
    Value,
)


def spelling(type: CType) -> str:
    """The type as a declaration of a variable begins; not for function types."""
    match type:
        case Pointer(target, const):
            return f"{'const ' if const else ''}{spelling(target)} *"
        case FunctionType():
            raise TypeError("a function type has no spelling without a declarator")
    return type.name


def declaration(type: str, name: str) -> str:
    """`int n`, `const char *text`."""
    return f"{type}{'' if type.endswith('*') else ' '}{name}"


def parameter_type(parameter: Parameter) -> str:
    """How a helper function that is given the parameter's C value declares it.

    The words let expressions say `*p` of what is behind a pointer, so it is one here too.
    """
    match parameter.form:
        case Value(type):
            return spelling(type)
        case Text():
            return "const char *"
        case Reference(type):
            return f"const {spelling(type)} *"
        case Array(element):
            return f"const {spelling(element)} *"
        case Bytes(element, access=access):
            const = "const " if access is Access.READ else ""
            return f"{const}{spelling(element)} *"
        case Handle() as form:
            return handle_type(form)
        case NewHandle(storage=storage) as form:
            return handle_type(form) if storage else f"{handle_type(form)}*"
    raise TypeError(f"{parameter.name} has no value before the call")


def parameter_declaration(parameter: Parameter) -> str:
    """`const double *a`, `const double (*m)[3]`: the same with the parameter's name."""
    form = parameter.form
    if isinstance(form, Array) and form.fixed_tail:
        tail = form.shape[-form.fixed_tail :]
        if not any(isinstance(n, ParameterValue | Pointee) for e in tail for n in walk(e.node)):
            sizes = "".join(f"[{size.text}]" for size in tail)
            return f"const {spelling(form.element)} (*{parameter.name}){sizes}"
    return declaration(parameter_type(parameter), parameter.name)


def handle_type(form: Handle | NewHandle) -> str:
    """The pointer behind a handle: `T *`, `const T *`."""
    return f"{'const ' if form.const else ''}{spelling(form.record)} *"


def kind(type: CType) -> str:
    """The `ungil_kind` of an array's element, as a C constant expression."""
    match type:
        case Integer(name) | Enumeration(name):
            return f"UNGIL_INTEGER_KIND({name})"
        case Floating():
            return "UNGIL_REAL"
        case Boolean():
            return "UNGIL_BOOLEAN"
        case Complex():
            return "UNGIL_COMPLEX"
        case Character(wide=wide):
            return "UNGIL_WIDE" if wide else "UNGIL_CHARACTER"
        case Record():
            return "UNGIL_STRUCT"
    return "UNGIL_RAW"


def is_real(type: Scalar | Record) -> bool:
    """Whether C computes with it in floating point."""
    return isinstance(type, Floating)
