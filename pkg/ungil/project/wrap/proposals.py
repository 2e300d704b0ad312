"""What the words of a function may be, guessed from its names and types.

A guess is bound only where it can do no more than read: memory that C may not write, whose end
the next parameter tells, and text. All else is written with UNGIL_SKIP, the guess beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ungil.project.wrap import names
from ungil.project.wrap.model import (
    Array,
    Function,
    FunctionType,
    Kind,
    Parameter,
    Plain,
    Pointer,
    Type,
    uncovered,
    with_words,
)

_SCALARS = (Kind.BYTE, Kind.CHAR, Kind.INTEGER, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a function may be bound.

    function: as the library declares it, its parameters named.
    proposed: the same with words on its types.
    guesses: what of it an author must confirm.
    doubts: why it must not be bound unread; none where it may be.
    complete: whether the words say all that a binding needs.
    """

    function: Function
    proposed: Function
    guesses: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    complete: bool = True

    @property
    def is_bound(self) -> bool:
        return not self.doubts


@dataclass(frozen=True, slots=True)
class _Handles:
    """The structs that functions make, by what frees them."""

    destructors: Mapping[str, Sequence[str]]

    def destructor(self, record: str, maker: str) -> str | None:
        """Who frees what `maker` makes: of several, the one whose name is most alike."""
        found = self.destructors.get(record, ())
        return max(found, key=lambda name: names.likeness(name, maker), default=None)


def propose(functions: Sequence[Function]) -> tuple[Proposal, ...]:
    """How each function may be bound.

    A struct is a handle where one function can be bound that makes it, and another frees it.
    """
    destructors: dict[str, list[str]] = {}
    for function in functions:
        destructors.setdefault(_freed(function), []).append(function.name)
    destructors.pop("", None)
    while True:
        proposals = tuple(_propose(function, _Handles(destructors)) for function in functions)
        made = {record for each in proposals if each.complete for record in _made(each.proposed)}
        if made == destructors.keys():
            return proposals
        destructors = {record: destructors[record] for record in made}


def _freed(function: Function) -> str:
    """The struct that a function frees, by what it is called and takes; "" for none."""
    if len(function.parameters) != 1 or not names.frees(function.name):
        return ""
    match uncovered(function.parameters[0].type):
        case Pointer(Plain(const=False, record=record)):
            return record
    return ""


def _made(function: Function) -> Iterator[str]:
    """The structs that a function's words say it makes."""
    for type in function.types:
        match type:
            case Pointer(Pointer(Plain(record=record), words=words)) | Pointer(
                Plain(record=record), words=words
            ) if any(word.startswith("UNGIL_OWNED") for word in words):
                yield record


def _propose(function: Function, handles: _Handles) -> Proposal:
    reading = _Reading(function, handles)
    reading.read()
    return reading.proposal()


class _Reading:
    """One function, parameter by parameter.

    types: those of the parameters, which words are hung on.
    sizes: indices of parameters that say how long another is.
    text, counted: names of parameters that are taken for text, and for memory of some size.
    """

    def __init__(self, function: Function, handles: _Handles) -> None:
        self.function = function
        self.handles = handles
        self.parameters = _named(function.parameters)
        self.types = [uncovered(parameter.type) for parameter in self.parameters]
        self.result = uncovered(function.result)
        self.sizes: set[int] = set()
        self.text: list[str] = []
        self.counted: list[str] = []
        self.guesses: list[str] = []
        self.doubts: list[str] = []
        self.complete = True

    def proposal(self) -> Proposal:
        named = zip(self.parameters, self.types, strict=True)
        described = tuple(Parameter(parameter.name, type) for parameter, type in named)
        proposed = replace(self.function, result=self.result, parameters=described)
        plain = replace(self.function, parameters=tuple(self.parameters))
        doubts = tuple(dict.fromkeys(self.doubts))
        return Proposal(plain, proposed, tuple(self.guesses), doubts, self.complete)

    def read(self) -> None:
        for index, type in enumerate(self.types):
            self._parameter(index, type)
        self._result()
        self._whole()

    def _doubt(self, reason: str, *, stuck: bool = False) -> None:
        """Files a reason not to bind the function; `stuck` where no word is proposed either."""
        self.doubts.append(reason)
        self.complete = self.complete and not stuck

    # --- parameters --------------------------------------------------------------------------

    def _parameter(self, index: int, type: Type) -> None:
        name = self.parameters[index].name
        match type:
            case Plain(kind=Kind.LONG_DOUBLE):
                self._doubt("long double has no type in Python", stuck=True)
            case Plain(kind=Kind.HIDDEN):
                self._doubt(f"the type of '{name}' hides an array or a function", stuck=True)
            case Array(Plain(kind=kind, const=const), size) if size and kind in _SCALARS:
                if not const:
                    self._written_array(index, type)
                elif kind is Kind.CHAR:
                    self._doubt(f"whether '{name}' ends with a NUL is a guess")
            case Array(element):
                self._pointer(index, Pointer(element))
            case Pointer():
                self._pointer(index, type)

    def _written_array(self, index: int, type: Array) -> None:
        name = self.parameters[index].name
        self._doubt(f"C may write to '{name}'")
        self.types[index] = with_words(type, "UNGIL_OUT")

    def _pointer(self, index: int, type: Pointer) -> None:
        name = self.parameters[index].name
        target = type.target
        if isinstance(target, FunctionType):
            self._doubt(f"'{name}' is a callback: does C keep it?", stuck=True)
        elif isinstance(target, Pointer):
            self._made(index, type, target)
        elif not isinstance(target, Plain) or target.kind in (Kind.HIDDEN, Kind.LONG_DOUBLE):
            self._doubt(f"what '{name}' points to is hidden", stuck=True)
        elif target.kind is Kind.RECORD:
            self._record(name, target)
        elif target.const:
            self._read_only(index, target)
        else:
            self._written(index, target)

    def _read_only(self, index: int, target: Plain) -> None:
        name = self.parameters[index].name
        size = self._size_after(index, target)
        if size:
            word = _counted(target, size)
            self._describe(index, word)
            self.guesses.append(f"{word} of {name}")
            self.counted.append(name)
            if target.kind is Kind.CHAR and names.is_called(name):
                self._doubt(f"'{name}' may have to end with a NUL, whatever '{size}' says")
        elif target.kind is Kind.CHAR:
            self._describe(index, "UNGIL_NUL_TERMINATED")
            self.guesses.append(f"UNGIL_NUL_TERMINATED of {name}")
            self.text.append(name)
        else:
            self._of_a_later_size(index, target)

    def _of_a_later_size(self, index: int, target: Plain) -> None:
        """`memcmp(const void *a, const void *b, size_t n)`: the same size may be meant."""
        name = self.parameters[index].name
        later = index
        while later + 1 < len(self.types) and self.types[later + 1] == self.types[index]:
            later += 1
        size = self._size_after(later, target) if later > index else ""
        self._doubt(f"nothing says how long '{name}' is", stuck=not size)
        if size:
            self._describe(index, _counted(target, size))

    def _written(self, index: int, target: Plain) -> None:
        name = self.parameters[index].name
        self._doubt(f"C may write to '{name}'")
        following = self.types[index + 1] if index + 1 < len(self.types) else None
        size = self._size_after(index, target)
        if size:
            self._describe(index, "UNGIL_OUT", _counted(target, size))
        elif _is_written_integer(following) and names.is_size(
            self._name(index + 1), of_bytes=True, of_output=True
        ):
            self.sizes.add(index + 1)
            self._describe(index, "UNGIL_OUT", _counted(target, f"*{self._name(index + 1)}"))
        elif index in self.sizes:
            self._describe(index, "UNGIL_INOUT")
        elif target.kind in (Kind.INTEGER, Kind.NUMBER) and not self._has_extent():
            self._describe(index, "UNGIL_OUT")
        else:
            self.complete = False

    def _record(self, name: str, target: Plain) -> None:
        made = target.record in self.handles.destructors
        self._doubt(f"'{name}' is a {target.name}", stuck=not made)

    def _made(self, index: int, type: Pointer, target: Pointer) -> None:
        """`T **out`: a constructor, where something frees a T."""
        name = self.parameters[index].name
        inner = target.target
        record = inner.record if isinstance(inner, Plain) else ""
        destructor = self.handles.destructor(record, self.function.name)
        self._doubt(f"'{name}' points to a pointer", stuck=destructor is None)
        if destructor is not None:
            made = with_words(target, f"UNGIL_OWNED({destructor})")
            self.types[index] = with_words(replace(type, target=made), "UNGIL_OUT")

    def _describe(self, index: int, *words: str) -> None:
        type = self.types[index]
        if isinstance(type, Array):
            type = Pointer(type.element)
        self.types[index] = with_words(type, *words)

    def _name(self, index: int) -> str:
        return self.parameters[index].name

    def _size_after(self, index: int, target: Plain) -> str:
        """The name of the size that follows a parameter; "" where none does."""
        following = index + 1
        if following >= len(self.types) or not _is_count(self.types[following]):
            return ""
        name = self.function.parameters[following].name
        of_bytes = target.kind in (Kind.VOID, Kind.CHAR, Kind.BYTE)
        if not names.is_size(name, of_bytes=of_bytes, of_output=not target.const):
            return ""
        self.sizes.add(following)
        return self._name(following)

    def _has_extent(self) -> bool:
        return any(
            _is_integer(type) and names.is_extent(parameter.name)
            for parameter, type in zip(self.function.parameters, self.types, strict=True)
        )

    # --- the whole ---------------------------------------------------------------------------

    def _result(self) -> None:
        match self.result:
            case Plain(kind=Kind.LONG_DOUBLE):
                self._doubt("long double has no type in Python", stuck=True)
            case Plain(kind=Kind.HIDDEN):
                self._doubt("the type of its result hides an array or a function", stuck=True)
            case Pointer(Plain(kind=Kind.CHAR, const=True)):
                self.result = with_words(self.result, "UNGIL_NUL_TERMINATED", "UNGIL_OR_NULL")
                self.guesses.append("UNGIL_NUL_TERMINATED UNGIL_OR_NULL of the result")
                if len(self.text) < sum(isinstance(t, Pointer | Array) for t in self.types):
                    self._doubt("its result may lie in what it is given")
            case Pointer(Plain(kind=Kind.RECORD, record=record, const=False)):
                self._constructor(record)
            case Pointer():
                self._doubt("what its result points to, and who frees it, is unknown", stuck=True)

    def _constructor(self, record: str) -> None:
        destructor = self.handles.destructor(record, self.function.name)
        makes = destructor is not None and names.makes(self.function.name)
        self._doubt("who frees its result is a guess", stuck=not makes)
        if makes:
            self.result = with_words(self.result, f"UNGIL_OWNED({destructor})")

    def _whole(self) -> None:
        """Doubts that a function raises as a whole, by its name and by what is left over."""
        name = self.function.name
        if self.function.variadic:
            self._doubt("it takes a variable number of arguments", stuck=True)
        named = zip(self.parameters, self.types, strict=True)
        read = [p.name for p, type in named if isinstance(type, Pointer | Array)]
        if self.doubts or not read:
            return
        if self.counted and (len(self.counted) > 1 or self.text):
            one, other = (*self.counted, *self.text)[:2]
            self._doubt(f"what '{one}' and '{other}' have to do with each other is a guess")
        for index, parameter in enumerate(self.function.parameters):
            if index in self.sizes or not _is_integer(self.types[index]):
                continue
            if names.is_extent(parameter.name):
                said = f"'{self._name(index)}'"
                self._doubt(f"{said} may say how far '{read[0]}' is read")
        if names.frees(name):
            self._doubt(f"it may free '{read[0]}'")
        elif names.keeps(name) or self.result == Plain("void", Kind.VOID):
            self._doubt(f"it may keep '{read[0]}' beyond the call")


def _counted(target: Plain, size: str) -> str:
    counts_bytes = target.kind in (Kind.VOID, Kind.CHAR, Kind.BYTE) or "byte" in size.lower()
    return f"UNGIL_SIZED_BY({size})" if counts_bytes else f"UNGIL_COUNTED_BY({size})"


def _is_integer(type: Type) -> bool:
    return isinstance(type, Plain) and type.kind in (Kind.INTEGER, Kind.BYTE)


def _is_count(type: Type) -> bool:
    """Whether an integer may count: an `off_t` is a place in a file."""
    return _is_integer(type) and isinstance(type, Plain) and "off" not in type.name


def _is_written_integer(type: Type | None) -> bool:
    if not isinstance(type, Pointer) or not isinstance(type.target, Plain):
        return False
    return type.target.kind is Kind.INTEGER and not type.target.const


def _named(parameters: Sequence[Parameter]) -> list[Parameter]:
    """The parameters, where words may have to name them: each has a name."""
    taken = {parameter.name for parameter in parameters}
    named = []
    for position, parameter in enumerate(parameters):
        name = parameter.name or f"arg{position}"
        while not parameter.name and name in taken:
            name += "_"
        named.append(replace(parameter, name=name))
    return named
