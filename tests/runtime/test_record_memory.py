"""Arrays of structs that are made for the caller: outputs left out, and what C returns."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
import weakref
from types import ModuleType

import numpy as np
import pytest

from tests.runtime import modules
from tests.runtime.conftest import Bind

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads do")

HEADER = r"""
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
enum { ROWS = 2 };
typedef struct { double x, y; } point;
typedef struct {
    point a, b;
    int16_t tags[2];
    char name[8];
    wchar_t title[4];
    wchar_t sign;
    char letter;
    bool on;
    float _Complex z;
    enum { LOW, HIGH } level;
    uint8_t raw[3];
    int64_t big;
    float ratio;
} line;
struct grid {
    int32_t count;
    double m[ROWS][3];
    point corners[2];
    char names[2][3];
    int8_t last;
};
struct __attribute__((packed)) tight {
    char kind;
    double value;
    int32_t numbers[2];
};
struct __attribute__((aligned(64))) wide {
    double x;
};

void points(point *UNGIL_OUT UNGIL_COUNTED_BY(n) made, size_t n);
void table(point *UNGIL_OUT UNGIL_SHAPE(m, n) made, size_t m, size_t n);
void lines(line *UNGIL_OUT UNGIL_COUNTED_BY(n) made, size_t n);
void grids(struct grid *UNGIL_OUT UNGIL_COUNTED_BY(n) made, size_t n);
void tights(struct tight *UNGIL_OUT UNGIL_COUNTED_BY(n) made, size_t n);
void wides(struct wide *UNGIL_OUT UNGIL_COUNTED_BY(n) made, size_t n);
int upper(const point *UNGIL_COUNTED_BY(n) given,
          point *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) found, int n);
void plain(const double *UNGIL_COUNTED_BY(n) x, point *UNGIL_OUT UNGIL_COUNTED_BY(n) made, int n);
double sum(const point *UNGIL_COUNTED_BY(n) given, size_t n);
int64_t sum_lines(const line *UNGIL_COUNTED_BY(n) given, size_t n);
double sum_grids(const struct grid *UNGIL_COUNTED_BY(n) given, size_t n);
double sum_tights(const struct tight *UNGIL_COUNTED_BY(n) given, size_t n);
point *UNGIL_OWNED(release) UNGIL_COUNTED_BY(n) owned(size_t n);
const line *UNGIL_COUNTED_BY(2) UNGIL_OR_NULL borrowed(bool null);
double _Complex *UNGIL_OWNED(free) UNGIL_COUNTED_BY(n) roots(size_t n);
void release(void *p) UNGIL_SKIP;
int held(void);
"""

CODE = r"""
static int count;
void points(point *p, size_t n) { for (size_t i = 0; i < n; i++) p[i] = (point){(double)i, 1}; }
void table(point *p, size_t m, size_t n) { points(p, m * n); }
void lines(line *l, size_t n) {
    for (size_t i = 0; i < n; i++) {
        l[i].b = (point){(double)i, 2};
        l[i].tags[1] = 3;
        memcpy(l[i].name, "abcdefgh", 8);
        wmemcpy(l[i].title, L"hi", 3);
        l[i].sign = L'+';
        l[i].letter = 'c';
        l[i].on = true;
        l[i].z = 2;
        l[i].level = HIGH;
        l[i].raw[2] = 9;
        l[i].big = -1 - (int64_t)i;
        l[i].ratio = 0.5f;
    }
}
void grids(struct grid *g, size_t n) {
    for (size_t i = 0; i < n; i++) {
        g[i].count = (int32_t)i;
        g[i].m[1][2] = 4;
        g[i].corners[1].y = 5;
        memcpy(g[i].names[1], "xyz", 3);
        g[i].last = -3;
    }
}
void tights(struct tight *t, size_t n) {
    for (size_t i = 0; i < n; i++) { t[i].kind = 'k'; t[i].value = 1.5; t[i].numbers[1] = 2; }
}
void wides(struct wide *w, size_t n) { for (size_t i = 0; i < n; i++) w[i].x = 1; }
int upper(const point *p, point *found, int n) {
    int m = 0;
    for (int i = 0; i < n; i++) if (p[i].y > 0) found[m++] = p[i];
    return m;
}
void plain(const double *x, point *p, int n) { for (int i = 0; i < n; i++) p[i].x = x[i]; }
double sum(const point *p, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += p[i].x + p[i].y;
    return sum;
}
int64_t sum_lines(const line *l, size_t n) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += l[i].big;
    return sum;
}
double sum_grids(const struct grid *g, size_t n) { return n ? g->m[1][2] + g->corners[1].y : 0; }
double sum_tights(const struct tight *t, size_t n) { return n ? t->value + t->numbers[1] : 0; }
point *owned(size_t n) {
    point *p = calloc(n + 1, sizeof *p);
    if (p != NULL) { points(p, n); count++; }
    return p;
}
const line *borrowed(bool null) {
    static line l[2];
    lines(l, 2);
    return null ? NULL : l;
}
double _Complex *roots(size_t n) {
    double _Complex *z = calloc(n + 1, sizeof *z);
    for (size_t i = 0; z != NULL && i < n; i++) z[i] = (double)i;
    return z;
}
void release(void *p) { free(p); count--; }
int held(void) { return count; }
"""


@pytest.fixture(scope="module")
def m(bind: Bind) -> ModuleType:
    return bind(HEADER, CODE)


def test_outputs_that_are_left_out(m: ModuleType) -> None:
    made = m.points(3)
    assert type(made) is np.ndarray
    assert made.tolist() == [(0, 1), (1, 1), (2, 1)]
    assert m.points(3).dtype is made.dtype
    assert made.dtype == np.dtype([("x", "f8"), ("y", "f8")])
    assert m.sum(made) == 6
    assert m.points(0).shape == (0,)
    assert m.table(2, 3)["x"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert m.plain(np.ones(2))["x"].tolist() == [1, 1]
    given = np.zeros(3, made.dtype)
    assert m.points(3, made=given) is given


def test_every_kind_of_field(m: ModuleType) -> None:
    made = m.lines(2)
    aligned = np.dtype(
        [
            *(("a", made.dtype["a"]), ("b", made.dtype["a"]), ("tags", "i2", 2), ("name", "S8")),
            *(("title", "U4"), ("sign", "U1"), ("letter", "S1"), ("on", "?"), ("z", "c8")),
            *(("level", "u4"), ("raw", "u1", 3), ("big", "i8"), ("ratio", "f4")),
        ],
        align=True,
    )
    assert made.dtype.fields == aligned.fields
    assert made.dtype.itemsize == aligned.itemsize
    one = made[1]
    assert (one["b"].tolist(), one["tags"].tolist(), one["name"]) == ((1, 2), [0, 3], b"abcdefgh")
    assert (one["title"], one["sign"], one["letter"], one["on"]) == ("hi", "+", b"c", True)
    assert (one["z"], one["level"], one["raw"].tolist(), one["big"]) == (2, 1, [0, 0, 9], -2)
    assert m.sum_lines(made) == -3
    grid = m.grids(1)
    assert grid["m"].shape == (1, 2, 3)
    assert grid["names"].tolist() == [[b"", b"xyz"]]
    assert grid["corners"]["y"].tolist() == [[0, 5]]
    assert grid["last"].tolist() == [-3]
    assert m.sum_grids(grid) == 9
    tight = m.tights(2)
    assert tight.dtype.itemsize == 17
    assert (tight[1]["kind"], tight[1]["value"], tight[1]["numbers"][1]) == (b"k", 1.5, 2)
    assert m.sum_tights(tight) == 3.5


def test_written(m: ModuleType) -> None:
    given = np.array([(1, 1), (2, -1), (3, 1)], m.points(0).dtype)
    found = m.upper(given)
    assert found.tolist() == [(1, 1), (3, 1)]
    assert found.flags.owndata


@ONE_THREAD
def test_what_c_returns(m: ModuleType) -> None:
    made = m.owned(3)
    assert made["x"].tolist() == [0, 1, 2]
    assert m.held() == 0
    assert m.owned(0).shape == (0,)
    assert m.borrowed(True) is None
    lines = m.borrowed(False)
    assert lines["big"].tolist() == [-1, -2]
    lines["big"] = 5
    assert m.borrowed(False)["big"].tolist() == [-1, -2]
    assert m.roots(3).tolist() == [0, 1, 2]


def test_more_alignment_than_memory_has(m: ModuleType) -> None:
    with pytest.raises(
        TypeError, match=r"^wides\(\): 'made' must be given: wide is aligned to 64 "
    ):
        m.wides(2)
    memory = np.zeros(64 * 3, "u1")
    start = -memory.ctypes.data % 64
    wide = np.dtype({"names": ["x"], "formats": ["f8"], "itemsize": 64})
    given = memory[start : start + 128].view(wide)
    assert m.wides(2, made=given)["x"].tolist() == [1, 1]


def test_too_large(m: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"^points\(\): 'made' would be too large to allocate"):
        m.points(2**60)
    with pytest.raises(MemoryError):
        m.points(2**56)


@ONE_THREAD
def test_without_numpy(m: ModuleType) -> None:
    """A memoryview whose format tells the layout: ungil, NumPy and the struct module read it."""
    code = modules.loading(m) + (
        "import struct, sys\n"
        "made = module.points(2)\n"
        "assert 'numpy' not in sys.modules\n"
        "assert type(made) is memoryview\n"
        "assert (made.format, made.itemsize, made.shape) == ('T{=d:x:d:y:}', 16, (2,))\n"
        "assert struct.unpack('4d', made) == (0, 1, 1, 1)\n"
        "assert module.sum(made) == 3\n"
        "found = module.upper(made)\n"
        "assert found.shape == (2,) and bytes(found) == bytes(made)\n"
        "lines, grids, tights, owned = "
        "module.lines(2), module.grids(1), module.tights(1), module.owned(2)\n"
        "borrowed, table = module.borrowed(False), module.table(2, 3)\n"
        "assert module.sum_lines(lines) == module.sum_lines(borrowed) == -3\n"
        "assert module.sum_grids(grids) == 9 and module.sum_tights(tights) == 3.5\n"
        "assert bytes(owned) == bytes(made) and table.shape == (2, 3)\n"
        "assert module.held() == 0\n"
        "assert 'numpy' not in sys.modules\n"
        "import numpy as np\n"
        "for old, new in ((made, module.points(2)), (lines, module.lines(2)), "
        "(grids, module.grids(1)), (tights, module.tights(1)), (table, module.table(2, 3))):\n"
        "    array = np.asarray(old)\n"
        "    assert array.dtype.fields == new.dtype.fields, (array.dtype, new.dtype)\n"
        "    assert array.dtype.itemsize == new.dtype.itemsize\n"
        "    assert array.tobytes() == new.tobytes()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_block_outlives_its_module(m: ModuleType) -> None:
    code = modules.loading(m) + (
        "import gc, sys\n"
        "made = module.points(2)\n"
        "del module, spec\n"
        "gc.collect()\n"
        "assert made.format == 'T{=d:x:d:y:}'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_replaced_numpy(m: ModuleType) -> None:
    """Whoever replaces numpy.dtype gets an exception, not an array of another layout."""
    code = modules.loading(m) + (
        "import numpy\n"
        "module.sum(numpy.zeros(0, [('x', 'f8'), ('y', 'f8')]))\n"
        "other = numpy.dtype('f8')\n"
        "numpy.dtype = lambda *_: other\n"
        "try: module.points(2)\n"
        "except TypeError as error: assert 'numpy.dtype() gave another dtype' in str(error)\n"
        "else: raise AssertionError\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@ONE_THREAD
def test_no_leaks(m: ModuleType) -> None:
    def calls() -> None:
        for _ in range(200):
            m.points(10), m.lines(1), m.owned(3), m.borrowed(False), m.roots(2)
            m.upper(m.points(4))

    calls()
    gc.collect()
    tracemalloc.start()
    try:
        calls()
        growths = []
        for _ in range(3):  # a leak is there each time, what an interpreter sets up once is not
            before = tracemalloc.get_traced_memory()[0]
            calls()
            gc.collect()
            growths.append(tracemalloc.get_traced_memory()[0] - before)
        assert min(growths) < 2000
    finally:
        tracemalloc.stop()
    array = m.points(1)
    gone = weakref.ref(array)
    del array
    assert gone() is None
    assert m.held() == 0
