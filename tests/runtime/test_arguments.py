"""From a call's arguments to parameters: by position, by keyword, left out."""

from __future__ import annotations

import inspect
import pickle
from collections.abc import Callable
from types import ModuleType

import pytest

from tests.runtime.refusals import refuses

DECLARATIONS = """
static inline int minus(int a, int b) { return a - b; }
static inline int answer(void) { return 42; }
static inline int three(int a, int UNGIL_DEFAULT(10) b, int UNGIL_DEFAULT(a * b) c) {
    return a * 10000 + b * 100 + c;
}
/* an optional parameter before a required one becomes keyword-only */
static inline int early(int UNGIL_DEFAULT(7) a, int b) { return a * 100 + b; }
static inline int counted(const int *UNGIL_COUNTED_BY(n) values, int n, int extra) {
    return n * 100 + extra;
}
static inline int keywords(int in, int pass, int from) { return in * 100 + pass * 10 + from; }
static inline int many(int p0, int p1, int p2, int p3, int p4, int p5, int p6, int p7, int p8,
                       int p9, int p10, int p11, int p12, int p13, int p14, int p15, int p16) {
    return p0 - p1 + p2 - p3 + p4 - p5 + p6 - p7 + p8 - p9 + p10 - p11 + p12 - p13 + p14 - p15 +
           p16;
}
static inline void nothing(int a) {}
"""

HUNDREDS = f"int hundreds({', '.join(f'int a{i}' for i in range(300))})"
SUM = " + ".join(f"a{i}" for i in range(300))


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(f"{DECLARATIONS}{HUNDREDS};", f"{HUNDREDS} {{ return {SUM}; }}")


def test_by_position_and_by_keyword(m: ModuleType) -> None:
    assert m.minus(5, 3) == 2
    assert m.minus(5, b=3) == 2
    assert m.minus(a=5, b=3) == 2
    assert m.minus(b=3, a=5) == 2
    assert m.minus(*[5], b=3) == 2


def test_no_result_is_none(m: ModuleType) -> None:
    assert m.nothing(1) is None


def test_function_without_parameters(m: ModuleType) -> None:
    assert m.answer() == 42
    assert m.answer(*()) == 42
    with refuses(TypeError, "answer(): takes 0 positional arguments, but 1 was given"):
        m.answer(1)
    with refuses(TypeError, "answer(): got an unexpected keyword argument 'a'; it takes none"):
        m.answer(a=1)


def test_c_calls_without_an_argument_vector(m: ModuleType) -> None:
    # PyObject_CallNoArgs gives a function NULL for its arguments
    assert next(iter(m.answer, object())) == 42
    with refuses(TypeError, "minus(): 'a' is missing"):
        next(iter(m.minus, object()))


def test_missing(m: ModuleType) -> None:
    with refuses(TypeError, "minus(): 'a' is missing"):
        m.minus()
    with refuses(TypeError, "minus(): 'b' is missing"):
        m.minus(1)
    with refuses(TypeError, "minus(): 'a' is missing"):
        m.minus(b=1)
    with refuses(TypeError, "three(): 'a' is missing"):
        m.three(b=1, c=2)


def test_twice(m: ModuleType) -> None:
    with refuses(TypeError, "minus(): got 'a' twice"):
        m.minus(1, a=1)
    with refuses(TypeError, "minus(): got 'a' twice"):
        m.minus(1, 2, a=1)
    with refuses(TypeError, "counted(): got 'values' twice"):
        m.counted(None, 1, values=None)


def test_unknown(m: ModuleType) -> None:
    for name in ("c", "A", "", "ä", "a b", "\ud800", "\0"):
        with refuses(
            TypeError, f"minus(): got an unexpected keyword argument '{name}'; it takes a, b"
        ):
            m.minus(1, 2, **{name: 3})
    with refuses(TypeError, "minus(): got an unexpected keyword argument 'c'; it takes a, b"):
        m.minus(1, c=3)


def test_too_many(m: ModuleType) -> None:
    with refuses(TypeError, "minus(): takes 2 positional arguments, but 3 were given"):
        m.minus(1, 2, 3)
    with refuses(TypeError, "three(): takes at most 3 positional arguments, but 4 were given"):
        m.three(1, 2, 3, 4)
    with refuses(TypeError, "nothing(): takes 1 positional argument, but 1000 were given"):
        m.nothing(*range(1000))


def test_optional(m: ModuleType) -> None:
    assert m.three(1) == 11010
    assert m.three(1, 2) == 10202
    assert m.three(1, 2, 3) == 10203
    assert m.three(1, c=3) == 11003
    assert m.three(c=3, a=1) == 11003


def test_optional_before_required_is_keyword_only(m: ModuleType) -> None:
    assert m.early(5) == 705
    assert m.early(5, a=1) == 105
    assert m.early(a=1, b=5) == 105
    assert m.early(b=5) == 705
    with refuses(
        TypeError, "early(): takes 1 positional argument, but 2 were given; pass by name: a"
    ):
        m.early(1, 5)


def test_inferred_count_is_keyword_only(m: ModuleType) -> None:
    values = memoryview(bytes(12)).cast("i")
    assert m.counted(values, 7) == 307
    assert m.counted(values, extra=7, n=3) == 307
    assert m.counted(n=3, extra=7, values=values) == 307
    with refuses(
        TypeError, "counted(): takes 2 positional arguments, but 3 were given; pass by name: n"
    ):
        m.counted(values, 3, 7)


def test_keywords_of_python_get_an_underscore(m: ModuleType) -> None:
    assert m.keywords(1, 2, 3) == 123
    assert m.keywords(in_=1, pass_=2, from_=3) == 123
    with refuses(
        TypeError, "keywords(): got an unexpected keyword argument 'in'; it takes in_, pass_, from_"
    ):
        m.keywords(**{"in": 1, "pass_": 2, "from_": 3})


class Text(str):
    __slots__ = ()


def test_keyword_names_may_be_of_a_subclass_of_str(m: ModuleType) -> None:
    assert m.minus(**{Text("b"): 3, Text("a"): 5}) == 2
    assert m.minus(**{"".join(["", "b"]): 3, "".join(["a", ""]): 5}) == 2


def test_keyword_names_must_be_str(m: ModuleType) -> None:
    with pytest.raises(TypeError):
        m.minus(1, **{2: 3})  # type: ignore[misc]


def test_many_parameters(m: ModuleType) -> None:
    assert m.many(*range(17)) == 8
    assert m.many(**{f"p{i}": i for i in reversed(range(17))}) == 8
    assert m.hundreds(*range(300)) == 44850
    assert m.hundreds(*range(299), a299=7) == 44558
    with refuses(TypeError, "hundreds(): 'a298' is missing"):
        m.hundreds(*range(298), a299=1)
    with refuses(
        TypeError,
        "hundreds(): got an unexpected keyword argument 'x'; "
        "it takes a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, ...",
    ):
        m.hundreds(x=1)
    with refuses(TypeError, "hundreds(): takes 300 positional arguments, but 301 were given"):
        m.hundreds(*range(301))


def test_signatures_can_be_inspected(m: ModuleType) -> None:
    signatures = {name: str(inspect.signature(getattr(m, name))) for name in m.__all__}
    assert signatures["minus"] == "(a, b)"
    assert signatures["answer"] == "()"
    assert signatures["three"] == "(a, b=10, c=Ellipsis)"
    assert signatures["early"] == "(b, *, a=7)"
    assert signatures["counted"] == "(values, extra, *, n=Ellipsis)"
    assert signatures["keywords"] == "(in_, pass_, from_)"


def test_functions_can_be_pickled(m: ModuleType) -> None:
    assert m.minus.__module__ == m.__name__
    assert m.minus.__qualname__ == m.minus.__name__ == "minus"
    assert pickle.loads(pickle.dumps(m.minus)) is m.minus
