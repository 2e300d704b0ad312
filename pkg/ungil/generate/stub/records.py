"""Structs in a stub: the class of each, and what may be passed for one."""

from __future__ import annotations

from collections.abc import Iterable

from ungil.expression import Expression, Number
from ungil.generate import docstring
from ungil.generate.stub.names import StubNames
from ungil.generate.stub.types import value_argument, value_result
from ungil.interface import Character, Field, Record
from ungil.records import BoundRecord, class_name, field_names

_LONGEST = 8  # arrays whose every item stands in the type
_OF_TUPLE = frozenset(("count", "index"))


def classes(bound: Iterable[BoundRecord], names: StubNames) -> list[str]:
    """The class of each struct that is passed by value, and an alias for what serves as one."""
    return [_class(item.record, names) for item in bound if item.by_value]


def _class(record: Record, names: StubNames) -> str:
    fields = record.fields or ()
    lines = [f"class {class_name(record)}({names('NamedTuple')}):", _doc(record), ""]
    for field, name in zip(fields, field_names(record), strict=True):
        ignored = "  # type: ignore[assignment]  # pyright: ignore" if name in _OF_TUPLE else ""
        lines.append(f"    {name}: {_result(field, names)}{ignored}")
    lines += ["", f"{names.serves_as(class_name(record))}: {names('TypeAlias')} = ("]
    lines += [f"    {class_name(record)}", f"    | {names('tuple')}["]
    lines += [f"        {_argument(field, names)}," for field in fields]
    lines += ["    ]", f"    | {names('list')}[{names('Any')}]", ")"]
    return "\n".join(lines) + "\n"


def _doc(record: Record) -> str:
    lines = docstring.of_record(record).strip().split("\n")
    text = "\n".join(f"    {line}".rstrip() for line in lines)
    return f'    """{text.strip()}\n    """'


def _result(field: Field, names: StubNames) -> str:
    annotation = value_result(field.type, names)
    for size in reversed(_dimensions(field)):
        many = f"{annotation}, ..."
        if isinstance(size.node, Number) and 0 < size.node.value <= _LONGEST:
            many = ", ".join([annotation] * int(size.node.value))
        annotation = f"{names('tuple')}[{many}]"
    return annotation


def _argument(field: Field, names: StubNames) -> str:
    annotation = value_argument(field.type, names)
    for _ in _dimensions(field):
        annotation = f"{names('Sequence')}[{annotation}]"
    return annotation


def _dimensions(field: Field) -> tuple[Expression, ...]:
    """Those that are sequences: the last one of characters is their string."""
    return field.shape[:-1] if isinstance(field.type, Character) else field.shape
