"""The buffer protocol's formats: which serve for which type of elements."""

from __future__ import annotations

import array
import ctypes
import re
from types import ModuleType
from typing import Any

import numpy as np
import pytest


@pytest.mark.parametrize("letters", ["i", "@i", "=i", "<i", "=l", "<l", "^i", "1i", "n", "l"])
def test_formats_of_int32(m: ModuleType, exporter: Any, letters: str) -> None:
    assert m.sum(exporter(bytearray(b"\1\0\0\0\2\0\0\0"), letters, 4, (2,))) == 3


@pytest.mark.parametrize(
    "letters",
    [
        *(">i", "!i", ">l", "I", "f", "c", "?", "s", "4s", "4b", "2h", "4B", "xi", "ix", "ii", "P"),
        *(
            "",
            "@",
            "<",
            "T{i:a:}",
            "(1)i",
            "i:a:",
            " i",
            "i ",
            "&i",
            "X{}",
            "O",
            "w",
            "u",
            "Zf",
            "Z",
        ),
        *("é", "\x7f", "1", "11i", "0i", None),
    ],
)
def test_formats_that_are_not_int32(m: ModuleType, exporter: Any, letters: str | None) -> None:
    shown = re.escape("B" if letters is None else letters)
    message = rf"^sum\(\): 'a' must be an array of int32_t, not of format '{shown}'$"
    with pytest.raises(TypeError, match=message):
        m.sum(exporter(bytearray(8), letters, 4, (2,)))


def test_byte_order_does_not_matter_for_bytes(m: ModuleType, exporter: Any) -> None:
    for letters in ("B", "<B", ">B", "=B", "@B", None):
        assert m.last(exporter(bytearray(b"ab"), letters, 1, (2,))) == ord("b")


def test_same_kind_and_size_but_another_letter(m: ModuleType) -> None:
    for letter in "lq":
        assert m.where_int64_t(np.zeros(3, letter))[1] == 3
        assert m.where_long(np.zeros(3, letter))[1] == 3
        assert m.where_long_long(memoryview(np.zeros(3, letter)))[1] == 3
    assert m.where_int32_t(np.zeros(3, "=i4"))[1] == 3
    with pytest.raises(TypeError, match="'a' must be an array of int32_t, not of >i4"):
        m.where_int32_t(np.zeros(3, ">i4"))
    with pytest.raises(TypeError, match="'a' must be an array of int32_t, not of format '>i'"):
        m.where_int32_t(memoryview(np.zeros(3, ">i4")))


@pytest.mark.parametrize("letters", ["c", "b", "B", "s", "1s", "<c"])
def test_chars_are_any_single_bytes(m: ModuleType, exporter: Any, letters: str) -> None:
    data = bytearray(b"abc")
    assert m.where_char(exporter(data, letters, 1, (3,)))[1] == 3


def test_chars_from_usual_objects(m: ModuleType) -> None:
    for a in (
        *(b"abc", bytearray(b"abc"), memoryview(b"abc").cast("c"), array.array("b", b"abc")),
        *(np.zeros(3, "i1"), np.zeros(3, "u1"), np.zeros(3, "S1"), (ctypes.c_char * 3)()),
    ):
        assert m.where_char(a)[1] == 3
    for wrong in (np.zeros(3, "?"), np.zeros(3, "i2"), np.zeros(3, "S2"), "abc"):
        with pytest.raises(TypeError, match=r"'a' must be an? .*array of char"):
            m.where_char(wrong)


def test_booleans_are_no_bytes(m: ModuleType) -> None:
    with pytest.raises(TypeError, match="must be an array of bool"):
        m.where_bool(np.zeros(3, "u1"))
    with pytest.raises(TypeError, match="must be an array of uint8_t"):
        m.where_uint8_t(np.zeros(3, "?"))
