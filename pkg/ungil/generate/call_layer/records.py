"""Tables of the structs that a module passes; the C compiler fills in their layout."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ungil.generate import docstring
from ungil.generate.c_types import kind, spelling
from ungil.generate.c_writer import CWriter, string_literal
from ungil.interface import CType, Enumeration, Field, Integer, Record
from ungil.records import BoundRecord, class_name, field_names


def write(out: CWriter, bound: Sequence[BoundRecord]) -> None:
    """Writes `ungil_record_point` for each; a struct stands behind those inside it."""
    for index, item in enumerate(bound):
        record = item.record
        fields = f"ungil_fields_{_identifier(record)}"
        named = zip(record.fields or (), field_names(record), strict=True)
        _write_layout(out, record)
        with out.block(f"static const ungil_field {fields}[] =", "};"):
            for field, name in named:
                out.line(f"{_field(record, field, name)},")
        with out.block(f"static const ungil_record {table(record)} =", "};"):
            out.line(f"{string_literal(class_name(record))},")
            out.line(f"{string_literal(docstring.of_record(record))},")
            out.line(f"{fields}, {len(record.fields or ())}, {index},")
            out.line(f"sizeof({record.name}), _Alignof({record.name}),")
        out.line()


def _write_layout(out: CWriter, record: Record) -> None:
    """Has the C compiler check that the header tells all fields; see `#ifdef UNGIL_READING`."""
    names = [field.name for field in record.fields or ()]
    for name, following in pairwise(names):
        out.line(f"UNGIL_FOLLOWS({record.name}, {name}, {following});")
    out.line(f"UNGIL_ENDS({record.name}, {names[-1]});")


def table(record: Record) -> str:
    """The C name of a struct's table."""
    return f"ungil_record_{_identifier(record)}"


def _identifier(record: Record) -> str:
    return record.name.replace(" ", "_")


def _field(record: Record, field: Field, name: str) -> str:
    """`{{"x", "double", ...}, "x", NULL, NULL, offsetof(point, x)}`."""
    element = f"(({record.name} *)NULL)->{field.name}{'[0]' * len(field.shape)}"
    shape = ", ".join(f"(Py_ssize_t)({size.text})" for size in field.shape)
    inside = f"&{table(field.type)}" if isinstance(field.type, Record) else "NULL"
    return (
        f"{{{{{string_literal(name)}, {string_literal(spelling(field.type))}, UNGIL_REQUIRED, "
        f"{_kind(field.type, element)},\n"
        f"  {len(field.shape)}, {_align(field.type)}, sizeof({element})}},\n"
        f" {string_literal(field.name)}, {inside}, "
        f"{f'(const Py_ssize_t[]){{{shape}}}' if shape else 'NULL'}, "
        f"offsetof({record.name}, {field.name})}}"
    )


def _kind(type: CType, element: str) -> str:
    """The `ungil_kind` of a field's elements; an enum of a field may have no name to ask for."""
    if isinstance(type, Integer | Enumeration):
        return f"UNGIL_KIND_OF({element})"
    return kind(type)


def _align(type: CType) -> str:
    return f"_Alignof({'int' if isinstance(type, Enumeration) else spelling(type)})"
