# cython: freethreading_compatible=True

from libc.stdint cimport int32_t

cdef extern from "kernels.h" nogil:
    int32_t c_add "add"(int32_t a, int32_t b)
    double c_multiply "multiply"(double a, double b)
    void c_add_arrays "add_arrays"(const int32_t *a, const int32_t *b, int32_t *result, size_t n)


def add(int32_t a, int32_t b):
    return c_add(a, b)


def multiply(double a, double b):
    return c_multiply(a, b)


def add_arrays(const int32_t[::1] a, const int32_t[::1] b, int32_t[::1] result):
    c_add_arrays(&a[0], &b[0], &result[0], a.shape[0])


def add_arrays_released(const int32_t[::1] a, const int32_t[::1] b, int32_t[::1] result):
    with nogil:
        c_add_arrays(&a[0], &b[0], &result[0], a.shape[0])
