"""The end of a handle, once: by close, by with, by its destructor's name, by the collector."""

from __future__ import annotations

import gc
import os
import sys
import weakref
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from tests.runtime.refusals import refuses

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads make and free")


@pytest.fixture
def freed(m: ModuleType) -> Callable[[], int]:
    """How many boxes have been freed since the test began."""
    before = m.frees()
    return lambda: m.frees() - before


@ONE_THREAD
def test_close(m: ModuleType, freed: Callable[[], int]) -> None:
    b = m.box(1)
    assert b.close() is None
    assert freed() == 1
    b.close()
    for use in (m.box_get, m.box.get, m.box_free, m.box_default):
        with pytest.raises(ValueError, match=r"^box_\w+\(\): 'b' is closed$"):
            use(b)
    with refuses(ValueError, "__enter__(): 'self' is closed"):
        b.__enter__()
    del b
    assert freed() == 1


@ONE_THREAD
def test_with(m: ModuleType, freed: Callable[[], int]) -> None:
    with m.box(1) as b:
        assert b.add(1) == 2
        assert freed() == 0
    assert freed() == 1
    with pytest.raises(KeyError), m.box(1):
        raise KeyError
    assert freed() == 2
    with m.box(1) as b:
        b.close()
    assert freed() == 3


def test_collection(m: ModuleType, freed: Callable[[], int]) -> None:
    b = m.box(1)
    del b
    assert freed() == 1
    cycle: list[Any] = [m.box(1)]
    cycle.append(cycle)
    del cycle
    assert freed() == 1
    gc.collect()
    assert freed() == 2


@ONE_THREAD
def test_weak_references(m: ModuleType, freed: Callable[[], int]) -> None:
    b = m.box(1)
    seen: list[object] = []
    weak = weakref.ref(b, seen.append)
    assert weak() is b
    del b
    assert weak() is None
    assert seen == [weak]
    assert freed() == 1


def test_consumed(m: ModuleType, freed: Callable[[], int]) -> None:
    b = m.box(1)
    with pytest.raises(ValueError, match=r"0\.\.\.9"):
        b.take(10)
    with pytest.raises(TypeError):
        b.take("1")
    assert b.get() == 1
    assert b.take(3) == 4
    with refuses(ValueError, "box_get(): 'b' is closed"):
        b.get()
    b.close()
    del b
    assert freed() == 0  # that was C's to do


@ONE_THREAD
def test_destructor_called_by_its_name(m: ModuleType, freed: Callable[[], int]) -> None:
    b = m.box(1)
    m.box_free(b)
    assert freed() == 1
    m.box(1).free()
    assert freed() == 2
    b.close()
    del b
    assert freed() == 2


@ONE_THREAD
def test_error_of_close(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    s.fail(7)
    with refuses(m.Error, "session_close() failed: it returned 7") as caught:
        s.close()
    assert caught.value.code == 7
    assert m.gone() == "S"
    s.close()
    with refuses(ValueError, "session_code(): 's' is closed"):
        s.code()
    s = m.session_open(0, 0)
    s.fail(8)
    with pytest.raises(m.Error, match="returned 8") as caught, s:
        raise KeyError
    assert isinstance(caught.value.__context__, KeyError)
    s = m.session_open(0, 0)
    s.fail(9)
    with pytest.raises(m.Error, match="returned 9"):
        m.session_close(s)
    assert m.gone() == "SSS"


@ONE_THREAD
def test_oserror_of_close(m: ModuleType) -> None:
    f = m.file(5)
    with pytest.raises(OSError, match=os.strerror(5)) as caught:
        f.close()
    assert caught.value.errno == 5
    assert m.gone() == "F"


@pytest.fixture
def unraisable(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What sys.unraisablehook gets."""
    seen: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda args: seen.append(args.exc_value))
    return seen


def test_error_in_collection_is_unraisable(m: ModuleType, unraisable: list[Any]) -> None:
    s = m.session_open(0, 0)
    s.fail(7)
    del s
    assert [type(error) for error in unraisable] == [m.Error]
    assert unraisable.pop().code == 7
    cycle: list[Any] = [m.session_open(0, 0)]
    cycle[0].fail(8)
    cycle.append(cycle)
    del cycle
    gc.collect()
    assert unraisable.pop().code == 8
    assert m.gone() == "SS"


def test_collection_keeps_the_exception_that_is_raised(
    m: ModuleType, unraisable: list[Any]
) -> None:
    def fails() -> None:
        s = m.session_open(0, 0)
        s.fail(7)
        del s
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        fails()
    with refuses(TypeError, "box_add(): 'by' must be an integer, not str"):
        m.box(1).add("text")
    assert len(unraisable) == 1
