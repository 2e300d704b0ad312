"""Frozen dataclasses that are cheap to define."""

from __future__ import annotations

from functools import cached_property

import pytest

from ungil.frozen import frozen, replace


@frozen
class Point:
    """A place."""

    x: int
    y: int = 0


@frozen
class Size:
    x: int
    y: int = 0


@frozen
class Square:
    side: int

    @cached_property
    def area(self) -> int:
        return self.side**2


def test_fields_by_position_and_by_name_and_defaults() -> None:
    assert (Point(1).x, Point(1).y) == (1, 0)
    assert Point(1, 2) == Point(y=2, x=1) == Point(1, y=2)
    assert repr(Point(y=2, x=1)) == "Point(x=1, y=2)"


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), ((1, 2, 3), {}), ((1,), {"x": 2}), ((1,), {"z": 2}), ((), {"y": 1})],
)
def test_fields_that_do_not_fit(values: tuple[int, ...], named: dict[str, int]) -> None:
    with pytest.raises(TypeError):
        Point(*values, **named)


def test_nothing_can_be_changed() -> None:
    point = Point(1, 2)
    with pytest.raises(AttributeError, match=r"Point\.x cannot be changed"):
        point.x = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.y
    assert replace(point, x=3) == Point(3, 2)
    assert point == Point(1, 2)


def test_equal_by_class_and_fields() -> None:
    assert Point(1, 2) != Size(1, 2)
    assert Point(1, 2) != (1, 2)
    assert len({Point(1, 2), Point(1, 2), Point(1, 3), Size(1, 2)}) == 3


def test_cached_property_is_no_field() -> None:
    square = Square(3)
    assert square.area == 9
    assert replace(square, side=4).area == 16
    assert square == Square(3)
    assert hash(square) == hash(Square(3))
    assert repr(square) == "Square(side=3)"


def test_match() -> None:
    match Point(1, 2):
        case Size():
            pytest.fail("another class")
        case Point(x, y):
            assert (x, y) == (1, 2)
