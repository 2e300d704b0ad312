"""Arrays of structs that want more alignment than any allocator gives, made by ungil."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from tests.runtime import modules

DECLARATIONS = """
#include <stdlib.h>
struct __attribute__((aligned(64))) lane { double x; };
struct __attribute__((aligned(128))) pair { struct lane at[2]; int32_t id; };
static inline int lanes(struct lane *UNGIL_OUT UNGIL_COUNTED_BY(n) made, size_t n) {
    for (size_t i = 0; i < n; i++) made[i].x = (double)i;
    return (int)((uintptr_t)made % 64);
}
static inline void pairs(struct pair *UNGIL_OUT UNGIL_SHAPE(m, n) made, size_t m, size_t n) {
    for (size_t i = 0; i < m * n; i++) made[i].id = (uintptr_t)made % 128 == 0 ? (int32_t)i : -1;
}
static inline size_t some(struct lane *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) made,
                          size_t n) {
    lanes(made, n);
    return n / 2;
}
static inline struct lane *UNGIL_COUNTED_BY(3) UNGIL_OWNED(free) owned(void) {
    struct lane *made = aligned_alloc(64, 3 * sizeof(struct lane));
    lanes(made, 3);
    return made;
}
static inline double sum(const struct lane *UNGIL_COUNTED_BY(n) a, size_t n) {
    double sum = (uintptr_t)a % 64 == 0 ? 0 : -1000;
    for (size_t i = 0; i < n; i++) sum += a[i].x;
    return sum;
}
"""

N = 7


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


def test_made(m: ModuleType) -> None:
    kept = [m.lanes(n) for n in range(1, 40)]
    for n, (offset, made) in enumerate(kept, 1):
        assert offset == 0
        assert made["x"].tolist() == list(range(n))
        assert m.sum(made) == n * (n - 1) / 2
        made["x"] = 1
    assert len({made.ctypes.data for _, made in kept}) == len(kept)


def test_several_dimensions(m: ModuleType) -> None:
    made = m.pairs(2, 3)
    assert made.shape == (2, 3)
    assert made["id"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_cut(m: ModuleType) -> None:
    made = m.some(N)
    assert made["x"].tolist() == [0, 1, 2]
    assert m.sum(made) == 3
    assert m.some(1).shape == (0,)


def test_what_c_returns(m: ModuleType) -> None:
    assert m.sum(m.owned()) == 3


def test_none(m: ModuleType) -> None:
    assert m.lanes(0)[1].shape == (0,)


def test_given(m: ModuleType) -> None:
    lane = np.dtype({"names": ["x"], "formats": ["f8"], "itemsize": 64})
    memory = np.zeros(64 * 3, "u1")
    start = -memory.ctypes.data % 64
    assert m.lanes(2, made=memory[start : start + 128].view(lane))[0] == 0
    with pytest.raises(ValueError, match="'made' is misaligned for struct lane"):
        m.lanes(2, made=memory[start + 16 : start + 80].view(lane))


def test_without_numpy(m: ModuleType) -> None:
    code = modules.loading(m) + (
        "import sys\n"
        "offset, made = module.lanes(5)\n"
        "assert (offset, type(made), made.itemsize) == (0, memoryview, 64)\n"
        "assert module.sum(made) == 10\n"
        "assert module.sum(module.some(7)) == 3\n"
        "assert 'numpy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
