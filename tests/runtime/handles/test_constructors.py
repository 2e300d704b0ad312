"""Constructors that fail, and what they leave behind."""

from __future__ import annotations

import os
from types import ModuleType

import pytest

from tests.runtime.refusals import refuses

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads make and free")


def test_null_is_memory_error(m: ModuleType) -> None:
    with refuses(MemoryError, f"box_new(): C made no {m.__name__}.box"):
        m.box(-1)


def test_null_is_none_under_or_null(m: ModuleType) -> None:
    assert m.box_maybe(-1) is None
    assert m.box_maybe(2).get() == 2


@ONE_THREAD
def test_message_is_read_before_what_is_left_behind_is_freed(m: ModuleType) -> None:
    with refuses(m.Error, "session_open(): out of order") as caught:
        m.session_open(4, 1)
    assert caught.value.code == 4
    assert m.gone() == "S"
    with refuses(m.Error, "session_open(): no session"):
        m.session_open(4, 0)
    assert m.gone() == "S"


@ONE_THREAD
def test_several_results(m: ModuleType) -> None:
    a, between, b = m.session_pair(0)
    assert (type(a), between, type(b)) == (m.session, 5, m.session)
    assert a is not b
    a.close()
    assert b.code() == 0
    b.close()
    m.forget()
    assert m.session_pair(3)[1:] == (5, None)
    assert m.gone() == "S"
    m.forget()
    with refuses(m.Error, "session_pair() failed: it returned 1"):
        m.session_pair(1)
    assert m.gone() == "SS"
    m.forget()
    with refuses(
        RuntimeError, f"session_pair(): C made no {m.__name__}.session, and reported no error"
    ):
        m.session_pair(2)
    assert m.gone() == "S"


@ONE_THREAD
def test_errno_constructor(m: ModuleType) -> None:
    with pytest.raises(OSError, match=os.strerror(2)) as caught:
        m.file(-2)
    assert caught.value.errno == 2
    m.file(0).close()
    assert m.gone() == "F"


@ONE_THREAD
def test_mark_of_failure_is_not_freed(m: ModuleType) -> None:
    with pytest.raises(m.Error):
        m.file_marked(0)
    assert m.gone() == ""
    m.file_marked(1).close()
    assert m.gone() == "F"
