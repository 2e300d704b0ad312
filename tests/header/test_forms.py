"""What each word makes of a parameter or a result."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import read_all, read_function
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Bytes,
    Character,
    Complex,
    Enumeration,
    Floating,
    Form,
    Integer,
    Pointer,
    Record,
    Reference,
    Scalar,
    Text,
    Unbound,
    Value,
)

DOUBLE = Floating("double", "double")


def form_of(tmp_path: Path, parameter: str, rest: str = "size_t n, size_t m") -> Form:
    """The form of a function's first parameter."""
    return read_function(tmp_path, f"void f({parameter}, {rest});").parameters[0].form


SCALARS: dict[str, Scalar] = {
    "int": Integer("int"),
    "unsigned long long int": Integer("unsigned long long int"),
    "signed char": Integer("signed char"),
    "uint8_t": Integer("uint8_t"),
    "ssize_t": Integer("ssize_t"),
    "bool": Boolean("bool"),
    "_Bool": Boolean("_Bool"),
    "char": Character("char"),
    "wchar_t": Character("wchar_t", wide=True),
    "float": Floating("float", "float"),
    "const double": DOUBLE,
    "double _Complex": Complex("double _Complex", "double"),
    "_Complex float": Complex("float _Complex", "float"),
    "enum colour": Enumeration("enum colour"),
    "word": Integer("word"),
    "real": Floating("real", "double"),
    "shade": Enumeration("shade"),
}


@pytest.mark.parametrize("spelling", SCALARS)
def test_scalars_keep_the_author_s_spelling(tmp_path: Path, spelling: str) -> None:
    declarations = f"""
    enum colour {{ RED }};
    typedef unsigned int word;
    typedef double number;
    typedef number real;
    typedef enum {{ DARK }} shade;
    void f({spelling} x);
    """
    assert read_function(tmp_path, declarations).parameters[0].form == Value(SCALARS[spelling])


ACCESS = {
    "const double *UNGIL_COUNTED_BY(n) a": Access.READ,
    "double *UNGIL_COUNTED_BY(n) a": Access.CHANGE,
    "double *UNGIL_OUT UNGIL_COUNTED_BY(n) a": Access.WRITE,
    "double *UNGIL_COUNTED_BY(n) UNGIL_OUT a": Access.WRITE,
    "double *const UNGIL_COUNTED_BY(n) a": Access.CHANGE,
    "const double UNGIL_COUNTED_BY(n) a[]": Access.READ,
    "const double *__counted_by(n) a": Access.READ,
    "double const *UNGIL_COUNTED_BY(n) a": Access.READ,
    "vector UNGIL_COUNTED_BY(n) a": Access.CHANGE,
    "const_vector UNGIL_COUNTED_BY(n) a": Access.READ,
}


@pytest.mark.parametrize("parameter", ACCESS)
def test_counted_arrays(tmp_path: Path, parameter: str) -> None:
    declarations = f"""
    typedef double *vector;
    typedef const double *const_vector;
    void f({parameter}, size_t n);
    """
    form = read_function(tmp_path, declarations).parameters[0].form
    assert isinstance(form, Array)
    assert form.element == DOUBLE
    assert form.access is ACCESS[parameter]
    assert [size.text for size in form.shape] == ["n"]
    assert form.fixed_tail == 0
    assert (form.or_null, form.restrict, form.written) == (False, False, None)


SHAPES = {
    "const double *UNGIL_SHAPE(n, m) a": (["n", "m"], 0),
    "const double *UNGIL_SHAPE(n, m, 2 * n) a": (["n", "m", "2 * n"], 0),
    "const double a[3][4]": (["3", "4"], 1),
    "const double a[3]": (["3"], 0),
    "const double a[SIDE][SIDE + 1]": (["3", "3 + 1"], 1),
    "const double (*UNGIL_COUNTED_BY(n) a)[3]": (["n", "3"], 1),
    "const double (*UNGIL_SINGLE a)[3][4]": (["3", "4"], 2),
    "const double UNGIL_COUNTED_BY(n) a[][3]": (["n", "3"], 1),
    "const vec3 a": (["3"], 0),
    "const vec3 *UNGIL_COUNTED_BY(n) a": (["n", "3"], 1),
    "const vec3 a[4]": (["4", "3"], 1),
    "const double a[static 3]": (["3"], 0),
}


@pytest.mark.parametrize("parameter", SHAPES)
def test_shapes(tmp_path: Path, parameter: str) -> None:
    declarations = f"""
    #define SIDE 3
    typedef double vec3[3];
    void f({parameter}, size_t n, size_t m);
    """
    form = read_function(tmp_path, declarations).parameters[0].form
    assert isinstance(form, Array)
    assert form.access is Access.READ
    assert ([size.text for size in form.shape], form.fixed_tail) == SHAPES[parameter]


def test_shape_of_parameters_that_come_first(tmp_path: Path) -> None:
    declarations = "void f(size_t m, size_t k, const double a[m][k], double UNGIL_OUT b[m]);"
    a, b = read_function(tmp_path, declarations).parameters[2:]
    assert isinstance(a.form, Array)
    assert isinstance(b.form, Array)
    assert [size.bare for size in a.form.shape] == ["m", "k"]
    assert (a.form.fixed_tail, b.form.fixed_tail) == (1, 0)
    assert b.form.access is Access.WRITE


@pytest.mark.parametrize("spelling", ["restrict", "__restrict", "UNGIL_RESTRICT", "__restrict__"])
@pytest.mark.parametrize("first", [True, False])
def test_restrict_in_every_spelling(tmp_path: Path, spelling: str, first: bool) -> None:
    words = ("UNGIL_COUNTED_BY(n)", spelling) if first else (spelling, "UNGIL_COUNTED_BY(n)")
    form = form_of(tmp_path, f"double *{' '.join(words)} a")
    assert isinstance(form, Array)
    assert form.restrict


def test_bytes(tmp_path: Path) -> None:
    form = form_of(tmp_path, "const void *UNGIL_SIZED_BY(n) UNGIL_OR_NULL a")
    assert isinstance(form, Bytes)
    assert (form.size.text, form.access, form.or_null) == ("n", Access.READ, True)
    form = form_of(tmp_path, "double *__sized_by_or_null(n) a")
    assert isinstance(form, Bytes)
    assert (form.element, form.access, form.or_null) == (DOUBLE, Access.CHANGE, True)


def test_what_c_fills(tmp_path: Path) -> None:
    words = "UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(*used)"
    form = form_of(tmp_path, f"double *{words} a", "size_t n, size_t *UNGIL_OUT used")
    assert isinstance(form, Array)
    assert form.written is not None
    assert (form.written.text, form.shape[0].text) == ("*used", "n")


def test_size_behind_an_inout_is_what_c_fills_too(tmp_path: Path) -> None:
    rest = "size_t *UNGIL_INOUT len"
    form = form_of(tmp_path, "void *UNGIL_OUT UNGIL_SIZED_BY(*len) a", rest)
    assert isinstance(form, Bytes)
    assert form.written == form.size
    form = form_of(tmp_path, "const void *UNGIL_SIZED_BY(*len) a", rest)
    assert isinstance(form, Bytes)
    assert form.written is None


REFERENCES = {
    "const double *UNGIL_SINGLE a": (Access.READ, False),
    "double *UNGIL_SINGLE a": (Access.CHANGE, False),
    "double *__single UNGIL_OR_NULL a": (Access.CHANGE, True),
    "double *UNGIL_OUT a": (Access.WRITE, False),
    "double *UNGIL_INOUT a": (Access.UPDATE, False),
}


@pytest.mark.parametrize("parameter", REFERENCES)
def test_one_object(tmp_path: Path, parameter: str) -> None:
    access, or_null = REFERENCES[parameter]
    assert form_of(tmp_path, parameter) == Reference(DOUBLE, access, or_null)


def test_strings(tmp_path: Path) -> None:
    assert form_of(tmp_path, "const char *UNGIL_NUL_TERMINATED a") == Text()
    assert form_of(tmp_path, "const char *__null_terminated UNGIL_OR_NULL a") == Text(or_null=True)
    assert form_of(tmp_path, "const char UNGIL_NUL_TERMINATED a[]") == Text()


def test_structs(tmp_path: Path) -> None:
    declarations = """
    typedef struct point { double x, y; char name[2 + 1][4]; struct point *next; } point;
    point f(struct point p, const point *UNGIL_COUNTED_BY(n) q, size_t n, point *UNGIL_SINGLE r);
    """
    function = read_function(tmp_path, declarations)
    p, q, _, r = (parameter.form for parameter in function.parameters)
    assert isinstance(p, Value)
    point = p.type
    assert isinstance(point, Record)
    assert point.name == "point"
    assert point.fields is not None
    assert [(field.name, len(field.shape)) for field in point.fields] == [
        ("x", 0), ("y", 0), ("name", 2), ("next", 0),
    ]  # fmt: skip
    assert point.fields[3].type == Pointer(Record("point"))
    assert isinstance(q, Array)
    assert q.element == point
    assert r == Reference(point, Access.CHANGE)
    assert function.result.form == Value(point)


def test_partial_and_packed_structs(tmp_path: Path) -> None:
    declarations = """
    #ifdef UNGIL_READING
    typedef struct { int x; ...; } partly;
    #endif
    struct flags { unsigned low : 3; int rest; };
    void f(partly *UNGIL_SINGLE a, struct flags b);
    """
    interface = read_all(tmp_path, declarations)
    records = {record.name: record for record in interface.records}
    for name, field in (("partly", "x"), ("struct flags", "rest")):
        assert records[name].partial
        fields = records[name].fields
        assert fields is not None
        assert [one.name for one in fields] == [field]


RESULTS = {
    "void": None,
    "int": Value(Integer("int")),
    "const char *UNGIL_NUL_TERMINATED": Text(),
    "char *UNGIL_OWNED(free) UNGIL_NUL_TERMINATED": Text(),
    "const double *UNGIL_SINGLE": Reference(DOUBLE, Access.READ),
    "double *UNGIL_SINGLE": Reference(DOUBLE, Access.CHANGE),
}


@pytest.mark.parametrize("spelling", RESULTS)
def test_results(tmp_path: Path, spelling: str) -> None:
    result = read_function(tmp_path, f"{spelling} f(void);").result
    assert result.form == RESULTS[spelling]
    assert result.owned == ("free" if "OWNED" in spelling else None)


def test_array_results_are_read(tmp_path: Path) -> None:
    declarations = """
    double *UNGIL_COUNTED_BY(*n) UNGIL_OR_NULL UNGIL_OWNED(free) f(size_t *UNGIL_OUT n);
    """
    result = read_function(tmp_path, declarations).result
    assert isinstance(result.form, Array)
    assert result.form.access is Access.READ
    assert (result.or_null, result.owned) == (True, "free")


UNBOUND = [
    "double *a",
    "double a[]",
    "double **a",
    "const char *const names[]",
    "int (*a)(int)",
    "int a(int)",
    "void *a",
    "long double a",
    "FILE *a",
    "struct unknown *a",
    "double *(*a)[3]",
    "va_list a",
    "__int128 a",
    "_Atomic int a",
]


@pytest.mark.parametrize("parameter", UNBOUND)
def test_left_to_lib(tmp_path: Path, parameter: str) -> None:
    declarations = f"#include <stdio.h>\nstruct unknown;\nvoid f({parameter});"
    function = read_function(tmp_path, declarations)
    assert isinstance(function.parameters[0].form, Unbound)
    assert function.unbound == function.parameters[0].form.reason
    assert not function.explicit_skip


def test_skipped_and_variadic(tmp_path: Path) -> None:
    skipped = read_function(tmp_path, "void f(int a) UNGIL_SKIP;")
    assert (skipped.explicit_skip, skipped.unbound) == (True, "UNGIL_SKIP")
    variadic = read_function(tmp_path, "void f(int a, ...);")
    assert (variadic.explicit_skip, variadic.unbound is None) == (False, False)


def test_parameters_without_names(tmp_path: Path) -> None:
    declarations = (
        "void f(int, double *UNGIL_COUNTED_BY(arg1), int arg3, const double [2][3], int);"
    )
    function = read_function(tmp_path, declarations)
    assert [p.name for p in function.parameters] == ["arg1", "arg2", "arg3", "arg4", "arg5"]
    array, matrix = function.parameters[1].form, function.parameters[3].form
    assert isinstance(array, Array)
    assert isinstance(matrix, Array)
    assert array.shape[0].bare == "arg1"
    assert [size.text for size in matrix.shape] == ["2", "3"]
