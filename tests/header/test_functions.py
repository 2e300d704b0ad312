"""What words say of whole functions: policy, errors, conditions, names, handles, callbacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import PREAMBLE, read_all, read_function
from ungil import header
from ungil.interface import (
    Callback,
    ConstantKind,
    Context,
    Handle,
    Integer,
    Lock,
    NewHandle,
    Record,
    Reference,
    Unbound,
    Value,
)
from ungil.records import class_name

POLICIES = {
    "void f(int n);": Lock.RELEASE,
    "void f(int n) UNGIL_RELEASE;": Lock.RELEASE,
    "void f(int n) UNGIL_HOLD;": Lock.HOLD,
    "UNGIL_HOLD void f(int n);": Lock.HOLD,
    "static inline void f(int n) UNGIL_HOLD { (void)n; }": Lock.HOLD,
    "UNGIL_HOLD static inline void f(int n) { (void)n; }": Lock.HOLD,
    "void f(int n) UNGIL_AUTO;": Lock.AUTO,
    "void f(int n) UNGIL_SERIALIZED UNGIL_AUTO;": Lock.AUTO,
}


@pytest.mark.parametrize("declaration", POLICIES)
def test_policy(tmp_path: Path, declaration: str) -> None:
    function = read_function(tmp_path, declaration)
    assert function.policy.lock is POLICIES[declaration]
    assert function.serialized is ("SERIALIZED" in declaration)


def test_release_above(tmp_path: Path) -> None:
    policy = read_function(tmp_path, "void f(int n, int m) UNGIL_RELEASE_ABOVE(n * m, 9);").policy
    assert policy.lock is Lock.RELEASE_ABOVE
    assert policy.work is not None
    assert policy.threshold is not None
    assert (policy.work.text, policy.threshold.text) == ("n * m", "9")


def test_default_policy(tmp_path: Path) -> None:
    path = tmp_path / "x.h"
    path.write_text(PREAMBLE + "void f(void);\nvoid g(void) UNGIL_RELEASE;")
    functions = header.read([path], base=tmp_path, lock=Lock.HOLD).interface.functions
    assert [function.policy.lock for function in functions] == [Lock.HOLD, Lock.RELEASE]


def test_error_words(tmp_path: Path) -> None:
    declarations = """
    typedef struct db db;
    const char *UNGIL_NUL_TERMINATED text(int code);
    int a(void) UNGIL_STATUS(text);
    int b(db *UNGIL_OR_NULL d) UNGIL_STATUS(last_error(d)) UNGIL_SUCCESS(return == 1 || return > 5);
    int c(void) UNGIL_STATUS();
    int d(int text) UNGIL_STATUS(text);
    int e(void) UNGIL_ERRNO;
    """
    functions = {function.name: function for function in read_all(tmp_path, declarations).functions}
    a, b, c, d, e = (functions[name].errors for name in "abcde")
    assert a is not None
    assert a.message is not None
    assert (a.status, a.message.text, a.message_is_function) == (True, "text", True)
    assert b is not None
    assert b.message is not None
    assert b.success is not None
    assert (b.message.text, b.message.parameters) == ("last_error(d)", ("d",))
    assert b.success.text == "return == 1 || return > 5"
    assert not b.message_is_function
    assert c is not None
    assert (c.status, c.message) == (True, None)
    assert d is not None
    assert not d.message_is_function
    assert e is not None
    assert (e.errno, e.status) == (True, False)


def test_requirements_are_kept_in_order(tmp_path: Path) -> None:
    declaration = "void f(int n) UNGIL_REQUIRES(n > 0) UNGIL_REQUIRES(n < 9);"
    requires = read_function(tmp_path, declaration).requires
    assert [expression.text for expression in requires] == ["n > 0", "n < 9"]


def test_defaults_name_their_parameters(tmp_path: Path) -> None:
    declaration = 'void f(int n, int UNGIL_DEFAULT(bound(n, "a, b") + s.n) m);'
    default = read_function(tmp_path, declaration).parameters[1].default
    assert default is not None
    assert (default.text, default.parameters) == ('bound(n, "a, b") + s.n', ("n",))


def test_shared(tmp_path: Path) -> None:
    assert read_function(tmp_path, 'void f(void) UNGIL_SHARED("a" " b");').shared == "a b"
    read_all(tmp_path, 'UNGIL_SHARED("why") extern int counter;\nvoid f(void);')


NAMES = {
    "int lib_open(void);": "open",
    "int other(void);": "other",
    "int lib_in(void);": "in_",
    "int lib_2d(void);": "lib_2d",
    "int lib_(void);": "lib_",
    "int lib_x(void) UNGIL_NAME(lib_y);": "lib_y",
}


@pytest.mark.parametrize("declaration", NAMES)
def test_python_names(tmp_path: Path, declaration: str) -> None:
    function = read_all(tmp_path, declaration, prefix="lib_").functions[0]
    assert function.python_name == NAMES[declaration]


def test_keywords_as_parameters(tmp_path: Path) -> None:
    parameters = read_function(tmp_path, "void f(int in, int match, int None);").parameters
    assert [p.python_name for p in parameters] == ["in_", "match", "None_"]


def test_declaration_is_what_the_author_wrote(tmp_path: Path) -> None:
    declarations = """
    #define API __attribute__((visibility("default")))
    #define SIDE 3
    API void f(const double *  UNGIL_COUNTED_BY(n) a, /* first */
               size_t n,   double b[SIDE]) UNGIL_HOLD;
    static inline int g(int a) { return a; }
    """
    f, g = read_all(tmp_path, declarations).functions
    assert f.declaration == (
        "API void f(const double * UNGIL_COUNTED_BY(n) a, size_t n, double b[SIDE]) UNGIL_HOLD"
    )
    assert g.declaration == "static inline int g(int a)"


def test_handles(tmp_path: Path) -> None:
    declarations = """
    typedef struct store store;
    store *UNGIL_OWNED(store_free) store_new(void);
    int store_open(store *UNGIL_OWNED(store_free) *UNGIL_OUT made);
    void store_free(store *UNGIL_CONSUMED s);
    void use(store *s, const store *t, store *UNGIL_OR_NULL u);
    typedef struct cursor_s *cursor;
    cursor UNGIL_OWNED(cursor_close) cursor_open(store *UNGIL_LIFETIMEBOUND s);
    int cursor_step(cursor c);
    """
    functions = {function.name: function for function in read_all(tmp_path, declarations).functions}
    store, cursor = Record("store"), Record("struct cursor_s")
    assert functions["store_new"].result.form == NewHandle(store, "store_free")
    assert functions["store_open"].parameters[0].form == NewHandle(store, "store_free")
    assert functions["store_free"].parameters[0].form == Handle(store, consumed=True)
    assert [parameter.form for parameter in functions["use"].parameters] == [
        Handle(store),
        Handle(store, const=True),
        Handle(store, or_null=True),
    ]
    assert functions["cursor_open"].result.form == NewHandle(cursor, "cursor_close")
    assert functions["cursor_open"].parameters[0].lifetimebound
    assert functions["cursor_step"].parameters[0].form == Handle(cursor)


def test_a_struct_that_a_function_initialises_is_a_handle(tmp_path: Path) -> None:
    declarations = """
    typedef struct { uint64_t state; } rng;
    void rng_seed(rng *UNGIL_OUT r, uint64_t seed);
    uint64_t rng_next(rng *r);
    typedef struct { double x, y; } point;
    void centre(point *UNGIL_OUT c, double x);
    """
    seed, following, centre = read_all(tmp_path, declarations).functions
    made = seed.parameters[0].form
    assert isinstance(made, NewHandle)
    assert (made.storage, made.destructor) == (True, None)
    assert isinstance(following.parameters[0].form, Handle)
    assert isinstance(centre.parameters[0].form, Reference)


def test_a_handle_s_struct_is_never_copied(tmp_path: Path) -> None:
    declarations = """
    typedef struct { uint64_t state; } rng;
    void rng_seed(rng *UNGIL_OUT r, uint64_t seed);
    uint64_t rng_next(rng *r);
    rng rng_copy(const rng *r);
    uint64_t rng_peek(rng r);
    void rng_split(rng *r, rng *UNGIL_OUT other);
    """
    for function in read_all(tmp_path, declarations).functions[2:]:
        assert function.unbound is not None
        assert "rng by value, which is a handle in Python" in function.unbound


def test_struct_names_and_fields(tmp_path: Path) -> None:
    declarations = """
    struct geo_in { const int32_t a; int32_t *const b; double m[2][3]; };
    typedef struct { struct geo_in inside; } geo_out;
    geo_out geo_f(void);
    """
    form = read_all(tmp_path, declarations, prefix="geo_").functions[0].result.form
    assert isinstance(form, Value)
    assert isinstance(form.type, Record)
    assert class_name(form.type) == "out"
    assert form.type.fields is not None
    inside = form.type.fields[0].type
    assert isinstance(inside, Record)
    assert inside.name == "struct geo_in"
    assert class_name(inside) == "in_"
    assert inside.fields is not None
    assert [field.const for field in inside.fields] == [True, False, False]
    assert [size.text for size in inside.fields[2].shape] == ["2", "3"]


def test_an_opaque_struct_that_nothing_makes(tmp_path: Path) -> None:
    declarations = "struct engine;\nvoid f(struct engine *UNGIL_OR_NULL a, struct engine *b);"
    a, b = read_function(tmp_path, declarations).parameters
    assert a.form == Handle(Record("struct engine"), or_null=True)
    assert isinstance(b.form, Unbound)


def test_callbacks(tmp_path: Path) -> None:
    declarations = """
    typedef int (*visitor)(int i, void *UNGIL_CONTEXT c);
    int each(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(-1) row)(void *UNGIL_CONTEXT c, int n),
             void *UNGIL_CONTEXT c);
    int visit(visitor UNGIL_NOESCAPE UNGIL_OR_NULL v, void *UNGIL_CONTEXT c);
    int again(visitor UNGIL_NOESCAPE v, void *UNGIL_CONTEXT c);
    int plain(double (*UNGIL_NOESCAPE f)(double));
    int kept(visitor v, void *data);
    """
    functions = {function.name: function for function in read_all(tmp_path, declarations).functions}
    row, context = (parameter.form for parameter in functions["each"].parameters)
    assert isinstance(row, Callback)
    assert row.on_exception is not None
    assert (row.context, row.on_exception.text) == (0, "-1")
    assert [type(parameter.form) for parameter in row.type.parameters] == [Context, Value]
    assert row.type.result == Integer("int")
    assert context == Context()
    for name, or_null in (("visit", True), ("again", False)):
        form = functions[name].parameters[0].form
        assert isinstance(form, Callback)
        assert (form.context, form.or_null) == (1, or_null)
    form = functions["plain"].parameters[0].form
    assert isinstance(form, Callback)
    assert form.context is None
    assert functions["kept"].unbound == "'v' is a function pointer without a word"


def test_constants(tmp_path: Path) -> None:
    declarations = """
    #define COUNT (1 << 4)
    #define CAST ((uint8_t)-1)
    #define HALF (COUNT * 0.5)
    #define IS_HALF (HALF > 0)
    #define NAME "a" "b"
    #define LETTER 'x'
    #define ALIAS COUNT
    #define BITS (~0u ^ 3)
    #define FIELD sizeof(struct { int a; })
    #define CALL(x) (x)
    #define CALLED CALL(3)
    #define TYPE int
    #define EMPTY
    #define UNKNOWN (OTHER + 1)
    #define FROM_WORD (KNOWN + 1)
    #define SELF SELF
    #define FIRST SECOND
    #define SECOND FIRST
    #define GONE 1
    #undef GONE
    #define _HIDDEN 1
    #define __hidden 1
    enum { RED = COUNT, GREEN };
    UNGIL_CONSTANT(KNOWN);
    int f(void);
    """
    constants = {c.name: c for c in read_all(tmp_path, declarations).constants}
    kinds = {name: constant.kind for name, constant in constants.items()}
    integers = ["COUNT", "CAST", "IS_HALF", "LETTER", "ALIAS", "BITS", "FIELD", "CALLED"]
    integers += ["RED", "GREEN"]
    assert kinds == {
        **dict.fromkeys(integers, ConstantKind.INTEGER),
        "HALF": ConstantKind.REAL,
        "NAME": ConstantKind.TEXT,
        "FROM_WORD": ConstantKind.UNKNOWN,
        "KNOWN": ConstantKind.UNKNOWN,
    }
    assert [name for name, constant in constants.items() if constant.enumerator] == ["RED", "GREEN"]
    assert [name for name, constant in constants.items() if constant.from_word] == ["KNOWN"]
