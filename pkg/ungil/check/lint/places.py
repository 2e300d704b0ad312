"""Names, kinds and places of what libclang's cursors stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ungil.check.compilation import name_of
from ungil.check.lint.program import Kind, Object
from ungil.diagnostics import Span
from ungil.libclang import library

# The types whose objects are there to be shared; the functions that use them take care.
_LOCKS = frozenset(
    "pthread_mutex_t pthread_rwlock_t pthread_spinlock_t pthread_once_t pthread_cond_t "
    "pthread_barrier_t sem_t mtx_t cnd_t once_flag atomic_flag SRWLOCK CRITICAL_SECTION "
    "CONDITION_VARIABLE INIT_ONCE PyMutex PyThread_type_lock".split()
)
_ANNOTATION = "ungil:shared:"


@dataclass
class Places:
    """What is known across translation units: names of files relative to `base`."""

    base: Path
    objects: dict[str, Object] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _with_pointers: dict[str, bool] = field(default_factory=dict)

    def span(self, cursor: Any) -> Span:
        place = cursor.extent.start if cursor.kind.is_expression() else cursor.location
        if place.file is None:
            return Span("", 1, 1)
        file = place.file.name
        if file not in self._names:
            self._names[file] = name_of(file, self.base)
        return Span(self._names[file], place.line, place.column)

    def holds_pointers(self, type_: Any) -> bool:
        """Whether a struct or a union has pointers in it."""
        kinds = library().TypeKind
        plain = type_.get_canonical()
        while plain.kind in (kinds.CONSTANTARRAY, kinds.INCOMPLETEARRAY):
            plain = plain.element_type.get_canonical()
        if plain.kind != kinds.RECORD:
            return bool(plain.kind == kinds.POINTER)
        name: str = plain.spelling
        if name not in self._with_pointers:
            fields = list(plain.get_fields())
            self._with_pointers[name] = any(self.holds_pointers(each.type) for each in fields)
        return self._with_pointers[name]

    def function_key(self, cursor: Any) -> str:
        """A function's name, with its file where another file may have another of that name."""
        cindex = library()
        if cursor.linkage == cindex.LinkageKind.EXTERNAL:
            return str(cursor.spelling)
        return f"{self.span(_definition(cursor)).file}:{cursor.spelling}"

    def key_of_name(self, unit: Any, name: str) -> str:
        """The key of the function of a name, where there is no cursor that refers to it."""
        for cursor in unit.cursor.get_children():
            if cursor.kind.name == "FUNCTION_DECL" and cursor.spelling == name:
                return self.function_key(cursor)
        return name

    def object(self, cursor: Any) -> Object | None:
        """The object of static storage that a declaration declares; None for an automatic one."""
        cindex = library()
        linkage = cursor.linkage
        if linkage in (cindex.LinkageKind.EXTERNAL, cindex.LinkageKind.UNIQUE_EXTERNAL):
            key = cursor.spelling
        elif linkage == cindex.LinkageKind.INTERNAL:
            key = f"{self.span(cursor.canonical).file}:{cursor.spelling}"
        elif cursor.storage_class == cindex.StorageClass.STATIC:
            span = self.span(cursor)
            key = f"{span.file}:{span.line}:{span.column}:{cursor.spelling}"
        else:
            return None
        known = self.objects.get(key)
        if known is None or not known.defined or (known.shared is None and cursor.is_definition()):
            self.objects[key] = self._object(key, cursor, known)
        return self.objects[key]

    def _object(self, key: str, cursor: Any, known: Object | None) -> Object:
        definition = _definition(cursor)
        shared = annotation(definition) or annotation(cursor) or (known.shared if known else None)
        span = self.span(definition)
        if known is not None and known.defined:
            span = known.span
        return Object(
            key,
            cursor.spelling,
            _kind(definition),
            span,
            shared,
            cursor.type.is_volatile_qualified(),
            # A file's `int x;` is no definition to libclang: a later one might follow.
            cursor.storage_class != library().StorageClass.EXTERN
            or definition.is_definition()
            or (known is not None and known.defined),
        )


def annotation(cursor: Any) -> str | None:
    """The text of a declaration's UNGIL_SHARED."""
    cindex = library()
    for child in cursor.get_children():
        if child.kind == cindex.CursorKind.ANNOTATE_ATTR and child.spelling.startswith(_ANNOTATION):
            return str(child.spelling)[len(_ANNOTATION) :]
    return None


def is_atomic(type_: Any) -> bool:
    """Whether a type is `_Atomic`, or an array of such, or a struct of nothing else."""
    cindex = library()
    kinds = cindex.TypeKind
    plain = type_.get_canonical()
    while plain.kind in (kinds.CONSTANTARRAY, kinds.INCOMPLETEARRAY, kinds.VARIABLEARRAY):
        plain = plain.element_type.get_canonical()
    if plain.kind == kinds.ATOMIC:
        return True
    if plain.kind == kinds.RECORD:
        fields = list(plain.get_fields())
        return bool(fields) and all(is_atomic(each.type) for each in fields)
    return False


def is_const(type_: Any) -> bool:
    """Whether C forbids to write objects of a type: const, or an array of such."""
    kinds = library().TypeKind
    plain = type_.get_canonical()
    while plain.kind in (kinds.CONSTANTARRAY, kinds.INCOMPLETEARRAY, kinds.VARIABLEARRAY):
        if plain.is_const_qualified():
            return True
        plain = plain.element_type.get_canonical()
    return bool(plain.is_const_qualified())


def _kind(cursor: Any) -> Kind:
    cindex = library()
    if cursor.tls_kind != cindex.TLSKind.NONE:
        return Kind.THREAD_LOCAL
    if is_const(cursor.type):
        return Kind.CONST
    if _type_name(cursor.type) in _LOCKS:
        return Kind.LOCK
    if is_atomic(cursor.type):
        return Kind.ATOMIC
    return Kind.PLAIN


def _type_name(type_: Any) -> str:
    kinds = library().TypeKind
    while type_.kind in (kinds.CONSTANTARRAY, kinds.INCOMPLETEARRAY):
        type_ = type_.element_type
    name: str = type_.spelling
    return name.removeprefix("volatile ").removeprefix("static ")


def _definition(cursor: Any) -> Any:
    return cursor.get_definition() or cursor.canonical
