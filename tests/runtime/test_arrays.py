"""Arrays in: which objects serve for which element type, and what is wrong with the others."""

from __future__ import annotations

import array
import ctypes
import mmap
import re
import tempfile
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

# C type: NumPy's dtype, array.array's letter, ctypes' type
ELEMENTS: dict[str, tuple[str, str | None, Any]] = {
    "int8_t": ("i1", "b", ctypes.c_int8),
    "uint8_t": ("u1", "B", ctypes.c_uint8),
    "int16_t": ("i2", "h", ctypes.c_int16),
    "uint16_t": ("u2", "H", ctypes.c_uint16),
    "int32_t": ("i4", "i", ctypes.c_int32),
    "uint32_t": ("u4", "I", ctypes.c_uint32),
    "int64_t": ("i8", "q", ctypes.c_int64),
    "uint64_t": ("u8", "Q", ctypes.c_uint64),
    "signed char": ("b", "b", ctypes.c_byte),
    "short": ("h", "h", ctypes.c_short),
    "int": ("i", "i", ctypes.c_int),
    "unsigned": ("I", "I", ctypes.c_uint),
    "long": ("l", "l", ctypes.c_long),
    "unsigned long": ("L", "L", ctypes.c_ulong),
    "long long": ("q", "q", ctypes.c_longlong),
    "size_t": ("uintp", "L", ctypes.c_size_t),
    "intptr_t": ("intp", "l", ctypes.c_ssize_t),
    "float": ("f4", "f", ctypes.c_float),
    "double": ("f8", "d", ctypes.c_double),
    "bool": ("?", None, ctypes.c_bool),
    "enum hue": ("u4", "I", ctypes.c_uint),
}


def suffix(type: str) -> str:
    return type.replace(" ", "_")


def functions(type: str) -> str:
    """`where_T` and `change_T` tell where C finds the elements, and how many there are."""
    name = suffix(type)
    return f"""
static inline uintptr_t where_{name}(const {type} *UNGIL_COUNTED_BY(n) a, size_t n,
                                     size_t *UNGIL_OUT count) {{
    *count = n;
    return (uintptr_t)a;
}}
static inline uintptr_t change_{name}({type} *UNGIL_COUNTED_BY(n) a, size_t n,
                                      size_t *UNGIL_OUT count) {{
    for (size_t i = 0; i < n; i++) {{
        a[i] = 1;
    }}
    *count = n;
    return (uintptr_t)a;
}}
"""


DECLARATIONS = (
    "enum hue { PINK, TEAL };"
    + "".join(map(functions, ELEMENTS))
    + """
static inline uintptr_t where_char(const char *UNGIL_COUNTED_BY(n) a, size_t n,
                                   size_t *UNGIL_OUT count) {
    *count = n;
    return (uintptr_t)a;
}
static inline uintptr_t where_bytes(const void *UNGIL_SIZED_BY(n) a, size_t n,
                                    size_t *UNGIL_OUT count) {
    *count = n;
    return (uintptr_t)a;
}
static inline uintptr_t change_bytes(unsigned char *UNGIL_SIZED_BY(n) a, size_t n,
                                     size_t *UNGIL_OUT count) {
    for (size_t i = 0; i < n; i++) {
        a[i] = 1;
    }
    *count = n;
    return (uintptr_t)a;
}
static inline uintptr_t where_words(const int32_t *UNGIL_SIZED_BY(n) a, size_t n,
                                    size_t *UNGIL_OUT count) {
    *count = n;
    return (uintptr_t)a;
}
static inline uintptr_t where_table(const double *UNGIL_SHAPE(m, n) a, size_t m, size_t n,
                                    size_t *UNGIL_OUT rows, size_t *UNGIL_OUT columns) {
    *rows = m;
    *columns = n;
    return (uintptr_t)a;
}
static inline int32_t sum_3x3(const int32_t a[3][3]) {
    int32_t sum = 0;
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            sum += a[i][j];
        }
    }
    return sum;
}
static inline void increment(int *UNGIL_SINGLE value) { *value += 1; }
static inline int32_t sum(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n) {
    uint32_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (uint32_t)a[i];
    }
    return (int32_t)sum;
}
static inline uint8_t last(const uint8_t *UNGIL_COUNTED_BY(n) a, size_t n) { return a[n - 1]; }
"""
)


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


def address(a: np.ndarray[Any, Any]) -> int:
    return int(a.__array_interface__["data"][0])


# --- every element type, from every kind of memory, never copied --------------------------------


@pytest.mark.parametrize("type", ELEMENTS)
def test_numpy(m: ModuleType, type: str) -> None:
    where, change = getattr(m, f"where_{suffix(type)}"), getattr(m, f"change_{suffix(type)}")
    a = np.zeros(5, ELEMENTS[type][0])
    assert where(a) == (address(a), 5)
    assert change(a) == (address(a), 5)
    assert (a == 1).all()
    assert where(a[1:4]) == (address(a) + a.itemsize, 3)
    a.flags.writeable = False
    assert where(a) == (address(a), 5)
    with pytest.raises(ValueError, match="'a' is read-only, but C writes to it"):
        change(a)


@pytest.mark.parametrize("type", [type for type, (_, letter, _) in ELEMENTS.items() if letter])
def test_array_array(m: ModuleType, type: str) -> None:
    letter = ELEMENTS[type][1]
    assert letter is not None
    a = array.array(letter, range(5))
    assert getattr(m, f"where_{suffix(type)}")(a) == (a.buffer_info()[0], 5)
    assert getattr(m, f"change_{suffix(type)}")(a) == (a.buffer_info()[0], 5)
    assert list(a) == [1] * 5


@pytest.mark.parametrize("type", ELEMENTS)
def test_ctypes(m: ModuleType, type: str) -> None:
    a = (ELEMENTS[type][2] * 5)()
    assert getattr(m, f"where_{suffix(type)}")(a) == (ctypes.addressof(a), 5)
    assert getattr(m, f"change_{suffix(type)}")(a) == (ctypes.addressof(a), 5)
    assert list(a) == [1] * 5


@pytest.mark.parametrize("type", ELEMENTS)
def test_memoryview(m: ModuleType, type: str) -> None:
    a = np.zeros(5, ELEMENTS[type][0])
    assert getattr(m, f"where_{suffix(type)}")(memoryview(a)) == (address(a), 5)
    assert getattr(m, f"change_{suffix(type)}")(memoryview(a)[2:]) == (
        address(a) + 2 * a.itemsize,
        3,
    )
    assert list(a) == [0, 0, 1, 1, 1]
    with pytest.raises(ValueError, match="'a' is read-only"):
        getattr(m, f"change_{suffix(type)}")(memoryview(a).toreadonly())


def test_bytes_are_arrays_of_uint8(m: ModuleType) -> None:
    data = bytearray(b"abcde")
    there = np.frombuffer(data, "u1")
    assert m.where_uint8_t(data) == (address(there), 5)
    assert m.change_uint8_t(data) == (address(there), 5)
    assert data == b"\x01" * 5
    assert m.where_uint8_t(b"abc")[1] == 3
    assert m.last(b"abc") == ord("c")
    with pytest.raises(ValueError, match="'a' is read-only"):
        m.change_uint8_t(b"abc")
    with pytest.raises(TypeError, match="'a' must be an array of int8_t, not of format 'B'"):
        m.where_int8_t(b"abc")


def test_mmap(m: ModuleType) -> None:
    with mmap.mmap(-1, 4096) as memory:
        assert m.where_uint8_t(memory)[1] == 4096
        assert m.change_bytes(memory)[1] == 4096
        assert memory[:3] == b"\x01\x01\x01"
        with pytest.raises(TypeError, match="'a' must be an array of int32_t"):
            m.where_int32_t(memory)
        assert m.where_int32_t(memoryview(memory).cast("i"))[1] == 1024
    with pytest.raises(ValueError, match="closed"):
        m.where_uint8_t(memory)


@pytest.mark.parametrize("type", ELEMENTS)
def test_other_element_types_are_refused(m: ModuleType, type: str) -> None:
    where, mine = getattr(m, f"where_{suffix(type)}"), np.dtype(ELEMENTS[type][0])
    others = "?bBhHiIlLqQefdgFD" + "OSU"
    for letter in others:
        other = np.dtype(letter)
        if (other.kind, other.itemsize) == (mine.kind, mine.itemsize):
            assert where(np.zeros(5, other))[1] == 5
        else:
            with pytest.raises(TypeError, match=f"'a' must be an array of {type}, not of"):
                where(np.zeros(5, other))


# --- formats -------------------------------------------------------------------------------------


@pytest.mark.parametrize("letters", ["i", "@i", "=i", "<i", "=l", "<l", "^i", "1i", "n", "l"])
def test_formats_of_int32(m: ModuleType, exporter: Any, letters: str) -> None:
    assert m.sum(exporter(bytearray(b"\1\0\0\0\2\0\0\0"), letters, 4, (2,))) == 3


@pytest.mark.parametrize(
    "letters",
    [
        *(">i", "!i", ">l", "I", "f", "c", "?", "s", "4s", "4b", "2h", "4B", "xi", "ix", "ii", "P"),
        *(
            "",
            "@",
            "<",
            "T{i:a:}",
            "(1)i",
            "i:a:",
            " i",
            "i ",
            "&i",
            "X{}",
            "O",
            "w",
            "u",
            "Zf",
            "Z",
        ),
        *("é", "\x7f", "1", "11i", "0i", None),
    ],
)
def test_formats_that_are_not_int32(m: ModuleType, exporter: Any, letters: str | None) -> None:
    shown = re.escape("B" if letters is None else letters)
    message = rf"^sum\(\): 'a' must be an array of int32_t, not of format '{shown}'$"
    with pytest.raises(TypeError, match=message):
        m.sum(exporter(bytearray(8), letters, 4, (2,)))


def test_byte_order_does_not_matter_for_bytes(m: ModuleType, exporter: Any) -> None:
    for letters in ("B", "<B", ">B", "=B", "@B", None):
        assert m.last(exporter(bytearray(b"ab"), letters, 1, (2,))) == ord("b")


def test_same_kind_and_size_but_another_letter(m: ModuleType) -> None:
    for letter in "lq":
        assert m.where_int64_t(np.zeros(3, letter))[1] == 3
        assert m.where_long(np.zeros(3, letter))[1] == 3
        assert m.where_long_long(memoryview(np.zeros(3, letter)))[1] == 3
    assert m.where_int32_t(np.zeros(3, "=i4"))[1] == 3
    with pytest.raises(TypeError, match="'a' must be an array of int32_t, not of >i4"):
        m.where_int32_t(np.zeros(3, ">i4"))
    with pytest.raises(TypeError, match="'a' must be an array of int32_t, not of format '>i'"):
        m.where_int32_t(memoryview(np.zeros(3, ">i4")))


@pytest.mark.parametrize("letters", ["c", "b", "B", "s", "1s", "<c"])
def test_chars_are_any_single_bytes(m: ModuleType, exporter: Any, letters: str) -> None:
    data = bytearray(b"abc")
    assert m.where_char(exporter(data, letters, 1, (3,)))[1] == 3


def test_chars_from_usual_objects(m: ModuleType) -> None:
    for a in (
        *(b"abc", bytearray(b"abc"), memoryview(b"abc").cast("c"), array.array("b", b"abc")),
        *(np.zeros(3, "i1"), np.zeros(3, "u1"), np.zeros(3, "S1"), (ctypes.c_char * 3)()),
    ):
        assert m.where_char(a)[1] == 3
    for wrong in (np.zeros(3, "?"), np.zeros(3, "i2"), np.zeros(3, "S2"), "abc"):
        with pytest.raises(TypeError, match=r"'a' must be an? .*array of char"):
            m.where_char(wrong)


def test_booleans_are_no_bytes(m: ModuleType) -> None:
    with pytest.raises(TypeError, match="must be an array of bool"):
        m.where_bool(np.zeros(3, "u1"))
    with pytest.raises(TypeError, match="must be an array of uint8_t"):
        m.where_uint8_t(np.zeros(3, "?"))


# --- shape, strides, alignment -------------------------------------------------------------------


def test_dimensions(m: ModuleType, exporter: Any) -> None:
    with pytest.raises(TypeError, match=r"^sum\(\): 'a' must have 1 dimension, not 2$"):
        m.sum(np.zeros((2, 2), "i4"))
    with pytest.raises(TypeError, match=r"^sum\(\): 'a' must have 1 dimension, not 0$"):
        m.sum(np.zeros((), "i4"))
    with pytest.raises(TypeError, match="'a' must have 1 dimension, not 64"):
        m.sum(exporter(bytearray(4), "i", 4, (1,) * 64))
    with pytest.raises(TypeError, match="'a' must have 2 dimensions, not 3"):
        m.where_table(np.zeros((2, 2, 2)))
    table = np.zeros((2, 3))
    assert m.where_table(table) == (address(table), 2, 3)
    assert m.where_table(memoryview(table)) == (address(table), 2, 3)


@pytest.mark.parametrize("memory", ["numpy", "memoryview", "exporter"])
def test_strides(m: ModuleType, exporter: Any, memory: str) -> None:
    def view(a: np.ndarray[Any, Any]) -> Any:
        if memory == "numpy":
            return a
        if memory == "memoryview":
            return memoryview(a)
        base = bytearray(400)
        return exporter(base, "i", 4, a.shape, a.strides)

    a = np.arange(12, dtype="i4")
    for strided in (a[::2], a[::-1], np.broadcast_to(np.int32(1), (12,)), a.reshape(3, 4)[:, 1]):
        message = r"^sum\(\): 'a' is not C-contiguous; pass np\.ascontiguousarray\(a\)$"
        with pytest.raises(ValueError, match=message):
            m.sum(view(strided))


def test_fortran_order(m: ModuleType) -> None:
    table = np.zeros((3, 4), order="F")
    for given in (table, memoryview(table), table[::2]):
        with pytest.raises(ValueError, match="'a' is not C-contiguous"):
            m.where_table(given)
    row = np.zeros((1, 4), order="F")  # the same in both orders
    assert m.where_table(row) == (address(row), 1, 4)


def test_suboffsets(m: ModuleType, exporter: Any) -> None:
    pointers = exporter(bytearray(64), "i", 4, (2,), (8,), (0,))
    with pytest.raises(ValueError, match="'a' is not C-contiguous"):
        m.sum(pointers)


def test_misaligned(m: ModuleType, exporter: Any) -> None:
    for a in (
        np.zeros(41, "u1")[1:].view("i4"),
        memoryview(bytearray(41))[1:].cast("i"),
    ):
        with pytest.raises(ValueError, match="'a' is misaligned for int32_t; pass a copy"):
            m.where_int32_t(a)
    with pytest.raises(ValueError, match="'a' is misaligned for int32_t"):
        m.where_words(memoryview(bytearray(41))[1:])
    assert m.where_bytes(memoryview(bytearray(41))[1:])[1] == 40


@pytest.mark.parametrize("type", ELEMENTS)
def test_empty(m: ModuleType, type: str) -> None:
    where, change = getattr(m, f"where_{suffix(type)}"), getattr(m, f"change_{suffix(type)}")
    dtype, letter, element = ELEMENTS[type]
    odd = np.zeros(41, "u1")[1:].view(dtype)[:0]
    empties = [np.zeros(0, dtype), odd, np.zeros(4, dtype)[4:], (element * 0)(), memoryview(odd)]
    if letter is not None:
        empties.append(array.array(letter))
    for empty in empties:
        for function in (where, change):
            place, count = function(empty)
            assert count == 0
            assert place != 0


def test_empty_bytes(m: ModuleType) -> None:
    for empty in (b"", bytearray(), memoryview(b""), np.zeros((3, 0)), array.array("i")):
        place, count = m.where_bytes(empty)
        assert (count, place != 0) == (0, True)
        place, count = m.where_words(empty)
        assert (count, place != 0) == (0, True)


def test_empty_tables(m: ModuleType) -> None:
    for shape in ((0, 3), (3, 0), (0, 0)):
        place, rows, columns = m.where_table(np.zeros(shape))
        assert (place != 0, rows, columns) == (True, *shape)


def test_shape_in_the_c_type(m: ModuleType) -> None:
    assert m.sum_3x3(np.arange(9, dtype="i4").reshape(3, 3)) == 36
    assert m.sum_3x3(np.arange(9, dtype="i4")) == 36  # every side is known
    for shape in ((3, 2), (2, 3), (4, 3)):
        with pytest.raises(ValueError, match=r"^sum_3x3\(\): 'a' has [24] along axis [01]"):
            m.sum_3x3(np.zeros(shape, "i4"))
    with pytest.raises(ValueError, match=r"^sum_3x3\(\): 'a' has 8 elements, but 3 \* 3 is 9$"):
        m.sum_3x3(np.zeros(8, "i4"))


def test_a_single_object_that_c_changes(m: ModuleType) -> None:
    value = np.array([41], "i4")
    assert m.increment(value) is None
    assert value[0] == 42
    one = ctypes.c_int(1)
    with pytest.raises(TypeError, match="'value' must have 1 dimension, not 0"):
        m.increment(one)
    for length in (0, 2):
        with pytest.raises(ValueError, match=f"'value' has {length} element"):
            m.increment(np.zeros(length, "i4"))
    with pytest.raises(TypeError, match="'value' must be"):
        m.increment(5)


# --- bytes ---------------------------------------------------------------------------------------


def test_sized_memory_is_of_any_type(m: ModuleType) -> None:
    for a, size in (
        *((b"abc", 3), (bytearray(5), 5), (array.array("d", [1.0]), 8), ((ctypes.c_int * 3)(), 12)),
        *((np.zeros((2, 3)), 48), (np.float64(1), 8), (np.zeros((), "i4"), 4)),
        *((np.zeros(2, "i4,f8"), 24), (np.zeros(3, "?"), 3), (memoryview(b"ab"), 2)),
        *((np.zeros(3, "c8"), 24), (np.zeros(3, ">i2"), 6), (np.zeros(2, "S3"), 6)),
    ):
        assert m.where_bytes(a)[1] == size
    with pytest.raises(ValueError, match="'a' is not C-contiguous"):
        m.where_bytes(np.zeros(8)[::2])
    with pytest.raises(ValueError, match="'a' is read-only"):
        m.change_bytes(b"abc")
    with pytest.raises(
        TypeError, match=r"^where_bytes\(\): 'a' must be a bytes-like object, not str$"
    ):
        m.where_bytes("abc")


def test_references_are_no_bytes(m: ModuleType) -> None:
    """C would read, or worse, overwrite pointers to Python objects."""
    objects = [np.array([None]), np.zeros(1, [("O", "i4"), ("b", "O")]), (ctypes.py_object * 1)()]
    for a in objects:
        for function in (m.where_bytes, m.change_bytes):
            with pytest.raises(TypeError, match="'a' holds Python objects"):
                function(a)
    assert m.where_bytes(np.zeros(1, [("O", "i4"), ("bOO", "f8")]))[1] == 12


# --- other objects -------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [None, 5, 1.5, [1, 2], (1,), "abc", {1: 2}, object(), np.ndarray])
def test_what_is_no_array(m: ModuleType, given: Any) -> None:
    name = type(given).__name__
    expected = f"sum(): 'a' must be a 1-dimensional array of int32_t, not {name}"
    if isinstance(given, list | tuple):
        expected += "; pass np.array(a, 'i4')"
    with pytest.raises(TypeError, match=f"^{re.escape(expected)}$"):
        m.sum(given)
    with pytest.raises(TypeError, match=f"'a' must be a 2-dimensional array of double, not {name}"):
        m.where_table(given)


class Subclass(np.ndarray):  # type: ignore[type-arg]
    @property
    def dtype(self) -> Any:  # type: ignore[override]
        raise LookupError("never asked")

    @property
    def shape(self) -> Any:  # type: ignore[override]
        return (10**6,)


def test_subclasses_of_ndarray(m: ModuleType) -> None:
    a = np.arange(5, dtype="i4")
    assert m.sum(a.view(Subclass)) == 10
    with pytest.raises(TypeError, match="'a' must be an array of int32_t"):
        m.sum(np.arange(5, dtype="i8").view(Subclass))
    matrix = np.zeros((2, 3)).view(np.matrix)
    assert m.where_table(matrix)[1:] == (2, 3)
    with tempfile.TemporaryFile() as file:
        mapped = np.memmap(file, dtype="i4", shape=(4,))
        mapped[:] = 3
        assert m.sum(mapped) == 12
        del mapped
    assert m.sum(np.rec.array([(1,), (2,)], dtype=[("a", "i4")]).a) == 3


def test_masked_arrays_are_refused(m: ModuleType) -> None:
    """Their mask would be ignored, and the result a wrong number."""
    for mask in ([1, 0, 0], False):
        masked = np.ma.array([1, 2, 3], mask=mask, dtype="i4")
        message = r"^sum\(\): 'a' is a masked array, whose mask C does not see; pass a\.filled\(\)$"
        with pytest.raises(TypeError, match=message):
            m.sum(masked)
        with pytest.raises(TypeError, match="'a' is a masked array"):
            m.where_bytes(masked)
        assert m.sum(masked.filled(0)) == (5 if mask else 6)


def test_dtypes_without_a_buffer(m: ModuleType) -> None:
    for dtype in ("M8[s]", "m8[s]"):
        with pytest.raises(TypeError, match=r"'a' must be an array of int64_t, not of \w+64\[s\]"):
            m.where_int64_t(np.zeros(3, dtype))
    with pytest.raises(
        TypeError, match=r"'a' must be an array of int32_t, not of \[\('a', '<i4'\)\]"
    ):
        m.where_int32_t(np.zeros(3, [("a", "i4")]))


def test_released_memoryview(m: ModuleType) -> None:
    view = memoryview(bytearray(4))
    view.release()
    with pytest.raises(ValueError, match="released memoryview"):
        m.where_bytes(view)


def test_exports_end_with_the_call(m: ModuleType, exporter: Any) -> None:
    good = exporter(bytearray(8), "i", 4, (2,))
    bad = exporter(bytearray(8), "f", 4, (2,))
    assert m.sum(good) == 0
    with pytest.raises(TypeError):
        m.sum(bad)
    with pytest.raises(TypeError):
        m.sum(good, m=1)
    assert (good.exports, bad.exports) == (0, 0)


def test_getting_the_buffer_may_raise(m: ModuleType, exporter: Any) -> None:
    def hook(_: object) -> None:
        raise error("mine")

    for error in (LookupError, TypeError, ValueError, BufferError, KeyboardInterrupt):
        with pytest.raises(error, match="mine"):
            m.sum(exporter(bytearray(8), "i", 4, (2,), hook=hook))


# --- lengths beyond 2**31 ------------------------------------------------------------------------


def test_huge(m: ModuleType) -> None:
    """Sparse memory: nothing of it but its ends is ever touched."""
    size = 2**32 + 3
    with tempfile.TemporaryFile() as file:
        file.truncate(size)
        with mmap.mmap(file.fileno(), size) as memory:
            memory[-1] = 7
            assert m.last(memory) == 7
            assert m.where_bytes(memory)[1] == size
            a = np.frombuffer(memory, "u1")
            assert m.last(a) == 7
            assert m.where_uint8_t(a)[1] == size
            floats = np.frombuffer(memory, "f8", count=size // 8)
            assert m.where_table(floats.reshape(2**28, 2))[1:] == (2**28, 2)
            del a, floats
