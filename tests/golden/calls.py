"""Calls of the functions in this folder's stubs; only type checkers read it.

`assert_type` says what a call's result is, `type: ignore` that a call is refused: a checker
reports one that is not needed.
"""

import array
from typing import Any, assert_type

import numpy as np
import numpy.typing as npt

import callbacks
import conditions
import constants
import counted
import defaults
import failures
import handles
import left_to_lib
import names
import results
import scalars
import shaped
import single
import sized
import strings
import structs
import vectorized
import written


def scalars_convert(count: np.int32, fraction: np.float32, flag: bool) -> None:
    assert_type(scalars.step(count, scalars.FORWARD, 1), int)
    assert_type(scalars.mean(1, fraction), float)
    assert_type(scalars.both(flag, b=True), bool)
    assert_type(scalars.work(10), None)
    scalars.mean("1", 2)  # type: ignore[arg-type]  # pyright: ignore
    scalars.step(1.5, 1, 1)  # type: ignore[arg-type]  # pyright: ignore
    scalars.both(1, 0)  # type: ignore[arg-type]  # pyright: ignore
    scalars.step(1, 1)  # type: ignore[call-arg]  # pyright: ignore


def arrays_come_back(a: npt.NDArray[np.int32], b: array.array[int], maybe: bytearray | None) -> None:
    assert_type(counted.add_arrays(a, b), Any)
    assert_type(counted.add_arrays(a, b, None), Any)
    assert_type(counted.add_arrays(a, b, a), npt.NDArray[np.int32])
    assert_type(counted.add_arrays(a, b, result=b, n=3), "array.array[int]")
    assert_type(counted.scale(a, factor=2), None)
    assert_type(counted.linspace(0, 1, 5), Any)
    assert_type(counted.linspace(0, 1, n=5, out=b), "array.array[int]")
    counted.linspace(0, 1)  # type: ignore[call-overload]  # pyright: ignore
    counted.add_arrays([1], [2])  # type: ignore[call-overload]  # pyright: ignore
    assert_type(shaped.matmul(a, b, memoryview(b"")), memoryview[int])
    assert_type(shaped.identity(), Any)
    assert_type(shaped.trace(a), float)


def bytes_come_back(data: bytes, place: bytearray) -> None:
    assert_type(sized.checksum(0), int)
    assert_type(sized.checksum(0, None), int)
    assert_type(sized.pack(data), bytes)
    assert_type(sized.pack(data, 9, dest=place), tuple[bytearray, int])
    assert_type(written.positive(data), Any)
    assert_type(written.positive(data, place), tuple[int, bytearray])
    assert_type(written.split(data), tuple[bytes, bytes])
    assert_type(written.split(data, place), tuple[bytearray, int, bytes])
    assert_type(written.split(data, None, place), tuple[bytes, bytearray])
    assert_type(written.split(data, high=place), tuple[bytes, bytearray])
    assert_type(written.encode(data), bytes)
    assert_type(written.encode(data, None), tuple[int, None])
    assert_type(written.encode(data, out=place), tuple[int, bytearray])
    written.split("text")  # type: ignore[call-overload]  # pyright: ignore


def optional_parameters(data: bytes, place: bytearray) -> None:
    assert_type(defaults.fill(3), Any)
    assert_type(defaults.fill(3, 1, place), bytearray)
    assert_type(defaults.fill(3, out=place), bytearray)
    assert_type(defaults.moments(data), None)
    assert_type(defaults.moments(data, higher=place), bytearray)
    assert_type(defaults.correct(data, 4, gain=0.5, out=place), bytearray)
    defaults.correct(data, 4, 2.2)  # type: ignore[call-overload]  # pyright: ignore


def single_values(counter: npt.NDArray[np.uint32]) -> None:
    assert_type(single.divide(7, 2), tuple[bool, int, int])
    assert_type(single.draw(1), tuple[float, int])
    assert_type(single.advance(None, 3), int | None)
    assert_type(single.tick(counter), None)
    assert_type(single.latest(), float | None)
    single.draw(None)  # type: ignore[arg-type]  # pyright: ignore


def texts() -> None:
    assert_type(strings.measure("é"), int)
    assert_type(strings.greeting(), str)
    assert_type(strings.greeting("B.", title=None), str)
    assert_type(strings.find_name(1), str | None)
    strings.measure(b"bytes")  # type: ignore[arg-type]  # pyright: ignore


def failed_calls(place: bytearray) -> None:
    try:
        assert_type(failures.start(1), None)
    except failures.Error as error:
        assert_type(error.code, int)
    assert_type(failures.search(1), int)
    assert_type(failures.receive(0, 10), bytes)
    assert_type(failures.receive(0, 10, data=place), tuple[int, bytearray])
    assert_type(failures.describe(1), str)


def handles_of_c(keys: npt.NDArray[np.int64]) -> None:
    with handles.store("file") as store:
        assert_type(store, handles.store)
        assert_type(store.find(keys), handles.store_query | None)
        assert_type(handles.store_find(store, keys), handles.store_query | None)
        assert_type(store.last(), handles.store_query | None)
        assert_type(store.merge(None), int)
        assert_type(store.watch(None), int)
        assert_type(store.close(), None)
    assert_type(handles.store_open("file"), handles.store)
    dice = handles.dice(seed=1)
    assert_type(dice.throw(), int)
    store.merge(dice)  # type: ignore[arg-type]  # pyright: ignore
    store.watch(store)  # type: ignore[arg-type]  # pyright: ignore
    handles.store()  # type: ignore[call-arg]  # pyright: ignore
    handles.store_query(1)  # type: ignore[call-arg]  # pyright: ignore


def the_rest(data: bytes) -> None:
    assert_type(conditions.fibonacci(93), int)
    assert_type(conditions.LIMIT, int)
    assert_type(results.table(3), Any)
    assert_type(results.digest(data), bytes)
    assert_type(constants.GREEN, int)
    assert_type(constants.HALF, float)
    assert_type(constants.VERSION_TEXT, str)
    assert_type(constants.CHAR_BIT, Any)
    assert_type(constants.lib, Any)
    assert_type(left_to_lib.bound(1), int)
    assert_type(names.int(1, 2, 3), int)
    assert_type(names.int(self=1, int_=2, None_=3), int)
    assert_type(names.float(1, 2), float)
    assert_type(names.Any(data, bytes=data), bytes)
    constants.ANSWER = 1  # type: ignore[misc]
    left_to_lib.move()  # type: ignore[attr-defined]  # pyright: ignore


def functions_take_arrays(a: npt.NDArray[np.float64], b: memoryview, x: float) -> None:
    assert_type(vectorized.scale(x, 2), float)
    assert_type(vectorized.scale(a), Any)
    assert_type(vectorized.scale(x, factor=b), Any)
    assert_type(vectorized.scale(x, x, out=a), npt.NDArray[np.float64])
    assert_type(vectorized.is_set(3, 1), bool)
    vectorized.scale(x, x, a)  # type: ignore[call-overload]  # pyright: ignore
    vectorized.scale([x])  # type: ignore[call-overload]  # pyright: ignore


def structs_and_characters(points: npt.NDArray[np.void], wide: np.complex64) -> None:
    point = structs.shift((1, 2), by=0.5)
    assert_type(point, structs.point)
    assert_type(point.x, float)
    line = structs.line((0, 0), point, (1, 2, 3), b"name", ((1, 2), (3, 4)))  # type: ignore[arg-type]  # pyright: ignore
    line = structs.line(point, point, (1, 2, 3), b"name", ((1, 2), (3, 4)))
    assert_type(structs.middle(line), structs.point)
    assert_type(structs.middle(((0, 0), [1, 1], b"rgb", b"", [[1, 2], [3, 4]])), structs.point)
    assert_type(line.weights, tuple[tuple[float, float], tuple[float, float]])
    assert_type(structs.centre(points), structs.point)
    assert_type(structs.first(points), tuple[bool, structs.point])
    assert_type(structs.length(None), float)
    assert_type(structs.count_all().secret, int)
    assert_type(structs.rotate(wide, by=1), complex)
    assert_type(structs.next_letter(b"a"), bytes)
    assert_type(structs.next_wide("a"), str)
    structs.shift((1, "2"))  # type: ignore[arg-type]  # pyright: ignore
    structs.shift((1, 2, 3))  # type: ignore[arg-type]  # pyright: ignore
    structs.next_letter("a")  # type: ignore[arg-type]  # pyright: ignore
    structs.next_wide(b"a")  # type: ignore[arg-type]  # pyright: ignore


def callables_are_called_back(a: npt.NDArray[np.float64]) -> None:
    assert_type(callbacks.each(lambda number, name: number + len(name)), int)
    callbacks.step(lambda t, y, dy: dy.fill(t), a)
    callbacks.transform(None, 1)
    callbacks.transform(lambda data, target, total: (True, len(data), 0.5), 1, done=lambda: 3)
    callbacks.each(3)  # type: ignore[arg-type]  # pyright: ignore
    callbacks.each(lambda number: number)  # type: ignore  # pyright: ignore
    callbacks.each(lambda number, name: name)  # type: ignore  # pyright: ignore
