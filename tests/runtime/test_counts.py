"""Lengths: inferred from arrays, checked, computed exactly."""

from __future__ import annotations

import array
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime import modules
from tests.runtime.refusals import refuses


@pytest.fixture(scope="session")
def m(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The functions of counts.h, bound."""
    header = Path(__file__).parent / "counts.h"
    return modules.build_header(tmp_path_factory.mktemp("counts"), header)


def ints(*shape: int) -> np.ndarray[Any, Any]:
    return np.zeros(shape, "i4")


# --- inference -----------------------------------------------------------------------------------


def test_a_count_is_inferred(m: ModuleType) -> None:
    for length in (0, 1, 5):
        assert m.one(ints(length)) == length
        assert m.two(ints(length), ints(length)) == length


def test_arrays_of_one_count_must_agree(m: ModuleType) -> None:
    with refuses(ValueError, "two(): 'b' has 3 elements, but 'a' has 4 (both are counted by n)"):
        m.two(ints(4), ints(3))
    with refuses(ValueError, "two(): 'b' has 5 elements, but 'a' has 4 (both are counted by n)"):
        m.two(ints(4), ints(5))
    with refuses(ValueError, "two(): 'b' has 1 element, but 'a' has 0 (both are counted by n)"):
        m.two(ints(0), ints(1))
    with refuses(
        ValueError, "to(): 'result' has 3 elements, but 'a' has 4 (both are counted by n)"
    ):
        m.to(ints(4), ints(3))


def test_what_is_passed_comes_first(m: ModuleType) -> None:
    assert m.one(ints(5), n=5) == 5
    assert m.one(ints(5), n=3) == 3  # longer is allowed where the count is named
    assert m.one(ints(5), n=0) == 0
    with refuses(ValueError, "one(): 'a' has 5 elements, but n is 6"):
        m.one(ints(5), n=6)
    with refuses(ValueError, "two(): 'b' has 2 elements, but n is 3"):
        m.two(ints(5), ints(2), n=3)
    count, result = m.to(ints(5), n=2)
    assert (count, len(result)) == (2, 2)


def test_longer_only_where_named(m: ModuleType) -> None:
    given = np.zeros(5)
    assert m.linspace(0, 1, 5, x=given) is given
    with refuses(ValueError, "linspace(): 'x' has 5 elements, but n is 4"):
        m.linspace(0, 1, 4, x=given)
    m.linspace(0, 1, n=4, x=given)
    assert given.tolist() == [0, 1 / 3, 2 / 3, 1, 1]


def test_count_of_outputs_alone_is_required(m: ModuleType) -> None:
    assert m.linspace(0, 1, n=3).tolist() == [0, 0.5, 1]
    assert m.linspace(0, 1, 3, x=None).tolist() == [0, 0.5, 1]
    with refuses(TypeError, "linspace(): 'n' is missing"):
        m.linspace(0, 1, x=np.zeros(3))
    with refuses(ValueError, "linspace(): 'x' has 2 elements, but n is 3"):
        m.linspace(0, 1, 3, x=np.zeros(2))


def test_length_of_a_given_array_before_the_default(m: ModuleType) -> None:
    assert m.defaulted(np.zeros(5))[0] == 5
    count, made = m.defaulted()
    assert (count, list(made)) == (3, [0, 0, 0])
    assert m.defaulted(n=4)[0] == 4
    assert m.defaulted(np.zeros(5), n=4)[0] == 4


def test_none_tells_nothing(m: ModuleType) -> None:
    assert m.maybe(None, None) == 0
    assert m.maybe(ints(3), None) == 310
    assert m.maybe(None, ints(3)) == 301
    assert m.maybe(ints(3), ints(3)) == 311
    assert m.maybe(None, None, n=7) == 700
    with refuses(TypeError, "one(): 'a' must be a 1-dimensional array of int32_t, not NoneType"):
        m.one(None)


def test_inferred_through_a_pointer(m: ModuleType) -> None:
    assert m.inout(ints(3)) == (6, 6)
    assert m.inout(ints(3), n=2) == (4, 4)
    with refuses(ValueError, "inout(): 'a' has 3 elements, but n is 4"):
        m.inout(ints(3), n=4)
    assert m.inout_or_null(ints(3)) == (3, 3)
    assert m.inout_or_null(ints(3), n=2) == (2, 2)


# --- shapes --------------------------------------------------------------------------------------


def test_shapes(m: ModuleType) -> None:
    number, c = m.matmul(np.zeros((2, 3)), np.zeros((3, 4)))
    assert (number, c.shape) == (2003004, (2, 4))
    with refuses(ValueError, "matmul(): 'b' has 4 along axis 0, but k is 3 by axis 1 of 'a'"):
        m.matmul(np.zeros((2, 3)), np.zeros((4, 3)))
    with refuses(ValueError, "matmul(): 'c' has 5 along axis 1, but n is 4 by axis 1 of 'b'"):
        m.matmul(np.zeros((2, 3)), np.zeros((3, 4)), np.zeros((2, 5)))


def test_one_count_on_two_axes(m: ModuleType) -> None:
    assert m.trace(np.eye(3)) == 3
    with refuses(ValueError, "trace(): 'a' has 4 along axis 1, but n is 3 by axis 0 of 'a'"):
        m.trace(np.zeros((3, 4)))


def test_only_the_outermost_dimension_may_be_longer(m: ModuleType) -> None:
    assert m.tall(np.zeros((5, 3)), m=4) == 4
    with refuses(ValueError, "tall(): 'a' has 4 along axis 1, but must have 3"):
        m.tall(np.zeros((5, 4)), m=4)
    with refuses(ValueError, "trace(): 'a' has 4 along axis 1, but n is 3"):
        m.trace(np.zeros((4, 4)), n=3)


def test_flat_arrays_where_every_count_is_known(m: ModuleType) -> None:
    assert m.trace(np.eye(3).ravel(), n=3) == 3
    assert m.tall(np.zeros(12), m=4) == 4
    assert m.tall(np.zeros(15), m=4) == 4  # the count was named, so longer is fine
    with refuses(TypeError, "trace(): 'n' is missing, and no array that was given tells it"):
        m.trace(np.zeros(9))
    with refuses(ValueError, "trace(): 'a' has 8 elements, but n * n is 9"):
        m.trace(np.zeros(8), n=3)
    number, c = m.matmul(np.zeros((2, 3)), np.zeros((3, 4)), np.zeros(8))
    assert (number, c.shape) == (2003004, (8,))
    assert m.matmul(np.zeros((2, 3)), np.zeros(12), n=4)[0] == 2003004
    with refuses(ValueError, "matmul(): 'b' has 11 elements, but k * n is 12"):
        m.matmul(np.zeros((2, 3)), np.zeros(11), n=4)
    with refuses(TypeError, "matmul(): 'n' is missing, and no array that was given tells it"):
        m.matmul(np.zeros((2, 3)), np.zeros(12))


def test_three_dimensions(m: ModuleType) -> None:
    assert m.pixels(np.zeros((4, 5, 3), "u1")) == 4005
    assert m.pixels(np.zeros(60, "u1"), h=4, w=5) == 4005
    with refuses(ValueError, "pixels(): 'a' has 4 along axis 2, but must have 3"):
        m.pixels(np.zeros((4, 5, 4), "u1"))
    with refuses(TypeError, "pixels(): 'a' must have 3 dimensions, not 2"):
        m.pixels(np.zeros((4, 15), "u1"))


# --- expressions ---------------------------------------------------------------------------------


def test_products(m: ModuleType) -> None:
    assert m.product(ints(6), 2, 3) == 6
    assert m.product(ints(0), 0, 2**64 - 1) == 0
    with refuses(ValueError, "product(): 'a' has 5 elements, but m * k is 6"):
        m.product(ints(5), 2, 3)
    with refuses(ValueError, "product(): 'a' has 7 elements, but m * k is 6"):
        m.product(ints(7), 2, 3)


def test_products_do_not_wrap(m: ModuleType) -> None:
    """In size_t, 2**32 * 2**32 would be 0, and C would run out of bounds."""
    with pytest.raises(ValueError, match=r"product\(\): the size m \* k is"):
        m.product(ints(0), 2**32, 2**32)
    with pytest.raises(ValueError, match=r"product\(\): the size m \* k is"):
        m.product(ints(0), 2**63, 2)
    with pytest.raises(ValueError, match=r"product\(\)"):
        m.product(ints(1), 2**64 - 1, 2**64 - 1)


def test_sides_of_zero_byte_arrays_do_not_wrap(m: ModuleType) -> None:
    tall = np.lib.stride_tricks.as_strided(np.zeros(1), (2**32, 0), (8, 8))
    wide = np.lib.stride_tricks.as_strided(np.zeros(1), (0, 2**32), (8, 8))
    with pytest.raises(ValueError, match=r"matmul\(\): 'c' would be too large to allocate"):
        m.matmul(tall, wide)
    with pytest.raises(ValueError, match=r"matmul\(\)"):
        m.matmul(tall, wide, np.zeros(0))
    with pytest.raises(ValueError, match=r"matmul\(\)"):
        m.matmul(tall, wide, np.zeros((0, 0)))


def test_sums(m: ModuleType) -> None:
    total, c = m.full(ints(3), ints(4))
    assert (total, len(c)) == (7, 6)
    given = ints(6)
    assert m.full(ints(3), ints(4), given)[1] is given
    with refuses(ValueError, "full(): 'c' has 5 elements, but n + k - 1 is 6"):
        m.full(ints(3), ints(4), ints(5))
    with refuses(ValueError, "full(): the size n + k - 1 is -1, which no memory can have"):
        m.full(ints(0), ints(0))


def test_differences_below_zero(m: ModuleType) -> None:
    """In size_t, 3 - 16 would be nearly 2**64."""
    assert m.opened(bytes(20)) == bytes(4)
    assert m.opened(bytes(16)) == b""
    with refuses(ValueError, "opened(): the size clen - TAG is -13, which no memory can have"):
        m.opened(b"abc")
    with refuses(ValueError, "opened(): the size clen - TAG is -13, which no memory can have"):
        m.opened(b"abc", bytearray(5))
    with refuses(ValueError, "opened(): 'm' has 5 bytes, but clen - TAG is 4"):
        m.opened(bytes(20), bytearray(5))


def test_division(m: ModuleType) -> None:
    assert m.divided(ints(3), 7, 2) == 3
    assert m.divided(ints(3), -7, -2) == 3
    assert m.divided(ints(0), 1, -2) == 0  # towards zero, as in C
    assert m.remainder_of(ints(1), 7, 2) == 1
    assert m.remainder_of(ints(1), 7, -2) == 1
    for function in (m.divided, m.remainder_of):
        with pytest.raises(ValueError, match="cannot be computed: division by zero"):
            function(ints(0), 7, 0)
    with pytest.raises(ValueError, match="the size n % k is -1"):
        m.remainder_of(ints(1), -7, 2)
    with pytest.raises(ValueError, match=f"the size n / k is {2**31}|but n / k is {2**31}"):
        m.divided(ints(0), -(2**31), -1)  # does not fit an int, and would trap
    assert m.remainder_of.__name__ == "remainder_of"


def test_shifts(m: ModuleType) -> None:
    assert m.shifted(ints(4), 3, 1) == 3
    assert m.shifted(ints(2**10), 40, 30) == 40  # undefined in C's int
    for s, t in ((-1, 0), (3, -1), (200, 0), (2**31 - 1, 0)):
        with pytest.raises(ValueError, match="cannot be computed: shift by a negative or huge"):
            m.shifted(ints(4), s, t)
    assert m.shifted(ints(0), 3, 2**31 - 1) == 3


def test_bits(m: ModuleType) -> None:
    assert m.bits(ints(13), 14) == 14
    assert m.bits(ints(13), -1) == -1
    with refuses(ValueError, "bits(): 'a' has 12 elements, but (n & 12) | 1 is 13"):
        m.bits(ints(12), 14)


def test_sizeof(m: ModuleType) -> None:
    assert m.size_of(bytes(24), 3) == 3
    assert m.size_of(np.zeros(3), 3) == 3
    with refuses(ValueError, "size_of(): 'a' has 25 bytes, but n * sizeof(int64_t) is 24"):
        m.size_of(bytes(25), 3)
    with pytest.raises(ValueError, match=r"the size n \* sizeof\(int64_t\) is|cannot be computed"):
        m.size_of(b"", 2**61)


def test_constants_and_enumerators(m: ModuleType) -> None:
    assert m.constants(ints(22)) == 0
    with refuses(ValueError, "constants(): 'a' has 21 elements, but BLOCK + HALF + TAG is 22"):
        m.constants(ints(21))


def test_conditionals(m: ModuleType) -> None:
    assert m.chosen(ints(3), True, 3) == 3
    assert m.chosen(ints(6), False, 3) == 3
    with pytest.raises(ValueError, match="'a' has 3 elements"):
        m.chosen(ints(3), False, 3)
    assert m.compared(ints(3), 3) == 3
    assert m.compared(ints(2), 5) == 5
    assert m.compared(ints(1), -1) == -1


def test_products_in_narrow_types(m: ModuleType) -> None:
    """n * (n + 1) / 2 wraps in uint32_t from 92,682 on."""
    assert m.triangle(np.zeros(10), 4) == 4
    with pytest.raises(ValueError, match=r"but n \* \(n \+ 1\) / 2 is 5000050000$"):
        m.triangle(np.zeros(705_082_704 // 10**6), 100_000)


def test_expressions_as_sides(m: ModuleType) -> None:
    assert m.nested(np.zeros((3, 8)), 2, 4) == 6
    assert m.nested(np.zeros(24), 2, 4) == 6
    with refuses(ValueError, "nested(): 'a' has 3 along axis 0, but n + 1 is 4"):
        m.nested(np.zeros((3, 8)), 3, 4)
    with refuses(ValueError, "nested(): 'a' has 23 elements, but (n + 1) * 2 * k is 24"):
        m.nested(np.zeros(23), 2, 4)


# --- counts that do not fit ----------------------------------------------------------------------


def test_inferred_counts_must_fit(m: ModuleType) -> None:
    assert m.narrow(bytes(127)) == 127
    assert m.narrow_unsigned(bytes(255)) == 255
    for function, length in ((m.narrow, 128), (m.narrow, 256), (m.narrow_unsigned, 256)):
        with pytest.raises(OverflowError, match=f"'n' is {length}, which does not fit u?int8_t"):
            function(bytes(length))


def test_passed_counts(m: ModuleType) -> None:
    with refuses(ValueError, "signed_out(): 'n' is -1, but a length cannot be negative"):
        m.signed_out(-1)
    with pytest.raises(OverflowError, match=r"one\(\): 'n' is -1, which does not fit size_t"):
        m.one(ints(3), n=-1)
    with pytest.raises(ValueError, match=r"one\(\): 'a' has 3 elements, but n is"):
        m.one(ints(3), n=2**64 - 1)
    with pytest.raises(TypeError, match=r"one\(\): 'n' must be an integer, not float"):
        m.one(ints(3), n=3.0)
    with pytest.raises(TypeError, match=r"one\(\): 'n' must be an integer, not NoneType"):
        m.one(ints(3), n=None)
    with pytest.raises((ValueError, MemoryError)):
        m.linspace(0, 1, 2**64 - 1)
    with pytest.raises((ValueError, MemoryError)):
        m.linspace(0, 1, 2**60)


# --- outputs that C fills in part ----------------------------------------------------------------


def test_written_outputs_may_be_longer(m: ModuleType) -> None:
    assert list(m.written(b"a\0b")) == [ord("a"), ord("b")]
    longer = array.array("B", bytes(9))
    count, given = m.written(b"a\0b", longer)
    assert (count, given is longer) == (2, True)
    assert bytes(longer) == b"ab" + bytes(7)
    with pytest.raises(ValueError, match="'b' has 2 elements"):
        m.written(b"a\0b", bytearray(2))
