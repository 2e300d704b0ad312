"""Handles: objects that live in C, owned through Python objects."""

from __future__ import annotations

import copy
import gc
import inspect
import os
import pickle
import re
import sys
import weakref
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads make and free")

DECLARATIONS = """
typedef struct box box;

/** Makes a box.
 *  @param start  what it holds */
box *UNGIL_OWNED(box_free) box_new(int64_t start);
void box_free(box *b);
int64_t box_add(box *b, int64_t by);
int64_t box_get(const box *b);
int64_t box_sum(const box *a, const box *UNGIL_OR_NULL b);
void box_swap(box *a, box *b);
void box_copy(box *to, const box *from);
int64_t box_take(box *UNGIL_CONSUMED b, int64_t UNGIL_RANGE(0, 9) least);
int64_t box_default(const box *b, int64_t UNGIL_DEFAULT(box_get(b)) value);
box *UNGIL_OWNED(box_free) UNGIL_OR_NULL box_maybe(int64_t start);
int64_t frees(void);

/* a constructor that reports, and what it leaves behind */
typedef struct session session;
const char *session_explain(const session *s) UNGIL_SKIP;
int session_open(int fault, int leave, session *UNGIL_OWNED(session_close) *UNGIL_OUT s)
    UNGIL_STATUS(*s == NULL ? "no session" : session_explain(*s));
int session_close(session *UNGIL_CONSUMED s) UNGIL_STATUS();
void session_fail(session *s, int code);
int session_pair(session *UNGIL_OWNED(session_close) *UNGIL_OUT a, int *UNGIL_OUT between,
                 session *UNGIL_OWNED(session_close) UNGIL_OR_NULL *UNGIL_OUT b, int fault)
    UNGIL_STATUS();
int session_code(const session *s);

/* what depends on something else */
typedef struct reader reader;
reader *UNGIL_OWNED(reader_free) reader_new(session *UNGIL_LIFETIMEBOUND s,
    const double *UNGIL_COUNTED_BY(n) UNGIL_LIFETIMEBOUND values, size_t n,
    const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL UNGIL_LIFETIMEBOUND UNGIL_DEFAULT(NULL) name);
void reader_free(reader *r);
double reader_sum(const reader *r);
const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL reader_name(const reader *r);
reader *UNGIL_OWNED(reader_free) reader_again(const reader *UNGIL_LIFETIMEBOUND r);

/* C may put one thing into another */
void session_adopt(session *s, reader *UNGIL_CONSUMED r);
reader *UNGIL_OWNED(reader_free) reader_wrap(reader *UNGIL_CONSUMED r);
void reader_drop(reader *UNGIL_CONSUMED r);

/* const from the start */
typedef struct view view;
void view_free(const view *v);
const view *UNGIL_OWNED(view_free) view_new(int length) UNGIL_SUCCESS(return != NULL);
int view_open(int length, const view *UNGIL_OWNED(view_free) *UNGIL_OUT v) UNGIL_STATUS();
int view_length(const view *v);

/* what has gone, in order: an upper-case letter for each destructor */
const char *UNGIL_NUL_TERMINATED gone(void);
void forget(void);

typedef struct stranger stranger;
int strange(stranger *UNGIL_OR_NULL s);

/* in ungil's own memory */
typedef struct { _Alignas(64) uint64_t state; char rest[100]; } dice;
int dice_seed(dice *UNGIL_OUT d, uint64_t seed) UNGIL_STATUS();
uint64_t dice_throw(dice *d);
int dice_is_aligned(const dice *d);

/* errno */
typedef struct file file;
file *UNGIL_OWNED(file_close) file_open(int number) UNGIL_ERRNO;
int file_close(file *f) UNGIL_ERRNO;
file *UNGIL_OWNED(file_close) file_marked(int good) UNGIL_SUCCESS(return != (file *)-1);
"""

CODE = r"""
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct box { int64_t value; };
static _Atomic int64_t freed;
box *box_new(int64_t start) {
    box *b = start < 0 ? NULL : malloc(sizeof *b);
    if (b) b->value = start;
    return b;
}
box *box_maybe(int64_t start) { return box_new(start); }
void box_free(box *b) { b->value = -1; free(b); freed++; }
int64_t box_add(box *b, int64_t by) { return b->value += by; }
int64_t box_get(const box *b) { return b->value; }
int64_t box_sum(const box *a, const box *b) { return a->value + (b ? b->value : 1000); }
void box_swap(box *a, box *b) { int64_t v = a->value; a->value = b->value; b->value = v; }
void box_copy(box *to, const box *from) { to->value = from->value; }
int64_t box_take(box *b, int64_t least) { int64_t v = b->value; free(b); return v + least; }
int64_t box_default(const box *b, int64_t value) { return b->value * 100 + value; }
int64_t frees(void) { return freed; }

static char log_[1000];
static atomic_size_t noted;
static void note(char c) { /* what no longer fits was not looked at in time */
    size_t at = atomic_fetch_add(&noted, 1);
    if (at < sizeof log_ - 1) log_[at] = c;
}
const char *gone(void) { return log_; }
void forget(void) {
    memset(log_, 0, sizeof log_);
    noted = 0;
}

struct session { int code; char text[20]; };
const char *session_explain(const session *s) { return s->text; }
static session *session_new(int code) {
    session *s = malloc(sizeof *s);
    s->code = code;
    strcpy(s->text, "out of order");
    return s;
}
int session_open(int fault, int leave, session **s) {
    if (!fault || leave) *s = session_new(0);
    return fault;
}
int session_close(session *s) {
    int code = s->code;
    memset(s, 0, sizeof *s);
    free(s);
    note('S');
    return code;
}
void session_fail(session *s, int code) { s->code = code; }
int session_code(const session *s) { return s->code; }
int session_pair(session **a, int *between, session **b, int fault) {
    if (fault != 2) *a = session_new(1 - 1);
    *between = 5;
    if (fault != 3) *b = session_new(0);
    return fault == 1;
}

struct reader { session *s; const double *values; size_t n; const char *name; };
reader *reader_new(session *s, const double *values, size_t n, const char *name) {
    reader *r = malloc(sizeof *r);
    *r = (reader){s, values, n, name};
    return r;
}
reader *reader_again(const reader *r) { return reader_new(r->s, r->values, r->n, r->name); }
void reader_free(reader *r) {
    note(r->s->code == 0 ? 'R' : '?'); /* its session must still be there */
    free(r);
}
double reader_sum(const reader *r) {
    double sum = r->s->code;
    for (size_t i = 0; i < r->n; i++) sum += r->values[i];
    return sum;
}
const char *reader_name(const reader *r) { return r->name; }
void session_adopt(session *s, reader *r) { s->code = (int)reader_sum(r); free(r); }
reader *reader_wrap(reader *r) { return r; }
void reader_drop(reader *r) { reader_free(r); }

struct view { int length; };
void view_free(const view *v) { free((void *)(uintptr_t)v); note('V'); }
const view *view_new(int length) {
    view *v = malloc(sizeof *v);
    v->length = length;
    return v;
}
int view_open(int length, const view **v) { *v = view_new(length); return length < 0; }
int view_length(const view *v) { return v->length; }

int strange(stranger *s) { return s == NULL; }

int dice_seed(dice *d, uint64_t seed) { d->state = seed; return seed == 13; }
uint64_t dice_throw(dice *d) { return d->state = d->state * 6364136223846793005u + 1; }
int dice_is_aligned(const dice *d) { return (uintptr_t)d % 64 == 0; }

struct file { int number; };
file *file_open(int number) {
    if (number < 0) { errno = -number; return NULL; }
    file *f = malloc(sizeof *f);
    f->number = number;
    return f;
}
int file_close(file *f) {
    int number = f->number;
    free(f);
    note('F');
    errno = number;
    return number ? -1 : 0;
}
file *file_marked(int good) { return good ? file_open(0) : (file *)-1; }
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS, CODE)


@pytest.fixture(autouse=True)
def _clean(m: ModuleType) -> None:
    gc.collect()
    m.forget()


def refuses(kind: type[BaseException], message: str) -> Any:
    return pytest.raises(kind, match=f"^{re.escape(message)}$")


# --- the class ---------------------------------------------------------------------------------


def test_class_methods_and_functions(m: ModuleType) -> None:
    b = m.box(3)
    assert type(b) is m.box
    assert b.add(4) == m.box_add(b, 1) - 1 == 7
    assert b.get() == m.box_get(b=b) == 8
    assert type(m.box_new(1)) is m.box
    assert m.box(start=5).get() == 5


def test_names(m: ModuleType) -> None:
    assert {"box", "session", "reader", "dice", "file", "box_new", "Error"} <= set(m.__all__)
    assert m.box.__module__ == m.__name__
    assert m.box.__name__ == m.box.__qualname__ == "box"
    assert not hasattr(m, "stranger")
    assert {"add", "get", "sum", "swap", "free", "close"} <= set(dir(m.box))
    assert "new" not in dir(m.box)
    assert "open" not in dir(m.session)


def test_documentation(m: ModuleType) -> None:
    assert str(inspect.signature(m.box)) == "(start)"
    assert str(inspect.signature(m.box.add)) == "(self, /, by)"
    assert str(inspect.signature(m.box(1).add)) == "(by)"
    assert m.box.__doc__.startswith("Makes a box.\n\nParameters\n----------\nstart : int")
    assert "MemoryError\n    If C returns NULL." in m.box_new.__doc__
    assert "int64_t box_add(box *b, int64_t by)" in m.box.add.__doc__
    assert m.reader.close.__doc__.startswith("Frees what the handle stands for")


def test_constructor_checks_as_its_function(m: ModuleType) -> None:
    with refuses(TypeError, "box_new(): 'start' must be an integer, not str"):
        m.box("1")
    with refuses(TypeError, "box_new(): 'start' is missing"):
        m.box()
    with refuses(
        TypeError, "box_new(): got an unexpected keyword argument 'begin'; it takes start"
    ):
        m.box(begin=1)
    with refuses(TypeError, "box_new(): takes 1 positional argument, but 20 were given"):
        m.box(*range(20))


def test_class_that_a_call_with_more_results_makes(bind: Callable[..., ModuleType]) -> None:
    made = bind(
        "typedef struct thing thing;\n"
        "thing *UNGIL_OWNED(free) thing_make(int *UNGIL_OUT size);\n"
        "thing *UNGIL_OWNED(free) UNGIL_OR_NULL thing_find(int key);\n",
        "#include <stdlib.h>\n"
        "thing *thing_make(int *size) { *size = 7; return malloc(7); }\n"
        "thing *thing_find(int key) { return key ? malloc(1) : NULL; }\n",
    )
    with refuses(TypeError, "thing() cannot be called: call thing_make() or thing_find()"):
        made.thing()
    thing, size = made.thing_make()
    assert (type(thing), size) == (made.thing, 7)
    assert made.thing_find(0) is None
    assert made.thing.__doc__ == "A handle of thing. Made by thing_make() and thing_find()."


def test_methods_take_many_arguments(bind: Callable[..., ModuleType]) -> None:
    names = [f"a{i}" for i in range(20)]
    parameters = ", ".join(f"int {name}" for name in names)
    made = bind(
        "typedef struct sum sum;\n"
        "sum *UNGIL_OWNED(free) sum_new(void);\n"
        f"int sum_all(const sum *s, {parameters});\n",
        "#include <stdlib.h>\n"
        "sum *sum_new(void) { return malloc(1); }\n"
        f"int sum_all(const sum *s, {parameters}) {{ (void)s; return {' - '.join(names)}; }}\n",
    )
    values = list(range(20))
    expected = -sum(values)
    assert made.sum().all(*values) == expected
    assert made.sum().all(*values[:5], **dict(zip(names[5:], values[5:], strict=True))) == expected
    with pytest.raises(TypeError, match="takes 21 positional arguments, but 41 were given"):
        made.sum().all(*values, *values)


def test_long_documentation_and_a_late_parameter(bind: Callable[..., ModuleType]) -> None:
    numbers = ", ".join(f"int a{i}" for i in range(299))
    made = bind(
        f"/** {'long ' * 1000} */\n"
        "typedef struct thing thing;\n"
        f"/** {'long ' * 1000} */\n"
        "thing *UNGIL_OWNED(free) thing_new(void);\n"
        f"int thing_late({numbers}, const thing *t);\n",
        "#include <stdlib.h>\n"
        "thing *thing_new(void) { return malloc(1); }\n"
        f"int thing_late({numbers}, const thing *t) {{ return t != NULL; }}\n",
    )
    assert made.thing.__doc__.startswith("long " * 999)
    thing = made.thing()
    assert made.thing_late(*range(299), thing) == 1
    thing.close()
    with refuses(ValueError, "thing_late(): 't' is closed"):
        made.thing_late(*range(299), thing)


def test_is_no_base(m: ModuleType) -> None:
    with pytest.raises(TypeError, match="not an acceptable base type"):
        type("sub", (m.box,), {})
    with pytest.raises(TypeError, match="immutable type"):
        m.box.more = 1


def test_wrong_objects(m: ModuleType) -> None:
    for wrong, name in ((3, "int"), (None, "NoneType"), (m.dice(1), "dice"), (m.box, "type")):
        with refuses(TypeError, f"box_get(): 'b' must be a box, not {name}"):
            m.box_get(wrong)
    with pytest.raises(TypeError, match="descriptor 'get' for"):
        m.box.get(m.dice(1))


def test_handle_of_another_module_is_refused(
    m: ModuleType, bind: Callable[..., ModuleType]
) -> None:
    other = bind(
        "typedef struct box box; box *UNGIL_OWNED(free) box_new(int64_t start);",
        "#include <stdlib.h>\nbox *box_new(int64_t start) { (void)start; return malloc(1); }\n",
    )
    with refuses(TypeError, "box_get(): 'b' must be a box, not box"):
        m.box_get(other.box(1))


def test_pickling_and_copying_are_refused(m: ModuleType) -> None:
    b = m.box(1)
    message = f"cannot pickle or copy a '{m.__name__}.box': what it stands for lives in C"
    for refused in (pickle.dumps, copy.copy, copy.deepcopy):
        with refuses(TypeError, message):
            refused(b)
    assert pickle.loads(pickle.dumps(m.box_new)) is m.box_new


def test_repr_tells_what_is_closed(m: ModuleType) -> None:
    b = m.box(1)
    assert repr(b) == f"<{m.__name__}.box at {id(b):#x}>"
    b.close()
    assert repr(b) == f"<closed {m.__name__}.box at {id(b):#x}>"


def test_handle_type_that_nothing_makes(m: ModuleType) -> None:
    assert m.strange(None) == 1
    with refuses(TypeError, "strange(): 's' must be None, not box"):
        m.strange(m.box(1))


# --- the end, once -----------------------------------------------------------------------------


@pytest.fixture
def freed(m: ModuleType) -> Callable[[], int]:
    """How many boxes have been freed since the test began."""
    before = m.frees()
    return lambda: m.frees() - before


@ONE_THREAD
def test_close(m: ModuleType, freed: Callable[[], int]) -> None:
    b = m.box(1)
    assert b.close() is None
    assert freed() == 1
    b.close()
    for use in (m.box_get, m.box.get, m.box_free, m.box_default):
        with pytest.raises(ValueError, match=r"^box_\w+\(\): 'b' is closed$"):
            use(b)
    with refuses(ValueError, "__enter__(): 'self' is closed"):
        b.__enter__()
    del b
    assert freed() == 1


@ONE_THREAD
def test_with(m: ModuleType, freed: Callable[[], int]) -> None:
    with m.box(1) as b:
        assert b.add(1) == 2
        assert freed() == 0
    assert freed() == 1
    with pytest.raises(KeyError), m.box(1):
        raise KeyError
    assert freed() == 2
    with m.box(1) as b:
        b.close()
    assert freed() == 3


def test_collection(m: ModuleType, freed: Callable[[], int]) -> None:
    b = m.box(1)
    del b
    assert freed() == 1
    cycle: list[Any] = [m.box(1)]
    cycle.append(cycle)
    del cycle
    assert freed() == 1
    gc.collect()
    assert freed() == 2


@ONE_THREAD
def test_weak_references(m: ModuleType, freed: Callable[[], int]) -> None:
    b = m.box(1)
    seen: list[object] = []
    weak = weakref.ref(b, seen.append)
    assert weak() is b
    del b
    assert weak() is None
    assert seen == [weak]
    assert freed() == 1


def test_consumed(m: ModuleType, freed: Callable[[], int]) -> None:
    b = m.box(1)
    with pytest.raises(ValueError, match=r"0\.\.\.9"):
        b.take(10)
    with pytest.raises(TypeError):
        b.take("1")
    assert b.get() == 1
    assert b.take(3) == 4
    with refuses(ValueError, "box_get(): 'b' is closed"):
        b.get()
    b.close()
    del b
    assert freed() == 0  # that was C's to do


@ONE_THREAD
def test_destructor_called_by_its_name(m: ModuleType, freed: Callable[[], int]) -> None:
    b = m.box(1)
    m.box_free(b)
    assert freed() == 1
    m.box(1).free()
    assert freed() == 2
    b.close()
    del b
    assert freed() == 2


@ONE_THREAD
def test_error_of_close(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    s.fail(7)
    with refuses(m.Error, "session_close() failed: it returned 7") as caught:
        s.close()
    assert caught.value.code == 7
    assert m.gone() == "S"
    s.close()
    with refuses(ValueError, "session_code(): 's' is closed"):
        s.code()
    s = m.session_open(0, 0)
    s.fail(8)
    with pytest.raises(m.Error, match="returned 8") as caught, s:
        raise KeyError
    assert isinstance(caught.value.__context__, KeyError)
    s = m.session_open(0, 0)
    s.fail(9)
    with pytest.raises(m.Error, match="returned 9"):
        m.session_close(s)
    assert m.gone() == "SSS"


@ONE_THREAD
def test_oserror_of_close(m: ModuleType) -> None:
    f = m.file(5)
    with pytest.raises(OSError, match=os.strerror(5)) as caught:
        f.close()
    assert caught.value.errno == 5
    assert m.gone() == "F"


@pytest.fixture
def unraisable(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What sys.unraisablehook gets."""
    seen: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda args: seen.append(args.exc_value))
    return seen


def test_error_in_collection_is_unraisable(m: ModuleType, unraisable: list[Any]) -> None:
    s = m.session_open(0, 0)
    s.fail(7)
    del s
    assert [type(error) for error in unraisable] == [m.Error]
    assert unraisable.pop().code == 7
    cycle: list[Any] = [m.session_open(0, 0)]
    cycle[0].fail(8)
    cycle.append(cycle)
    del cycle
    gc.collect()
    assert unraisable.pop().code == 8
    assert m.gone() == "SS"


def test_collection_keeps_the_exception_that_is_raised(
    m: ModuleType, unraisable: list[Any]
) -> None:
    def fails() -> None:
        s = m.session_open(0, 0)
        s.fail(7)
        del s
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        fails()
    with refuses(TypeError, "box_add(): 'by' must be an integer, not str"):
        m.box(1).add("text")
    assert len(unraisable) == 1


# --- constructors that fail --------------------------------------------------------------------


def test_null_is_memory_error(m: ModuleType) -> None:
    with refuses(MemoryError, f"box_new(): C made no {m.__name__}.box"):
        m.box(-1)


def test_null_is_none_under_or_null(m: ModuleType) -> None:
    assert m.box_maybe(-1) is None
    assert m.box_maybe(2).get() == 2


@ONE_THREAD
def test_message_is_read_before_what_is_left_behind_is_freed(m: ModuleType) -> None:
    with refuses(m.Error, "session_open(): out of order") as caught:
        m.session_open(4, 1)
    assert caught.value.code == 4
    assert m.gone() == "S"
    with refuses(m.Error, "session_open(): no session"):
        m.session_open(4, 0)
    assert m.gone() == "S"


@ONE_THREAD
def test_several_results(m: ModuleType) -> None:
    a, between, b = m.session_pair(0)
    assert (type(a), between, type(b)) == (m.session, 5, m.session)
    assert a is not b
    a.close()
    assert b.code() == 0
    b.close()
    m.forget()
    assert m.session_pair(3)[1:] == (5, None)
    assert m.gone() == "S"
    m.forget()
    with refuses(m.Error, "session_pair() failed: it returned 1"):
        m.session_pair(1)
    assert m.gone() == "SS"
    m.forget()
    with refuses(
        RuntimeError, f"session_pair(): C made no {m.__name__}.session, and reported no error"
    ):
        m.session_pair(2)
    assert m.gone() == "S"


@ONE_THREAD
def test_errno_constructor(m: ModuleType) -> None:
    with pytest.raises(OSError, match=os.strerror(2)) as caught:
        m.file(-2)
    assert caught.value.errno == 2
    m.file(0).close()
    assert m.gone() == "F"


@ONE_THREAD
def test_mark_of_failure_is_not_freed(m: ModuleType) -> None:
    with pytest.raises(m.Error):
        m.file_marked(0)
    assert m.gone() == ""
    m.file_marked(1).close()
    assert m.gone() == "F"


# --- several handles in one call ---------------------------------------------------------------


def test_or_null(m: ModuleType) -> None:
    assert m.box(3).sum(m.box(4)) == 7
    assert m.box(3).sum(None) == 1003
    with refuses(TypeError, "box_sum(): 'a' must be a box, not NoneType"):
        m.box_sum(None, None)


def test_the_same_handle_twice(m: ModuleType) -> None:
    b = m.box(3)
    assert b.sum(b) == 6
    with refuses(ValueError, "box_swap(): 'a' and 'b' are the same handle, which C changes"):
        b.swap(b)
    with refuses(ValueError, "box_copy(): 'to' and 'from_' are the same handle, which C changes"):
        b.copy(b)
    assert b.add(1) == 4
    first, second = m.box(1), m.box(2)
    first.swap(second)
    assert (first.get(), second.get()) == (2, 1)


def test_one_of_two_is_closed(m: ModuleType) -> None:
    first, second = m.box(1), m.box(2)
    second.close()
    for pair, name in (((first, second), "b"), ((second, first), "a")):
        with refuses(ValueError, f"box_swap(): '{name}' is closed"):
            m.box_swap(*pair)
    assert first.add(1) == 2  # nobody is inside any more


def test_default_that_asks_the_handle(m: ModuleType) -> None:
    b = m.box(3)
    assert b.default() == 303
    assert b.default(7) == 307
    b.close()
    with refuses(ValueError, "box_default(): 'b' is closed"):
        b.default()


# --- lifetimes ---------------------------------------------------------------------------------


def test_memory_stays_exported(m: ModuleType) -> None:
    values = bytearray(np.arange(4.0))
    view = memoryview(values).cast("d")
    r = m.reader_new(m.session_open(0, 0), view)
    with pytest.raises(BufferError):
        view.release()
    assert r.sum() == 6
    r.close()
    view.release()
    values.clear()


def test_numpy_memory_stays_exported(m: ModuleType) -> None:
    values = np.arange(4.0)
    count = sys.getrefcount(values)
    r = m.reader_new(m.session_open(0, 0), values)
    with pytest.raises(ValueError, match="cannot resize"):
        values.resize(100_000)
    del values
    gc.collect()
    np.full(4, 9.0)  # would take the place of what is freed
    assert r.sum() == 6
    values = np.arange(4.0)
    r = m.reader_new(m.session_open(0, 0), values)
    del r
    assert sys.getrefcount(values) == count


def test_text_stays(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    text = "".join(["né", "e"])
    count = sys.getrefcount(text)
    r = m.reader_new(s, np.zeros(1), text)
    assert sys.getrefcount(text) == count + 1
    assert r.name() == "née"
    r.close()
    assert sys.getrefcount(text) == count
    assert m.reader_new(s, np.zeros(1)).name() is None
    assert m.reader_new(s, np.zeros(1), None).name() is None


@ONE_THREAD
def test_parent_lives_as_long_as_its_dependents(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    r = m.reader_new(s, np.ones(3))
    del s
    assert m.gone() == ""
    assert r.sum() == 3
    del r
    assert m.gone() == "RS"


@ONE_THREAD
def test_closing_a_parent_closes_its_dependents_first(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    first, second = m.reader_new(s, np.ones(3)), m.reader_new(s, np.ones(3))
    third = first.again()
    m.reader_new(s, np.ones(1)).close()
    s.close()
    assert m.gone() == "RRRRS"
    for closed in (first, second, third):
        with refuses(ValueError, "reader_sum(): 'r' is closed"):
            closed.sum()


@ONE_THREAD
def test_consuming_a_parent_closes_its_dependents_first(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    r = m.reader_new(s, np.ones(3))
    m.session_close(s)
    assert m.gone() == "RS"
    r.close()


@ONE_THREAD
def test_error_of_a_parent_whose_dependents_are_closed(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    r = m.reader_new(s, np.ones(3))
    s.fail(3)
    with pytest.raises(m.Error, match="returned 3"):
        s.close()
    assert m.gone() == "?S"
    r.close()


def test_cycles_end_in_order(m: ModuleType) -> None:
    """Garbage in which the collector may come to the parent first."""

    class Holder(list[Any]):
        pass

    for order in (False, True):
        for _ in range(5):
            m.forget()
            s = m.session_open(0, 0)
            values = np.ones(3)
            r = m.reader_new(s, values)
            again = r.again()
            holder = Holder([s, r, again] if order else [again, r, s])
            holder.append(holder)
            del s, r, again, holder, values
            assert m.gone() == ""
            gc.collect()
            assert m.gone() == "RRS"


def test_cycle_through_kept_memory(m: ModuleType) -> None:
    class Array(np.ndarray[Any, Any]):
        reader: Any

    values = np.ones(3).view(Array)
    values.reader = m.reader_new(m.session_open(0, 0), values)
    weak = weakref.ref(values)
    del values
    gc.collect()
    assert weak() is None
    assert m.gone() == "RS"


def test_failed_call_keeps_nothing(m: ModuleType) -> None:
    s = m.session_open(0, 0)
    values = np.ones(3)
    counts = sys.getrefcount(s), sys.getrefcount(values)
    with pytest.raises(TypeError):
        m.reader_new(s, values, 3)
    with pytest.raises(ValueError, match="3 elements"):
        m.reader_new(s, values, n=4)
    assert (sys.getrefcount(s), sys.getrefcount(values)) == counts
    values.resize(5)
    s.close()
    with refuses(ValueError, "reader_new(): 's' is closed"):
        m.reader_new(s, values)
    values.resize(6)


@ONE_THREAD
def test_what_a_consumed_handle_kept_goes_on_to_another(m: ModuleType) -> None:
    """C may have put the one into the other."""
    s, values = m.session_open(0, 0), np.ones(3)
    r = m.reader_new(s, values)
    wrapped = r.wrap()
    with refuses(ValueError, "reader_sum(): 'r' is closed"):
        r.sum()
    assert wrapped.sum() == 3
    with pytest.raises(ValueError, match="cannot resize"):
        values.resize(100)
    del s, r
    assert m.gone() == ""
    del wrapped
    assert m.gone() == "RS"
    values.resize(100)
    s, other = m.session_open(0, 0), m.session_open(0, 0)
    other.adopt(m.reader_new(s, values))
    with pytest.raises(ValueError, match="cannot resize"):
        values.resize(200)
    m.forget()
    s.close()
    assert m.gone() == ""  # the other one may still use it
    other.fail(0)
    other.close()
    assert m.gone() == "SS"
    values.resize(200)


@ONE_THREAD
def test_what_a_dropped_handle_kept_is_let_go(m: ModuleType) -> None:
    values = np.ones(3)
    m.reader_new(m.session_open(0, 0), values).drop()
    assert m.gone() == "RS"
    values.resize(100)


@ONE_THREAD
def test_const_from_the_start(m: ModuleType) -> None:
    assert m.view_new(3).length() == m.view_open(3).length() == 3
    with pytest.raises(m.Error):
        m.view_open(-1)
    assert m.gone() == "VVV"


# --- in ungil's memory -------------------------------------------------------------------------


def test_storage(m: ModuleType) -> None:
    dice = [m.dice(seed) for seed in range(13)]
    assert all(d.is_aligned() for d in dice)
    assert [d.throw() for d in dice] == [d * 6364136223846793005 % 2**64 + 1 for d in range(13)]
    assert m.dice_seed(3).throw() == m.dice(3).throw()
    with m.dice(1) as d:
        d.throw()
    with refuses(ValueError, "dice_throw(): 'd' is closed"):
        d.throw()
    with refuses(m.Error, "dice_seed() failed: it returned 1"):
        m.dice(13)


# --- references --------------------------------------------------------------------------------


def test_reference_counts(m: ModuleType) -> None:
    def calls() -> None:
        b = m.box(1)
        b.add(2), b.sum(b), m.box_sum(b, None), b.get()
        for wrong in (lambda: b.add("x"), lambda: b.swap(b), lambda: m.box(-1), lambda: b.get(1)):
            with pytest.raises((TypeError, ValueError, MemoryError)):
                wrong()
        s = m.session_open(0, 0)
        r = m.reader_new(s, np.ones(3), "name")
        with pytest.raises(m.Error):
            m.session_open(1, 1)
        r.again()
        m.session_pair(0)
        m.dice(1).throw()
        b.take(1)

    calls()
    counted = [m.box, m.session, m.reader, m.dice, None, m]
    gc.collect()
    before = [sys.getrefcount(thing) for thing in counted]
    for _ in range(50):
        calls()
        m.forget()
    gc.collect()
    after = [sys.getrefcount(thing) for thing in counted]
    assert [b - a for a, b in zip(before, after, strict=True)][:4] == [0, 0, 0, 0]
    assert abs(after[4] - before[4]) < 50
