"""Which structs are handles: objects that live in C and are owned through a Python class."""

from __future__ import annotations

from collections.abc import Sequence

from ungil.frozen import frozen
from ungil.header.declarations import WordUse
from ungil.header.prototypes import Declarator, Prototype
from ungil.header.types import Declared, TypeTable


@frozen
class Handles:
    """The structs that functions make handles of; those in `storage` live in ungil's memory."""

    made: frozenset[str]
    storage: frozenset[str]


def find_handles(prototypes: Sequence[Prototype], types: TypeTable) -> Handles:
    """The handle types of the headers: what an UNGIL_OWNED makes, and initialised structs.

    A complete struct that an UNGIL_OUT first parameter fills is one only if some function
    takes it without a word, as only handles are: else it is a result by value.
    """
    made: set[str] = set()
    initialised: set[str] = set()
    wordless: set[str] = set()
    for prototype in prototypes:
        made.update(_owned(prototype.result, prototype.result.words))
        for index, parameter in enumerate(prototype.parameters):
            made.update(_owned(parameter, parameter.inner.get(1, ())))
            declared = parameter.declared
            if not _is_record_pointer(declared):
                continue
            words = {use.name for use in parameter.words}
            assert isinstance(declared.base, str)
            if index == 0 and "UNGIL_OUT" in words and types.records[declared.base].fields:
                initialised.add(declared.base)
            elif not words - {"UNGIL_OR_NULL", "UNGIL_CONSUMED", "UNGIL_LIFETIMEBOUND"}:
                wordless.add(declared.base)
    storage = frozenset((initialised & wordless) - made)
    return Handles(frozenset(made | storage), storage)


def _owned(declarator: Declarator, words: Sequence[WordUse]) -> set[str]:
    base = declarator.declared.base
    names = {use.name for use in words}
    counted = names & {"UNGIL_COUNTED_BY", "UNGIL_SHAPE", "UNGIL_SIZED_BY"}
    owned = "UNGIL_OWNED" in names and isinstance(base, str) and not counted
    return {base} if owned and isinstance(base, str) else set()


def _is_record_pointer(declared: Declared) -> bool:
    return (
        isinstance(declared.base, str)
        and len(declared.layers) == 1
        and declared.layers[0].is_pointer
    )
