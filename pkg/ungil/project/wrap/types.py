"""C types of the library's header to the model's, and the declarations that they need.

The library's own types keep their names. Those of other headers are spelled by what they stand
for, but for the standard's, which ungil knows; their structs stay opaque, unless one is passed by
value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ungil.header.standard_types import STANDARD_TYPES
from ungil.project.wrap.model import (
    Array,
    FunctionType,
    Kind,
    Parameter,
    Plain,
    Pointer,
    Type,
    TypeDeclaration,
    spelled,
)

_INTEGERS = frozenset("SHORT USHORT INT UINT LONG ULONG LONGLONG ULONGLONG ENUM WCHAR".split())
_BYTES = frozenset("SCHAR UCHAR".split())
_NUMBERS = frozenset("BOOL FLOAT DOUBLE COMPLEX".split())
_CHARS = frozenset("CHAR_S CHAR_U".split())
_ARRAYS = frozenset("CONSTANTARRAY INCOMPLETEARRAY VARIABLEARRAY".split())
_PASSED_ON = frozenset(("va_list", "__builtin_va_list", "__gnuc_va_list"))


class UnsupportedError(Exception):
    """A type that neither the notation nor cffi has; the text says which."""


class TypeReader:
    """Reads types, and collects what declares them.

    is_own: whether a cursor lies in the library's files.
    passed: the structs that some function takes or returns by value.
    """

    def __init__(self, is_own: Callable[[Any], bool], passed: frozenset[str]) -> None:
        self.enumerators: set[str] = set()
        self._is_own = is_own
        self._whole = set(passed)
        self._declarations: list[TypeDeclaration] = []
        self._known: set[str] = set()
        self._bodies: dict[str, Any] = {}
        self._laid_out: set[str] = set()

    # --- entry points ------------------------------------------------------------------------

    def read(self, type: Any, *, complete: bool = False) -> Type:
        """The type; what it names is declared. Raises UnsupportedError.

        complete: whether the size of a struct must be known here.
        """
        kind = _kind(type)
        if type.is_volatile_qualified():
            raise UnsupportedError("it is volatile, which cffi does not know")
        if kind == "POINTER":
            target = self.read(type.get_pointee())
            return Pointer(target, type.is_const_qualified(), type.is_restrict_qualified())
        if kind in _ARRAYS:
            size = type.element_count if kind == "CONSTANTARRAY" else None
            return Array(self.read(type.element_type, complete=True), size)
        if kind == "FUNCTIONPROTO":
            parameters = tuple(
                Parameter("", self.read(argument, complete=True))
                for argument in type.argument_types()
            )
            result = self.read(type.get_result(), complete=True)
            return FunctionType(result, parameters, type.is_function_variadic())
        if kind == "ELABORATED":
            named = self.read(type.get_named_type(), complete=complete)
            return _const(named) if type.is_const_qualified() else named
        found = self._named(type, kind, complete)
        return _const(found) if type.is_const_qualified() else found

    def enum(self, cursor: Any) -> None:
        """Declares an enum, for its constants."""
        self._enum(cursor, "")

    def declarations(self) -> tuple[TypeDeclaration, ...]:
        """All that the types read so far need, in order."""
        while self._bodies:
            self._body(next(iter(self._bodies)))
        return tuple(self._declarations)

    # --- names -------------------------------------------------------------------------------

    def _named(self, type: Any, kind: str, complete: bool) -> Type:
        match kind:
            case "VOID":
                return Plain("void", Kind.VOID)
            case "TYPEDEF":
                return self._typedef(type, complete)
            case "RECORD":
                return self._record(type.get_declaration(), complete)
            case "ENUM":
                cursor = type.get_declaration()
                self._enum(cursor, "")
                if _is_anonymous(cursor):
                    raise UnsupportedError("it has an enum without a name")
                return Plain(f"enum {cursor.spelling}", Kind.INTEGER)
            case "LONGDOUBLE":
                return Plain("long double", Kind.LONG_DOUBLE)
        spelling = _unqualified(type.spelling)
        if kind == "COMPLEX":
            spelling = f"{spelling.removeprefix('_Complex ')} _Complex"
            if "long" in spelling:
                raise UnsupportedError("long double _Complex cannot be passed")
        simple = _simple_kind(kind)
        if simple is None:
            raise UnsupportedError(f"{spelling} cannot be passed")
        return Plain(spelling, simple)

    def _typedef(self, type: Any, complete: bool) -> Type:
        cursor = type.get_declaration()
        name = cursor.spelling
        underlying = cursor.underlying_typedef_type
        if name in _PASSED_ON:
            raise UnsupportedError("a va_list cannot be made in Python")
        if name in STANDARD_TYPES and not self._is_own(cursor):
            return self._standard(name, type)
        inner = _record_of(underlying)
        anonymous = inner is not None and _is_anonymous(inner)
        if not self._is_own(cursor) and not anonymous:
            return self.read(underlying, complete=complete)
        if anonymous:
            assert inner is not None
            return self._anonymous(inner, name)
        stands_for = self.read(underlying, complete=complete)
        if name not in self._known:
            self._known.add(name)
            line = f"typedef {spelled(stands_for, name)};"
            self._declarations.append(TypeDeclaration(name, (line,), repeats=True))
        if isinstance(stands_for, Plain):
            return Plain(name, stands_for.kind, stands_for.const, stands_for.record)
        return Plain(name, Kind.HIDDEN, hidden=stands_for)

    def _standard(self, name: str, type: Any) -> Type:
        if name == "FILE":
            return Plain(name, Kind.RECORD, record=name)
        simple = _simple_kind(_kind(type.get_canonical()))
        if simple is None:
            raise UnsupportedError(f"{name} cannot be passed")
        return Plain(name, simple)

    # --- structs -----------------------------------------------------------------------------

    def _record(self, cursor: Any, complete: bool) -> Type:
        if _is_anonymous(cursor):
            name = cursor.type.spelling  # that of its typedef, if it has one
            if name.isidentifier():
                return self._anonymous(cursor, name)
            raise UnsupportedError("it has a struct without a name")
        word = "union" if cursor.kind.name == "UNION_DECL" else "struct"
        name = f"{word} {cursor.spelling}"
        body = cursor.get_definition()
        if name not in self._known:
            self._known.add(name)
            self._declarations.append(TypeDeclaration(name, (f"{name};",), repeats=True))
            if body is not None and (self._is_own(body) or name in self._whole):
                self._bodies[name] = body
        if complete:
            self._body(name)
        return Plain(name, Kind.RECORD, record=name)

    def _anonymous(self, cursor: Any, name: str) -> Type:
        """A struct, union or enum that only a typedef names: it comes with all that it holds."""
        if cursor.kind.name == "ENUM_DECL":
            self._enum(cursor, name)
            return Plain(name, Kind.INTEGER)
        if name not in self._known:
            self._known.add(name)
            self._bodies[name] = cursor
            self._body(name)
        return Plain(name, Kind.RECORD, record=name)

    def _body(self, name: str) -> None:
        """Declares a struct's fields, unless it has been done.

        A struct that only pointers reach is partial: later versions of a library have more fields.
        """
        cursor = self._bodies.pop(name, None)
        if cursor is None:
            return
        whole = name in self._whole
        members = [each for each in cursor.get_children() if _is_member(each)]
        if not (whole or self._is_own(cursor)):
            members = []
        if whole:
            self._whole |= {_name_of(_record_of(each.type)) for each in members}
        fields = [self._field(member) for member in members]
        lines = [f"    {field}" for field in fields if field is not None]
        lines += [] if whole and None not in fields else ["    ...;"]
        tagged = " " in name
        word = "union" if cursor.kind.name == "UNION_DECL" else "struct"
        head = f"{name} {{" if tagged else f"typedef {word} {{"
        end = "};" if tagged else f"}} {name};"
        self._laid_out.add(name)
        self._declarations.append(TypeDeclaration(name, (head, *lines, end), repeats=False))

    def _field(self, field: Any) -> str | None:
        """A field; None for one that only the C compiler can lay out."""
        if field.kind.name != "FIELD_DECL" or field.is_bitfield() or not field.spelling:
            return None
        try:
            type = self.read(field.type, complete=True)
        except UnsupportedError:
            return None
        if isinstance(type, Array) and type.size in (None, 0):
            return None
        return f"{spelled(type, field.spelling)};" if self._has_size(type) else None

    def _has_size(self, type: Type) -> bool:
        """Whether a type's size is known from what is declared: structs of others are opaque."""
        while isinstance(type, Array):
            type = type.element
        return not isinstance(type, Plain) or not type.record or type.record in self._laid_out

    # --- enums -------------------------------------------------------------------------------

    def _enum(self, cursor: Any, typedef: str) -> None:
        name = typedef or ("" if _is_anonymous(cursor) else f"enum {cursor.spelling}")
        key = name or cursor.get_usr()
        body = cursor.get_definition()
        if key in self._known or body is None:
            return
        self._known.add(key)
        lines = []
        for enumerator in body.get_children():
            if enumerator.kind.name == "ENUM_CONSTANT_DECL":
                self.enumerators.add(enumerator.spelling)
                lines.append(f"    {enumerator.spelling} = {enumerator.enum_value},")
        head = "typedef enum {" if typedef else f"{name or 'enum'} {{"
        end = f"}} {typedef};" if typedef else "};"
        self._declarations.append(TypeDeclaration(key, (head, *lines, end), repeats=False))


def _kind(type: Any) -> str:
    """The kind's name; that of a type which libclang's bindings do not know is ""."""
    try:
        return str(type.kind.name)
    except ValueError:
        return ""


def _simple_kind(kind: str) -> Kind | None:
    for kinds, simple in (
        (_CHARS, Kind.CHAR),
        (_BYTES, Kind.BYTE),
        (_INTEGERS, Kind.INTEGER),
        (_NUMBERS, Kind.NUMBER),
    ):
        if kind in kinds:
            return simple
    return None


def _const(type: Type) -> Type:
    return replace(type, const=True) if isinstance(type, Plain | Pointer) else type


def _unqualified(spelling: str) -> str:
    return re.sub(r"\b(?:const|volatile|restrict) ", "", spelling)


def _record_of(type: Any) -> Any | None:
    """The struct, union or enum that a type is; None for all others."""
    while _kind(type) == "ELABORATED":
        type = type.get_named_type()
    return type.get_declaration() if _kind(type) in ("RECORD", "ENUM") else None


def _name_of(record: Any | None) -> str:
    """How `TypeReader` calls a struct that a field is; "" for all else."""
    if record is None or record.kind.name == "ENUM_DECL":
        return ""
    if _is_anonymous(record):
        return str(record.spelling)
    return f"{'union' if record.kind.name == 'UNION_DECL' else 'struct'} {record.spelling}"


def _is_member(cursor: Any) -> bool:
    """Whether it is a field, or a struct without a name whose fields are the outer one's."""
    if cursor.kind.name == "FIELD_DECL":
        return True
    return cursor.kind.name in ("STRUCT_DECL", "UNION_DECL") and bool(cursor.is_anonymous())


def _is_anonymous(cursor: Any) -> bool:
    """Whether a struct, union or enum has no tag (libclang names it as its typedef)."""
    return bool(re.search(r"@[SUE]A@|@Ea@|\b(?:anonymous|unnamed)\b", cursor.get_usr())) or (
        not cursor.spelling or "(" in cursor.spelling
    )
