"""Structs by value: as named tuples and any sequence, and what is wrong with others."""

from __future__ import annotations

import pickle
import re
from collections import namedtuple
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime.records.layouts import POINT, a_line

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads do")


def test_every_kind_of_field_goes_there_and_back(m: ModuleType) -> None:
    line = m.same_line(tuple(a_line().values()))
    assert type(line) is m.line
    assert line == (
        *((0.0, 0.5), (1.0, 2.0), (-32768, 32767), b"abc", "é€", "π", b"\xff", True),
        *(1 + 2j, 1, (0, 128, 255), -(2**63), 2**64 - 1, 0.5),
    )
    assert type(line.a) is type(line.b) is m.point
    assert [type(item) for item in line[5:]] == [
        *(str, bytes, bool, complex, int, tuple, int, int, float)
    ]
    assert m.same_line(line) == line


@pytest.mark.parametrize("spelling", [tuple, list, np.array])
def test_any_sequence_serves(m: ModuleType, spelling: Callable[[Any], Any]) -> None:
    assert m.norm(spelling((3, 4))) == 25
    assert m.norm(spelling((3.0, 4.0))) == 25


def test_sequences_of_other_classes(m: ModuleType) -> None:
    class Sequence:
        def __len__(self) -> int:
            return 2

        def __getitem__(self, index: int) -> float:
            return [3.0, 4.0][index]

    class Alike(namedtuple("Alike", "x y")):
        pass

    assert m.norm(Sequence()) == m.norm(Alike(3, 4)) == m.norm(range(3, 5)) == 25
    assert m.norm(np.array([(3, 4)], POINT)[0]) == 25
    assert m.norm(m.point(y=4, x=3)) == 25


def test_arrays_of_arrays_and_of_structs(m: ModuleType) -> None:
    grid = m.twice((1, np.arange(6).reshape(2, 3), [(1, 2), (3, 4)], (b"ab", b""), 7))
    assert type(grid) is m.grid
    assert grid == (2, ((0, 2, 4), (6, 8, 10)), ((1, 2), (3, 4)), (b"ab", b""), 7)
    assert type(grid.corners[1]) is m.point


def test_packed_struct(m: ModuleType) -> None:
    values = (b"k", 1e300, "ab", (-1, 2**31 - 1))
    assert m.same_tight(values) == values


def test_field_names_that_python_cannot_have(m: ModuleType) -> None:
    assert m.renamed._fields == ("from_", "hidden", "x", "field31")
    assert m.same_renamed(m.renamed(from_=1, hidden=2, x=3, field31=4)) == (1, 2, 3, 4)
    pair = m.swapped((1, 2))
    assert (pair.count, pair.index) == (2, 1)


def test_class(m: ModuleType) -> None:
    point = m.point(1.0, 2.0)
    assert pickle.loads(pickle.dumps(point)) == point
    assert type(pickle.loads(pickle.dumps(m.same_line(tuple(a_line().values()))))) is m.line
    assert repr(point) == "point(x=1.0, y=2.0)"
    assert point._replace(x=5) == (5, 2)
    assert "double x;" in m.point.__doc__
    assert {"point", "line", "grid", "tight", "renamed", "pair"} <= set(m.__all__)


def test_pointers_to_one(m: ModuleType) -> None:
    assert m.norm_or_zero(None) == 0
    assert m.norm_or_zero((1, 2)) == 5
    assert m.corner(3) == (True, (3, 0))
    assert m.shift((1, 2)) == (2, 3)
    assert type(m.shift([1, 2], by=10)) is m.point
    assert m.find(0) is None
    assert m.find(1) == m.point(7, 8)
    assert m.start() == (-1, -2)
    assert m.start((1, 2)) == (1, 2)


def test_a_struct_may_tell_of_an_error(m: ModuleType) -> None:
    assert m.checked(1) == (1, 1)
    with pytest.raises(m.Error) as caught:
        m.checked(-1)
    assert caught.value.code == m.point(-1, -1)


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
    ("twice", ((1, [[1, 2, 3]], [], [], 0),), ValueError, "'g.m' must have 2 items, not 1"),
    (
        "twice",
        ((1, [[1, 2, 3], [1, 2]], [], [], 0),),
        ValueError,
        "'g.m[1]' must have 3 items, not 2",
    ),
    (
        *("twice", ((1, [[1, 2, 3], "abc"], [], [], 0),), TypeError),
        "'g.m[1]' must be a sequence, not str",
    ),
    (
        *("twice", ((1, [b"abc", b"abc"], [], [], 0),), TypeError),
        "'g.m[0]' must be a sequence, not bytes",
    ),
    (
        "twice",
        ((1, [[1, 2, 3], [4, None, 6]], [], [], 0),),
        TypeError,
        "'g.m[1][1]' must be a number",
    ),
    (
        *("twice", ((1, [[1] * 3] * 2, [(1, 2), (3,)], [], 0),), ValueError),
        "'g.corners[1]' must be a point or a sequence of 2 items (x, y), not of 1",
    ),
    (
        *("twice", ((1, [[1] * 3] * 2, [(1, 2), (3, "4")], [], 0),), TypeError),
        "'g.corners[1].y' must be a number, not str",
    ),
    (
        *("twice", ((1, [[1] * 3] * 2, [(1, 2), (3, 4)], [b"a", b"abcd"], 0),), ValueError),
        "'g.names[1]' has 4 bytes, but there is room for 3",
    ),
    ("swapped", ((1, 128),), OverflowError, "'p.index' is 128, which does not fit int8_t"),
    ("swapped", ((1, 1.0),), TypeError, "'p.index' must be an integer, not float"),
]


@ONE_THREAD
@pytest.mark.parametrize(("name", "arguments", "exception", "text"), WRONG)
def test_wrong_values(
    m: ModuleType,
    name: str,
    arguments: tuple[Any, ...],
    exception: type[Exception],
    text: str,
) -> None:
    before = m.calls()
    with pytest.raises(exception, match=f"^{name}\\(\\): .*{re.escape(text)}"):
        getattr(m, name)(*arguments)
    assert m.calls() == before


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
    m: ModuleType, field: str, value: object, exception: type[Exception], text: str
) -> None:
    before = m.calls()
    with pytest.raises(exception, match=re.escape(text)):
        m.same_line(tuple(a_line(**{field: value}).values()))
    assert m.calls() == before


def test_what_the_caller_s_own_code_raises_comes_through(m: ModuleType) -> None:
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
        m.norm((1, Number()))
    with pytest.raises(IndexError, match="no such"):
        m.norm(Liar())
    with pytest.raises(LookupError, match="dtype"):
        m.norm(Nameless())


def test_a_list_that_shrinks_while_it_is_read(m: ModuleType) -> None:
    items: list[Any] = []

    class Number:
        def __float__(self) -> float:
            items.clear()
            return 1.0

    items += [Number(), 2.0]
    with pytest.raises(IndexError):
        m.norm(items)


def test_named_tuple_of_a_wrong_length(m: ModuleType) -> None:
    with pytest.raises(ValueError, match="not of 1"):
        m.norm(tuple.__new__(m.point, (1.0,)))
