"""Handle types are classes: their names, documentation, constructors and methods."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Callable
from types import ModuleType

import pytest

from tests.runtime.refusals import refuses


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
    message = "'b' must be a box of this module, not box of another, as when it was imported twice"
    with refuses(TypeError, f"box_get(): {message}"):
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
