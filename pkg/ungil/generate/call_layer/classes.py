"""The classes of handles: their methods, their constructors, their place in the module."""

from __future__ import annotations

from ungil.generate import docstring
from ungil.generate.c_types import spelling
from ungil.generate.c_writer import CWriter, comment, string_literal
from ungil.generate.call_layer.handle_table import HandleTable
from ungil.handles import HandleClass, Method
from ungil.signature import signature_of


def announce(out: CWriter, table: HandleTable) -> None:
    """Declares what the call functions need of classes that stand below them."""
    if not table.classes:
        return
    out.line(f"static const ungil_class ungil_classes[{len(table.classes)}];")
    symbols = [destructor.symbol for destructor in table.undeclared()]
    symbols += [
        table.symbol(made)
        for handle in table.classes
        for made in handle.made
        if made.destructor is not None
    ]
    for symbol in dict.fromkeys(symbols):
        out.line(
            f"static PyObject *ungil_call_{symbol}("
            "PyObject *, PyObject *const *, Py_ssize_t, PyObject *);"
        )
    out.line()


def write(out: CWriter, table: HandleTable, module: str) -> None:
    """Writes every class: `ungil_classes` and what stands in it."""
    if not table.classes:
        return
    for number, handle in enumerate(table.classes):
        out.line(comment(f"class {handle.name}: {spelling(handle.type.record)}"))
        for method in handle.methods:
            _write_method(out, number, method)
        _write_table(out, number, handle)
        _write_constructor(out, number, handle)
    with out.block("static const ungil_class ungil_classes[] =", "};"):
        for number, handle in enumerate(table.classes):
            out.line(f"{{{_entry(number, handle, module)}}},")
    out.line()


def _write_method(out: CWriter, number: int, method: Method) -> None:
    head = f"static PyObject *{_symbol(number, method)}("
    parameters = (
        "PyObject *self",
        "PyObject *const *args",
        "Py_ssize_t nargs",
        "PyObject *kwnames",
    )
    with out.function(head + f",\n{' ' * len(head)}".join(parameters) + ")"):
        call = f"ungil_call_{method.function.name}"
        out.line(f"return ungil_run_method({call}, self, args, nargs, kwnames);")


def _symbol(number: int, method: Method) -> str:
    return f"ungil_method_{number}_{method.function.name}"


def _write_table(out: CWriter, number: int, handle: HandleClass) -> None:
    with out.block(f"static PyMethodDef ungil_methods_{number}[] =", "};"):
        for method in handle.methods:
            signature = signature_of(method.function)
            doc = string_literal(docstring.write_method(method.name, method.function, signature))
            out.line(f"{{{string_literal(method.name)},")
            out.line(f" (PyCFunction)(void (*)(void)){_symbol(number, method)},")
            out.line(" METH_FASTCALL | METH_KEYWORDS,")
            out.line(f"{doc}}},")
        out.line("UNGIL_HANDLE_METHODS,")
    out.line()


def _write_constructor(out: CWriter, number: int, handle: HandleClass) -> None:
    head = f"static PyObject *ungil_construct_{number}("
    parameters = ("PyTypeObject *type", "PyObject *args", "PyObject *kwargs")
    with out.function(head + f",\n{' ' * len(head)}".join(parameters) + ")"):
        if handle.constructor is not None:
            call = f"ungil_call_{handle.constructor.name}"
            out.line(f"return ungil_construct({call}, type, args, kwargs);")
            return
        names = " or ".join(f"{maker.python_name}()" for maker in handle.makers)
        message = f"{handle.name}() cannot be called: " + (
            f"call {names}" if names else "no function of this module makes one"
        )
        out.line("(void)type, (void)args, (void)kwargs;")
        out.line(f"PyErr_SetString(PyExc_TypeError, {string_literal(message)});")
        out.line("return NULL;")


def _entry(number: int, handle: HandleClass, module: str) -> str:
    storage = any(made.storage for made in handle.made)
    type = spelling(handle.type.record)
    size = f"sizeof({type}), _Alignof({type})" if storage else "0, 0"
    doc = string_literal(docstring.write_class(handle))
    name = string_literal(f"{module}.{handle.name}")
    parent = "true" if handle.parent else "false"
    return (
        f"{name}, {doc}, ungil_methods_{number}, ungil_construct_{number}, {number}, {parent}, "
        f"{size}"
    )


def write_additions(out: CWriter, table: HandleTable) -> None:
    """Adds the classes to the module that is made."""
    for number in range(len(table.classes)):
        with out.block(f"if (ungil_add_handle(ungil_self, &ungil_classes[{number}]) < 0)"):
            out.line("return -1;")
