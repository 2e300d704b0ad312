"""`ungil wrap`: what is proposed, and what is left alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.project.commands import replace_in, ungil, with_proposals
from ungil import header
from ungil.interface import Interface

pytest.importorskip("clang.cindex")

LIBRARY = """
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>
#define SHAPE_EXPORT extern
#define SHAPE_MAX 12
#define SHAPE_NAME "shapes"
#define SHAPE_HALF 0.5
#define SHAPE_NOBODY ((void *)0)
#define shape_twice(x) ((x) * 2)
typedef struct shape shape;
typedef struct shape *shape_ref;
typedef shape_ref *shape_refs;
typedef const uint8_t *bytes_ref;
typedef const char *__restrict text_ref;
typedef int square[4];
typedef struct { double x, y; } point, *point_ref;
typedef enum { SHAPE_FLAT, SHAPE_ROUND = 5 } shape_kind;
"""


def wrapped(folder: Path, declarations: str, *options: str) -> tuple[str, dict[str, Any]]:
    """The declaration header of some declarations, and the report."""
    text = f"#ifndef SHAPES_H\n#define SHAPES_H\n{LIBRARY}{declarations}\n#endif\n"
    (folder / "shapes.h").write_text(text, encoding="utf-8")
    report = json.loads(ungil(folder, "wrap", "shapes.h", "--json", *options).stdout)
    return Path(report["header"]).read_text(encoding="utf-8"), report


def read(report: dict[str, Any]) -> Interface:
    path = Path(report["header"])
    return header.read([path], base=path.parent).interface


def all_wrapped(folder: Path, declarations: Iterable[str]) -> tuple[str, dict[str, Any]]:
    """The same of many functions that are all called `subject`: each gets a number behind it."""
    numbered = [text.replace("subject", f"subject{n}") for n, text in enumerate(declarations)]
    return wrapped(folder, "\n".join(numbered))


BOUND = {
    "double subject(double x, shape_kind kind);": "double subject(double x, shape_kind kind);",
    "uint32_t subject(const void *data, size_t size);": (
        "uint32_t subject(const void *UNGIL_SIZED_BY(size) data, size_t size);"
    ),
    "int subject(const char *text, int len, int flags);": (
        "int subject(const char *UNGIL_SIZED_BY(len) text, int len, int flags);"
    ),
    "int subject(const unsigned char *in, unsigned long long inlen);": (
        "int subject(const unsigned char *UNGIL_SIZED_BY(inlen) in, unsigned long long inlen);"
    ),
    "double subject(const double *__values, int nValues);": (
        "double subject(const double *UNGIL_COUNTED_BY(nValues) values, int nValues);"
    ),
    "int subject(const char *name);": "int subject(const char *UNGIL_NUL_TERMINATED name);",
    "int subject(const char *);": "int subject(const char *UNGIL_NUL_TERMINATED arg0);",
    "const char *subject(void);": ("const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL subject(void);"),
    "int subject(const unsigned char key[32]);": "int subject(const unsigned char key[32]);",
    "point subject(point p);": "point subject(point p);",
    "int subject(bytes_ref data, size_t size);": (
        "int subject(const uint8_t *UNGIL_SIZED_BY(size) data, size_t size);"
    ),
    "int subject(const text_ref name);": (
        "int subject(const char *UNGIL_NUL_TERMINATED const UNGIL_RESTRICT name);"
    ),
}


def test_what_is_bound_by_a_guess_can_only_read(tmp_path: Path) -> None:
    text, report = all_wrapped(tmp_path, BOUND)
    for number, wanted in enumerate(BOUND.values()):
        name = f"subject{number}"
        (paragraph,) = (part for part in text.split("\n\n") if f"{name}(" in part)
        comment, _, declaration = paragraph.rpartition("*/\n")
        assert " ".join(declaration.split()) == wanted.replace("subject", name)
        assert ("proposed: UNGIL_" in comment) == ("UNGIL_" in wanted)
        assert bool(report["bound"][name]) == ("UNGIL_" in wanted)
    assert all(function.unbound is None for function in read(report).functions)


SKIPPED = {
    "int subject(char *text);": "C may write to 'text'",
    "int subject(void *data, size_t size);": "C may write to 'data'",
    "int subject(int *x);": "C may write to 'x'",
    "void subject(unsigned char key[32]);": "C may write to 'key'",
    "int subject(const double *x, int incx);": "nothing says how long 'x' is",
    "int subject(int n, const double *x);": "nothing says how long 'x' is",
    "int subject(const void *a, const void *b, size_t n);": "nothing says how long 'a' is",
    "int subject(const void *data, size_t count);": "nothing says how long 'data' is",
    "int subject(const void *data, size_t);": "nothing says how long 'data' is",
    "int subject(const void *source, size_t max_size);": "nothing says how long 'source' is",
    "int subject(const void *rows, size_t size, size_t stride);": (
        "'stride' may say how far 'rows' is read"
    ),
    "int subject(const char *source, int flags, int sourceSize);": (
        "'sourceSize' may say how far 'source' is read"
    ),
    "int subject(const char *text, int);": "'arg1' may say how far 'text' is read",
    "int subject(const void *a, size_t alen, const void *b, size_t blen);": "'a' and 'b'",
    "int subject(const char *a, const char *b, size_t n);": "'b' and 'a'",
    "int subject(const char *path, size_t length);": "'path' may have to end with a NUL",
    "int subject(const void *data, off_t length);": "nothing says how long 'data' is",
    "int subject(const char text[32]);": "whether 'text' ends with a NUL is a guess",
    "void subject(const char *name);": "it may keep 'name' beyond the call",
    "int set_name_subject(const char *name);": "it may keep 'name' beyond the call",
    "int addsubject(const void *data, size_t n);": "it may keep 'data' beyond the call",
    "int free_subject(const char *name);": "it may free 'name'",
    "const char *subject(const void *data, size_t size);": "its result may lie in what it is given",
    "char *subject(void);": "who frees it, is unknown",
    "const uint8_t *subject(void);": "who frees it, is unknown",
    "int subject(const char *format, ...);": "it takes a variable number of arguments",
    "int subject(shape *s);": "'s' is a shape",
    "int subject(const point *p);": "'p' is a point",
    "int subject(point_ref p);": "'p' is a point",
    "int subject(FILE *file);": "'file' is a FILE",
    "int subject(shape_ref s);": "'s' is a struct shape",
    "int subject(shape_refs s);": "'s' points to a pointer",
    "int subject(square s);": "the type of 's' hides an array or a function",
    "int subject(int (*row)(void *, int), void *context);": "'row' is a callback",
    "int subject(const char **names);": "'names' points to a pointer",
    "long double subject(long double x);": "long double has no type in Python",
}


def test_what_cannot_be_told_is_not_bound(tmp_path: Path) -> None:
    _, report = all_wrapped(tmp_path, SKIPPED)
    assert report["bound"] == {}
    for number, (declaration, reason) in enumerate(SKIPPED.items()):
        doubts = next(d for name, d in report["skipped"].items() if f"subject{number}" in name)
        assert any(reason in doubt for doubt in doubts), (declaration, doubts)
    assert all(function.explicit_skip for function in read(report).functions)


PROPOSED = {
    "int subject(void *data, size_t size);": (
        "int subject(void *UNGIL_OUT UNGIL_SIZED_BY(size) data, size_t size);"
    ),
    "int subject(unsigned char *dest, unsigned long *dest_len);": (
        "int subject(unsigned char *UNGIL_OUT UNGIL_SIZED_BY(*dest_len) dest,"
        " unsigned long *UNGIL_INOUT dest_len);"
    ),
    "double subject(double x, int *exponent);": (
        "double subject(double x, int *UNGIL_OUT exponent);"
    ),
    "int subject(const void *a, const void *b, size_t n);": (
        "int subject(const void *UNGIL_SIZED_BY(n) a, const void *UNGIL_SIZED_BY(n) b, size_t n);"
    ),
    "void shape_free(shape *s); shape *subject(int n); shape *shape_new(int n);": None,
    "void shape_free(shape *s); shape *subject_new(int n);": (
        "shape *UNGIL_OWNED(shape_free) subject_new(int n);"
    ),
    "void shape_free(shape *s); shape *shape_new(void); int subject(const shape *s);": (
        "int subject(const shape *s);"
    ),
    "void shape_free(shape_ref s); shape_ref subject_new(int n);": (
        "struct shape *UNGIL_OWNED(shape_free) subject_new(int n);"
    ),
    "int shape_close(shape_ref s); int subject_open(shape_refs out);": (
        "int subject_open(struct shape *UNGIL_OWNED(shape_close) *UNGIL_OUT out);"
    ),
    "int shape_close(shape *s); int subject_open(const char *name, shape **out);": (
        "int subject_open(const char *UNGIL_NUL_TERMINATED name,"
        " shape *UNGIL_OWNED(shape_close) *UNGIL_OUT out);"
    ),
}


@pytest.mark.parametrize("declaration", PROPOSED)
def test_proposals_stand_beside_what_is_skipped(declaration: str, tmp_path: Path) -> None:
    """Whoever takes a proposal over has a header that ungil binds."""
    text, report = wrapped(tmp_path, declaration)
    taken_over = with_proposals(text)
    lines = " ".join(taken_over.split())
    wanted = PROPOSED[declaration]
    if wanted is None:
        assert "shape *subject(int n) UNGIL_SKIP;" in lines
        return
    assert wanted in lines
    Path(report["header"]).write_text(taken_over, encoding="utf-8")
    assert {function.unbound for function in read(report).functions} == {None}


def test_types_constants_and_documentation(tmp_path: Path) -> None:
    text, report = wrapped(
        tmp_path,
        """
        struct shape { int corners; unsigned round : 1; point at; };
        enum { SHAPE_LOOSE = 7 };
        extern int shape_count;
        /** Scales a shape.
         *  @param x  by how much */
        SHAPE_EXPORT double shape_scale(double x);
        double shape_area(int n);
        #define shape_area(s) shape_area_of(s)
        int shape_print(const char *text, va_list arguments);
        int shape_old(void) __attribute__((deprecated));
        int shape_kr();
        __float128 shape_wide(void);
        int __shape_hidden(void);
        int shape_of(shape *s, point p);
        """,
    )
    interface = read(report)
    assert report["constants"] == ["SHAPE_MAX", "SHAPE_NAME", "SHAPE_HALF"]
    names = {constant.name for constant in interface.constants}
    assert names == {*report["constants"], "SHAPE_FLAT", "SHAPE_ROUND", "SHAPE_LOOSE"}
    functions = {function.name: function for function in interface.functions}
    assert functions["shape_scale"].documentation.text == "Scales a shape."
    assert "double (shape_area)(int n);" in text
    assert "extern int shape_count;" in text
    records = {record.name: record for record in interface.records}
    assert records["shape"].partial
    assert not records["point"].partial
    assert report["left_out"] == {
        "shape_print": "a va_list cannot be made in Python",
        "shape_old": "it is deprecated",
        "shape_kr": "it is declared without its parameters",
        "shape_wide": "__float128 cannot be passed",
        "__shape_hidden": "its name is reserved for the library itself",
        "SHAPE_NOBODY": "it is a macro whose value is no number and no text",
        "shape_twice": "it is a macro with parameters",
    }
    for name in report["left_out"]:
        assert name in text.partition("/* Left out:")[2]


def test_only_the_library_s_own_files_are_wrapped(tmp_path: Path) -> None:
    """What is included in quotes or from a folder of the same name is; other libraries are not."""
    for name, text in {
        "shapes/more.h": "int shape_more(int n);\n",
        "inner.h": "int shape_inner(int n);\n",
        "other.h": "int other(int n);\n",
        "deep.h": '#include <other.h>\n#include "shapes/more.h"\nint shape_deep(int n);\n',
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    includes = '#include "inner.h"\n#include <other.h>\n#include "deep.h"\n'
    _, report = wrapped(tmp_path, includes + "int shape_area_of(int n);", "-I", str(tmp_path))
    assert set(report["bound"]) == {"shape_inner", "shape_more", "shape_deep", "shape_area_of"}


def test_header_that_wants_stdio_before_it(tmp_path: Path) -> None:
    (tmp_path / "print.h").write_text("int f(FILE *file, size_t n);\n", encoding="utf-8")
    ungil(tmp_path, "wrap", "print.h")
    text = (tmp_path / "cdefs" / "print_bind.h").read_text(encoding="utf-8")
    assert "#include <stdio.h>\n#include <print.h>\n" in text


def test_comments_of_the_library_end_nothing(tmp_path: Path) -> None:
    text, report = wrapped(
        tmp_path, "/// Ends */ here /* and\n/// goes \\\n/// on\nint shape_line(int n);"
    )
    assert list(report["bound"]) == ["shape_line"]
    assert "Ends * / here / * and" in text


def test_what_the_compiler_or_ungil_refuses_is_left_out(tmp_path: Path) -> None:
    """Only GNU's types can be told by attributes; a vector is none of ungil's."""
    _, report = wrapped(
        tmp_path,
        """
        typedef float four __attribute__((vector_size(16)));
        four shape_vector(four v);
        typedef volatile int shape_flag;
        int shape_raise(shape_flag *flag);
        int shape_fine(int n);
        """,
    )
    assert list(report["bound"]) == ["shape_fine"]
    assert {"shape_vector", "shape_raise"} <= set(report["left_out"])


def test_nothing_is_overwritten_or_hidden(tmp_path: Path) -> None:
    _, report = wrapped(tmp_path, "int shape_area_of(int n);")
    before = Path(report["header"]).read_bytes()
    done = ungil(tmp_path, "wrap", "shapes.h", status=1)
    assert f"{report['header']} is there already" in done.stderr
    assert "--out FILE" in done.stderr
    done = ungil(tmp_path, "wrap", "shapes.h", "--out", "cdefs/shapes.h", status=1)
    assert "the library's own header" in done.stderr
    (tmp_path / "link.h").symlink_to("nowhere")
    assert (
        "is there already"
        in ungil(tmp_path, "wrap", "shapes.h", "--out", "link.h", status=1).stderr
    )
    assert Path(report["header"]).read_bytes() == before
    assert os.listdir(tmp_path / "cdefs") == ["shapes_bind.h"]


@pytest.mark.parametrize("backend", ["meson", "setuptools"])
def test_fresh_project_is_changed_and_an_author_s_is_not(backend: str, tmp_path: Path) -> None:
    ungil(tmp_path, "new", "my-proj", f"--backend={backend}")
    project = tmp_path / "my-proj"
    done = ungil(project / "csrc", "wrap", "math.h", "--prefix", "m_")
    builder = (project / "build_ffi.py").read_text(encoding="utf-8")
    assert 'headers=["cdefs/kernels.h", "cdefs/math_bind.h"],' in builder
    assert 'prefix="m_",' in builder
    assert "Changed build_ffi.py" in done.stdout
    assert "Add to" not in done.stdout
    if backend == "meson":
        meson = (project / "meson.build").read_text(encoding="utf-8")
        assert "files('cdefs/kernels.h', 'cdefs/math_bind.h')" in meson
        assert "dependencies: " in meson
    ungil(project, "generate")
    before = {path: path.read_bytes() for path in project.iterdir() if path.is_file()}
    done = ungil(project, "wrap", "string.h")
    assert "Changed" not in done.stdout
    assert 'headers: "cdefs/string_bind.h"' in done.stdout
    assert ("meson.build" in done.stdout) == (backend == "meson")
    assert {path: path.read_bytes() for path in project.iterdir() if path.is_file()} == before


def test_prefix_that_makes_two_names_one(tmp_path: Path) -> None:
    """Names that Python cannot tell apart are seen before a build fails on them."""
    _, report = wrapped(tmp_path, "int shape_n(int n); int n(int n);", "--prefix", "shape_")
    assert len(report["bound"]) == 1
    assert set(report["left_out"]) & {"shape_n", "n"}


def test_two_at_once(tmp_path: Path) -> None:
    """One of them writes the header; the other says so."""
    (tmp_path / "shapes.h").write_text("int f(int x);", encoding="utf-8")
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "ungil", "wrap", "shapes.h"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate() for process in both]
    assert sorted(process.returncode for process in both) == [0, 1]
    assert "is there already" in "".join(errors for _, errors in said)
    replace_in(tmp_path / "cdefs" / "shapes_bind.h", "int f(int x);", "int f(int x);")
