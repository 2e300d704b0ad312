"""ungil.h, as C and C++ compilers see it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

INCLUDE = Path(__file__).parents[1] / "pkg" / "ungil" / "include"
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
DIALECTS = [
    (compiler, standard)
    for compilers, standards in (
        (("gcc", "clang"), ("c99", "c11", "c17")),
        (("g++", "clang++"), ("c++11", "c++17")),
    )
    for compiler in compilers
    for standard in standards
]

# Every word of the notation, each where docs/notation.md says that it stands.
EVERY_WORD = """\
#include <stddef.h>
#include <stdint.h>
#include "ungil.h"
#include "ungil.h"

#define WORDS_LIMIT 1024
#define WORDS_VERSION "1.0"

#ifdef __cplusplus
extern "C" {
#endif

UNGIL_CONSTANT(WORDS_LIMIT);
UNGIL_CONSTANT(WORDS_VERSION);
UNGIL_CONSTANT(WORDS_LIMIT);

typedef struct handle handle;
typedef struct point { double x, y; } point;

void words_arrays(const double *UNGIL_SHAPE(m, k) a,
                  const int32_t *UNGIL_COUNTED_BY(n) UNGIL_RESTRICT b,
                  const int32_t *UNGIL_RESTRICT UNGIL_COUNTED_BY(n) b2,
                  int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(*used) result,
                  size_t *UNGIL_INOUT UNGIL_DEFAULT(n) used,
                  const void *UNGIL_SIZED_BY(size) UNGIL_OR_NULL data,
                  const float *UNGIL_SHAPE(m, 2, 3, 4, 5) deep,
                  const float *UNGIL_SHAPE(m) flat,
                  const point *UNGIL_SINGLE where,
                  double UNGIL_OUT rotation[3][3],
                  size_t m, size_t k, size_t n, size_t size)
    UNGIL_RELEASE_ABOVE(m * k, 4096) UNGIL_REQUIRES(n <= WORDS_LIMIT);
int words_values(int UNGIL_DEFAULT(-1) level, double UNGIL_RANGE(0, 1) share) UNGIL_HOLD
    UNGIL_STATUS() UNGIL_NAME(values);
int words_text(const char *UNGIL_NUL_TERMINATED path) UNGIL_ERRNO UNGIL_SERIALIZED;
UNGIL_AUTO double words_before(double x) UNGIL_VECTORIZE UNGIL_SHARED("no state");
int words_status(int code) UNGIL_SUCCESS(return == 1 || return == 2) UNGIL_STATUS(text(code))
    UNGIL_RELEASE;
handle *UNGIL_OWNED(words_close) words_open(const uint8_t *UNGIL_SIZED_BY(n) UNGIL_LIFETIMEBOUND p,
                                            size_t n);
int words_close(handle *UNGIL_CONSUMED h) UNGIL_ERRNO;
int words_each(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(1) row)(void *UNGIL_CONTEXT ctx, int n),
               void *UNGIL_CONTEXT ctx);
void words_skipped(void *anything) UNGIL_SKIP;
int words_bare(const int32_t *__counted_by(n) a, const int32_t *__counted_by_or_null(n) b,
               const void *__sized_by(size) c, const void *__sized_by_or_null(size) d,
               const char *__null_terminated e, const int *__single f, size_t n, size_t size);

#ifdef UNGIL_READING
this is not C;
#endif

#ifdef __cplusplus
}
#endif
"""

# A definition need not repeat the words, and may; so may a second declaration.
DEFINITIONS = """\
#include "words.h"
int words_close(handle *h) { return h == NULL; }
int words_status(int code) { return code; }
double words_before(double x);
double words_before(double x) { return x; }
int words_bare(const int32_t *__counted_by(n) a, const int32_t *__counted_by_or_null(n) b,
               const void *__sized_by(size) c, const void *__sized_by_or_null(size) d,
               const char *__null_terminated e, const int *__single f, size_t n, size_t size)
{
    return a != NULL && b != NULL && c != NULL && d != NULL && e != NULL && f != NULL && n == size;
}
int words_values(int UNGIL_DEFAULT(-1) level, double UNGIL_RANGE(0, 1) share)
{
    return level + (int)share;
}
"""


def compile_text(
    folder: Path, compiler: str, standard: str, source: str
) -> subprocess.CompletedProcess[str]:
    """Compile `source`, which may include words.h, to an object file."""
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    (folder / "words.h").write_text(EVERY_WORD)
    language = "c++" if "++" in compiler else "c"
    return subprocess.run(
        [
            compiler,
            f"-x{language}",
            f"-std={standard}",
            *WARNINGS,
            f"-I{INCLUDE}",
            f"-I{folder}",
            *("-c", "-o", "words.o", "-"),
        ],
        cwd=folder,
        input=source,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("compiler", "standard"), DIALECTS)
@pytest.mark.parametrize(
    "source",
    ['#include "ungil.h"\nextern int nothing_else;\n', EVERY_WORD, DEFINITIONS],
    ids=["alone", "every-word", "definitions"],
)
def test_compiles_without_a_warning(
    tmp_path: Path, compiler: str, standard: str, source: str
) -> None:
    done = compile_text(tmp_path, compiler, standard, source)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("compiler", "standard"), DIALECTS)
def test_a_missing_constant_is_an_error(tmp_path: Path, compiler: str, standard: str) -> None:
    done = compile_text(
        tmp_path, compiler, standard, '#include "ungil.h"\nUNGIL_CONSTANT(NOWHERE_DEFINED);\n'
    )
    assert done.returncode != 0
    assert "NOWHERE_DEFINED" in done.stderr


def test_the_standard_library_survives_the_bare_spellings(tmp_path: Path) -> None:
    headers = ["algorithm", "atomic", "memory", "string", "thread", "regex", "iostream"]
    source = '#include "ungil.h"\n' + "".join(f"#include <{name}>\n" for name in headers)
    done = compile_text(tmp_path, "g++", "c++17", source)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_spelling_that_someone_else_defined_is_kept(tmp_path: Path) -> None:
    source = "#define __counted_by(e) theirs\n" + '#include "ungil.h"\nint *__counted_by(n) x;\n'
    assert "int *theirs x;" in preprocess(tmp_path, source)


def preprocess(folder: Path, source: str, *arguments: str) -> str:
    """What gcc's preprocessor makes of `source`, in one line."""
    if shutil.which("gcc") is None:
        pytest.skip("gcc is not installed")
    done = subprocess.run(
        ["gcc", "-E", "-P", f"-I{INCLUDE}", *arguments, "-"],
        cwd=folder,
        input=source,
        capture_output=True,
        text=True,
        check=True,
    )
    return " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("word", "attribute"),
    [
        ("UNGIL_COUNTED_BY(n)", "__counted_by__(n)"),
        ("UNGIL_SIZED_BY(*n)", "__sized_by__(*n)"),
        ("UNGIL_SHAPE(m)", "__counted_by__(m)"),
        ("UNGIL_SHAPE(m, k + 1)", "__counted_by__((m) * (k + 1))"),
        ("UNGIL_SHAPE(a, b, c)", "__counted_by__((a) * (b) * (c))"),
        ("UNGIL_SHAPE(a, b, c, d)", "__counted_by__((a) * (b) * (c) * (d))"),
        ("UNGIL_SHAPE(a, b, c, d, e)", "__unsafe_indexable__"),
        ("UNGIL_SHAPE(a, b, c, d, e, f, g, h)", "__unsafe_indexable__"),
        ("UNGIL_NUL_TERMINATED", "__terminated_by__(0)"),
        ("UNGIL_SINGLE", "__single__"),
        ("__counted_by(n)", "__counted_by__(n)"),
        ("__counted_by_or_null(n)", "__counted_by_or_null__(n)"),
        ("__sized_by(n)", "__sized_by__(n)"),
        ("__sized_by_or_null(n)", "__sized_by_or_null__(n)"),
        ("__null_terminated", "__terminated_by__(0)"),
        ("__single", "__single__"),
    ],
)
def test_pointer_words_become_attributes_only_where_the_compiler_has_them(
    tmp_path: Path, word: str, attribute: str
) -> None:
    source = f'#include "ungil.h"\nint *{word} p;\n'
    assert preprocess(tmp_path, source) == "int * p;"
    # gcc has no __has_feature: it is given one that answers for bounds attributes alone.
    known = preprocess(
        tmp_path,
        source,
        "-D__has_feature(x)=ASK_##x",
        "-DASK_bounds_attributes=1",
    )
    assert known == f"int *__attribute__(({attribute})) p;"


def test_reading_is_never_defined_by_the_header(tmp_path: Path) -> None:
    source = '#include "ungil.h"\n#ifdef UNGIL_READING\nread\n#else\ncompiled\n#endif\n'
    assert preprocess(tmp_path, source) == "compiled"
