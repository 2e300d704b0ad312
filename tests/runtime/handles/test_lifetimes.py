"""What a handle keeps as long as it lives: memory, texts, other handles."""

from __future__ import annotations

import gc
import sys
import weakref
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime.refusals import refuses

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads make and free")


def test_memory_stays_exported(m: ModuleType) -> None:
    values = bytearray(np.arange(4.0))
    view = memoryview(values).cast("d")
    r = m.reader_new(m.session_open(0, 0), view)
    with pytest.raises(BufferError):
        view.release()
    assert r.sum() == 6
    r.close()
    view.release()
    values.clear()


def test_numpy_memory_stays_exported(m: ModuleType) -> None:
    values = np.arange(4.0)
    count = sys.getrefcount(values)
    r = m.reader_new(m.session_open(0, 0), values)
    with pytest.raises(ValueError, match="cannot resize"):
        values.resize(100_000)
    del values
    gc.collect()
    np.full(4, 9.0)  # would take the place of what is freed
    assert r.sum() == 6
    values = np.arange(4.0)
    r = m.reader_new(m.session_open(0, 0), values)
    del r
    assert sys.getrefcount(values) == count


def test_text_stays(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    text = "".join(["né", "e"])
    count = sys.getrefcount(text)
    r = m.reader_new(s, np.zeros(1), text)
    assert sys.getrefcount(text) == count + 1
    assert r.name() == "née"
    r.close()
    assert sys.getrefcount(text) == count
    assert m.reader_new(s, np.zeros(1)).name() is None
    assert m.reader_new(s, np.zeros(1), None).name() is None


@ONE_THREAD
def test_parent_lives_as_long_as_its_dependents(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    r = m.reader_new(s, np.ones(3))
    del s
    assert m.gone() == ""
    assert r.sum() == 3
    del r
    assert m.gone() == "RS"


@ONE_THREAD
def test_closing_a_parent_closes_its_dependents_first(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    first, second = m.reader_new(s, np.ones(3)), m.reader_new(s, np.ones(3))
    third = first.again()
    m.reader_new(s, np.ones(1)).close()
    s.close()
    assert m.gone() == "RRRRS"
    for closed in (first, second, third):
        with refuses(ValueError, "reader_sum(): 'r' is closed"):
            closed.sum()


@ONE_THREAD
def test_consuming_a_parent_closes_its_dependents_first(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    r = m.reader_new(s, np.ones(3))
    m.session_close(s)
    assert m.gone() == "RS"
    r.close()


@ONE_THREAD
def test_error_of_a_parent_whose_dependents_are_closed(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    r = m.reader_new(s, np.ones(3))
    s.fail(3)
    with pytest.raises(m.Error, match="returned 3"):
        s.close()
    assert m.gone() == "?S"
    r.close()


def test_cycles_end_in_order(m: ModuleType) -> None:
    """Garbage in which the collector may come to the parent first."""

    class Holder(list[Any]):
        pass

    for order in (False, True):
        for _ in range(5):
            m.forget()
            s = m.session_open(0, 0)
            values = np.ones(3)
            r = m.reader_new(s, values)
            again = r.again()
            holder = Holder([s, r, again] if order else [again, r, s])
            holder.append(holder)
            del s, r, again, holder, values
            assert m.gone() == ""
            gc.collect()
            assert m.gone() == "RRS"


def test_cycle_through_kept_memory(m: ModuleType) -> None:
    class Array(np.ndarray[Any, Any]):
        reader: Any

    values = np.ones(3).view(Array)
    values.reader = m.reader_new(m.session_open(0, 0), values)
    weak = weakref.ref(values)
    del values
    gc.collect()
    assert weak() is None
    assert m.gone() == "RS"


def test_failed_call_keeps_nothing(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    values = np.ones(3)
    counts = sys.getrefcount(s), sys.getrefcount(values)
    with pytest.raises(TypeError):
        m.reader_new(s, values, 3)
    with pytest.raises(ValueError, match="3 elements"):
        m.reader_new(s, values, n=4)
    assert (sys.getrefcount(s), sys.getrefcount(values)) == counts
    values.resize(5)
    s.close()
    with refuses(ValueError, "reader_new(): 's' is closed"):
        m.reader_new(s, values)
    values.resize(6)


@ONE_THREAD
def test_what_a_consumed_handle_kept_goes_on_to_another(m: ModuleType) -> None:
    """C may have put the one into the other."""
    s, values = m.session_open(0, 0), np.ones(3)
    r = m.reader_new(s, values)
    wrapped = r.wrap()
    with refuses(ValueError, "reader_sum(): 'r' is closed"):
        r.sum()
    assert wrapped.sum() == 3
    with pytest.raises(ValueError, match="cannot resize"):
        values.resize(100)
    del s, r
    assert m.gone() == ""
    del wrapped
    assert m.gone() == "RS"
    values.resize(100)
    s, other = m.session_open(0, 0), m.session_open(0, 0)
    other.adopt(m.reader_new(s, values))
    with pytest.raises(ValueError, match="cannot resize"):
        values.resize(200)
    m.forget()
    s.close()
    assert m.gone() == ""  # the other one may still use it
    other.fail(0)
    other.close()
    assert m.gone() == "SS"
    values.resize(200)


@ONE_THREAD
def test_what_a_dropped_handle_kept_is_let_go(m: ModuleType) -> None:
    values = np.ones(3)
    m.reader_new(m.session_open(0, 0), values).drop()
    assert m.gone() == "RS"
    values.resize(100)


@ONE_THREAD
def test_const_from_the_start(m: ModuleType) -> None:
    assert m.view_new(3).length() == m.view_open(3).length() == 3
    with pytest.raises(m.Error):
        m.view_open(-1)
    assert m.gone() == "VVV"
