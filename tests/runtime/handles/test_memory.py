"""Handles leak nothing, and fail with a MemoryError where there is no memory."""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.reading import ROOT
from tests.runtime import modules
from tests.runtime.memory import grows

N = 20_000
VALUES = np.ones(3)


def closed(m: ModuleType) -> None:
    b = m.box(1)
    b.add(2)
    b.close()


def collected(m: ModuleType) -> None:
    m.box(1).sum(m.box(2))


def used_with(m: ModuleType) -> None:
    with m.box_maybe(1) as b:
        b.get()


def consumed(m: ModuleType) -> None:
    m.box(1).take(2)


def failed(m: ModuleType) -> None:
    m.session_open(3, 1)


def left_nothing(m: ModuleType) -> None:
    m.session_open(3, 0)


def several(m: ModuleType) -> None:
    m.session_pair(0)


def several_fail(m: ModuleType) -> None:
    m.session_pair(2)


def dependent(m: ModuleType) -> None:
    m.reader_new(m.session_open(0, 0), VALUES, "a name").again().sum()


def parent_closed(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    r = m.reader_new(s, VALUES)
    s.close()
    r.close()


def passed_on(m: ModuleType) -> None:
    m.reader_new(m.session_open(0, 0), VALUES).wrap().drop()


def closing_fails(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    s.fail(1)
    s.close()


def closed_already(m: ModuleType) -> None:
    b = m.box(1)
    b.close()
    b.get()


def wrong(m: ModuleType) -> None:
    m.box_sum(m.box(1), 3)


def twice(m: ModuleType) -> None:
    b = m.box(1)
    b.swap(b)


def stored(m: ModuleType) -> None:
    m.dice(1).throw()


def shown(m: ModuleType) -> None:
    repr(m.box(1))


PATHS = [closed, collected, used_with, consumed, failed, left_nothing, several, several_fail]
PATHS += [dependent, parent_closed, passed_on, closing_fails, closed_already, wrong, twice]
PATHS += [stored, shown]


def repeat(path: Callable[[ModuleType], None], m: ModuleType, times: int) -> None:
    for _ in range(times):
        with contextlib.suppress(Exception):
            path(m)
        m.forget()


@pytest.mark.thread_unsafe(reason="all threads' references and memory are counted")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_stable(m: ModuleType, path: Callable[[ModuleType], None]) -> None:
    repeat(path, m, 1000)  # fills what is filled once
    gc.collect()
    classes = [m.box, m.session, m.reader, m.dice, VALUES]
    blocks = sys.getallocatedblocks()
    counts = [sys.getrefcount(thing) for thing in classes]
    repeat(path, m, N)
    gc.collect()
    assert [sys.getrefcount(thing) for thing in classes] == counts
    assert sys.getallocatedblocks() - blocks < 100
    assert not grows(lambda: repeat(path, m, N))


def test_cycles_are_stable(m: ModuleType) -> None:
    def cycle() -> None:
        s = m.session_open(0, 0)
        holder: list[Any] = [s, m.reader_new(s, VALUES)]
        holder.append(holder)

    def run(times: int) -> int:
        for _ in range(times):
            cycle()
            m.forget()
        gc.collect()
        return sys.getallocatedblocks()

    before = run(1000)
    assert run(3000) - before < 100


OUT_OF_MEMORY = """
import gc, sys
sys.path.insert(0, sys.argv[1])
import nomemory
from tests.runtime.handles.test_memory import PATHS, VALUES
from tests.runtime import modules

m = modules.load(sys.argv[2], sys.argv[3])
unraisable = []
sys.unraisablehook = lambda args: unraisable.append(args.exc_value)
gc.disable()

def error_of(call, *arguments):
    try:
        call(*arguments)
    except Exception as error:
        return type(error)

def all_is_free():
    gone = m.gone()
    m.forget()
    return gone

def failing():
    s = m.session_open(0, 0)
    s.fail(1)
    return s.close

# Where an exception passes Python code, CPython 3.11 itself may lose it with the traceback.
quiet = [(path, lambda: (m,)) for path in PATHS if error_of(path, m) is None]
loud = [(m.session_open, lambda: (3, 1)), (m.session_open, lambda: (3, 0))]
loud += [(m.session_pair, lambda: (2,)), (m.box_sum, lambda: (m.box(1), 3)), (m.box, lambda: (-1,))]
loud += [(m.reader_new, lambda: (m.session_open(0, 0), VALUES, 4))]
for call, arguments in quiet + loud + [(failing, tuple)]:
    made = call() if call is failing else call
    all_is_free()
    expected = error_of(made, *arguments())
    usual = all_is_free()
    for n in range(200):
        made = call() if call is failing else call
        error = error_of(nomemory.call, n, made, arguments(), {})
        assert error in (expected, MemoryError), (call, n, error)
        made = None
        gone = all_is_free()
        assert "?" not in gone and gone.count("S") <= usual.count("S"), (call, n, gone)
        if not nomemory.failed():
            break
    else:
        raise AssertionError(f"{call} never ends")
    unraisable.clear()  # a session that could not be closed reports when it is collected
    assert error_of(call() if call is failing else call, *arguments()) == expected
    assert all_is_free() == usual, call
assert not unraisable, unraisable
print("fine", m.frees(), flush=True)
"""


def test_every_allocation_may_fail(m: ModuleType, tmp_path: Path) -> None:
    """Each in turn, once: a MemoryError, and everything is freed in its order."""
    library = tmp_path / "nomemory.so"
    modules.compile_c(library, [ROOT / "tests/runtime/nomemory.c"])
    assert m.__file__ is not None
    arguments = [sys.executable, "-c", OUT_OF_MEMORY, str(tmp_path), m.__name__, m.__file__]
    paths = os.pathsep.join(filter(None, [str(ROOT), *sys.path]))
    environment = os.environ | {"PYTHONPATH": paths}
    done = subprocess.run(
        arguments, capture_output=True, text=True, check=False, env=environment, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("fine")
