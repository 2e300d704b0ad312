"""Expressions of the notation, as trees."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import read_all
from ungil.expression import (
    Binary,
    Conditional,
    NamedConstant,
    Node,
    Number,
    ParameterValue,
    Pointee,
    ReturnValue,
    SizeOf,
    Unary,
)
from ungil.interface import Bytes

N, P = ParameterValue("n"), Pointee("p")


def node_of(tmp_path: Path, expression: str) -> Node:
    declarations = f"""
    #define LIMIT 3
    enum {{ ENUMERATOR = 4 }};
    void f(const void *UNGIL_SIZED_BY({expression}) data, size_t n, size_t *UNGIL_INOUT p);
    """
    form = read_all(tmp_path, declarations).functions[0].parameters[0].form
    assert isinstance(form, Bytes)
    assert form.size.text == expression
    return form.size.node


@pytest.mark.parametrize(
    ("expression", "node"),
    [
        ("n", N),
        ("*p", P),
        ("2 * n + 1", Binary("+", Binary("*", Number(2), N), Number(1))),
        ("2 * (n + 1)", Binary("*", Number(2), Binary("+", N, Number(1)))),
        ("n - 1 - 2", Binary("-", Binary("-", N, Number(1)), Number(2))),
        ("n << 1 + 2", Binary("<<", N, Binary("+", Number(1), Number(2)))),
        ("n & 1 == 2", Binary("&", N, Binary("==", Number(1), Number(2)))),
        ("n | 1 & 2", Binary("|", N, Binary("&", Number(1), Number(2)))),
        ("n < 1 || n > 2 && n", Binary("||", Binary("<", N, Number(1)),
                                       Binary("&&", Binary(">", N, Number(2)), N))),
        ("n ? 1 : n ? 2 : 3", Conditional(N, Number(1), Conditional(N, Number(2), Number(3)))),
        ("-n % 2", Binary("%", Unary("-", N), Number(2))),
        ("!*p", Unary("!", P)),
        ("n * *p", Binary("*", N, P)),
        ("sizeof(unsigned long) * n", Binary("*", SizeOf("unsigned long"), N)),
        ("sizeof(uint8_t)", SizeOf("uint8_t")),
        ("LIMIT + ENUMERATOR", Binary("+", NamedConstant("LIMIT"), NamedConstant("ENUMERATOR"))),
        ("SIZE_MAX", NamedConstant("SIZE_MAX")),
        ("0x10UL + 010 + 0b11 + 'a' + '\\n' + '\\x41'",
         Binary("+", Binary("+", Binary("+", Binary("+", Binary("+", Number(16), Number(8)),
                Number(3)), Number(97)), Number(10)), Number(65))),
    ],
)  # fmt: skip
def test_tree(tmp_path: Path, expression: str, node: Node) -> None:
    assert node_of(tmp_path, expression) == node


def test_result_and_real_numbers_in_conditions(tmp_path: Path) -> None:
    declarations = """
    double f(double UNGIL_RANGE(-0.5, 1e3) x);
    size_t g(void *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(return * 2) a, size_t n);
    """
    f, g = read_all(tmp_path, declarations).functions
    limits = f.parameters[0].range
    assert limits is not None
    assert (limits.low.node, limits.high.node) == (Unary("-", Number(0.5)), Number(1000.0))
    form = g.parameters[0].form
    assert isinstance(form, Bytes)
    assert form.written is not None
    assert form.written.node == Binary("*", ReturnValue(), Number(2))


def test_white_space_and_comments_fold(tmp_path: Path) -> None:
    declarations = "void f(const void *UNGIL_SIZED_BY(n /* why */\n   + 1) d, size_t n);"
    form = read_all(tmp_path, declarations).functions[0].parameters[0].form
    assert isinstance(form, Bytes)
    assert form.size.text == "n + 1"


def test_a_macro_keeps_its_name(tmp_path: Path) -> None:
    """The C compiler knows its value; messages quote what the author wrote."""
    declarations = "#define SIDE 3\nvoid f(const void *UNGIL_SIZED_BY(SIDE * 2) d);"
    form = read_all(tmp_path, declarations).functions[0].parameters[0].form
    assert isinstance(form, Bytes)
    assert form.size.text == "SIDE * 2"
    assert form.size.node == Binary("*", NamedConstant("SIDE"), Number(2))
