"""How C declarations look from Python: the notation's rules, a line each.

The left column is C, the middle one Python's signature, the right one the results: `return` is
the C result, and what follows `/` comes back only where an output array was given.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import read_function
from ungil.generate.docstring import text_signature
from ungil.signature import signature_of

INFERENCE = [
    # what an array that is passed counts is inferred from it
    ("void f(const int *UNGIL_COUNTED_BY(n) a, size_t n)", "a, *, n=...", ""),
    ("void f(int *UNGIL_COUNTED_BY(n) a, size_t n)", "a, *, n=...", ""),
    ("void f(const int *UNGIL_SIZED_BY(n) a, size_t n)", "a, *, n=...", ""),
    ("void f(size_t n, const int *UNGIL_COUNTED_BY(n) a)", "a, *, n=...", ""),
    (
        "void f(const int *UNGIL_SHAPE(m, k) a, size_t m, size_t k)",
        "a, *, m=..., k=...",
        "",
    ),
    ("double f(size_t n, const double a[n][n])", "a, *, n=...", "return"),
    # an array that may be None, or left out, counts too
    ("void f(const int *UNGIL_OR_NULL UNGIL_COUNTED_BY(n) a, size_t n)", "a, *, n=...", ""),
    (
        "void f(const int *UNGIL_OR_NULL UNGIL_DEFAULT(NULL) UNGIL_COUNTED_BY(n) a, size_t n)",
        "a=None, *, n=...",
        "",
    ),
    # so does the length that goes both ways
    ("void f(char *UNGIL_SIZED_BY(*n) a, size_t *UNGIL_INOUT n)", "a, *, n=...", "n"),
    # any other expression is only checked
    ("void f(const int *UNGIL_COUNTED_BY(2 * n) a, size_t n)", "a, n", ""),
    ("void f(const int *UNGIL_COUNTED_BY(n + 0) a, size_t n)", "a, n", ""),
    (
        "void f(const int *UNGIL_SHAPE(n, 2) a, const int *UNGIL_COUNTED_BY(n * k) b,"
        " size_t n, size_t k)",
        "a, b, k, *, n=...",
        "",
    ),
    # what only output arrays count has to be passed
    (
        "void f(double lo, double hi, double *UNGIL_OUT UNGIL_COUNTED_BY(n) out, size_t n)",
        "lo, hi, n, *, out=None",
        "out",
    ),
    ("void f(size_t n, double *UNGIL_OUT UNGIL_COUNTED_BY(n) out)", "n, out=None", "out"),
    (
        "void f(double *UNGIL_OUT UNGIL_COUNTED_BY(n) out, size_t UNGIL_DEFAULT(8) n)",
        "out=None, n=8",
        "out",
    ),
    # a default of what an array tells is the array's affair
    (
        "void f(const int *UNGIL_COUNTED_BY(n) a, size_t UNGIL_DEFAULT(4) n)",
        "a, *, n=...",
        "",
    ),
]

ORDER = [
    ("void f(int b, int a)", "b, a", ""),
    ("void f(void)", "", ""),
    # an optional parameter before a required one becomes keyword-only
    ("void f(int UNGIL_DEFAULT(1) a, int b)", "b, *, a=1", ""),
    ("void f(int a, int UNGIL_DEFAULT(1) b)", "a, b=1", ""),
    (
        "void f(int a, int UNGIL_DEFAULT(1) b, int c, int UNGIL_DEFAULT(2) d)",
        "a, c, d=2, *, b=1",
        "",
    ),
    # an inferred count does not make one keyword-only, being no required one
    (
        "void f(const int *UNGIL_COUNTED_BY(n) a, int UNGIL_DEFAULT(1) b, size_t n)",
        "a, b=1, *, n=...",
        "",
    ),
    (
        "void matmul(const double *UNGIL_SHAPE(m, k) a, const double *UNGIL_SHAPE(k, n) b,"
        " double *UNGIL_OUT UNGIL_SHAPE(m, n) c, size_t m, size_t k, size_t n)",
        "a, b, c=None, *, m=..., k=..., n=...",
        "c",
    ),
    (
        "int compress2(unsigned char *UNGIL_OUT UNGIL_SIZED_BY(*dest_len) dest,"
        " unsigned long *UNGIL_INOUT UNGIL_DEFAULT(compressBound(source_len)) dest_len,"
        " const unsigned char *UNGIL_SIZED_BY(source_len) source, unsigned long source_len,"
        " int UNGIL_DEFAULT(-1) level) UNGIL_STATUS(zError)",
        "source, level=-1, *, dest=None, dest_len=..., source_len=...",
        "dest, dest_len / dest",
    ),
    (
        "double ddot(int n, const double *UNGIL_COUNTED_BY(1 + (n - 1) * incx) x,"
        " int UNGIL_DEFAULT(1) incx, const double *UNGIL_COUNTED_BY(1 + (n - 1) * incy) y,"
        " int UNGIL_DEFAULT(1) incy)",
        "n, x, y, incy=1, *, incx=1",
        "return",
    ),
    # Python's keywords get an underscore
    ("void f(int in, int pass, int from, int match)", "in_, pass_, from_, match", ""),
    # OR_NULL makes nothing optional
    ("void f(const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL s)", "s", ""),
]

RESULTS = [
    ("int f(int a)", "a", "return"),
    # each OUT and INOUT in C's order, the C result first
    (
        "int f(int *UNGIL_OUT x, int *UNGIL_INOUT y, int *UNGIL_OUT UNGIL_COUNTED_BY(2) z)",
        "y, z=None",
        "return, x, y, z",
    ),
    # one object behind a pointer: by value, or changed in place
    ("void f(const int *UNGIL_SINGLE a, int *UNGIL_SINGLE b)", "a, b", ""),
    # arrays changed in place are the caller's own already
    ("void f(int a[3][3])", "a", ""),
    ("void f(int UNGIL_OUT a[3][3])", "a=None", "a"),
    # a C result that WRITTEN uses comes back where nothing could be cut to it
    (
        "size_t f(char *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(return) a, size_t n)",
        "n, *, a=None",
        "return / a, a",
    ),
    (
        "void f(char *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(*k) a, size_t n,"
        " size_t *UNGIL_OUT k)",
        "n, *, a=None",
        "a, k / a",
    ),
    (
        "size_t f(char *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(return) a,"
        " char *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(return) b, size_t n)",
        "n, *, a=None, b=None",
        "return / a b, a, b",
    ),
    # COUNTED_BY with a length that goes both ways is not cut
    (
        "void f(int *UNGIL_OUT UNGIL_COUNTED_BY(*n) a, size_t *UNGIL_INOUT n)",
        "n, *, a=None",
        "a, n",
    ),
    # a C result that can only be one value says nothing
    ("int f(int a) UNGIL_STATUS()", "a", ""),
    ("int f(int a) UNGIL_STATUS(zError) UNGIL_SUCCESS(return >= 0)", "a", "return"),
    ("int f(int a) UNGIL_SUCCESS(return == 1)", "a", ""),
    ("int f(int a) UNGIL_SUCCESS(return == -1)", "a", ""),
    ("int f(int a) UNGIL_SUCCESS(!return)", "a", ""),
    ("int f(int a) UNGIL_SUCCESS((0 == return))", "a", ""),
    ("int f(int a) UNGIL_SUCCESS(return == - 1)", "a", ""),
    ("int f(int a) UNGIL_SUCCESS(return == 1 || return == 2)", "a", "return"),
    ("int f(int a) UNGIL_SUCCESS(!isError(return))", "a", "return"),
    ("ssize_t f(int a) UNGIL_ERRNO", "a", "return"),
    # what can be made on neither side has to be given
    ("void f(double _Complex *UNGIL_OUT UNGIL_COUNTED_BY(3) z)", "z=None", "z"),
]


@pytest.mark.parametrize(
    ("declaration", "parameters", "results"),
    INFERENCE + ORDER + RESULTS,
)
def test_signature(declaration: str, parameters: str, results: str, tmp_path: Path) -> None:
    signature = signature_of(read_function(tmp_path, f"{declaration};"))
    assert text_signature(signature, first="") == f"({parameters})"
    returned = [
        (result.parameter.python_name if result.parameter else "return")
        + (f" / {' '.join(result.cuts)}" if result.cuts else "")
        for result in signature.results
    ]
    assert ", ".join(returned) == results
