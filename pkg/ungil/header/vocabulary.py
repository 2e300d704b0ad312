"""The words of the header notation: what each is called, where it stands, what it takes.

docs/notation.md tells what they mean; `ungil.h` defines them for the C compiler.
"""

from __future__ import annotations

from enum import Enum, Flag, auto

from ungil.frozen import frozen


class Place(Flag):
    """Where a word may stand."""

    POINTER = auto()  # right after a `*`, or before the name of an array or a pointer type
    VALUE = auto()  # right before the name of a parameter that is passed by value
    FUNCTION = auto()  # after the parameter list, or before the declaration
    OBJECT = auto()  # before the declaration of an object
    STATEMENT = auto()  # as a declaration of its own


class Argument(Enum):
    """What a word takes in its parentheses."""

    NONE = "nothing"
    EXPRESSION = "an expression"
    EXPRESSIONS = "one or more expressions"
    TWO_EXPRESSIONS = "two expressions"
    C = "C source"
    OPTIONAL_C = "C source or nothing"
    IDENTIFIER = "a name"
    STRING = "a string"


@frozen
class Word:
    """One word; `bare` is the spelling of clang's -fbounds-safety, where there is one."""

    name: str
    place: Place
    argument: Argument = Argument.NONE
    bare: str | None = None
    repeats: bool = False


_POINTER, _VALUE, _FUNCTION = Place.POINTER, Place.VALUE, Place.FUNCTION
_ANY = _POINTER | _VALUE

_TABLE = (
    Word("UNGIL_COUNTED_BY", _POINTER, Argument.EXPRESSION, "__counted_by"),
    Word("UNGIL_SHAPE", _POINTER, Argument.EXPRESSIONS),
    Word("UNGIL_SIZED_BY", _POINTER, Argument.EXPRESSION, "__sized_by"),
    Word("UNGIL_NUL_TERMINATED", _POINTER, bare="__null_terminated"),
    Word("UNGIL_SINGLE", _POINTER, bare="__single"),
    Word("UNGIL_OR_NULL", _POINTER),
    Word("UNGIL_OUT", _POINTER),
    Word("UNGIL_INOUT", _POINTER),
    Word("UNGIL_WRITTEN", _POINTER, Argument.EXPRESSION),
    Word("UNGIL_OWNED", _POINTER, Argument.IDENTIFIER),
    Word("UNGIL_CONSUMED", _POINTER),
    Word("UNGIL_LIFETIMEBOUND", _POINTER),
    Word("UNGIL_NOESCAPE", _POINTER),
    Word("UNGIL_CONTEXT", _POINTER),
    Word("UNGIL_ON_EXCEPTION", _POINTER, Argument.C),
    Word("UNGIL_DEFAULT", _ANY, Argument.C),
    Word("UNGIL_RANGE", _ANY, Argument.TWO_EXPRESSIONS),
    Word("UNGIL_RELEASE", _FUNCTION),
    Word("UNGIL_RELEASE_ABOVE", _FUNCTION, Argument.TWO_EXPRESSIONS),
    Word("UNGIL_HOLD", _FUNCTION),
    Word("UNGIL_AUTO", _FUNCTION),
    Word("UNGIL_SERIALIZED", _FUNCTION),
    Word("UNGIL_REQUIRES", _FUNCTION, Argument.EXPRESSION, repeats=True),
    Word("UNGIL_SUCCESS", _FUNCTION, Argument.C),
    Word("UNGIL_STATUS", _FUNCTION, Argument.OPTIONAL_C),
    Word("UNGIL_ERRNO", _FUNCTION),
    Word("UNGIL_VECTORIZE", _FUNCTION),
    Word("UNGIL_NAME", _FUNCTION, Argument.IDENTIFIER),
    Word("UNGIL_SHARED", _FUNCTION | Place.OBJECT, Argument.STRING),
    Word("UNGIL_SKIP", _FUNCTION),
    Word("UNGIL_CONSTANT", Place.STATEMENT, Argument.IDENTIFIER),
)

WORDS: dict[str, tuple[Word, ...]] = {word.name: (word,) for word in _TABLE}
"""Every spelling, and the words that it stands for (`__counted_by_or_null` is two)."""
WORDS |= {word.bare: (word,) for word in _TABLE if word.bare}
WORDS |= {
    f"{bare}_or_null": (*WORDS[bare], *WORDS["UNGIL_OR_NULL"])
    for bare in ("__counted_by", "__sized_by")
}

POLICIES = frozenset(
    ("UNGIL_RELEASE", "UNGIL_RELEASE_ABOVE", "UNGIL_HOLD", "UNGIL_AUTO"),
)
EXTENTS = frozenset(
    ("UNGIL_COUNTED_BY", "UNGIL_SHAPE", "UNGIL_SIZED_BY", "UNGIL_NUL_TERMINATED", "UNGIL_SINGLE"),
)
"""The words that say how much lies behind a pointer: one of them at most."""

_PLACES = {
    _POINTER: "stands right after the '*' that it describes",
    _ANY: "stands right before the parameter's name, or after its '*'",
    _FUNCTION: "stands after the parameter list, or before the declaration",
    _FUNCTION | Place.OBJECT: "stands after a parameter list, or before a declaration",
    Place.STATEMENT: "is a declaration of its own: UNGIL_CONSTANT(NAME);",
}


def rule_of_place(word: Word) -> str:
    """Where the word stands, as a hint says it."""
    return f"{word.name} {_PLACES[word.place]}"
