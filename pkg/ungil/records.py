"""Structs as Python sees them: which can be passed by value, and what their classes look like.

A struct by value is a named tuple whose class the module has; in arrays it only has to lie as
in C. The call layer, the stub and the header's checks all ask here.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator

from ungil.frozen import frozen
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Bytes,
    Callback,
    Complex,
    CType,
    Field,
    Floating,
    Form,
    Function,
    FunctionType,
    Parameter,
    Pointer,
    Record,
    Reference,
    Value,
    Void,
)


@frozen
class BoundRecord:
    """A struct that bound functions pass.

    by_value: some value of it comes or goes, so that it has a class. The structs inside it
        stand before it.
    """

    record: Record
    by_value: bool


def refusal(record: Record) -> str | None:
    """Why the call layer cannot pass the struct, or None where it can."""
    if record.union:
        return f"{record.name} is a union, and only C knows which of its fields holds"
    if record.fields is None:
        return f"{record.name} is incomplete"
    if record.partial:
        return (
            f"{record.name} has fields that are not known here: bit-fields, fields without a "
            "name, or those that '...;' stands for"
        )
    if not record.fields:
        return f"{record.name} has no fields"
    if record.name.startswith("("):
        return "a struct in it has no name"
    names = field_names(record)
    if len(set(names)) < len(names):
        return f"two fields of {record.name} have the same name in Python"
    reasons = (_field_refusal(record, field) for field in record.fields)
    return next((reason for reason in reasons if reason is not None), None)


def _field_refusal(record: Record, field: Field) -> str | None:
    match field.type:
        case Record() as inner:
            return refusal(inner)
        case Pointer() | FunctionType() | Void():
            return f"the field '{field.name}' of {record.name} is a pointer"
        case Floating(base="long double") | Complex(base="long double"):
            return f"the field '{field.name}' of {record.name} is a {field.type.name}"
    if field.const:
        return f"the field '{field.name}' of {record.name} is const"
    return None


def class_name(record: Record) -> str:
    """What the struct's class in the module is called."""
    return record.python_name or record.name.rpartition(" ")[2]


def field_names(record: Record) -> tuple[str, ...]:
    """What the fields are called in Python.

    `collections.namedtuple` takes neither keywords, which get a `_`, nor names that begin with
    a `_`, which lose it; what is left without a name is called by its place.
    """
    return tuple(_field_name(field.name, i) for i, field in enumerate(record.fields or ()))


def _field_name(name: str, place: int) -> str:
    bare = name.lstrip("_")
    if not bare.isidentifier():
        return f"field{place}{bare}"
    return f"{bare}_" if keyword.iskeyword(bare) else bare


def bound_records(functions: Iterable[Function]) -> tuple[BoundRecord, ...]:
    """The structs that these functions pass, each after those inside it."""
    found: dict[str, BoundRecord] = {}
    for function in functions:
        forms: list[Form | None] = [function.result.form]
        forms += [parameter.form for parameter in function.parameters]
        forms += [form for parameter in function.parameters for form in _called_back(parameter)]
        for form in forms:
            for record in _inside_out(record_of(form)):
                before = found.get(record.name)
                by_value = is_by_value(form) or (before is not None and before.by_value)
                found[record.name] = BoundRecord(record, by_value)
    return tuple(found.values())


def _called_back(parameter: Parameter) -> Iterator[Form | None]:
    """What goes to a callback, and what comes back from it."""
    if isinstance(parameter.form, Callback):
        type = parameter.form.type
        if isinstance(type.result, Record):
            yield Value(type.result)
        yield from (inner.form for inner in type.parameters)


def record_of(form: Form | None) -> Record | None:
    """The struct that a parameter or result is, or is an array of."""
    match form:
        case Value(Record() as record) | Reference(Record() as record) | Array(Record() as record):
            return record
    return None


def holds_booleans(form: Form | None) -> bool:
    """Whether some of the memory behind a pointer is read as bool."""
    match form:
        case Array(type) | Bytes(type) | Reference(type):
            return _has_boolean(type)
    return False


def _has_boolean(type: CType) -> bool:
    match type:
        case Boolean():
            return True
        case Record(fields=fields):
            return any(_has_boolean(field.type) for field in fields or ())
    return False


def is_by_value(form: Form | None) -> bool:
    """Whether it is one struct, a named tuple in Python."""
    match form:
        case Value(Record()):
            return True
        case Reference(Record(), access=access):
            return access is not Access.CHANGE
    return False


def _inside_out(record: Record | None) -> Iterator[Record]:
    if record is None:
        return
    for field in record.fields or ():
        if isinstance(field.type, Record):
            yield from _inside_out(field.type)
    yield record
