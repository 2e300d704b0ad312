"""The reference kernels give known values, and refuse what their header excludes."""

from __future__ import annotations

import math
import random
import time
import zlib
from array import array

import pytest

from ungil import kernels

INT32_MAX = 2**31 - 1
INT32_MIN = -(2**31)


def test_pi_is_the_partial_sum_of_leibniz_series() -> None:
    assert kernels.compute_pi(0) == 0.0
    assert kernels.compute_pi(1) == 4.0
    assert kernels.compute_pi(2) == pytest.approx(4 - 4 / 3)
    assert kernels.compute_pi(1_000_000) == pytest.approx(math.pi, abs=1.1e-6)


@pytest.mark.parametrize(
    ("a", "b", "total"),
    [
        (1, 2, 3),
        (-1, 1, 0),
        (INT32_MAX, 1, INT32_MIN),
        (INT32_MIN, -1, INT32_MAX),
        (INT32_MIN, INT32_MIN, 0),
    ],
)
def test_add_wraps_around(a: int, b: int, total: int) -> None:
    assert kernels.add(a, b) == total
    assert kernels.add(a=a, b=b) == total
    assert list(kernels.add_arrays(array("i", [a]), array("i", [b]))) == [total]


@pytest.mark.parametrize("value", [2**31, INT32_MIN - 1, 2**64])
def test_add_refuses_what_does_not_fit(value: int) -> None:
    with pytest.raises(OverflowError, match=r"add\(\)"):
        kernels.add(value, 0)
    with pytest.raises(OverflowError, match=r"add\(\)"):
        kernels.add(0, value)


def test_multiply_follows_ieee_754() -> None:
    assert kernels.multiply(1.5, 2.5) == 3.75
    assert kernels.multiply(1e308, 10.0) == math.inf
    assert math.isnan(kernels.multiply(math.inf, 0.0))


@pytest.mark.parametrize("length", [0, 1, 15, 4096, 4097])
def test_add_arrays_of_all_lengths(length: int) -> None:
    a = array("i", range(length))
    b = array("i", range(0, -2 * length, -2))
    result = array("i", bytes(4 * length))
    assert kernels.add_arrays(a, b, result) is result
    assert list(result) == [-i for i in range(length)]


def test_add_arrays_may_write_over_an_input() -> None:
    a = array("i", [1, 2, 3])
    assert kernels.add_arrays(a, a, a) is a
    assert list(a) == [2, 4, 6]


def test_add_arrays_writes_nothing_when_lengths_disagree() -> None:
    result = array("i", [7, 7, 7])
    with pytest.raises(ValueError, match="'result' has 3 elements") as failure:
        kernels.add_arrays(array("i", [1, 2, 3, 4]), array("i", [1, 2, 3, 4]), result)
    assert "'a' has 4" in str(failure.value)
    assert list(result) == [7, 7, 7]


@pytest.mark.parametrize("length", [0, 1, 9, 1023, 1024])
def test_process_with_buffer_is_adler32(length: int) -> None:
    data = random.Random(length).randbytes(length)
    assert kernels.process_with_buffer(data) == zlib.adler32(data)
    assert kernels.process_with_buffer(bytearray(data)) == zlib.adler32(data)


def test_process_with_buffer_refuses_more_than_its_buffer_holds() -> None:
    with pytest.raises(ValueError, match="n <= 1024"):
        kernels.process_with_buffer(bytes(1025))


def test_fibonacci_up_to_the_largest_that_fits() -> None:
    assert [kernels.fibonacci(n) for n in range(10)] == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
    assert kernels.FIBONACCI_MAX == 93
    assert kernels.fibonacci(kernels.FIBONACCI_MAX) == 12200160415121876738
    assert kernels.fibonacci(93) - kernels.fibonacci(92) == kernels.fibonacci(91)
    with pytest.raises(ValueError, match="fibonacci"):
        kernels.fibonacci(94)


def test_is_prime() -> None:
    assert [n for n in range(50) if kernels.is_prime(n)] == [
        *(2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)
    ]
    assert sum(kernels.is_prime(n) for n in range(10_000)) == 1229
    assert kernels.is_prime(2**32 - 5) is True
    assert kernels.is_prime((2**16 + 1) ** 2) is False
    assert kernels.is_prime(2**64 - 1) is False


def test_sleep_ms_waits_at_least_as_long_as_it_was_told() -> None:
    start = time.monotonic()
    assert kernels.sleep_ms(20) is None
    assert time.monotonic() - start >= 0.02


def test_thread_safe_function_sums_squares() -> None:
    assert kernels.thread_safe_function(0) == 0
    assert kernels.thread_safe_function(3) == 14
    n = 1_000_000
    assert kernels.thread_safe_function(n) == n * (n + 1) * (2 * n + 1) // 6
