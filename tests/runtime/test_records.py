"""Structs: by value as named tuples, in arrays as C lays them out."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import pickle
import re
import sys
import weakref
from collections import namedtuple
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime.conftest import Bind

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads do")

HEADER = r"""
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
    uint64_t natural;
    float ratio;
} line;

struct grid {
    int32_t count;
    double m[ROWS][3];
    point corners[2];
    char names[2][3];
};

struct __attribute__((packed)) tight {
    char kind;
    double value;
    wchar_t wide[2];
    int32_t numbers[2];
};

struct renamed {
    int from;
    int _hidden;
    int __x;
    int _1;
};

typedef struct { int8_t count; int8_t index; } pair;

line same_line(line l);
struct grid twice(struct grid g);
struct tight same_tight(struct tight t);
struct renamed same_renamed(struct renamed r);
pair swapped(pair p);
double norm(const point *UNGIL_SINGLE p);
double norm_or_zero(const point *UNGIL_SINGLE UNGIL_OR_NULL p);
bool corner(int which, point *UNGIL_OUT p);
void shift(point *UNGIL_INOUT p, double UNGIL_DEFAULT(1.0) by);
point start(point UNGIL_DEFAULT(origin()) p);
point origin(void);
const point *UNGIL_SINGLE UNGIL_OR_NULL find(int which);
point checked(int code) UNGIL_SUCCESS(return.x >= 0);
int calls(void);

double total(const point *UNGIL_COUNTED_BY(n) points, size_t n);
void scale(point *UNGIL_COUNTED_BY(n) points, size_t n, double by);
void move(line *UNGIL_SHAPE(m, n) lines, size_t m, size_t n);
void raise_one(point *UNGIL_SINGLE p);
void fill(point *UNGIL_OUT UNGIL_COUNTED_BY(n) points, size_t n);
double total_tight(const struct tight *UNGIL_COUNTED_BY(n) items, size_t n);
double total_grids(const struct grid *UNGIL_COUNTED_BY(n) grids, size_t n);
double cross(const point *UNGIL_COUNTED_BY(n) restrict a,
             point *UNGIL_COUNTED_BY(n) restrict b, size_t n);
"""

CODE = r"""
static int called;
int calls(void) { return called; }
line same_line(line l) { called++; return l; }
struct grid twice(struct grid g) {
    g.count *= 2;
    for (int i = 0; i < 6; i++) g.m[i / 3][i % 3] *= 2;
    return g;
}
struct tight same_tight(struct tight t) { return t; }
struct renamed same_renamed(struct renamed r) { return r; }
pair swapped(pair p) { return (pair){p.index, p.count}; }
double norm(const point *p) { called++; return p->x * p->x + p->y * p->y; }
double norm_or_zero(const point *p) { return p == NULL ? 0 : norm(p); }
bool corner(int which, point *p) { p->x = which; return true; }
void shift(point *p, double by) { p->x += by; p->y += by; }
point origin(void) { return (point){-1, -2}; }
point start(point p) { return p; }
const point *find(int which) { static point p = {7, 8}; return which ? &p : NULL; }
point checked(int code) { return (point){code, code}; }
double total(const point *p, size_t n) {
    double sum = 0;
    called++;
    for (size_t i = 0; i < n; i++) sum += p[i].x * p[i].y;
    return sum;
}
void scale(point *p, size_t n, double by) {
    for (size_t i = 0; i < n; i++) { p[i].x *= by; p[i].y *= by; }
}
void move(line *l, size_t m, size_t n) {
    for (size_t i = 0; i < m * n; i++) { l[i].b.x += (double)i; l[i].name[1] = 'Q'; l[i].big--; }
}
void raise_one(point *p) { p->y += 1; }
void fill(point *p, size_t n) {
    for (size_t i = 0; i < n; i++) p[i] = (point){(double)i, 1};
}
double total_tight(const struct tight *t, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += t[i].value + t[i].numbers[1];
    return sum;
}
double total_grids(const struct grid *g, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += g[i].m[1][2] + g[i].corners[1].y + g[i].names[1][0];
    return sum;
}
double cross(const point *a, point *b, size_t n) { return n ? a->x * b->y : 0; }
"""

POINT = np.dtype([("x", "f8"), ("y", "f8")], align=True)
LINE = np.dtype(
    [
        ("a", POINT),
        ("b", POINT),
        ("tags", "i2", 2),
        ("name", "S8"),
        ("title", "U4"),
        ("sign", "U1"),
        ("letter", "S1"),
        ("on", "?"),
        ("z", "c8"),
        ("level", "u4"),
        ("raw", "u1", 3),
        ("big", "i8"),
        ("natural", "u8"),
        ("ratio", "f4"),
    ],
    align=True,
)
GRID = np.dtype(
    [("count", "i4"), ("m", "f8", (2, 3)), ("corners", POINT, 2), ("names", "S3", 2)], align=True
)
TIGHT = np.dtype([("kind", "S1"), ("value", "f8"), ("wide", "U2"), ("numbers", "i4", 2)])


@pytest.fixture(scope="module")
def module(bind: Bind) -> ModuleType:
    return bind(HEADER, CODE)


def a_line(**changes: Any) -> dict[str, Any]:
    values = {
        "a": (0, 0.5),
        "b": [1, 2],
        "tags": (-32768, 32767),
        "name": b"abc",
        "title": "é€",
        "sign": "π",
        "letter": b"\xff",
        "on": True,
        "z": 1 + 2j,
        "level": 1,
        "raw": b"\x00\x80\xff",
        "big": -(2**63),
        "natural": 2**64 - 1,
        "ratio": 0.5,
    }
    return values | changes


# --- by value -------------------------------------------------------------------------------


def test_every_kind_of_field_goes_there_and_back(module: ModuleType) -> None:
    line = module.same_line(tuple(a_line().values()))
    assert type(line) is module.line
    assert line == (
        *((0.0, 0.5), (1.0, 2.0), (-32768, 32767), b"abc", "é€", "π", b"\xff", True),
        *(1 + 2j, 1, (0, 128, 255), -(2**63), 2**64 - 1, 0.5),
    )
    assert type(line.a) is type(line.b) is module.point
    assert [type(item) for item in line[5:]] == [
        *(str, bytes, bool, complex, int, tuple, int, int, float)
    ]
    assert module.same_line(line) == line


@pytest.mark.parametrize("spelling", [tuple, list, np.array])
def test_any_sequence_serves(module: ModuleType, spelling: Callable[[Any], Any]) -> None:
    assert module.norm(spelling((3, 4))) == 25
    assert module.norm(spelling((3.0, 4.0))) == 25


def test_sequences_of_other_classes(module: ModuleType) -> None:
    class Sequence:
        def __len__(self) -> int:
            return 2

        def __getitem__(self, index: int) -> float:
            return [3.0, 4.0][index]

    class Alike(namedtuple("Alike", "x y")):
        pass

    assert module.norm(Sequence()) == module.norm(Alike(3, 4)) == module.norm(range(3, 5)) == 25
    assert module.norm(np.array([(3, 4)], POINT)[0]) == 25
    assert module.norm(module.point(y=4, x=3)) == 25


def test_arrays_of_arrays_and_of_structs(module: ModuleType) -> None:
    grid = module.twice((1, np.arange(6).reshape(2, 3), [(1, 2), (3, 4)], (b"ab", b"")))
    assert type(grid) is module.grid
    assert grid == (2, ((0, 2, 4), (6, 8, 10)), ((1, 2), (3, 4)), (b"ab", b""))
    assert type(grid.corners[1]) is module.point


def test_packed_struct(module: ModuleType) -> None:
    values = (b"k", 1e300, "ab", (-1, 2**31 - 1))
    assert module.same_tight(values) == values


def test_field_names_that_python_cannot_have(module: ModuleType) -> None:
    assert module.renamed._fields == ("from_", "hidden", "x", "field31")
    assert module.same_renamed(module.renamed(from_=1, hidden=2, x=3, field31=4)) == (1, 2, 3, 4)
    pair = module.swapped((1, 2))
    assert (pair.count, pair.index) == (2, 1)


def test_class(module: ModuleType) -> None:
    point = module.point(1.0, 2.0)
    assert pickle.loads(pickle.dumps(point)) == point
    assert (
        type(pickle.loads(pickle.dumps(module.same_line(tuple(a_line().values()))))) is module.line
    )
    assert repr(point) == "point(x=1.0, y=2.0)"
    assert point._replace(x=5) == (5, 2)
    assert "double x;" in module.point.__doc__
    assert {"point", "line", "grid", "tight", "renamed", "pair"} <= set(module.__all__)


def test_pointers_to_one(module: ModuleType) -> None:
    assert module.norm_or_zero(None) == 0
    assert module.norm_or_zero((1, 2)) == 5
    assert module.corner(3) == (True, (3, 0))
    assert module.shift((1, 2)) == (2, 3)
    assert type(module.shift([1, 2], by=10)) is module.point
    assert module.find(0) is None
    assert module.find(1) == module.point(7, 8)
    assert module.start() == (-1, -2)
    assert module.start((1, 2)) == (1, 2)


def test_a_struct_may_tell_of_an_error(module: ModuleType) -> None:
    assert module.checked(1) == (1, 1)
    with pytest.raises(module.Error) as caught:
        module.checked(-1)
    assert caught.value.code == module.point(-1, -1)


WRONG = [
    ("norm", ((1,),), ValueError, "'p' must be a point or a sequence of 2 items (x, y), not of 1"),
    ("norm", ((1, 2, 3),), ValueError, "not of 3"),
    ("norm", ((),), ValueError, "not of 0"),
    ("norm", (None,), TypeError, "'p' must be a point or a sequence of 2 items (x, y), not None"),
    ("norm", ("ab",), TypeError, "not str"),
    ("norm", (b"ab",), TypeError, "not bytes"),
    ("norm", ({1: 2},), TypeError, "not dict"),
    ("norm", ({1, 2},), TypeError, "not set"),
    ("norm", (3.0,), TypeError, "not float"),
    ("norm", ((1, "2"),), TypeError, "'p.y' must be a number, not str"),
    ("norm", ((1, 2j),), TypeError, "'p.y' must be a number, not complex"),
    ("norm", ((10**400, 2),), OverflowError, "'p.x' does not fit double"),
    ("norm", (np.zeros((2, 2)),), TypeError, "'p.x' must be a number, not ndarray"),
    ("norm", (np.zeros(1, [("y", "f8"), ("x", "f8")])[0],), TypeError, "the items ('y', 'x')"),
    ("norm", (namedtuple("yx", "y x")(1, 2),), TypeError, "point has ('x', 'y')"),
    ("twice", ((1, [[1, 2, 3]], [], []),), ValueError, "'g.m' must have 2 items, not 1"),
    ("twice", ((1, [[1, 2, 3], [1, 2]], [], []),), ValueError, "'g.m[1]' must have 3 items, not 2"),
    (
        "twice",
        ((1, [[1, 2, 3], "abc"], [], []),),
        TypeError,
        "'g.m[1]' must be a sequence, not str",
    ),
    (
        "twice",
        ((1, [b"abc", b"abc"], [], []),),
        TypeError,
        "'g.m[0]' must be a sequence, not bytes",
    ),
    ("twice", ((1, [[1, 2, 3], [4, None, 6]], [], []),), TypeError, "'g.m[1][1]' must be a number"),
    (
        *("twice", ((1, [[1] * 3] * 2, [(1, 2), (3,)], []),), ValueError),
        "'g.corners[1]' must be a point or a sequence of 2 items (x, y), not of 1",
    ),
    (
        *("twice", ((1, [[1] * 3] * 2, [(1, 2), (3, "4")], []),), TypeError),
        "'g.corners[1].y' must be a number, not str",
    ),
    (
        *("twice", ((1, [[1] * 3] * 2, [(1, 2), (3, 4)], [b"a", b"abcd"]),), ValueError),
        "'g.names[1]' has 4 bytes, but there is room for 3",
    ),
    ("swapped", ((1, 128),), OverflowError, "'p.index' is 128, which does not fit int8_t"),
    ("swapped", ((1, 1.0),), TypeError, "'p.index' must be an integer, not float"),
]


@ONE_THREAD
@pytest.mark.parametrize(("name", "arguments", "exception", "text"), WRONG)
def test_wrong_values(
    module: ModuleType,
    name: str,
    arguments: tuple[Any, ...],
    exception: type[Exception],
    text: str,
) -> None:
    before = module.calls()
    with pytest.raises(exception, match=f"^{name}\\(\\): .*{re.escape(text)}"):
        getattr(module, name)(*arguments)
    assert module.calls() == before


WRONG_FIELDS = [
    ("a", 1, TypeError, "'l.a' must be a point or a sequence"),
    ("tags", (0, 32768), OverflowError, "'l.tags[1]' is 32768, which does not fit int16_t"),
    ("name", b"123456789", ValueError, "'l.name' has 9 bytes, but there is room for 8"),
    ("name", "abc", TypeError, "'l.name' must be bytes, not str"),
    ("title", "12345", ValueError, "'l.title' has 5 wide characters, but there is room for 4"),
    ("title", b"abc", TypeError, "'l.title' must be a str, not bytes"),
    ("sign", "ab", ValueError, "'l.sign' must have length 1, not 2"),
    ("sign", 65, TypeError, "'l.sign' must be a str of length 1, not int"),
    ("letter", b"", ValueError, "'l.letter' must have length 1, not 0"),
    ("letter", "a", TypeError, "'l.letter' must be bytes of length 1, not str"),
    ("on", 1, TypeError, "'l.on' must be True or False, not int"),
    ("z", "1", TypeError, "'l.z' must be a number, not str"),
    ("z", 1e300, OverflowError, "'l.z' is 1e+300, which does not fit float _Complex"),
    ("level", 1.0, TypeError, "'l.level' must be an integer, not float"),
    ("level", 2**32, OverflowError, "'l.level' is 4294967296, which does not fit"),
    ("raw", (1, 2, 256), OverflowError, "'l.raw[2]' is 256, which does not fit uint8_t"),
    ("raw", b"ab", ValueError, "'l.raw' must have 3 items, not 2"),
    ("big", 2**63, OverflowError, "'l.big' is 9223372036854775808, which does not fit int64_t"),
    ("natural", -1, OverflowError, "'l.natural' is -1, which does not fit uint64_t"),
    ("ratio", 1e39, OverflowError, "'l.ratio' is 1e+39, which does not fit float"),
]


@ONE_THREAD
@pytest.mark.parametrize(("field", "value", "exception", "text"), WRONG_FIELDS)
def test_wrong_fields(
    module: ModuleType, field: str, value: object, exception: type[Exception], text: str
) -> None:
    before = module.calls()
    with pytest.raises(exception, match=re.escape(text)):
        module.same_line(tuple(a_line(**{field: value}).values()))
    assert module.calls() == before


def test_what_the_caller_s_own_code_raises_comes_through(module: ModuleType) -> None:
    class Number:
        def __float__(self) -> float:
            raise LookupError("mine")

    class Liar:
        def __len__(self) -> int:
            return 2

        def __getitem__(self, index: int) -> float:
            if index == 1:
                raise IndexError("no such")
            return 1.0

    class Nameless:
        def __len__(self) -> int:
            return 2

        def __getattr__(self, name: str) -> object:
            raise LookupError(name)

        def __getitem__(self, index: int) -> float:
            return 1.0

    with pytest.raises(LookupError, match="mine"):
        module.norm((1, Number()))
    with pytest.raises(IndexError, match="no such"):
        module.norm(Liar())
    with pytest.raises(LookupError, match="dtype"):
        module.norm(Nameless())


def test_a_list_that_shrinks_while_it_is_read(module: ModuleType) -> None:
    items: list[Any] = []

    class Number:
        def __float__(self) -> float:
            items.clear()
            return 1.0

    items += [Number(), 2.0]
    with pytest.raises(IndexError):
        module.norm(items)


def test_named_tuple_of_a_wrong_length(module: ModuleType) -> None:
    with pytest.raises(ValueError, match="not of 1"):
        module.norm(tuple.__new__(module.point, (1.0,)))


# --- in arrays ------------------------------------------------------------------------------


def points(*items: tuple[float, float]) -> np.ndarray[Any, Any]:
    return np.array(list(items), POINT)


def test_numpy_arrays(module: ModuleType) -> None:
    array = points((1, 2), (3, 4))
    assert module.total(array) == module.total(array) == 14
    module.scale(array, 2)
    assert array.tolist() == [(2, 4), (6, 8)]
    assert module.total(np.zeros(0, POINT)) == 0
    assert module.total(array[1:]) == 48
    assert module.total(array.view(np.recarray)) == 56
    assert module.fill(2, points=array) is array
    assert array.tolist() == [(0, 1), (1, 1)]
    module.raise_one(array[:1])
    assert array.tolist() == [(0, 2), (1, 1)]


def test_more_dtypes_of_a_struct_than_are_remembered(module: ModuleType) -> None:
    for _ in range(3):
        for number in range(8):
            dtype = np.dtype({"names": ["x", "y"], "formats": ["f8", "f8"]}, metadata={"n": number})
            assert module.total(np.ones(number, dtype)) == number


def test_every_kind_of_field_in_arrays(module: ModuleType) -> None:
    array = np.zeros((2, 2), LINE)
    array["name"] = b"abc"
    module.move(array)
    assert array["b"]["x"].tolist() == [[0, 1], [2, 3]]
    assert array["name"].tolist() == [[b"aQc"] * 2] * 2
    assert array["big"].tolist() == [[-1, -1], [-1, -1]]
    grids = np.ones(2, GRID)
    grids["names"] = b"A"
    assert module.total_grids(grids) == 2 * (1 + 1 + 65)
    tight = np.ones(3, TIGHT)
    assert module.total_tight(tight) == 6


def test_fields_found_by_name(module: ModuleType) -> None:
    """A dtype may list its fields in any order, even one that has no format."""
    swapped = np.dtype({"names": ["y", "x"], "formats": ["f8", "f8"], "offsets": [8, 0]})
    array = np.array([(1, 2)], swapped)
    with pytest.raises(ValueError, match="out-of-order"):
        memoryview(array)
    assert module.total(array) == 2
    with pytest.raises(ValueError, match="not C-contiguous"):
        module.total(np.zeros(4, swapped)[::2])
    characters = LINE.fields["name"], np.dtype(("i1", 8))
    assert characters[0][0].itemsize == characters[1].itemsize
    like_c = {
        "names": list(LINE.names),
        "formats": [characters[1] if n == "name" else LINE.fields[n][0] for n in LINE.names],
        "offsets": [LINE.fields[n][1] for n in LINE.names],
        "itemsize": LINE.itemsize,
    }
    module.move(np.zeros((1, 1), np.dtype(like_c)))


def wrong_arrays() -> Iterator[tuple[object, type[Exception], str]]:
    yield [(1, 2)], TypeError, "must be a 1-dimensional array of point, not list"
    yield np.zeros(2), TypeError, "it is of float64"
    yield np.zeros((2, 2)), TypeError, "it is of float64"
    yield b"x" * 32, TypeError, "not of format 'B'"
    yield np.zeros(1, [("x", "f8")]), TypeError, "it has no field 'y'"
    yield np.zeros(1, [("x", "f8"), ("z", "f8")]), TypeError, "it has no field 'y'"
    yield np.zeros(1, [("X", "f8"), ("Y", "f8")]), TypeError, "it has no field 'x'"
    three = [("x", "f8"), ("y", "f8"), ("z", "f8")]
    yield np.zeros(1, three), TypeError, "it has the fields ('x', 'y', 'z')"
    yield np.zeros(1, [("y", "f8"), ("x", "f8")]), TypeError, "'x' lies at 8, in C at 0"
    yield np.zeros(1, [("x", "f8"), ("y", "f4")]), TypeError, "'y' is of float32, not of C's double"
    yield np.zeros(1, [("x", "i8"), ("y", "i8")]), TypeError, "'x' is of int64, not of C's double"
    yield np.zeros(1, [("x", ">f8"), ("y", "f8")]), TypeError, "'x' is of >f8, not of C's double"
    yield np.zeros(1, [("x", "f8", 1), ("y", "f8")]), TypeError, "'x' is of ('<f8', (1,)), not of"
    yield np.zeros(1, [("x", [("x", "f8")]), ("y", "f8")]), TypeError, "'x' is of [('x', '<f8')]"
    yield np.zeros(1, [("x", "m8[s]"), ("y", "f8")]), TypeError, "'x' is of timedelta64[s]"
    yield np.zeros(1, [("x", "O"), ("y", "f8")]), TypeError, "'x' is of object, not of C's double"
    wide = np.dtype({"names": ["x", "y"], "formats": ["f8", "f8"], "itemsize": 24})
    yield (
        np.zeros(1, wide),
        TypeError,
        "its items take 24 bytes, in C 16 (np.dtype(..., align=True)",
    )
    yield np.zeros(4, POINT)[::2], ValueError, "not C-contiguous"
    yield np.zeros((2, 2), POINT), TypeError, "must have 1 dimension, not 2"
    yield np.zeros((), POINT), TypeError, "must have 1 dimension, not 0"
    yield np.zeros(33, "u1")[1:].view(POINT), ValueError, "is misaligned for point"
    yield np.ma.zeros(2, POINT), TypeError, "is a masked array"
    yield memoryview(np.zeros(4, POINT))[::2], ValueError, "not C-contiguous"
    yield memoryview(np.zeros((2, 2), POINT)), TypeError, "must have 1 dimension, not 2"


@ONE_THREAD
@pytest.mark.parametrize(("array", "exception", "text"), [*wrong_arrays()])
def test_wrong_arrays(
    module: ModuleType, array: object, exception: type[Exception], text: str
) -> None:
    before = module.calls()
    for _ in range(2):
        with pytest.raises(exception, match=re.escape(text)):
            module.total(array)
    assert module.calls() == before


def test_layouts_that_only_padding_tells_apart(module: ModuleType) -> None:
    unaligned = np.zeros((1, 1), [(name, LINE.fields[name][0]) for name in LINE.names])
    with pytest.raises(TypeError, match="lays fields out as C does"):
        module.move(unaligned)
    aligned = np.dtype(TIGHT.descr, align=True)
    with pytest.raises(TypeError, match="its field 'value' lies at 8, in C at 1"):
        module.total_tight(np.zeros(1, aligned))
    inside = np.dtype([("count", "i4"), ("m", "f8", (3, 2)), *GRID.descr[-2:]], align=True)
    with pytest.raises(TypeError, match=re.escape("its field 'm' is of ('<f8', (3, 2))")):
        module.total_grids(np.zeros(1, inside))
    corners = ("corners", [("x", "f8"), ("z", "f8")], 2)
    inside = np.dtype(
        [*GRID.descr[:1], ("m", "f8", (2, 3)), corners, ("names", "S3", 2)], align=True
    )
    with pytest.raises(TypeError, match="in its field 'corners' it has no field 'y'"):
        module.total_grids(np.zeros(1, inside))


def test_read_only_arrays(module: ModuleType) -> None:
    array = points((1, 2))
    array.flags.writeable = False
    assert module.total(array) == 2
    for _ in range(2):
        with pytest.raises(ValueError, match="'points' is read-only, but C writes to it"):
            module.scale(array, 2)
    with pytest.raises(ValueError, match="read-only"):
        module.scale(memoryview(array), 2)
    assert array.tolist() == [(1, 2)]


def test_overlap(module: ModuleType) -> None:
    array = points((1, 2), (3, 4), (5, 6))
    assert module.cross(array[:1], array[1:2]) == 4
    with pytest.raises(ValueError, match="'a' and 'b' share memory"):
        module.cross(array[:2], array[1:])


# --- the buffer protocol --------------------------------------------------------------------


def test_formats(module: ModuleType) -> None:
    array = points((1, 2), (3, 4))
    view = memoryview(array)
    assert view.format == "T{d:x:d:y:}"
    assert module.total(view) == 14
    module.scale(view, 2)
    assert array.tolist() == [(2, 4), (6, 8)]
    assert module.total_tight(memoryview(np.ones(2, TIGHT))) == 4
    grids = np.ones(1, GRID)
    assert module.total_grids(memoryview(grids)) == 1 + 1 + ord("1")
    module.move(memoryview(np.zeros((2, 1), LINE)))


def test_ctypes_arrays(module: ModuleType) -> None:
    class Point(ctypes.Structure):
        _fields_ = [("x", ctypes.c_double), ("y", ctypes.c_double)]

    class Swapped(ctypes.Structure):
        _fields_ = [("y", ctypes.c_double), ("x", ctypes.c_double)]

    class Foreign(ctypes.BigEndianStructure):
        _fields_ = [("x", ctypes.c_double), ("y", ctypes.c_double)]

    class Pointers(ctypes.Structure):
        _fields_ = [("x", ctypes.c_void_p), ("y", ctypes.POINTER(ctypes.c_double))]

    array = (Point * 2)((1, 2), (3, 4))
    assert module.total(array) == 14
    module.scale(array, 2)
    assert (array[1].x, array[1].y) == (6, 8)
    for wrong in (Swapped, Foreign, Pointers):
        with pytest.raises(TypeError, match="must be an array of point, not of format"):
            module.total((wrong * 2)())


# --- beside handles ----------------------------------------------------------------------------

HANDLES = r"""
typedef struct { double x, y; } point;
struct path;
struct path *UNGIL_OWNED(path_free) path_new(const point *UNGIL_COUNTED_BY(n) UNGIL_LIFETIMEBOUND p,
                                             size_t n);
void path_free(struct path *p);
point path_end(const struct path *p);
"""

HANDLES_CODE = r"""
#include <stdlib.h>
struct path { const point *points; size_t n; };
struct path *path_new(const point *p, size_t n) {
    struct path *path = malloc(sizeof(*path));
    *path = (struct path){p, n};
    return path;
}
void path_free(struct path *p) { free(p); }
point path_end(const struct path *p) { return p->points[p->n - 1]; }
"""


def test_a_handle_that_keeps_an_array_of_structs(bind: Bind) -> None:
    module = bind(HANDLES, HANDLES_CODE)
    array = points((1, 2), (3, 4))
    for _ in range(2):  # the second time its dtype is known
        path = module.path_new(array)
        assert path.end() == array[-1].tolist()
        kept = weakref.ref(array)
        array = points((5, 6))
        assert kept() is not None
        path.close()
        assert kept() is None


# --- nothing leaks --------------------------------------------------------------------------


def attempt(call: Callable[..., object], *arguments: object) -> None:
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        call(*arguments)


def test_references_are_given_back(module: ModuleType) -> None:
    item = 1e10
    bad = object()
    array = points((1, 2))
    wrong = np.zeros(1, [("x", "f8"), ("z", "f8")])
    line = a_line()
    calls: list[tuple[Callable[..., object], Any]] = [
        (module.norm, (item, item)),
        (module.norm, [item, bad]),
        (module.norm, (item, item, item)),
        (module.norm, bad),
        (module.shift, (item, item)),
        (module.same_line, tuple(line.values())),
        (module.same_line, tuple((line | {"ratio": bad}).values())),
        (module.twice, (1, [[item] * 3, [item, bad, item]], [], [])),
        (module.total, array),
        (module.total, wrong),
        (module.total, memoryview(array)),
        (module.total, memoryview(wrong)),
        (module.scale, array[::-1]),
    ]
    for call, argument in calls:
        attempt(call, argument)
    gc.collect()
    watched = [item, bad, module.point, module.line, array, array.dtype, wrong, wrong.dtype]
    before = [sys.getrefcount(thing) for thing in watched]
    for _ in range(3):  # without an interpreter lock memory is freed somewhat later
        blocks = sys.getallocatedblocks()
        for call, argument in calls:
            for _ in range(500):
                attempt(call, argument)
        gc.collect()
    assert [sys.getrefcount(thing) for thing in watched] == before
    assert sys.getallocatedblocks() - blocks < 200


# --- what the C compiler says otherwise ---------------------------------------------------------

READ = """
#ifdef UNGIL_READING
typedef struct {{ {read} }} hidden;
#else
typedef struct {{ {real} }} hidden;
#endif
hidden same(hidden h);
"""


@pytest.mark.parametrize(
    ("read", "real", "text"),
    [
        ("int a; int c;", "int a; long b; int c;", "hidden: C has more between a and c"),
        ("int a; int b;", "int b; int a;", "hidden: C has more between a and b"),
        ("int a; int b;", "int a; int b; double c;", "hidden: C has more behind b"),
    ],
)
def test_a_header_that_leaves_fields_out(bind: Bind, read: str, real: str, text: str) -> None:
    with pytest.raises(AssertionError, match=text):
        bind(READ.format(read=read, real=real), "hidden same(hidden h) { return h; }")


# --- what is left to lib --------------------------------------------------------------------

LEFT_OUT = {
    "union value { int i; float f; }; union value f(void);": "a union",
    "struct bits { int a : 3; }; struct bits f(void);": "bit-fields",
    "struct outer { struct { int a; }; int b; }; struct outer f(void);": "without a name",
    "struct inner { struct { int a; } b; }; struct inner f(void);": "has no name",
    "struct node { struct node *next; }; struct node f(void);": "'next' of struct node is",
    "struct call { void (*call)(void); }; struct call f(void);": "'call' of struct call is",
    "struct wide { long double x; }; struct wide f(void);": "is a long double",
    "struct fixed { const int x; }; struct fixed f(void);": "'x' of struct fixed is const",
    "struct flexible { int n; int items[]; }; struct flexible f(void);": "not known here",
    "struct same { int x; int _x; }; struct same f(void);": "the same name in Python",
    "typedef struct { int a; } s; s f(void) UNGIL_STATUS();": "UNGIL_SUCCESS",
}


@pytest.mark.parametrize(("declarations", "reason"), LEFT_OUT.items())
def test_structs_that_are_left_to_lib(declarations: str, reason: str, tmp_path: Any) -> None:
    from tests.reading import PREAMBLE, read_file

    header = tmp_path / "api.h"
    header.write_text(PREAMBLE + declarations, encoding="utf-8")
    (function,) = read_file(header).functions
    assert function.unbound is not None
    assert reason in function.unbound
