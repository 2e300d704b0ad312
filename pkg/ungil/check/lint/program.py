"""What a C program does with its objects of static storage: the model of the lint.

A front end makes a `Program`, the rules ask it. A function's body is a tree of steps in the
order of execution, so that locks can be followed; pointers are said by where they come from
(`Root`), and it is `pointers` that finds out what they point to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from ungil.diagnostics import Span

# --- where a pointer comes from ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Static:
    """The address of an object of static storage."""

    object: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """The value of a parameter of the function, counted from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class Local:
    """The address of a variable of the function."""

    name: str


@dataclass(frozen=True, slots=True)
class Code:
    """The address of a function."""

    function: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pointer read from memory: from the struct field of that name, "" for no struct.

    ANY_FIELD stands for whatever pointers a struct holds, where it is taken as a whole.
    """

    base: Root
    field: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What the function's call of that number gives."""

    call: int


ANY_FIELD = "*"
Root = Static | Parameter | Local | Code | Loaded | Returned
Roots = frozenset[Root]
NOWHERE: Roots = frozenset()

# --- what a function does, step by step ----------------------------------------------------


class Mode(Enum):
    """What an access does."""

    READ = "read"
    WRITE = "written"
    RUN = "called"


@dataclass(frozen=True, slots=True)
class Access:
    """A read or a write of what `root` points to. `by` is the callee that does it, if one does."""

    root: Root
    mode: Mode
    span: Span
    atomic: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Store:
    """Pointers put into memory."""

    target: Roots
    field: str
    values: Roots


class Pointee(Enum):
    """What a callee without a body may do with what an argument points to."""

    NONE = "no pointer"
    CONST = "read"
    MUTABLE = "written"
    ATOMIC = "atomic"
    UNDECLARED = "in the place of `...`"


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument: where it points to, and what its parameter's type lets a callee do there."""

    roots: Roots
    pointee: Pointee


@dataclass(frozen=True, slots=True)
class Call:
    """A call, by name (`callee`) or through a pointer."""

    number: int
    callee: str | None
    through: Roots
    arguments: tuple[Argument, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Return:
    """The end of a call."""

    values: Roots
    span: Span


class Leap(Enum):
    """A jump out of a loop, or to a label."""

    BREAK = "break"
    CONTINUE = "continue"
    GOTO = "goto"


@dataclass(frozen=True, slots=True)
class Jump:
    """`label` belongs to GOTO."""

    leap: Leap
    label: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Where a goto lands. A case of a switch is one with the label ""."""

    label: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Steps one after the other."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A branch that asks what a call gives: its first arm runs where that is 0, or is not."""

    call: Call
    zero: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """One of several sequences; an `if` without `else` has an empty second arm."""

    arms: tuple[Sequence, ...]
    trial: Trial | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """A sequence that runs as long as its condition holds.

    once: at least once, as in `do`. endless: the condition always holds.
    """

    body: Sequence
    condition: Sequence = Sequence(())
    trial: Trial | None = None
    once: bool = False
    endless: bool = False


@dataclass(frozen=True, slots=True)
class Switch:
    """A sequence that is entered at one of its cases."""

    body: Sequence
    complete: bool  # it has a `default`


Step = Access | Store | Call | Return | Jump | Label | Sequence | Branch | Loop | Switch


# --- the whole -----------------------------------------------------------------------------


class Kind(Enum):
    """What makes an object safe to share by itself."""

    PLAIN = "nothing"
    CONST = "const"
    THREAD_LOCAL = "thread-local"
    ATOMIC = "atomic"
    LOCK = "a lock"


@dataclass(frozen=True, slots=True)
class Object:
    """An object of static storage.

    key: unique in the program; the name, where linkage is external.
    shared: the text of its UNGIL_SHARED.
    volatile: declared so, which is no help.
    """

    key: str
    name: str
    kind: Kind
    span: Span
    shared: str | None = None
    volatile: bool = False
    defined: bool = True


@dataclass(frozen=True, slots=True)
class Function:
    """A function with a body. `shared` is the text of its UNGIL_SHARED."""

    key: str
    name: str
    body: Sequence
    span: Span
    shared: str | None = None


def name_of(key: str) -> str:
    """A function's name: that of one with internal linkage has its file in front in its key."""
    return key.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class Program:
    """All C files together.

    initial: what objects hold before the program starts.
    """

    objects: dict[str, Object] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    initial: tuple[Store, ...] = ()
