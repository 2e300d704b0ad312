"""Strings: str as UTF-8, in and out."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

DECLARATIONS = r"""
#include <string.h>
#define GREETING "grüß \"dich\""

static inline size_t length(const char *UNGIL_NUL_TERMINATED text) { return strlen(text); }
static inline long length_or_null(const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL text) {
    return text == NULL ? -1 : (long)strlen(text);
}
static inline size_t both(const char *UNGIL_NUL_TERMINATED a,
                          const char *UNGIL_NUL_TERMINATED UNGIL_DEFAULT(a) b) {
    return strlen(a) * 100 + strlen(b);
}
static inline size_t greet(const char *UNGIL_NUL_TERMINATED UNGIL_DEFAULT(GREETING) who) {
    return strlen(who);
}
static inline size_t null_default(
    const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL UNGIL_DEFAULT(NULL) who) {
    return who == NULL ? 99 : strlen(who);
}
static inline const char *UNGIL_NUL_TERMINATED same(const char *UNGIL_NUL_TERMINATED text) {
    return text;
}
static inline const char *UNGIL_NUL_TERMINATED bad_text(int kind) {
    static const char *const texts[] = {"ok", "\xff", "\xed\xa0\x80", "caf\xc3", "\xc0\x80"};
    return kind < 0 ? NULL : texts[kind];
}
static inline const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL maybe_text(bool yes) {
    return yes ? GREETING : NULL;
}
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


class Text(str):
    __slots__ = ()

    def encode(self, *_: object) -> bytes:
        raise LookupError("never asked")

    def __str__(self) -> str:
        raise LookupError("never asked")


@pytest.mark.parametrize("text", ["", "a", "hello", "grüß", "日本語", "\U0001f40d", "a" * 10_000])
def test_utf_8(m: ModuleType, text: str) -> None:
    assert m.length(text) == len(text.encode())
    assert m.length(text=text) == len(text.encode())
    assert m.length(Text(text)) == len(text.encode())
    assert m.same(text) == text
    assert m.same(Text(text)).__class__ is str


def test_nul_inside(m: ModuleType) -> None:
    for text in ("\0", "a\0", "\0a", "a\0b", "grüß\0"):
        with pytest.raises(ValueError, match=r"^length\(\): 'text' has a NUL inside"):
            m.length(text)


def test_lone_surrogates(m: ModuleType) -> None:
    for text in ("\ud800", "a\udfffb"):
        with pytest.raises(ValueError, match=r"^length\(\): 'text' has a lone surrogate"):
            m.length(text)


@pytest.mark.parametrize(
    "given",
    [b"text", bytearray(b"text"), 5, None, ["a"], np.array("a"), memoryview(b"a")],
    ids=repr,
)
def test_only_str(m: ModuleType, given: object) -> None:
    name = given.__class__.__name__
    with pytest.raises(TypeError, match=rf"^length\(\): 'text' must be a str, not {name}$"):
        m.length(given)


def test_none(m: ModuleType) -> None:
    assert m.length_or_null(None) == -1
    assert m.length_or_null("abc") == 3
    assert m.null_default() == 99
    assert m.null_default(None) == 99
    assert m.null_default("abc") == 3


def test_defaults(m: ModuleType) -> None:
    assert m.both("abc") == 303
    assert m.both("abc", "d") == 301
    assert m.greet() == len(m.GREETING.encode())
    assert m.GREETING == 'grüß "dich"'


def test_results(m: ModuleType) -> None:
    assert m.bad_text(0) == "ok"
    assert m.maybe_text(True) == 'grüß "dich"'
    assert m.maybe_text(False) is None
    with pytest.raises(RuntimeError, match=r"^bad_text\(\): C returned NULL$"):
        m.bad_text(-1)


def test_results_that_are_no_utf_8(m: ModuleType) -> None:
    for kind in (1, 2, 3, 4):
        with pytest.raises(UnicodeDecodeError):
            m.bad_text(kind)
