"""What of all that exported functions reach is reported.

Two accesses to one object race where one of them writes, not both are atomic, and there is no
lock that both hold, the writer for itself alone. It is the definition of a data race in C11
5.1.2.4, with locks in the place of "happens before".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ungil.check.lint.libc import CHANGE_ENVIRONMENT, UNSAFE, Grade, plain_name
from ungil.check.lint.locks import INTERPRETER, SERIALIZED, Held, LockNames, Locks
from ungil.check.lint.pointers import Pointers
from ungil.check.lint.program import Kind, Mode, Object, Program, Static, name_of
from ungil.check.lint.reach import (
    Entry,
    Reach,
    Reached,
    ReachedOutside,
    Summaries,
    returned_objects,
)
from ungil.diagnostics import Diagnostic, Related, Span, Step
from ungil.interface import Function as Exported
from ungil.interface import Lock


@dataclass(frozen=True)
class Lint:
    """A program, what of it is exported, and what that reaches."""

    program: Program
    exported: dict[str, Exported]
    pointers: Pointers
    reach: Reach


def check(program: Program, exported: Iterable[Exported], names: LockNames) -> list[Diagnostic]:
    """Everything that the lint finds, in the order of files and lines."""
    functions = {_key(program, function): function for function in exported}
    pointers = Pointers(program)
    summaries = Summaries(pointers, Locks(pointers, names))
    entries = [entry for key in functions if (entry := _entry(key, functions[key])) is not None]
    lint = Lint(program, functions, pointers, Reach(summaries, entries))
    found = [*_objects(lint), *_library_calls(lint), *_annotated_functions(lint)]
    return sorted(found, key=lambda each: (each.span, each.code))


def _key(program: Program, function: Exported) -> str:
    """An exported function's key: one that a header defines (static inline) has its file there."""
    if function.name in program.functions:
        return function.name
    inline = (key for key in program.functions if name_of(key) == function.name)
    return next(inline, function.name)


def _entry(key: str, function: Exported) -> Entry | None:
    """How Python calls a function; None where its author answers for it."""
    if function.shared is not None:
        return None
    locks = set()
    if _is_bound(function) and function.serialized:
        locks.add(Held(SERIALIZED))
    if _is_bound(function) and function.policy.lock is Lock.HOLD:
        locks.add(Held(INTERPRETER))
    return Entry(key, frozenset(locks))


def _is_bound(function: Exported) -> bool:
    return function.unbound is None and not function.explicit_skip


# --- objects -------------------------------------------------------------------------------


def _objects(lint: Lint) -> Iterator[Diagnostic]:
    returned = _returned(lint)
    for key, accesses in sorted(lint.reach.accesses.items()):
        found = lint.program.objects.get(key)
        if found is None or found.kind is not Kind.PLAIN:
            continue
        race = _race(accesses)
        if found.shared is not None:
            if race is not None or _is_written(accesses):
                yield _excused(lint, found, accesses)
        elif race is not None:
            yield _racing(lint, found, *race)
        elif key in returned and _is_overwritten(accesses):
            yield _returned_buffer(lint, found, *returned[key])
    for found in lint.program.objects.values():
        # An object that is safe by itself may have its reason written beside it, too.
        if found.shared is not None and found.kind in (Kind.ATOMIC, Kind.THREAD_LOCAL):
            reached = lint.reach.accesses.get(found.key, [])
            if _is_written(reached):
                yield _excused(lint, found, reached)


def _is_written(accesses: Iterable[Reached]) -> bool:
    return any(access.mode is Mode.WRITE for access in accesses)


def _is_overwritten(accesses: Iterable[Reached]) -> bool:
    """Whether an object is written more than once."""
    writes = [access for access in accesses if access.mode is Mode.WRITE]
    return any(not any(held.once for held in write.locks) for write in writes)


def _race(accesses: Sequence[Reached]) -> tuple[Reached, Reached] | None:
    """Two accesses that may happen at once, a write first; the ones that tell most."""
    writes = [access for access in accesses if access.mode is Mode.WRITE]
    racing = [
        (one, other)
        for one in writes
        for other in accesses
        if not (one.atomic and other.atomic) and not _excluded(one, other)
    ]
    return min(racing, key=_telling) if racing else None


def _excluded(one: Reached, other: Reached) -> bool:
    """Whether a lock keeps two accesses apart; the interpreter's does not."""
    return any(
        mine.lock == its.lock != INTERPRETER and not (mine.shared and its.shared)
        for mine in one.locks
        for its in other.locks
    )


def _telling(race: tuple[Reached, Reached]) -> tuple[object, ...]:
    write, other = race
    locks = len([held for held in write.locks if held.lock != INTERPRETER])
    return (write.atomic, locks, write != other, len(write.path), write.span, other.span)


def _racing(lint: Lint, found: Object, write: Reached, other: Reached) -> Diagnostic:
    name = _quoted(found)
    entry = write.path[0]
    related = None
    guards = [held for held in write.locks if held.lock != INTERPRETER]
    if not guards and not write.atomic:
        code, at = "thread-shared-write", write
        message = f"{name} is written without a lock"
        declared = f"declare {name_of(entry)} UNGIL_SERIALIZED"
        advice = f"make it _Atomic or _Thread_local, guard it, or {declared}"
        if not _is_bound(lint.exported[entry]):  # cffi's `lib` knows no such word
            advice = "make it _Atomic or _Thread_local, or guard it"
        if other.path[0] != entry:
            related = _access(other, f"{name_of(other.path[0])} has it {other.mode.value} too")
        if any(held.lock == INTERPRETER for held in write.locks):
            related = Related(
                lint.exported[entry].span,
                "UNGIL_HOLD keeps out threads of the same interpreter only, and none where Python "
                "has no interpreter lock",
            )
        if found.volatile:
            advice += "; volatile orders nothing between threads"
        return _diagnostic(lint, code, at, message, advice, related)
    guard = "atomically" if write.atomic else f"under {_named(lint, guards)}"
    theirs = [held for held in other.locks if held.lock != INTERPRETER]
    if {held.lock for held in guards} & {held.lock for held in theirs}:
        message = f"{name} is written {guard}, which others may hold too: it is held for reading"
        advice = "take the lock for writing here"
        return _diagnostic(lint, "thread-lock-mismatch", write, message, advice)
    if theirs:
        code = "thread-lock-mismatch"
        message = f"{name} is {other.mode.value} under {_named(lint, theirs)}, but written {guard}"
        advice = "guard it with one lock everywhere"
    else:
        code = "thread-unguarded-read"
        message = f"{name} is {other.mode.value} without a lock, but written {guard}"
        advice = "make it _Atomic, or take the lock here too"
        if Held(SERIALIZED) in write.locks:
            advice = f"declare {name_of(other.path[0])} UNGIL_SERIALIZED too, or guard the object"
        once = [held for held in guards if held.once]
        if once:
            message = f"{name} is read without waiting for {_named(lint, once)}, which guards it"
            advice = "call the once-function here too"
    related = _access(write, f"written here, in {_arrow(write.path)}")
    return _diagnostic(lint, code, other, message, advice, related)


def _returned(lint: Lint) -> dict[str, tuple[str, Span]]:
    found: dict[str, tuple[str, Span]] = {}
    for name, exported in lint.exported.items():
        copied = exported.serialized and exported.unbound is None
        if name in lint.program.functions and exported.shared is None and not copied:
            for key, span in returned_objects(lint.pointers, name):
                found.setdefault(key, (name, span))
    return found


def _returned_buffer(lint: Lint, found: Object, function: str, span: Span) -> Diagnostic:
    writes = [a for a in lint.reach.accesses[found.key] if a.mode is Mode.WRITE]
    name = name_of(function)
    return Diagnostic(
        "static-buffer-returned",
        span,
        f"{name} returns a pointer to {_quoted(found)}, which the next call overwrites",
        hint="let the caller give the buffer (UNGIL_OUT), or make it _Thread_local",
        path=_steps(lint.exported, (function,)),
        related=_access(writes[0], "written here"),
    )


def _excused(lint: Lint, found: Object, accesses: Sequence[Reached]) -> Diagnostic:
    write = next(access for access in accesses if access.mode is Mode.WRITE)
    message = f"{_quoted(found)} is shared: {found.shared}"
    return Diagnostic("thread-shared", found.span, message, path=_steps(lint.exported, write.path))


# --- calls ---------------------------------------------------------------------------------


def _library_calls(lint: Lint) -> Iterator[Diagnostic]:
    changed = any(plain_name(call.name) in CHANGE_ENVIRONMENT for call in lint.reach.outside)
    for call in lint.reach.outside:
        unsafe = UNSAFE.get(plain_name(call.name))
        if unsafe is not None and (unsafe.grade is not Grade.WITH_SETENV or changed):
            locked = any(held.lock != INTERPRETER for held in call.locks)
            doubtful = locked or unsafe.grade is Grade.DOUBTFUL
            code = "thread-doubtful-call" if doubtful else "thread-unsafe-call"
            message = f"{plain_name(call.name)}() {unsafe.why}"
            if locked:
                message += "; a lock of this code keeps no other library out"
            elif unsafe.grade is Grade.DOUBTFUL:
                message += ", in some C libraries"
            yield _diagnostic(lint, code, call, message, f"use {unsafe.instead}")
        elif _is_python(call.name) and Held(INTERPRETER) not in call.locks:
            advice = (
                f"declare {name_of(call.path[0])} UNGIL_HOLD, or call PyGILState_Ensure() first"
            )
            if not _is_bound(lint.exported[call.path[0]]):
                advice = "call PyGILState_Ensure() first: cffi's lib releases the lock"
            yield _diagnostic(
                lint,
                "python-without-lock",
                call,
                f"{call.name}() is called without the interpreter lock",
                advice,
            )


_NEEDS_NO_LOCK = ("PyMem_Raw", "PyThread_", "Py_IsInitialized", "PyGILState_Check", "Py_AtExit")


def _is_python(name: str) -> bool:
    return name.startswith(("Py", "_Py")) and not name.startswith(_NEEDS_NO_LOCK)


def _annotated_functions(lint: Lint) -> Iterator[Diagnostic]:
    for function in lint.exported.values():
        if function.shared is not None:
            message = f"{function.name} is not looked into: {function.shared}"
            yield Diagnostic("thread-shared", function.span, message)
    for key, path in lint.reach.shared.items():
        inner = lint.program.functions[key]
        if key not in lint.exported or lint.exported[key].shared is None:
            message = f"{inner.name} is not looked into: {inner.shared}"
            yield Diagnostic("thread-shared", inner.span, message, path=_steps(lint.exported, path))


# --- words ---------------------------------------------------------------------------------


def _diagnostic(
    lint: Lint,
    code: str,
    at: Reached | ReachedOutside,
    message: str,
    advice: str,
    related: Related | None = None,
) -> Diagnostic:
    path = _steps(lint.exported, at.path)
    return Diagnostic(code, at.span, message, hint=advice, path=path, related=related)


def _steps(exported: dict[str, Exported], path: Iterable[str]) -> tuple[Step, ...]:
    """The path with its beginning's place in the header; keys become names."""
    return tuple(
        Step(name_of(key), exported[key].span if index == 0 and key in exported else None)
        for index, key in enumerate(path)
    )


def _arrow(path: Iterable[str]) -> str:
    return " -> ".join(map(name_of, path))


def _access(access: Reached, message: str) -> Related:
    return Related(access.span, message)


def _quoted(found: Object) -> str:
    return f"'{found.name}'"


def _named(lint: Lint, locks: Sequence[Held]) -> str:
    names = []
    for held in sorted(locks, key=repr):
        if isinstance(held.lock, Static):
            known = lint.program.objects.get(held.lock.object)
            names.append(f"'{known.name}'" if known else held.lock.object)
    return " and ".join(names) or "a lock"
