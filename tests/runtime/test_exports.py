"""Objects that several threads pass at once: each call takes their buffer, and lets go of it."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable
from types import ModuleType

import pytest

CALLS = 20_000

DECLARATIONS = """
static inline int first(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n) UNGIL_HOLD {
    return a[0];
}
static inline int size(const uint8_t *UNGIL_SIZED_BY(n) a, size_t n) UNGIL_HOLD {
    return (int)n;
}
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


def share(call: Callable[[object], object], argument: object) -> None:
    """Calls with one argument from several threads at once."""
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        for _ in range(CALLS):
            call(argument)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_export_is_lost_or_left(m: ModuleType) -> None:
    """A count that is too high pins the object for good; one too low lets memory in use move."""
    numbers = array("i", [1, 2, 3])
    text = bytearray(b"abc")
    for call, shared in ((m.first, numbers), (m.size, numbers), (m.size, text)):
        share(call, shared)
        shared.extend(shared)  # nobody uses it
        with memoryview(shared), pytest.raises(BufferError):  # somebody does
            shared.extend(shared)


def test_a_view_can_be_released(m: ModuleType) -> None:
    for call, view in (
        (m.first, memoryview(array("i", [1, 2, 3]))),
        (m.size, memoryview(b"abc")),
    ):
        share(call, view)
        view.release()
