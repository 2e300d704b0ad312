"""What a library's header declares: frozen dataclasses, and how C spells their types.

Words of the notation hang on the type that they describe, so that a proposal is the same function
with other types.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TypeAlias


class Kind(Enum):
    """What a type without pointers is, as far as proposals ask."""

    VOID = auto()
    CHAR = auto()  # plain char: text, or bytes
    BYTE = auto()  # signed char, unsigned char
    INTEGER = auto()
    NUMBER = auto()  # real, complex or boolean
    RECORD = auto()
    HIDDEN = auto()  # a typedef of a pointer, of an array, or of a function
    LONG_DOUBLE = auto()  # which has no type in Python


@dataclass(frozen=True, slots=True)
class Plain:
    """A type that one name spells.

    record: the struct or union that it is, by its key.
    hidden: what a typedef of a pointer, of an array or of a function stands for.
    """

    name: str
    kind: Kind
    const: bool = False
    record: str = ""
    hidden: Type | None = None


@dataclass(frozen=True, slots=True)
class Pointer:
    """`words` are those of the notation that describe it."""

    target: Type
    const: bool = False
    restrict: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Array:
    """`size` is None where C leaves it out."""

    element: Type
    size: int | None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionType:
    """What a function pointer points to."""

    result: Type
    parameters: tuple[Parameter, ...]
    variadic: bool


Type: TypeAlias = Plain | Pointer | Array | FunctionType


@dataclass(frozen=True, slots=True)
class Parameter:
    """`name` is "" where the header has none."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the library.

    macro: whether a macro with parameters has its name too.
    doc: the beginning of its doc comment.
    """

    name: str
    result: Type
    parameters: tuple[Parameter, ...]
    variadic: bool = False
    macro: bool = False
    doc: str = ""

    @property
    def types(self) -> tuple[Type, ...]:
        return (self.result, *(parameter.type for parameter in self.parameters))


@dataclass(frozen=True, slots=True)
class Object:
    """A variable of the library."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class TypeDeclaration:
    """Lines of C that declare a type.

    repeats: whether C allows them once more beside the library's own; what it does not is for
        ungil to read only.
    """

    name: str
    lines: tuple[str, ...]
    repeats: bool


@dataclass(frozen=True, slots=True)
class Library:
    """All that is read of a header.

    includes: what C includes for it; the last is the header itself.
    defines: macros that are defined before that, with their values.
    left_out: what is not declared again, with the reason.
    """

    includes: tuple[str, ...]
    types: tuple[TypeDeclaration, ...]
    constants: tuple[str, ...]
    objects: tuple[Object, ...]
    functions: tuple[Function, ...]
    left_out: tuple[tuple[str, str], ...]
    defines: tuple[tuple[str, str], ...] = ()

    @property
    def include(self) -> str:
        return self.includes[-1]


def with_words(type: Type, *words: str) -> Type:
    """The type, described by words."""
    assert isinstance(type, Pointer | Array)
    return replace(type, words=words)


def uncovered(type: Type) -> Type:
    """The type, with pointers where typedefs hide them: words stand behind a `*`."""
    match type:
        case Plain(hidden=Pointer() as hidden, const=const):
            return uncovered(replace(hidden, const=hidden.const or const))
        case Pointer(target=target):
            return replace(type, target=uncovered(target))
    return type


def spelled(type: Type, name: str = "") -> str:
    """A declaration of a name, or without one the type itself."""
    match type:
        case Plain():
            const = "const " if type.const else ""
            return f"{const}{type.name} {name}".rstrip()
        case Pointer():
            qualifiers = [*type.words]
            qualifiers += ["const"] if type.const else []
            qualifiers += ["UNGIL_RESTRICT"] if type.restrict else []
            inner = f"*{' '.join([*qualifiers, name] if name else qualifiers)}"
            nested = isinstance(type.target, Array | FunctionType)
            return spelled(type.target, f"({inner})" if nested else inner)
        case Array():
            described = " ".join([*type.words, name])
            return spelled(type.element, f"{described}[{'' if type.size is None else type.size}]")
    parameters = [spelled(parameter.type, parameter.name) for parameter in type.parameters]
    parameters += ["..."] if type.variadic else []
    return spelled(type.result, f"{name}({', '.join(parameters) or 'void'})")
