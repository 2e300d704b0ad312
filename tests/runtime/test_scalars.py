"""Single values in and out: which Python objects each C type takes, and which it refuses."""

from __future__ import annotations

import ctypes
import math
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
import pytest

# C's own names, as the module is built here: what ctypes says of the platform
INTEGERS = {
    "signed char": ctypes.c_byte,
    "unsigned char": ctypes.c_ubyte,
    "short": ctypes.c_short,
    "unsigned short": ctypes.c_ushort,
    "int": ctypes.c_int,
    "unsigned int": ctypes.c_uint,
    "unsigned": ctypes.c_uint,
    "long": ctypes.c_long,
    "unsigned long": ctypes.c_ulong,
    "long long": ctypes.c_longlong,
    "unsigned long long": ctypes.c_ulonglong,
    "int8_t": ctypes.c_int8,
    "uint8_t": ctypes.c_uint8,
    "int16_t": ctypes.c_int16,
    "uint16_t": ctypes.c_uint16,
    "int32_t": ctypes.c_int32,
    "uint32_t": ctypes.c_uint32,
    "int64_t": ctypes.c_int64,
    "uint64_t": ctypes.c_uint64,
    "size_t": ctypes.c_size_t,
    "ssize_t": ctypes.c_ssize_t,
    "intptr_t": ctypes.c_ssize_t,
    "uintptr_t": ctypes.c_size_t,
    "ptrdiff_t": ctypes.c_ssize_t,
    "intmax_t": ctypes.c_int64,
    "uintmax_t": ctypes.c_uint64,
    "octet": ctypes.c_uint8,
}


def name_of(type: str) -> str:
    return "same_" + type.replace(" ", "_")


def limits(type: str) -> tuple[int, int]:
    size = 8 * ctypes.sizeof(INTEGERS[type])
    if INTEGERS[type](-1).value == -1:
        return -(2 ** (size - 1)), 2 ** (size - 1) - 1
    return 0, 2**size - 1


DECLARATIONS = """
typedef uint8_t octet;
enum colour { RED, GREEN = 5, BLUE };
typedef enum { COLD = -3, WARM = 4 } heat;
typedef double real;
""" + "\n".join(
    f"static inline {type} {name_of(type)}({type} a) {{ return a; }}"
    for type in [*INTEGERS, "enum colour", "heat", "bool", "_Bool", "float", "double", "real"]
)


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


class Index:
    def __init__(self, value: object) -> None:
        self.value = value

    def __index__(self) -> Any:
        return self.value


class Floatish:
    def __init__(self, value: object) -> None:
        self.value = value

    def __float__(self) -> Any:
        return self.value


class Raises:
    def __index__(self) -> int:
        raise LookupError("mine")

    def __float__(self) -> float:
        raise LookupError("mine")


class Int(int):
    def __index__(self) -> int:
        return 99  # never asked: the int itself counts


class Float(float):
    def __float__(self) -> float:
        return 99.0


# --- integers ------------------------------------------------------------------------------


@pytest.mark.parametrize("type", INTEGERS)
def test_integer_limits(m: ModuleType, type: str) -> None:
    same = getattr(m, name_of(type))
    low, high = limits(type)
    for value in {low, low + 1, -1, 0, 1, high - 1, high}:
        if low <= value <= high:
            assert same(value) == value
            assert same(a=value) == value
    for value in (low - 1, high + 1, -(2**63), 2**63, 2**64, -(2**64), 10**30, -(10**30)):
        if not low <= value <= high:
            with pytest.raises(
                OverflowError, match=re.escape(f"{same.__name__}(): 'a' is {value},")
            ):
                same(value)
            with pytest.raises(OverflowError, match=f"does not fit {type}$"):
                same(Index(value))


@pytest.mark.parametrize("type", INTEGERS)
def test_integers_from_other_objects(m: ModuleType, type: str) -> None:
    same = getattr(m, name_of(type))
    assert same(True) == 1
    assert same(Index(7)) == 7
    assert same(Int(7)) == 7
    assert same(np.uint8(7)) == 7
    assert same(np.int64(7)) == 7
    assert same(np.array(7)) == 7  # no dimensions: a number
    assert same(Int(7)).__class__ is int


@pytest.mark.parametrize(
    "given",
    [
        *(1.0, 2.5, math.nan, "1", b"1", None, [1], (1,), 1j, object(), Fraction(1), Decimal(1)),
        *(np.float64(1), np.float32(1), np.str_("1"), np.bytes_(b"1"), np.array([1])),
        *(np.array([[1]]), np.array(1.0), int, Floatish(1.0)),
    ],
    ids=repr,
)
def test_what_is_no_integer(m: ModuleType, given: Any) -> None:
    for type in INTEGERS:
        same = getattr(m, name_of(type))
        message = f"{same.__name__}(): 'a' must be an integer, not {given.__class__.__name__}"
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            same(given)


def test_index_may_raise(m: ModuleType) -> None:
    for type in INTEGERS:
        with pytest.raises(LookupError, match="mine"):
            getattr(m, name_of(type))(Raises())


def test_index_must_give_an_integer(m: ModuleType) -> None:
    for type in INTEGERS:
        with pytest.raises(TypeError, match="__index__ returned non-int"):
            getattr(m, name_of(type))(Index("7"))


def test_long_numbers_are_not_shown(m: ModuleType) -> None:
    with pytest.raises(OverflowError, match=r"^same_int\(\): 'a' does not fit int$"):
        m.same_int(10**50)
    with pytest.raises(OverflowError, match=r"^same_int\(\): 'a' does not fit int$"):
        m.same_int(10 ** (sys.get_int_max_str_digits() + 10))


def test_enums(m: ModuleType) -> None:
    assert (m.RED, m.GREEN, m.BLUE, m.COLD, m.WARM) == (0, 5, 6, -3, 4)
    assert m.same_enum_colour(m.BLUE) == 6
    assert m.same_enum_colour(77) == 77  # a C enum holds any value of its integer type
    assert m.same_heat(m.COLD) == -3
    for same in (m.same_enum_colour, m.same_heat):
        with pytest.raises(OverflowError, match="'a' is 4294967296, which does not fit"):
            same(2**32)
        with pytest.raises(TypeError, match="'a' must be an integer, not float"):
            same(1.0)


# --- floating point ------------------------------------------------------------------------

REALS = ["float", "double", "real"]


@pytest.mark.parametrize("type", REALS)
def test_reals(m: ModuleType, type: str) -> None:
    same = getattr(m, name_of(type))
    for value in (0.0, -1.0, 1.5, math.inf, -math.inf, 2.0**127):
        assert same(value) == value
        assert same(a=value) == value
    assert math.copysign(1.0, same(-0.0)) == -1.0
    assert math.isnan(same(math.nan))


@pytest.mark.parametrize(
    "given",
    [
        *(3, True, -1, Index(3), Floatish(3.5), Float(3.5), Int(3), Fraction(7, 2), Decimal("3.5")),
        *(np.float64(3.5), np.float32(3.5), np.float16(3.5), np.int8(3), np.bool_(True)),
        *(np.longdouble(3.5), np.array(3.5), np.array(3), np.array(3.5, ">f8")),
    ],
    ids=repr,
)
def test_numbers_are_reals(m: ModuleType, given: Any) -> None:
    expected = float(given) if not isinstance(given, Float | Int) else given * 1.0
    for type in REALS:
        assert getattr(m, name_of(type))(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        *("1.5", b"1.5", bytearray(b"1"), None, [1.5], (1.5,), 1j, object(), float),
        *(
            np.array([1.5]),
            np.array([[1]]),
            np.array([[1.5]]).view(np.matrix),
            np.str_("1.5"),
            np.bytes_(b"1.5"),
        ),
        *(np.complex128(1), np.complex64(1), np.clongdouble(1), np.array(1j), memoryview(b"1")),
    ],
    ids=repr,
)
def test_what_is_no_number(m: ModuleType, given: Any) -> None:
    for type in REALS:
        same = getattr(m, name_of(type))
        message = f"{same.__name__}(): 'a' must be a number, not {given.__class__.__name__}"
        with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
            same(given)


@pytest.mark.parametrize("type", REALS)
def test_float_may_raise(m: ModuleType, type: str) -> None:
    same = getattr(m, name_of(type))
    with pytest.raises(LookupError, match="mine"):
        same(Raises())
    with pytest.raises(TypeError, match="__float__ returned non-float"):
        same(Floatish("1.5"))


def test_reals_that_do_not_fit(m: ModuleType) -> None:
    with pytest.raises(OverflowError, match=r"same_double\(\): 'a' does not fit double"):
        m.same_double(10**400)
    with pytest.raises(
        OverflowError, match=r"same_float\(\): 'a' is 1e\+39, which does not fit float"
    ):
        m.same_float(1e39)
    with pytest.raises(OverflowError, match=r"same_float\(\): 'a' is -1e\+39, which does not fit"):
        m.same_float(-1e39)
    largest = float(np.finfo(np.float32).max)
    assert m.same_float(largest) == largest
    assert m.same_float(math.inf) == math.inf
    assert m.same_float(0.1) == float(np.float32(0.1))


# --- booleans ------------------------------------------------------------------------------


@pytest.mark.parametrize("type", ["bool", "_Bool"])
def test_booleans(m: ModuleType, type: str) -> None:
    same = getattr(m, name_of(type))
    for truth in (True, False):
        assert same(truth) is truth
        assert same(np.bool_(truth)) is truth
    for given in (1, 0, 1.0, None, "", "True", np.int8(1), np.array(True), np.array([True]), []):
        name = given.__class__.__name__
        with pytest.raises(
            TypeError, match=f"^{same.__name__}.*'a' must be True or False, not {name}$"
        ):
            same(given)
