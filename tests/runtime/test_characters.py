"""char and wchar_t: values, results and arrays; enums and fixed-size arrays."""

from __future__ import annotations

import array
import ctypes
import re
import sys
from types import ModuleType

import numpy as np
import pytest

from tests.runtime.conftest import Bind

WIDE = "u" if sys.version_info < (3, 13) else "w"

HEADER = r"""
#include <wchar.h>

typedef char letter;
enum colour { RED, GREEN = 5, BLUE };
typedef enum { DOWN = -1, UP = 1 } direction;

char same(char c);
wchar_t same_wide(wchar_t c);
letter after(letter UNGIL_DEFAULT('a') c, int UNGIL_DEFAULT(1) by);
wchar_t wide_after(wchar_t UNGIL_DEFAULT(L'a') c);
char digit(char UNGIL_RANGE('0', '9') c);
void up(char *UNGIL_INOUT c);
bool first(const char *UNGIL_COUNTED_BY(n) s, size_t n, char *UNGIL_OUT c);
wchar_t highest(const wchar_t *UNGIL_COUNTED_BY(n) s, size_t n);
void blank(char *UNGIL_COUNTED_BY(n) s, size_t n);
void digits(const char *UNGIL_COUNTED_BY(n) UNGIL_RANGE('0', '9') s, size_t n);
void fill(char c, char *UNGIL_OUT UNGIL_COUNTED_BY(n) out, size_t n);
void fill_wide(wchar_t c, wchar_t *UNGIL_OUT UNGIL_COUNTED_BY(n) out, size_t n);
wchar_t broken(void);

enum colour next(enum colour c);
direction opposite(direction UNGIL_DEFAULT(UP) d);

double trace(const double m[3][3]);
void identity(double UNGIL_OUT m[2][2]);
void determinants(const double (*UNGIL_SHAPE(n) m)[2][2],
                  double *UNGIL_OUT UNGIL_COUNTED_BY(n) d, size_t n);
void twice(double (*UNGIL_SHAPE(n, 3) rows)[3], size_t n);
double corner(const double (*UNGIL_SINGLE m)[3]);
double scaled(const double m[2][2], double UNGIL_DEFAULT(m[1][1]) by);
"""

HEADER = HEADER.replace("UNGIL_SHAPE(n, 3) rows)[3]", "UNGIL_SHAPE(n) rows)[3]")

CODE = r"""
char same(char c) { return c; }
wchar_t same_wide(wchar_t c) { return c; }
letter after(letter c, int by) { return (letter)(c + by); }
wchar_t wide_after(wchar_t c) { return c + 1; }
char digit(char c) { return c; }
void up(char *c) { *c = (char)(*c - 32); }
bool first(const char *s, size_t n, char *c) { *c = n ? s[0] : '?'; return n > 0; }
wchar_t highest(const wchar_t *s, size_t n) {
    wchar_t most = L' ';
    for (size_t i = 0; i < n; i++) most = s[i] > most ? s[i] : most;
    return most;
}
void blank(char *s, size_t n) { for (size_t i = 0; i < n; i++) s[i] = ' '; }
void digits(const char *s, size_t n) { (void)s; (void)n; }
void fill(char c, char *out, size_t n) { for (size_t i = 0; i < n; i++) out[i] = c; }
void fill_wide(wchar_t c, wchar_t *out, size_t n) { for (size_t i = 0; i < n; i++) out[i] = c; }
wchar_t broken(void) { return (wchar_t)0x110000; }
enum colour next(enum colour c) { return c == RED ? GREEN : BLUE; }
direction opposite(direction d) { return d == UP ? DOWN : UP; }
double trace(const double m[3][3]) { return m[0][0] + m[1][1] + m[2][2]; }
void identity(double m[2][2]) { m[0][0] = m[1][1] = 1; }
void determinants(const double (*m)[2][2], double *d, size_t n) {
    for (size_t i = 0; i < n; i++) d[i] = m[i][0][0] * m[i][1][1] - m[i][0][1] * m[i][1][0];
}
void twice(double (*rows)[3], size_t n) {
    for (size_t i = 0; i < n; i++) for (int k = 0; k < 3; k++) rows[i][k] *= 2;
}
double corner(const double (*m)[3]) { return (*m)[2]; }
double scaled(const double m[2][2], double by) { return m[0][0] * by; }
"""


@pytest.fixture(scope="module")
def module(bind: Bind) -> ModuleType:
    return bind(HEADER, CODE)


def test_characters(module: ModuleType) -> None:
    for code in range(256):
        assert module.same(bytes([code])) == bytes([code])
    for text in ("a", "\0", "é", "€", "\udc80", "\U0010ffff"):
        assert module.same_wide(text) == text
    assert module.after() == b"b"
    assert module.after(b"a", by=25) == b"z"
    assert module.wide_after() == "b"
    assert module.up(b"x") == b"X"
    assert module.after.__text_signature__ == "($module, c=b'a', by=1)"
    assert module.wide_after.__text_signature__ == "($module, c='a')"


@pytest.mark.parametrize(
    ("name", "value", "exception", "text"),
    [
        ("same", "a", TypeError, "'c' must be bytes of length 1, not str"),
        ("same", 65, TypeError, "'c' must be bytes of length 1, not int"),
        ("same", bytearray(b"a"), TypeError, "'c' must be bytes of length 1, not bytearray"),
        ("same", b"", ValueError, "'c' must have length 1, not 0"),
        ("same", b"ab", ValueError, "'c' must have length 1, not 2"),
        ("same_wide", b"a", TypeError, "'c' must be a str of length 1, not bytes"),
        ("same_wide", 65, TypeError, "'c' must be a str of length 1, not int"),
        ("same_wide", "", ValueError, "'c' must have length 1, not 0"),
        ("same_wide", "ab", ValueError, "'c' must have length 1, not 2"),
        ("digit", b"a", ValueError, "'c' is b'a', outside"),
        ("digits", np.frombuffer(b"12x", "S1"), ValueError, "element 2 of 's' is b'x', outside"),
    ],
)
def test_what_is_no_character(
    module: ModuleType, name: str, value: object, exception: type[Exception], text: str
) -> None:
    with pytest.raises(exception, match=f"^{name}\\(\\): {re.escape(text)}"):
        getattr(module, name)(value)


def test_a_result_that_is_no_character(module: ModuleType) -> None:
    with pytest.raises(ValueError, match="not in range"):
        module.broken()


def test_arrays_of_characters(module: ModuleType) -> None:
    for given in (
        *(b"xy", bytearray(b"xy"), memoryview(b"xy"), array.array("b", b"xy")),
        *(array.array("B", b"xy"), np.array([b"x", b"y"]), np.frombuffer(b"xy", "i1")),
        *((ctypes.c_char * 2)(b"x", b"y"), memoryview(b"xy").cast("c")),
    ):
        assert module.first(given) == (True, b"x")
    assert module.first(b"") == (False, b"?")
    place = np.array([b"x", b"y"])
    module.blank(place)
    assert place.tolist() == [b" ", b" "]
    assert bytes(module.fill(b"x", n=3)) == b"xxx"
    assert module.fill(b"x", 2, out=place) is place
    with pytest.raises(TypeError, match="must be an array of char, not of"):
        module.first(np.array([b"ab"]))
    with pytest.raises(TypeError, match="must be an array of char, not of"):
        module.first(np.zeros(2, "?"))
    with pytest.raises(TypeError, match="'s' must be a 1-dimensional array of char, not str"):
        module.first("ab")
    with pytest.raises(ValueError, match="read-only"):
        module.blank(b"xy")


def test_arrays_of_wide_characters(module: ModuleType) -> None:
    for given in (np.array(["a", "€"]), (ctypes.c_wchar * 2)("a", "€"), array.array(WIDE, "a€")):
        assert module.highest(given) == "€"
    out = np.array(["a", "b"])
    assert module.fill_wide("€", out, 2) is out
    assert out.tolist() == ["€", "€"]
    with pytest.raises(TypeError, match="'out' is missing"):
        module.fill_wide("€", n=2)
    for wrong in (np.array(["ab"]), np.zeros(2, "i4"), np.zeros(2, ">U1"), b"abcd"):
        with pytest.raises(TypeError, match="must be an array of wchar_t, not of"):
            module.highest(wrong)


def test_enums_come_back_as_int(module: ModuleType) -> None:
    assert module.next(module.RED) == module.GREEN == 5
    assert type(module.next(5)) is int
    assert module.opposite() == module.DOWN == -1
    assert module.opposite(module.DOWN) == 1
    with pytest.raises(OverflowError, match="'d' is 2147483648, which does not fit direction"):
        module.opposite(2**31)


def test_arrays_of_a_fixed_size(module: ModuleType) -> None:
    assert module.trace(np.eye(3)) == 3
    assert module.identity().tolist() == [[1, 0], [0, 1]]
    given = np.zeros((2, 2))
    assert module.identity(given) is given
    assert module.determinants(np.array([np.eye(2), 2 * np.eye(2)])).tolist() == [1, 4]
    rows = np.ones((4, 3))
    module.twice(rows)
    assert rows.sum() == 24
    assert module.corner(np.array([1.0, 2, 3])) == 3
    assert module.scaled(np.array([[2.0, 0], [0, 5]])) == 10
    for wrong, text in (
        (np.eye(4), "'m' has shape|has 4"),
        (np.eye(3)[:2], "2"),
        (np.zeros((3, 3, 3)), "must have 2 dimensions, not 3"),
    ):
        with pytest.raises((ValueError, TypeError), match=text):
            module.trace(wrong)
    with pytest.raises((ValueError, TypeError), match="'rows'"):
        module.twice(np.ones((3, 4)))
