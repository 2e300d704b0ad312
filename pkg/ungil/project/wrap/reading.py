"""From a translation unit to the model: functions, variables, constants, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ungil.project.wrap import constants
from ungil.project.wrap.headers import Unit
from ungil.project.wrap.model import Array, Function, Kind, Library, Object, Parameter, Plain
from ungil.project.wrap.types import TypeReader, UnsupportedError

_RESERVED = re.compile("_[_A-Z]")
_MOST_DOC = 300  # characters of a doc comment that are carried over


def read(unit: Unit, compiler: Sequence[str]) -> Library:
    """All that a header declares. Raises ClangMissingError.

    It is read twice: the first time tells which structs are passed by value.
    """
    first = _Reader(unit, frozenset())
    first.read()
    passed = frozenset(
        type.record
        for function in first.functions.values()
        for type in function.types
        if isinstance(type, Plain) and type.kind is Kind.RECORD
    )
    reader = _Reader(unit, passed)
    reader.read()
    types = reader.types.declarations()
    taken = {*reader.functions, *reader.objects, *reader.types.enumerators}
    taken |= {declaration.name for declaration in types}
    names, not_constant = constants.find(unit, taken, compiler)
    return Library(
        unit.includes,
        types,
        names,
        tuple(reader.objects.values()),
        tuple(reader.functions.values()),
        (*reader.left_out.items(), *not_constant),
        tuple(map(_define, (flag[2:] for flag in unit.flags if flag.startswith("-D")))),
    )


def _define(given: str) -> tuple[str, str]:
    """A macro of the command line, which is 1 where no value is given."""
    name, has_value, value = given.partition("=")
    return name, value if has_value else "1"


class _Reader:
    def __init__(self, unit: Unit, passed: frozenset[str]) -> None:
        self.unit = unit
        self.types = TypeReader(self._is_own, passed)
        self.functions: dict[str, Function] = {}
        self.objects: dict[str, Object] = {}
        self.left_out: dict[str, str] = {}
        self._typedefs = {c.spelling: c for c in unit.cursors if c.kind.name == "TYPEDEF_DECL"}

    def read(self) -> None:
        for cursor in self.unit.cursors:
            name = cursor.spelling
            match cursor.kind.name:
                case "FUNCTION_DECL" if name not in self.functions:
                    self._declare(cursor, self._function)
                case "VAR_DECL" if name not in self.objects:
                    self._declare(cursor, self._object)
                case "ENUM_DECL" if not _RESERVED.match(name):
                    self._enum(cursor)

    def _is_own(self, cursor: Any) -> bool:
        file = cursor.location.file
        return file is not None and file.name in self.unit.files

    def _declare(self, cursor: Any, take: Callable[[Any], None]) -> None:
        name = cursor.spelling
        reason = _unwanted(cursor)
        try:
            if reason is None:
                take(cursor)
                self.left_out.pop(name, None)
                return
        except UnsupportedError as error:
            reason = str(error)
        self.left_out[name] = reason

    def _function(self, cursor: Any) -> None:
        type = cursor.type
        if type.kind.name != "FUNCTIONPROTO":
            raise UnsupportedError("it is declared without its parameters")
        result = self.types.read(cursor.result_type, complete=True)
        arguments = list(cursor.get_arguments())
        types = [self.types.read(argument.type, complete=True) for argument in arguments]
        names = _parameter_names([argument.spelling for argument in arguments])
        self.functions[cursor.spelling] = Function(
            cursor.spelling,
            result,
            tuple(Parameter(name, type) for name, type in zip(names, types, strict=True)),
            type.is_function_variadic(),
            cursor.spelling in self.unit.shadowing,
            _documentation(cursor),
        )

    def _object(self, cursor: Any) -> None:
        if cursor.storage_class.name == "STATIC":
            raise UnsupportedError("it is static: every C file has its own")
        type = self.types.read(cursor.type, complete=True)
        if isinstance(type, Array) and isinstance(type.element, Array):
            raise UnsupportedError("it is an array of arrays")
        self.objects[cursor.spelling] = Object(cursor.spelling, type)

    def _enum(self, cursor: Any) -> None:
        """An enum; one that a typedef names comes with the typedef."""
        if not cursor.get_usr().startswith("c:@EA@"):
            self.types.enum(cursor)
            return
        if (typedef := self._typedefs.get(cursor.spelling)) is not None:
            self.types.read(typedef.type)


def _unwanted(cursor: Any) -> str | None:
    """Why a declaration is not repeated; None for one that is."""
    if _RESERVED.match(cursor.spelling):
        return "its name is reserved for the library itself"
    if cursor.availability.name == "DEPRECATED":
        return "it is deprecated"
    if cursor.availability.name == "NOT_AVAILABLE":
        return "it is not available"
    return None


def _parameter_names(given: Sequence[str]) -> Iterator[str]:
    """The parameters' names, without the underscores of a C library's (`__x`)."""
    taken: set[str] = set()
    for name in given:
        plain = name.lstrip("_")
        if plain in taken or not plain.isidentifier():
            plain = ""
        taken.add(plain)
        yield plain


def _documentation(cursor: Any) -> str:
    """The first paragraph of the doc comment right before a declaration, on one line."""
    comment = cursor.brief_comment or ""
    text = " ".join(comment.split())
    if len(text) <= _MOST_DOC:
        return text
    return f"{text[:_MOST_DOC].rpartition(' ')[0]}…"
