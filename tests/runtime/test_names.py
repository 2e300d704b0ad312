"""Names in headers that collide with the generated code's own, and doc comments of any text."""

from __future__ import annotations

import array
import inspect
from collections.abc import Callable
from types import ModuleType

import pytest

from ungil.generate.call_layer.context import FIXED

# Names that the call functions use themselves, as functions, parameters, constants and types.
OWN = [*FIXED, "c_a", "p_a", "array_a", "count_n", "made_a", "given_n", "written_a", "step_a"]

# Those of them that functions and types can have, too: cffi's half has names of its own.
FREE = [name for name in OWN if name not in ("args", "result")]

FUNCTIONS = "".join(
    f"static inline int {name}(const int *UNGIL_COUNTED_BY(n) a, int n) {{ return n; }}\n"
    for name in FREE
)

PARAMETERS = "".join(
    f"""
static inline int in_{name}(int {name}) {{ return {name}; }}
static inline int array_in_{name}(const int *UNGIL_COUNTED_BY(n) {name}, int n,
                                  int UNGIL_DEFAULT(n) more) {{ return n + more; }}
static inline int count_in_{name}(const int *UNGIL_COUNTED_BY({name}) a, int {name},
                                  int *UNGIL_OUT UNGIL_COUNTED_BY({name}) b)
    UNGIL_REQUIRES({name} < 100) {{ return b[0] = {name}; }}
"""
    for name in OWN
    if name not in ("a", "n", "b")
)

ENUMERATORS = "enum {" + ", ".join(f"{name} = {i + 2}" for i, name in enumerate(OWN)) + "};\n"
MACROS = "".join(f"#define {name} {i + 2}\n" for i, name in enumerate(OWN))
OF_CONSTANTS = "".join(
    f"""
static inline int of_{name}(const int *UNGIL_COUNTED_BY({name}) a, int n,
                            int UNGIL_DEFAULT({name}) b)
    UNGIL_REQUIRES(n != {name}) {{ return {name} + b; }}
"""
    for name in OWN
)

TYPES = "".join(
    f"""
typedef int {name};
static inline {name} with_{name}({name} a, {name} *UNGIL_INOUT b,
                                 const {name} *UNGIL_COUNTED_BY(n) c, {name} n) {{
    *b += n;
    return a;
}}
"""
    for name in FREE
)

MORE = r"""
#include <stdlib.h>
static inline int f(int a_b, int UNGIL_DEFAULT(1) c) { return a_b * 10 + c; }
static inline int f_a(int b, int UNGIL_DEFAULT(2) b_c, int UNGIL_DEFAULT(3) c) {
    return b * 100 + b_c * 10 + c;
}
static inline int f_a_b(int UNGIL_DEFAULT(4) c) { return c; }
static inline int same(int same) { return same; }
static inline int args_kwargs(int args, int kwargs, int self, int module) {
    return args * 1000 + kwargs * 100 + self * 10 + module;
}
static inline int out_of(uint8_t *UNGIL_OUT UNGIL_SIZED_BY(3) UNGIL_WRITTEN(n) x,
                         uint8_t *UNGIL_OUT UNGIL_SIZED_BY(3) x_written, int n) { return n; }
static inline int of_math(int y1, int jn, int gamma, int signgam, int index, int time, int div) {
    return y1 + jn + gamma + signgam + index + time + div;
}
static inline int of_python(int object, int type, int None_, int len, int str, int Py_None_) {
    return object + type + None_ + len + str + Py_None_;
}
static inline int of_c(int NULL_, int bool_, int size, int data, int view, int ndim, int shape) {
    return NULL_ + bool_ + size + data + view + ndim + shape;
}
static inline void done(void *p) UNGIL_SKIP { free(p); }
static inline char *UNGIL_NUL_TERMINATED UNGIL_OWNED(done) text(void) { return calloc(1, 1); }
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(MORE)


A = array.array("i", range(1000))


def test_functions(bind: Callable[..., ModuleType]) -> None:
    m = bind(FUNCTIONS)
    for name in FREE:
        assert getattr(m, name)(A) == 1000


def test_parameters(bind: Callable[..., ModuleType]) -> None:
    m = bind(PARAMETERS)
    for name in OWN:
        assert getattr(m, f"in_{name}")(5) == 5
        assert getattr(m, f"in_{name}")(**{name: 5}) == 5
        assert getattr(m, f"array_in_{name}")(**{name: A}) == 2000
        assert getattr(m, f"count_in_{name}")(A, **{name: 3})[0] == 3
        with pytest.raises(ValueError, match=f"requires {name} < 100"):
            getattr(m, f"count_in_{name}")(A)


@pytest.mark.parametrize("constants", [ENUMERATORS, MACROS], ids=["enumerators", "macros"])
def test_constants(bind: Callable[..., ModuleType], constants: str) -> None:
    m = bind(constants + OF_CONSTANTS)
    for i, name in enumerate(OWN):
        value = i + 2
        assert getattr(m, name) == value
        assert getattr(m, f"of_{name}")(A[:value], 0) == 2 * value
        with pytest.raises(ValueError, match=r"'a' has \d+ elements?, but"):
            getattr(m, f"of_{name}")(A[: value - 1], 0)
        with pytest.raises(ValueError, match=f"requires n != {name}"):
            getattr(m, f"of_{name}")(A[:value], value)


def test_types(bind: Callable[..., ModuleType]) -> None:
    m = bind(TYPES)
    for name in FREE:
        assert getattr(m, f"with_{name}")(1, 2, A[:5]) == (1, 7)


def test_parts_of_names(m: ModuleType) -> None:
    assert (m.f(5), m.f_a(5), m.f_a_b()) == (51, 523, 4)
    assert m.same(5) == 5
    assert m.args_kwargs(1, 2, 3, 4) == 1234
    assert m.args_kwargs(args=1, kwargs=2, self=3, module=4) == 1234
    assert m.out_of(2) == (2, bytes(2), bytes(3))


def test_names_of_included_headers(m: ModuleType) -> None:
    assert m.of_math(*range(7)) == 21
    assert m.of_python(*range(6)) == 15
    assert m.of_c(*range(7)) == 21
    assert m.text() == ""


DOCUMENTATION = r'''
/** Ends here? *_/ no: "quoted", """three""", 'single', back\slash, \n, 100 %s %d %%, ??/ ??=.
 *
 *  @param a  \0 is no NUL; {braces}, $dollar, `ticks`, é, 日本, tab	end\
 */
static inline int documented(int a) { return a; }

/** %n %s *_/ */
static inline int short_one(void) { return 1; }
'''


def test_documentation_of_any_text(bind: Callable[..., ModuleType]) -> None:
    m = bind(DOCUMENTATION)
    text = m.documented.__doc__
    for part in ('"""three"""', "back\\slash", "100 %s %d %%", "??/ ??=", "{braces}", "日本"):
        assert part in text, part
    assert str(inspect.signature(m.documented)) == "(a)"
    assert m.short_one.__doc__.startswith("%n %s")
    assert (m.documented(3), m.short_one()) == (3, 1)
