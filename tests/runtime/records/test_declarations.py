"""Structs whose declarations leave fields out, or that Python cannot be given."""

from __future__ import annotations

from typing import Any

import pytest

from tests.runtime.conftest import Bind

READ = """
#ifdef UNGIL_READING
typedef struct {{ {read} }} hidden;
#else
typedef struct {{ {real} }} hidden;
#endif
hidden same(hidden h);
"""


@pytest.mark.parametrize(
    ("read", "real", "text"),
    [
        ("int a; int c;", "int a; long b; int c;", "hidden: C has more between a and c"),
        ("int a; int b;", "int b; int a;", "hidden: C has more between a and b"),
        ("int a; int b;", "int a; int b; double c;", "hidden: C has more behind b"),
    ],
)
def test_a_header_that_leaves_fields_out(bind: Bind, read: str, real: str, text: str) -> None:
    with pytest.raises(AssertionError, match=text):
        bind(READ.format(read=read, real=real), "hidden same(hidden h) { return h; }")


LEFT_OUT = {
    "union value { int i; float f; }; union value f(void);": "a union",
    "struct bits { int a : 3; }; struct bits f(void);": "bit-fields",
    "struct outer { struct { int a; }; int b; }; struct outer f(void);": "without a name",
    "struct inner { struct { int a; } b; }; struct inner f(void);": "has no name",
    "struct node { struct node *next; }; struct node f(void);": "'next' of struct node is",
    "struct call { void (*call)(void); }; struct call f(void);": "'call' of struct call is",
    "struct wide { long double x; }; struct wide f(void);": "is a long double",
    "struct fixed { const int x; }; struct fixed f(void);": "'x' of struct fixed is const",
    "struct flexible { int n; int items[]; }; struct flexible f(void);": "not known here",
    "struct same { int x; int _x; }; struct same f(void);": "the same name in Python",
    "typedef struct { int a; } s; s f(void) UNGIL_STATUS();": "UNGIL_SUCCESS",
}


@pytest.mark.parametrize(("declarations", "reason"), LEFT_OUT.items())
def test_structs_that_are_left_to_lib(declarations: str, reason: str, tmp_path: Any) -> None:
    from tests.reading import PREAMBLE, read_file

    header = tmp_path / "api.h"
    header.write_text(PREAMBLE + declarations, encoding="utf-8")
    (function,) = read_file(header).functions
    assert function.unbound is not None
    assert reason in function.unbound
