"""`ungil wrap` of types and macros that a header has from elsewhere: cffi and C take the result."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.project.commands import ungil

pytest.importorskip("clang.cindex")

HOLDER = """
#include <pthread.h>
#include <time.h>
typedef struct { struct timespec since; pthread_mutex_t locks[2]; int count; } holder;
extern struct timespec holder_epoch;
int holder_count(const holder *h);
int holder_add(int a, int b);
"""

WIDE = """
#ifndef WIDE_BITS
#error WIDE_BITS must be defined before including wide.h
#elif defined(WIDE_ON)
int wide_add(int a, int b);
#endif
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    ungil(tmp_path, "new", "proj")
    return tmp_path / "proj"


def wrapped(project: Path, name: str, text: str, *options: str) -> Path:
    """The declaration header, of which `ungil generate` has made the C of a module."""
    library = project / "library"
    library.mkdir()
    (library / name).write_text(text, encoding="utf-8")
    report = json.loads(ungil(project, "wrap", f"library/{name}", "--json", *options).stdout)
    ungil(project, "generate")
    return Path(report["header"])


def test_struct_that_holds_structs_of_others(project: Path) -> None:
    """They are opaque, so the compiler alone lays the struct out."""
    text = wrapped(project, "holder.h", HOLDER).read_text(encoding="utf-8")
    fields = text.partition("pthread_mutex_t locks[2];")[2].partition("}")[0].split()
    assert fields == ["int", "count;", "...;"]
    assert "since" not in text
    assert "int holder_add(int a, int b);" in text


def test_macros_that_a_header_wants_before_it(project: Path) -> None:
    """They come along: whoever includes the header has them."""
    header = wrapped(project, "wide.h", WIDE, "-D", "WIDE_BITS=8", "-D", "WIDE_ON")
    text = header.read_text(encoding="utf-8")
    before, include, _ = text.partition("#include <wide.h>")
    assert include
    assert "#define WIDE_BITS 8\n" in before
    assert "#define WIDE_ON 1\n" in before
    assert "int wide_add(int a, int b);" in text
