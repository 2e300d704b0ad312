"""Nothing leaks: references, blocks and memory stay as they were over 10**5 calls of each path."""

from __future__ import annotations

import array
import gc
import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.reading import ROOT
from tests.runtime import modules
from tests.runtime.memory import grows

DECLARATIONS = r"""
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static inline const char *UNGIL_NUL_TERMINATED explain(int code) { return "a reason"; }
static inline int add(int a, int UNGIL_DEFAULT(1) b) UNGIL_HOLD { return a + b; }
static inline double scale(double a, float b, bool c) { return a * b * c; }
static inline uint64_t large(uint64_t a) { return a; }
static inline int64_t sum(const int32_t *UNGIL_COUNTED_BY(n) UNGIL_RANGE(-9, 1000) a, size_t n)
    UNGIL_REQUIRES(n < 100) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}
static inline void out(const double *UNGIL_OR_NULL UNGIL_COUNTED_BY(n) a, size_t n,
                       double *UNGIL_OUT UNGIL_COUNTED_BY(n) out) {}
static inline void table(const double *UNGIL_OR_NULL UNGIL_SHAPE(m, n) a, size_t m, size_t n,
                         int16_t *UNGIL_OUT UNGIL_SHAPE(m, n) out) {}
static inline int cut(const double *UNGIL_OR_NULL UNGIL_COUNTED_BY(n) a, size_t n,
                      int UNGIL_DEFAULT(2) k,
                      double *UNGIL_OUT UNGIL_COUNTED_BY(9) UNGIL_WRITTEN(k) out,
                      uint8_t *UNGIL_OUT UNGIL_SIZED_BY(9) UNGIL_WRITTEN(k) bytes,
                      int *UNGIL_OUT more) { return 1000; }
static inline int inout(int *UNGIL_INOUT a, const int *UNGIL_SINGLE UNGIL_OR_NULL b) { return 9; }
static inline size_t length(const char *UNGIL_NUL_TERMINATED a) { return strlen(a); }
static inline const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL echo(
    const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL a) { return a; }
static inline const char *UNGIL_NUL_TERMINATED latin(void) { return "\xe9"; }
static inline char *UNGIL_NUL_TERMINATED UNGIL_OWNED(free) made(size_t n) {
    char *text = malloc(n + 1);
    memset(text, 'a', n);
    text[n] = 0;
    return text;
}
static inline int32_t *UNGIL_COUNTED_BY(n) UNGIL_OWNED(free) made_array(int n) {
    return calloc(100, 4);
}
static inline int status(int code) UNGIL_STATUS(explain) { return code; }
static inline int fails(int code) UNGIL_ERRNO { errno = ENOENT; return code; }
static inline int in_turn(const int *UNGIL_COUNTED_BY(n) a, size_t n)
    UNGIL_SERIALIZED UNGIL_STATUS() { return (int)n; }
static inline void apart(const int *restrict UNGIL_COUNTED_BY(n) a,
                         int *restrict UNGIL_COUNTED_BY(n) b, size_t n) {}

typedef struct { double x, y; bool lit; char name[4]; } spot;
static inline spot moved(spot s, double by) { s.x += by; return s; }
static inline size_t lit(const spot *UNGIL_COUNTED_BY(n) s, size_t n) { return n && s->lit; }
static inline void make_spots(spot *UNGIL_OUT UNGIL_COUNTED_BY(n) s, size_t n) {}
static inline spot *UNGIL_COUNTED_BY(2) UNGIL_OWNED(free) two_spots(void) {
    return calloc(2, sizeof(spot));
}
static inline size_t truths(const bool *UNGIL_COUNTED_BY(n) flags, size_t n) { return n; }
static inline double _Complex turn(double _Complex z, double by) UNGIL_VECTORIZE { return z * by; }
static inline double times(double x, double UNGIL_DEFAULT(x + 1) by) UNGIL_VECTORIZE {
    return x * by;
}
static inline void roots(double _Complex *UNGIL_OUT UNGIL_COUNTED_BY(n) z, size_t n) {}
static inline int by_context(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c, int i), int i,
                             void *UNGIL_CONTEXT c) { return f(c, i); }
static inline int by_thread(int (*UNGIL_NOESCAPE f)(const int *UNGIL_COUNTED_BY(n) a), int n)
    UNGIL_REQUIRES(0 <= n && n <= 4) {
    int a[4] = {1000, 2000, 3000, 4000};
    return f(a);
}
"""

N = 100_000


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


I4 = np.ones(16, "i4")
F8 = np.ones(16)
WORDS = array.array("i", [1] * 16)
REALS = array.array("d", [1.0] * 16)
BIG = 10**6  # no cached int
TEXT = "".join(["some ", "text"])
VIEW = memoryview(WORDS)
SPOT = np.dtype([("x", "f8"), ("y", "f8"), ("lit", "?"), ("name", "S4")], align=True)
SPOTS = np.zeros(3, SPOT)
DIM = np.full(3 * SPOT.itemsize, 7, "u1").view(SPOT)
FLAGS = np.array([0, 1, 2], "u1").view("?")
C16 = np.ones(3, complex)


class Index:
    def __index__(self) -> int:
        return BIG


class Fails:
    def __index__(self) -> int:
        raise LookupError

    def __float__(self) -> float:
        raise LookupError


# name of the function, arguments, keywords
PATHS: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("add", (BIG, BIG), {}),
    ("add", (BIG,), {"b": BIG}),
    ("add", (), {"b": BIG, "a": Index()}),
    ("add", (2**40,), {}),
    ("add", ("x",), {}),
    ("add", (Fails(),), {}),
    ("add", (), {}),
    ("add", (1, 2, 3), {}),
    ("add", (1,), {"a": 2}),
    ("add", (1,), {"unknown": 2}),
    ("scale", (1.5, 2, True), {}),
    ("scale", (np.float64(1.5), np.float32(2), np.bool_(True)), {}),
    ("scale", (1.5, 1e300, True), {}),
    ("scale", (1.5, Fails(), True), {}),
    ("scale", (np.ones(1), 1.5, True), {}),
    ("scale", (1.5, 1.5, 1), {}),
    ("large", (2**64 - 1,), {}),
    ("large", (Index(),), {}),
    ("large", (-1,), {}),
    ("sum", (I4,), {}),
    ("sum", (WORDS,), {}),
    ("sum", (VIEW,), {"n": 3}),
    ("sum", (VIEW,), {"n": 30}),
    ("sum", (VIEW[::2],), {}),
    ("sum", (I4[::2],), {}),
    ("sum", (F8,), {}),
    ("sum", (I4.reshape(4, 4),), {}),
    ("sum", (None,), {}),
    ("sum", (np.full(3, 5000, "i4"),), {}),
    ("sum", (np.ones(200, "i4"),), {}),
    ("sum", (np.ones(0, "i4"),), {}),
    ("sum", (np.ma.ones(3, "i4"),), {}),
    ("out", (F8,), {}),
    ("out", (F8, F8.copy()), {}),
    ("out", (F8, np.ones(3)), {}),
    ("out", (REALS,), {}),
    ("out", (REALS, REALS), {}),
    ("out", (None,), {"n": 3}),
    ("out", (None,), {"n": 2**60}),
    ("out", (None,), {"n": -1}),
    ("table", (F8.reshape(4, 4),), {}),
    ("table", (None,), {"m": 2, "n": 2}),
    ("table", (None,), {"m": 2**40, "n": 2**40}),
    ("table", (F8,), {}),
    ("cut", (F8,), {}),
    ("cut", (None,), {"n": 5}),
    ("cut", (F8, 9), {}),
    ("cut", (F8, 10), {}),
    ("cut", (F8, -1), {}),
    ("cut", (F8, 3, np.ones(9)), {}),
    ("inout", (BIG, BIG), {}),
    ("inout", (BIG, None), {}),
    ("inout", (None, None), {}),
    ("length", (TEXT,), {}),
    ("length", ("a\0b",), {}),
    ("length", ("\ud800",), {}),
    ("length", (b"bytes",), {}),
    ("echo", (TEXT,), {}),
    ("echo", (None,), {}),
    ("latin", (), {}),
    ("made", (300,), {}),
    ("made_array", (100,), {}),
    ("made_array", (-1,), {}),
    ("status", (0,), {}),
    ("status", (BIG,), {}),
    ("fails", (BIG,), {}),
    ("fails", (-1,), {}),
    ("in_turn", (WORDS[:0],), {}),
    ("in_turn", (I4,), {}),
    ("in_turn", (None,), {}),
    ("apart", (WORDS, I4), {}),
    ("apart", (WORDS, VIEW), {}),
    ("moved", ((1.5, 2.5, True, b"abc"), 1), {}),
    ("moved", ([1.5, 2.5, 1, b"abc"], 1), {}),
    ("moved", ((1.5, 2.5, True, b"abcde"), 1), {}),
    ("moved", ((1.5, "x", True, b"abc"), 1), {}),
    ("moved", (5, 1), {}),
    ("lit", (SPOTS,), {}),
    ("lit", (memoryview(SPOTS),), {}),
    ("lit", (DIM,), {}),
    ("lit", (SPOTS[["x", "y"]],), {}),
    ("make_spots", (3,), {}),
    ("make_spots", (3,), {"s": SPOTS}),
    ("make_spots", (2**60,), {}),
    ("two_spots", (), {}),
    ("truths", (FLAGS[:2],), {}),
    ("truths", (FLAGS,), {}),
    ("turn", (1j, 2), {}),
    ("turn", (C16, 2.5), {}),
    ("turn", (C16, F8), {}),
    ("turn", (1j, F8), {"out": C16}),
    ("times", (F8,), {}),
    ("times", (REALS, 2), {}),
    ("times", (F8, "x"), {}),
    ("times", (F8[:3], F8), {}),
    ("roots", (5,), {}),
    ("by_context", (abs, BIG), {}),
    ("by_context", (len, BIG), {}),
    ("by_thread", (sum, 4), {}),
    ("by_thread", (len, 0), {}),
    ("by_thread", (sum, 5), {}),
    ("by_thread", (abs, 2), {}),
    ("by_thread", (memoryview, 2), {}),
]


def repeat(function: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], times: int) -> None:
    for _ in itertools.repeat(None, times):
        try:
            function(*arguments, **keywords)
        except Exception:
            continue


@pytest.mark.parametrize(
    ("name", "arguments", "keywords"), PATHS, ids=[f"{i}-{path[0]}" for i, path in enumerate(PATHS)]
)
def test_stable(
    m: ModuleType, name: str, arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> None:
    function = getattr(m, name)
    objects = [function, m, *arguments, *keywords.values(), *keywords]
    repeat(function, arguments, keywords, 1000)  # fills what is filled once
    gc.collect()
    counts = [sys.getrefcount(thing) for thing in objects]
    blocks = sys.getallocatedblocks()
    repeat(function, arguments, keywords, N)
    gc.collect()
    assert sys.getallocatedblocks() - blocks < 100
    for thing, count in zip(objects, counts, strict=True):
        assert abs(sys.getrefcount(thing) - count) < 100, thing  # others refer to None, too
    assert not grows(lambda: repeat(function, arguments, keywords, N))


# --- memory that is not there --------------------------------------------------------------------

OUT_OF_MEMORY = """
import _imp, importlib.util, sys
sys.path.insert(0, sys.argv[1])
import nomemory
from tests.runtime.test_leaks import C16, F8, I4, PATHS, REALS, SPOTS, VIEW, Fails, Index
from tests.runtime import modules

m = modules.load(sys.argv[2], sys.argv[3])

def error_of(call, *arguments):
    try:
        call(*arguments)
    except Exception as error:
        return type(error)

for name, arguments, keywords in PATHS:
    function = getattr(m, name)
    if any(isinstance(value, Index | Fails) for value in (*arguments, *keywords.values())):
        continue  # CPython 3.11's own SystemErrors, in the Python code that these run

    def usual():
        function(*arguments, **keywords)

    expected = error_of(usual)
    for n in range(200):
        error = error_of(nomemory.call, n, function, arguments, keywords)
        assert error in (expected, MemoryError), (name, arguments, keywords, n, error)
        if not nomemory.failed():
            break
    else:
        raise AssertionError(f"{name} never ends")
    assert error_of(usual) == expected

# what is looked up once: each time in a new instance of the module
spec = importlib.util.spec_from_file_location(sys.argv[2], sys.argv[3])
FIRST = [("sum", (I4,), {}), ("sum", (VIEW,), {}), ("out", (F8,), {}), ("out", (REALS,), {})]
FIRST += [("table", (None,), {"m": 2, "n": 2}), ("add", (), {"b": 1, "a": 2})]
FIRST += [("lit", (SPOTS,), {}), ("make_spots", (3,), {}), ("two_spots", (), {})]
FIRST += [("roots", (3,), {}), ("turn", (C16, 2), {}), ("by_thread", (len, 3), {})]
for name, arguments, keywords in FIRST:
    for n in range(1000):
        module = _imp.create_dynamic(spec)
        _imp.exec_dynamic(module)
        function = getattr(module, name)
        error = error_of(nomemory.call, n, function, arguments, keywords)
        allowed = {None, MemoryError}
        if name in ("make_spots", "two_spots"):
            allowed |= {ValueError, TypeError}  # NumPy's own, where np.dtype() has no memory
        assert error in allowed, (name, arguments, keywords, n, error)
        assert error_of(lambda: function(*arguments, **keywords)) is None
        if not nomemory.failed():
            break
    else:
        raise AssertionError(f"{name} never ends")
spec = importlib.util.spec_from_file_location(sys.argv[4], sys.argv[5])
for n in range(1000):
    module = _imp.create_dynamic(spec)
    error = error_of(nomemory.call, n, _imp.exec_dynamic, (module,), {})
    if not nomemory.failed():
        break
    # a string that CPython then does not intern is nobody's loss
    whole = getattr(module, "__all__", None) == ["f", "Error", "A", "B"]
    assert error is MemoryError or (error is None and whole), (n, error)
assert error is None, error
print("fine")
"""


def test_every_allocation_may_fail(
    m: ModuleType, bind: Callable[..., ModuleType], tmp_path: Path
) -> None:
    """Each in turn, once: a MemoryError, and nothing else is different.

    The module whose making fails has no struct: collections.namedtuple() itself crashes so.
    """
    plain = bind("enum { A, B }; int f(int a) UNGIL_STATUS();", "int f(int a) { return a; }")
    library = tmp_path / "nomemory.so"
    modules.compile_c(library, [Path(__file__).parent / "nomemory.c"])
    arguments = [sys.executable, "-c", OUT_OF_MEMORY, str(tmp_path)]
    for module in (m, plain):
        assert module.__file__ is not None
        arguments += [module.__name__, module.__file__]
    paths = os.pathsep.join(filter(None, [str(ROOT), *sys.path]))
    environment = os.environ | {"PYTHONPATH": paths}
    done = subprocess.run(
        arguments, capture_output=True, text=True, check=False, env=environment, cwd=ROOT
    )
    assert (done.stdout, done.returncode) == ("fine\n", 0), done.stderr
