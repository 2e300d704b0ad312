"""Functions that tell where C finds an array, for every type of elements."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

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


def address(a: np.ndarray[Any, Any]) -> int:
    return int(a.__array_interface__["data"][0])
