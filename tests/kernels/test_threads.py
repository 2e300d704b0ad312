"""The reference kernels called from many threads at once.

No test asks how fast: that a kernel runs without the lock is shown by what another thread
gets done while it runs.
"""

from __future__ import annotations

import random
import threading
import zlib
from array import array
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import pytest

from tests.runtime.threads import runs_during
from ungil import kernels

T = TypeVar("T")


def run_together(count: int, work: Callable[[int], T]) -> list[T]:
    """What `work(0)`, ..., `work(count - 1)` return, begun at once in as many threads."""
    barrier = threading.Barrier(count)

    def begin(index: int) -> T:
        barrier.wait()
        return work(index)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(begin, range(count)))


def test_ten_threads_of_a_thousand_increments_lose_none() -> None:
    before = kernels.get_counter()
    seen = run_together(10, lambda _: [kernels.increment_counter() for _ in range(1000)])
    numbers = [number for thread in seen for number in thread]
    assert kernels.get_counter() - before == 10_000
    assert sorted(numbers) == list(range(before + 1, before + 10_001))


def test_ten_threads_do_not_see_each_other_s_buffers() -> None:
    def differences(index: int) -> int:
        data = random.Random(index).randbytes(1024 - index)
        expected = zlib.adler32(data)
        return sum(kernels.process_with_buffer(data) != expected for _ in range(1000))

    assert run_together(10, differences) == [0] * 10


def test_ten_threads_of_pure_functions_agree_with_one() -> None:
    def disagreements(index: int) -> int:
        return sum(
            (
                kernels.thread_safe_function(n),
                kernels.add(n, index),
                kernels.multiply(n, 0.5),
                kernels.fibonacci(n % 94),
            )
            != expected[n, index]
            for n in range(1000)
        )

    expected = {
        (n, index): (
            n * (n + 1) * (2 * n + 1) // 6,
            n + index,
            n / 2,
            fibonacci[n % 94],
        )
        for fibonacci in [fibonacci_numbers(94)]
        for n in range(1000)
        for index in range(10)
    }
    assert run_together(10, disagreements) == [0] * 10


def fibonacci_numbers(count: int) -> list[int]:
    """The first `count` Fibonacci numbers."""
    numbers = [0, 1]
    while len(numbers) < count:
        numbers.append(numbers[-1] + numbers[-2])
    return numbers


def test_four_threads_of_add_arrays_keep_to_their_own_arrays() -> None:
    length = 50_000  # too long for a short call: the lock is released

    def work(index: int) -> bool:
        a = array("i", range(length))
        b = array("i", [index]) * length
        result = array("i", bytes(4 * length))
        for _ in range(50):
            kernels.add_arrays(a, b, result)
        return list(result) == [i + index for i in range(length)]

    assert run_together(4, work) == [True] * 4


def test_four_threads_compute_the_same_pi() -> None:
    results = run_together(4, lambda _: kernels.compute_pi(100_000))
    assert set(results) == {kernels.compute_pi(100_000)}


def test_four_different_kernels_run_together() -> None:
    data = bytes(range(256))
    work: list[Callable[[], object]] = [
        partial(kernels.compute_pi, 200_000),
        partial(kernels.is_prime, 2**40 - 87),
        partial(kernels.process_with_buffer, data),
        partial(kernels.sleep_ms, 5),
    ]
    assert run_together(4, lambda index: [work[index]() for _ in range(20)]) == [
        [kernels.compute_pi(200_000)] * 20,
        [True] * 20,
        [zlib.adler32(data)] * 20,
        [None] * 20,
    ]


@pytest.mark.parametrize(
    "kernel",
    [partial(kernels.sleep_ms, 600), partial(kernels.compute_pi, 300_000_000)],
    ids=["sleep_ms", "compute_pi"],
)
def test_python_runs_while_a_kernel_does(kernel: Callable[[], object]) -> None:
    """With the lock kept, nothing of Python could happen in the middle of the call."""
    assert runs_during(kernel)
