"""Which locks are held where.

A lock is known by the object that it is: a function that is given one by its caller is followed,
one that lies on the heap counts for nothing (two calls may mean two different locks).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ungil.check.lint.pointers import Pointers
from ungil.check.lint.program import (
    Access,
    Branch,
    Call,
    Function,
    Jump,
    Label,
    Leap,
    Loop,
    Mode,
    Return,
    Root,
    Sequence,
    Static,
    Step,
    Switch,
    Trial,
    name_of,
)

INTERPRETER = Static("the interpreter lock")
SERIALIZED = Static("UNGIL_SERIALIZED")


@dataclass(frozen=True, slots=True)
class Held:
    """A lock that is held.

    shared: others may hold it too, for reading.
    once: it is a once-flag, and the function that runs once is running.
    """

    lock: Root
    shared: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What a function has done to locks so far, compared with where it was called."""

    gained: frozenset[Held] = frozenset()
    released: frozenset[Root] = frozenset()

    def after(self, other: State) -> State:
        """This state, then what another does."""
        kept = frozenset(held for held in self.gained if held.lock not in other.released)
        again = frozenset(held.lock for held in other.gained)
        return State(kept | other.gained, (self.released | other.released) - again)

    def held(self, before: frozenset[Held]) -> frozenset[Held]:
        """What is held, where `before` was held at the call."""
        return frozenset(h for h in before if h.lock not in self.released) | self.gained


NOTHING = State()


@dataclass(frozen=True)
class LockNames:
    """The functions that lock: each name with the argument that is the lock, from 0.

    tries: those that may fail; true where they succeed with 0.
    once: the argument that is the flag, and the one that is the function.
    own: an author's functions, which stand for one lock each where no argument tells which.
    """

    acquire: dict[str, int] = field(default_factory=dict)
    acquire_shared: dict[str, int] = field(default_factory=dict)
    release: dict[str, int] = field(default_factory=dict)
    tries: dict[str, bool] = field(default_factory=dict)
    once: dict[str, tuple[int, int]] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)

    def known(self, name: str) -> bool:
        tables = (self.acquire, self.acquire_shared, self.release, self.tries, self.once, self.own)
        return any(name in table for table in tables) or name in _HARMLESS

    def with_own(self, pairs: list[tuple[str, str]], once: list[str]) -> LockNames:
        """These and a project's own: pairs of a lock and an unlock function, once functions."""
        return LockNames(
            self.acquire | {lock: 0 for lock, _ in pairs},
            self.acquire_shared,
            self.release | {unlock: 0 for _, unlock in pairs},
            self.tries,
            self.once | dict.fromkeys(once, (0, 1)),
            {lock: lock for lock, _ in pairs} | {unlock: lock for lock, unlock in pairs},
        )


_HARMLESS = frozenset(
    "pthread_mutex_init pthread_mutex_destroy pthread_rwlock_init pthread_rwlock_destroy "
    "pthread_cond_init pthread_cond_destroy pthread_cond_wait pthread_cond_timedwait "
    "pthread_cond_signal pthread_cond_broadcast mtx_init mtx_destroy cnd_init cnd_wait cnd_signal "
    "cnd_broadcast sem_init sem_destroy InitializeCriticalSection DeleteCriticalSection".split()
)

_SHARED_TRIES = frozenset(
    "pthread_rwlock_tryrdlock pthread_rwlock_timedrdlock TryAcquireSRWLockShared".split()
)

STANDARD = LockNames(
    acquire=dict.fromkeys(
        "pthread_mutex_lock pthread_rwlock_wrlock pthread_spin_lock mtx_lock "
        "AcquireSRWLockExclusive EnterCriticalSection PyMutex_Lock sem_wait".split(),
        0,
    )
    | dict.fromkeys(("PyGILState_Ensure", "PyEval_RestoreThread", "PyEval_AcquireThread"), -1),
    acquire_shared=dict.fromkeys(("pthread_rwlock_rdlock", "AcquireSRWLockShared"), 0),
    release=dict.fromkeys(
        "pthread_mutex_unlock pthread_rwlock_unlock pthread_spin_unlock mtx_unlock "
        "ReleaseSRWLockExclusive ReleaseSRWLockShared LeaveCriticalSection PyMutex_Unlock "
        "sem_post".split(),
        0,
    )
    | dict.fromkeys(("PyGILState_Release", "PyEval_SaveThread", "PyEval_ReleaseThread"), -1),
    tries={
        "pthread_mutex_trylock": True,
        "pthread_rwlock_trywrlock": True,
        "pthread_spin_trylock": True,
        "pthread_mutex_timedlock": True,
        "pthread_rwlock_timedwrlock": True,
        "pthread_rwlock_tryrdlock": True,
        "pthread_rwlock_timedrdlock": True,
        "mtx_trylock": True,
        "mtx_timedlock": True,
        "sem_trywait": True,
        "sem_timedwait": True,
        # Flags that are set (ungil_builtins.h): they were not set before, or what was expected.
        "ungil_lint_set": True,
        "ungil_lint_exchange": True,
        "ungil_lint_swap": False,
        "TryEnterCriticalSection": False,
        "TryAcquireSRWLockExclusive": False,
        "TryAcquireSRWLockShared": False,
    },
    once={"pthread_once": (0, 1), "call_once": (0, 1), "InitOnceExecuteOnce": (0, 1)},
)

Event = tuple[Access | Call | Return, State]


class Locks:
    """The locks of a whole program: what is held at each access and each call."""

    def __init__(self, pointers: Pointers, names: LockNames) -> None:
        self.pointers = pointers
        self.names = names
        self._events: dict[str, list[Event]] = {}
        self._effects: dict[str, State] = {}

    def events(self, function: str) -> list[Event]:
        """What a function does in the order of its text, with its locks at that point."""
        if function not in self._events:
            self._events[function] = []  # a function that calls itself: no effect of its own
            flow = _Flow(self, self.pointers.program.functions[function])
            self._events[function] = flow.events
            self._effects[function] = flow.effect
        return self._events[function]

    def effect(self, function: str, call: Call) -> State:
        """What a call does to the locks of its caller."""
        state = NOTHING
        for number, target in enumerate(self.pointers.targets(function, call)):
            one = self._effect_of(function, call, target)
            state = one if number == 0 else _meet(state, one) or NOTHING
        return state

    def _effect_of(self, function: str, call: Call, target: str) -> State:
        names = self.names
        key, target = target, name_of(target)
        if target in names.acquire or target in names.acquire_shared:
            shared = target in names.acquire_shared
            index = (names.acquire_shared if shared else names.acquire)[target]
            locks = self.identify(function, call, target, index)
            return State(frozenset(Held(lock, shared) for lock in locks))
        if target in names.release:
            return State(
                released=frozenset(self.identify(function, call, target, names.release[target]))
            )
        if target in names.once:
            flags = self.identify(function, call, target, names.once[target][0])
            return State(frozenset(Held(flag, shared=True) for flag in flags))
        if key in self.pointers.program.functions:
            self.events(key)
            effect = self._effects.get(key, NOTHING)
            return self.at_call(function, call, effect)
        return NOTHING

    def at_call(self, function: str, call: Call, state: State) -> State:
        """A callee's state in its caller's terms."""
        substitute = self.pointers.substitute
        gained = {
            Held(lock, held.shared)
            for held in state.gained
            for lock in _only(substitute(function, call, held.lock))
        }
        released = {lock for each in state.released for lock in substitute(function, call, each)}
        return State(frozenset(gained), frozenset(released))

    def identify(self, function: str, call: Call, name: str, index: int) -> set[Root]:
        """The lock that a call is about: none, where it is not known to be one and the same."""
        if index < 0:
            return {INTERPRETER}
        roots: set[Root] = set()
        if index < len(call.arguments):
            roots = self.pointers.resolve(function, call.arguments[index].roots)
        known = _only(roots)
        if not known and name in self.names.own:
            return {Static(f"{self.names.own[name]}()")}
        return known


class _Flow:
    """The locks along one function's steps."""

    def __init__(self, locks: Locks, function: Function) -> None:
        self._locks = locks
        self._key = function.key
        self.events: list[Event] = []
        self._exits: list[State] = []
        self._goto: dict[str, State] = {}
        self._breaks: list[list[State]] = []
        self._continues: list[list[State]] = []
        self._cases: list[State] = []
        end = self._run(function.body, NOTHING)
        self.effect = _meet(*self._exits, end) or NOTHING

    def _run(self, sequence: Sequence, state: State | None) -> State | None:
        for step in sequence.steps:
            state = self._step(step, state)
        return state

    def _step(self, step: Step, state: State | None) -> State | None:
        if isinstance(step, Label):
            return self._label(step, state)
        if state is None:  # nothing comes here, unless a label inside lets it
            inner = isinstance(step, Sequence | Branch | Loop | Switch)
            return self._structure(step, None) if inner else None
        match step:
            case Access():
                self.events.append((step, state))
                if step.atomic and step.mode is Mode.WRITE:
                    return self._cleared(step, state)
            case Call():
                self.events.append((step, state))
                return state.after(self._locks.effect(self._key, step))
            case Return():
                self.events.append((step, state))
                self._exits.append(state)
                return None
            case Jump():
                self._jump(step, state)
                return None
            case Sequence() | Branch() | Loop() | Switch():
                return self._structure(step, state)
        return state

    def _cleared(self, step: Access, state: State) -> State:
        """A flag that serves as a lock is let go by any write to it."""
        roots = self._locks.pointers.resolve(self._key, [step.root])
        held = {each.lock for each in state.gained}
        return state.after(State(released=frozenset(roots & held))) if roots & held else state

    def _structure(self, step: Step, state: State | None) -> State | None:
        match step:
            case Sequence():
                return self._run(step, state)
            case Branch(arms, trial):
                ends = [
                    self._run(arm, self._tried(trial, index == 0, state))
                    for index, arm in enumerate(arms)
                ]
                return _meet(*ends)
            case Loop():
                return self._loop(step, state)
            case Switch():
                return self._switch(step, state)
        return state

    def _tried(self, trial: Trial | None, first: bool, state: State | None) -> State | None:
        """The state in an arm of a branch: with the lock that a trylock got there."""
        if trial is None or state is None or trial.call.callee is None:
            return state
        zero = self._locks.names.tries.get(trial.call.callee)
        if zero is None or (first == trial.zero) != zero:
            return state
        locks = self._locks.identify(self._key, trial.call, trial.call.callee, 0)
        shared = trial.call.callee in _SHARED_TRIES
        return state.after(State(frozenset(Held(lock, shared) for lock in locks)))

    def _loop(self, loop: Loop, state: State | None) -> State | None:
        after, end, events = self._round(loop, state)
        if state is not None and _meet(state, end) != state:
            after, end, events = self._round(loop, _meet(state, end))
        self.events += events
        return after

    def _round(
        self, loop: Loop, state: State | None
    ) -> tuple[State | None, State | None, list[Event]]:
        """The state behind the loop, and that before the next round."""
        before, self.events = self.events, []
        self._breaks.append([])
        self._continues.append([])
        left = None
        if not loop.once:
            left, state = self._ask(loop, state)
        end = _meet(self._run(loop.body, state), *self._continues.pop())
        if loop.once:
            left, end = self._ask(loop, end)
        events, self.events = self.events, before
        return _meet(*self._breaks.pop(), None if loop.endless else left), end, events

    def _ask(self, loop: Loop, state: State | None) -> tuple[State | None, State | None]:
        """A loop's condition: the states where it does not hold, and where it does."""
        state = self._run(loop.condition, state)
        return self._tried(loop.trial, False, state), self._tried(loop.trial, True, state)

    def _switch(self, switch: Switch, state: State | None) -> State | None:
        self._breaks.append([])
        if state is not None:
            self._cases.append(state)
        end = self._run(switch.body, None)
        if state is not None:
            self._cases.pop()
        return _meet(*self._breaks.pop(), end, None if switch.complete else state)

    def _label(self, label: Label, state: State | None) -> State | None:
        if label.label:
            return _meet(state, self._goto.get(label.label))
        return _meet(state, self._cases[-1]) if self._cases else state

    def _jump(self, jump: Jump, state: State) -> None:
        match jump.leap:
            case Leap.BREAK if self._breaks:
                self._breaks[-1].append(state)
            case Leap.CONTINUE if self._continues:
                self._continues[-1].append(state)
            case Leap.GOTO:
                known = self._goto.get(jump.label)
                self._goto[jump.label] = _meet(state, known) or state


def _meet(*states: State | None) -> State | None:
    """What holds whichever way was taken; None is a way that nothing takes."""
    taken = [state for state in states if state is not None]
    if not taken:
        return None
    gained = frozenset.intersection(*(state.gained for state in taken))
    return State(gained, frozenset().union(*(state.released for state in taken)))


def _only(roots: set[Root]) -> set[Root]:
    """A lock is known where there is one that it can be."""
    return roots if len(roots) == 1 else set()
