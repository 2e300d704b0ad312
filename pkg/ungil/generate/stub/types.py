"""Types in a stub: what a caller may pass, and what comes back."""

from __future__ import annotations

from ungil.generate.stub.names import StubNames
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Bytes,
    Callback,
    Character,
    Complex,
    CType,
    Enumeration,
    Floating,
    Form,
    Handle,
    Integer,
    NewHandle,
    Record,
    Reference,
    Text,
    Value,
)
from ungil.records import class_name
from ungil.signature import callback_function, callback_signature, is_or_null


def argument_type(form: Form, names: StubNames) -> str:
    """What a caller may pass, None under OR_NULL included."""
    match form:
        case Reference(access=Access.CHANGE) | Array() | Bytes():
            annotation = names.buffer
        case Value(scalar) | Reference(scalar):
            annotation = value_argument(scalar, names)
        case Text():
            annotation = names("str")
        case Handle(record):
            annotation = names.handle(record)
        case Callback():
            annotation = _callable(form, names)
        case _:
            raise _not_bound(form)
    if annotation == "None":
        return annotation
    return f"{annotation} | None" if is_or_null(form) else annotation


def _callable(form: Callback, names: StubNames) -> str:
    """What a callback is called with, and what C takes from it: anything where that is nothing."""
    callback = callback_function(form)
    signature = callback_signature(callback)
    passed = ", ".join(_passed(a.parameter.form, names) for a in signature.arguments)
    forms = [r.parameter.form if r.parameter else callback.result.form for r in signature.results]
    given = [value_argument(f.type, names) for f in forms if isinstance(f, Value | Reference)]
    if not given:
        result = names("object")
    else:
        result = given[0] if len(given) == 1 else f"{names('tuple')}[{', '.join(given)}]"
    return f"{names('Callable')}[[{passed}], {result}]"


def _passed(form: Form, names: StubNames) -> str:
    """What a callback gets: copies of what C has."""
    match form:
        case Bytes(access=Access.READ):
            annotation = names("bytes")
        case Bytes():
            annotation = names("memoryview")
        case Array() | Reference(access=Access.CHANGE):
            return names("Any")
        case _:
            annotation = result_type(form, names, or_null=False)
    return f"{annotation} | None" if is_or_null(form) else annotation


def value_argument(type: CType, names: StubNames) -> str:
    """What serves as a value of a C type."""
    match type:
        case Integer() | Enumeration():
            return names("SupportsIndex")
        case Floating():
            return f"{names('SupportsFloat')} | {names('SupportsIndex')}"
        case Boolean():
            return names("bool")
        case Complex():
            return " | ".join(
                names(n) for n in ("complex", "SupportsComplex", "SupportsFloat", "SupportsIndex")
            )
        case Character(wide=wide):
            return names("str" if wide else "bytes")
        case Record():
            return names.serves_as(class_name(type))
    raise _not_bound(type)


def result_type(form: Form, names: StubNames, *, or_null: bool) -> str:
    """What the C result, or what C left in a single value, comes back as."""
    match form:
        case Value(scalar) | Reference(scalar):
            annotation = value_result(scalar, names)
        case Text():
            annotation = names("str")
        case NewHandle(record, or_null=may_be_null):
            annotation = names.handle(record)
            or_null = or_null or may_be_null
        case Array() | Bytes():
            annotation = allocated_type(form, names)
        case _:
            raise _not_bound(form)
    return f"{annotation} | None" if or_null and annotation != names("Any") else annotation


def allocated_type(form: Form, names: StubNames) -> str:
    """Memory that ungil allocated; whether an array is NumPy's is up to the arguments."""
    return names("bytes" if isinstance(form, Bytes) else "Any")


def value_result(type: CType, names: StubNames) -> str:
    """What a value of a C type comes back as."""
    match type:
        case Integer() | Enumeration():
            return names("int")
        case Floating():
            return names("float")
        case Boolean():
            return names("bool")
        case Complex():
            return names("complex")
        case Character(wide=wide):
            return names("str" if wide else "bytes")
        case Record():
            return class_name(type)
    raise _not_bound(type)


def _not_bound(form: object) -> NotImplementedError:
    kind = type(form).__name__
    return NotImplementedError(f"{kind} is not bound yet: its function has to be marked unbound")
