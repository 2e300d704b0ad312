"""Which structs are handles, what their classes are called, and who frees what they stand for."""

from __future__ import annotations

from collections.abc import Sequence

from ungil.frozen import frozen, replace
from ungil.header import names
from ungil.header.declarations import WordUse
from ungil.header.prototypes import Declarator, Prototype
from ungil.header.types import Declared, TypeTable
from ungil.interface import Function, Handle, NewHandle, Parameter


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
    found = {use.name for use in words}
    counted = found & {"UNGIL_COUNTED_BY", "UNGIL_SHAPE", "UNGIL_SIZED_BY"}
    owned = "UNGIL_OWNED" in found and isinstance(base, str) and not counted
    return {base} if owned and isinstance(base, str) else set()


def _is_record_pointer(declared: Declared) -> bool:
    return (
        isinstance(declared.base, str)
        and len(declared.layers) == 1
        and declared.layers[0].is_pointer
    )


def class_name(spelling: str, prefix: str) -> str:
    """The class's name: the struct's, without the builder's prefix."""
    name = spelling.removeprefix("struct ").removeprefix("union ")
    return names.in_python(name, prefix)


def with_destructors(functions: Sequence[Function]) -> tuple[Function, ...]:
    """The functions, of which those that UNGIL_OWNED names consume the handle that they free.

    Nobody need write UNGIL_CONSUMED there: a destructor that left the handle to Python would have
    it freed twice.
    """
    forms = [
        form
        for function in functions
        for form in (function.result.form, *(p.form for p in function.parameters))
    ]
    destructors = {form.destructor for form in forms if isinstance(form, NewHandle)}
    return tuple(
        _consuming(function) if function.name in destructors else function for function in functions
    )


def _consuming(function: Function) -> Function:
    return replace(function, parameters=tuple(map(_consumed, function.parameters)))


def _consumed(parameter: Parameter) -> Parameter:
    if not isinstance(parameter.form, Handle):
        return parameter
    return replace(parameter, form=replace(parameter.form, consumed=True))
