"""What exported functions reach (objects, library functions), how, and under which locks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ungil.check.lint.libc import READ_ONLY, RETURNED_ARGUMENT, plain_name
from ungil.check.lint.locks import Held, Locks, State
from ungil.check.lint.pointers import Pointers
from ungil.check.lint.program import (
    Access,
    Call,
    Code,
    Loaded,
    Mode,
    Parameter,
    Pointee,
    Return,
    Root,
    Static,
    name_of,
)
from ungil.check.lint.statements import steps_of
from ungil.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Touch:
    """An access by a function or by what it calls. `via` are the callees on the way to it."""

    root: Root
    mode: Mode
    span: Span
    atomic: bool
    state: State
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """A call of a function of the program.

    extra: locks that the callee runs under.
    via: who makes the call, where that is a callee that was given the function.
    """

    target: str
    state: State
    via: tuple[str, ...] = ()
    extra: frozenset[Held] = frozenset()
    new_thread: bool = False


@dataclass(frozen=True, slots=True)
class Outside:
    """A call of a function that the program does not define."""

    name: str
    span: Span
    state: State


@dataclass(frozen=True, slots=True)
class Reached:
    """An access in a run of an exported function, with the locks held then.

    path: from the exported function to whatever makes the access.
    """

    object: str
    mode: Mode
    atomic: bool
    locks: frozenset[Held]
    span: Span
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReachedOutside:
    """A library's function called in a run of an exported one."""

    name: str
    span: Span
    locks: frozenset[Held]
    path: tuple[str, ...]


class Summaries:
    """What each function does by itself and through the pointers that it hands on."""

    def __init__(self, pointers: Pointers, locks: Locks) -> None:
        self.pointers = pointers
        self.locks = locks
        self.program = pointers.program
        self.touches: dict[str, list[Touch]] = {}
        self.edges: dict[str, list[Edge]] = {}
        self.outside: dict[str, list[Outside]] = {}
        self._effects: dict[str, dict[object, Touch]] = {}
        for key in self.program.functions:
            self._effects[key] = {}
            self.touches[key], self.edges[key], self.outside[key] = [], [], []
        for key in self.program.functions:
            self._summarize(key)
        self._hand_on()

    def _summarize(self, key: str) -> None:
        for step, state in self.locks.events(key):
            if isinstance(step, Access):
                roots = self.pointers.resolve(key, [step.root])
                self._touch(key, roots, Touch(step.root, step.mode, step.span, step.atomic, state))
            elif isinstance(step, Call):
                self._call(key, step, state)

    def _touch(self, key: str, roots: Iterable[Root], touch: Touch) -> bool:
        """Notes an access; whether it is news to callers."""
        news = False
        for root in roots:
            each = replace(touch, root=root)
            if touch.mode is Mode.RUN and isinstance(root, Code):
                if root.function in self.program.functions:
                    self.edges[key].append(Edge(root.function, touch.state, touch.via))
            elif isinstance(root, Static) and touch.mode is not Mode.RUN:
                self.touches[key].append(each)
            elif isinstance(root, Parameter | Loaded):
                what = (root, touch.mode, touch.atomic, touch.state)
                news |= self._effects[key].setdefault(what, each) is each
        return news

    def _call(self, key: str, call: Call, state: State) -> None:
        if call.callee is None:
            roots = self.pointers.resolve(key, call.through)
            handed = {root for root in roots if isinstance(root, Parameter | Loaded)}
            self._touch(key, handed, Touch(Static(""), Mode.RUN, call.span, False, state))
        for target in self.pointers.targets(key, call):
            if name_of(target) in self.locks.names.once:
                self._once(key, call, state, name_of(target))
            elif target in self.program.functions:
                self.edges[key].append(Edge(target, state))
            elif not self.locks.names.known(target):
                self._library(key, call, state, target)

    def _once(self, key: str, call: Call, state: State, name: str) -> None:
        """A function that runs once runs alone, and whoever comes later sees what it did."""
        flag, function = self.locks.names.once[name]
        flags = self.locks.identify(key, call, name, flag)
        for target in self._code(key, call, function):
            extra = frozenset(Held(each, once=True) for each in flags)
            self.edges[key].append(Edge(target, state, extra=extra))

    def _library(self, key: str, call: Call, state: State, target: str) -> None:
        name = plain_name(target)
        self.outside[key].append(Outside(target, call.span, state))
        for index, argument in enumerate(call.arguments):
            for code in self._code(key, call, index):
                fresh = name in ("pthread_create", "thrd_create")
                self.edges[key].append(Edge(code, state, new_thread=fresh))
            if argument.pointee is not Pointee.NONE:
                mode = _mode(name, index, argument.pointee)
                atomic = argument.pointee is Pointee.ATOMIC
                touch = Touch(Static(""), mode, call.span, atomic, state, (f"{target}()",))
                self._touch(key, self.pointers.resolve(key, argument.roots), touch)

    def _code(self, key: str, call: Call, index: int) -> list[str]:
        if index >= len(call.arguments):
            return []
        roots = self.pointers.resolve(key, call.arguments[index].roots)
        found = {root.function for root in roots if isinstance(root, Code)}
        return sorted(found & set(self.program.functions))

    def _hand_on(self) -> None:
        """Accesses through parameters become those of the callers, and of theirs."""
        sites: dict[str, list[tuple[str, Call, State]]] = {}
        for key in self.program.functions:
            for step, state in self.locks.events(key):
                if isinstance(step, Call):
                    given = self.pointers.given(key, step)
                    for target in [*self.pointers.targets(key, step), *given]:
                        if name_of(target) not in self.locks.names.once:
                            sites.setdefault(target, []).append((key, step, state))
        pending = deque(key for key in self.program.functions if self._effects[key])
        seen: dict[tuple[str, int], int] = {}
        while pending:
            callee = pending.popleft()
            effects = list(self._effects[callee].values())
            for number, (key, call, state) in enumerate(sites.get(callee, ())):
                done = seen.get((callee, number), 0)
                seen[callee, number] = len(effects)
                news = [self._apply(key, call, state, callee, each) for each in effects[done:]]
                if any(news) and key not in pending:
                    pending.append(key)

    def _apply(self, key: str, call: Call, state: State, callee: str, effect: Touch) -> bool:
        inner = self.locks.at_call(key, call, effect.state)
        via = (self.program.functions[callee].name, *effect.via)
        touch = replace(effect, state=state.after(inner), via=via)
        return self._touch(key, self.pointers.substitute(key, call, effect.root), touch)


def _mode(name: str, index: int, pointee: Pointee) -> Mode:
    if pointee is Pointee.CONST:
        return Mode.READ
    if pointee is Pointee.UNDECLARED:
        return Mode.WRITE if name.endswith("scanf") else Mode.READ
    if RETURNED_ARGUMENT.get(name) == index and name in ("memchr", "strchr", "strstr"):
        return Mode.READ
    return Mode.READ if name in READ_ONLY and index > 0 else Mode.WRITE


@dataclass(frozen=True, slots=True)
class Entry:
    """An exported function that is called with some locks held."""

    function: str
    locks: frozenset[Held] = frozenset()


class Reach:
    """Everything that some exported functions reach; functions with UNGIL_SHARED end a path."""

    def __init__(self, summaries: Summaries, entries: Iterable[Entry]) -> None:
        self.accesses: dict[str, list[Reached]] = {}
        self.outside: list[ReachedOutside] = []
        self.shared: dict[str, tuple[str, ...]] = {}
        self._summaries = summaries
        self._known: set[tuple[object, ...]] = set()
        self._walk(list(entries))

    def _walk(self, entries: list[Entry]) -> None:
        functions = self._summaries.program.functions
        pending: deque[tuple[str, frozenset[Held], tuple[str, ...]]] = deque(
            (entry.function, entry.locks, (entry.function,)) for entry in entries
        )
        seen = {(entry.function, entry.locks) for entry in entries}
        while pending:
            key, locks, path = pending.popleft()
            if key not in functions:
                continue
            if functions[key].shared is not None:
                self.shared.setdefault(key, path)
                continue
            self._visit(key, locks, path)
            for edge in self._summaries.edges[key]:
                held = edge.state.held(locks) | edge.extra
                if edge.new_thread:
                    held = frozenset()
                if (edge.target, held) not in seen:
                    seen.add((edge.target, held))
                    pending.append((edge.target, held, (*path, *edge.via, edge.target)))

    def _visit(self, key: str, locks: frozenset[Held], path: tuple[str, ...]) -> None:
        for touch in self._summaries.touches[key]:
            assert isinstance(touch.root, Static)
            held = _known(touch.state.held(locks))
            what = (touch.root.object, touch.mode, touch.atomic, held)
            if what not in self._known:
                self._known.add(what)
                way = (*path, *touch.via)
                reached = Reached(
                    touch.root.object, touch.mode, touch.atomic, held, touch.span, way
                )
                self.accesses.setdefault(touch.root.object, []).append(reached)
        for call in self._summaries.outside[key]:
            held = _known(call.state.held(locks))
            if (call.name, call.span) not in self._known:
                self._known.add((call.name, call.span))
                self.outside.append(ReachedOutside(call.name, call.span, held, path))


def _known(locks: frozenset[Held]) -> frozenset[Held]:
    """The locks that are objects of static storage: each is the same one for all callers."""
    return frozenset(held for held in locks if isinstance(held.lock, Static))


def returned_objects(pointers: Pointers, function: str) -> list[tuple[str, Span]]:
    """The objects of static storage that a caller gets pointers to, and where it does.

    By the result, or by what an argument points to: then the place is the function's.
    """
    found = {}
    for root in pointers.handed_out(function):
        if isinstance(root, Static):
            found[root.object] = pointers.program.functions[function].span
    for root in pointers.returned(function):
        if isinstance(root, Static):
            found[root.object] = _return_span(pointers, function, root)
    return sorted(found.items())


def _return_span(pointers: Pointers, function: str, root: Root) -> Span:
    body = pointers.program.functions[function]
    for step in steps_of(body.body):
        if isinstance(step, Return) and root in pointers.resolve(function, step.values):
            return step.span
    return body.span
