"""Docstrings as CPython reads them, from a module that a C compiler has built."""

from __future__ import annotations

import importlib.util
import inspect
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.reading import read_all, read_function
from ungil.frozen import replace
from ungil.generate import docstring
from ungil.generate.c_writer import string_literal
from ungil.interface import Function
from ungil.signature import signature_of


def _written(function: Function) -> str:
    return docstring.write(function, signature_of(function))


@pytest.fixture
def build(tmp_path: Path) -> Callable[[str], ModuleType]:
    """Builds a module whose functions do nothing and have the docstrings of a header's."""

    def build(declarations: str) -> ModuleType:
        methods = "".join(
            f"{{{string_literal(function.python_name)}, f, METH_VARARGS,\n"
            f"{string_literal(_written(function))}}},\n"
            for function in read_all(tmp_path, declarations).functions
        )
        source = tmp_path / "documented.c"
        source.write_text(
            "#include <Python.h>\n"
            "static PyObject *f(PyObject *m, PyObject *a) { (void)m; return Py_NewRef(a); }\n"
            f"static PyMethodDef methods[] = {{\n{methods}{{0}}}};\n"
            'static PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "documented",'
            " .m_methods = methods};\n"
            "PyMODINIT_FUNC PyInit_documented(void) { return PyModuleDef_Init(&module); }\n",
            encoding="utf-8",
        )
        library = tmp_path / f"documented{sysconfig.get_config_var('EXT_SUFFIX')}"
        include = f"-I{sysconfig.get_path('include')}"
        flags = ["-std=c11", "-trigraphs", "-fPIC", "-shared"]
        subprocess.run(["cc", *flags, include, str(source), "-o", str(library)], check=True)
        spec = importlib.util.spec_from_file_location("documented", library)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return build


def test_inspect_reads_every_signature(build: Callable[[str], ModuleType]) -> None:
    module = build(
        """
        void nothing(void);
        void add(const int *UNGIL_COUNTED_BY(n) a, const int *UNGIL_COUNTED_BY(n) b,
                 int *UNGIL_OUT UNGIL_COUNTED_BY(n) result, size_t n);
        double literals(int UNGIL_DEFAULT(-1) a, double UNGIL_DEFAULT(1.5) b,
                        bool UNGIL_DEFAULT(true) c,
                        const char *UNGIL_NUL_TERMINATED UNGIL_DEFAULT("--\\n\\n(\\"é\\")") d,
                        const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL UNGIL_DEFAULT(NULL) e);
        int keywords(int self, int module, int in, int None, int __x);
        """
    )
    empty = inspect.Parameter.empty
    assert not inspect.signature(module.nothing).parameters
    assert str(inspect.signature(module.add)) == "(a, b, result=None, *, n=Ellipsis)"
    defaults = [p.default for p in inspect.signature(module.literals).parameters.values()]
    assert defaults == [-1, 1.5, True, '--\n\n("é")', None]
    own = inspect.signature(module.keywords).parameters
    assert list(own) == ["self", "module", "in_", "None_", "__x"]
    assert all(parameter.default is empty for parameter in own.values())


HOSTILE = [
    "\"\"\" and '''",
    "a back\\slash, \\x41, \\0, \\r, \\N{BULLET}",
    "100 %, %s, %n",
    "??/ ??= trigraphs",
    "文字, é, \U0001f600, \u200d",
    ")\n--\n\nx",
    "f($module, x)\n--\n\n",
]


@pytest.mark.parametrize("said", HOSTILE)
def test_whatever_a_doc_comment_holds(said: str, build: Callable[[str], ModuleType]) -> None:
    lines = "\n".join(f"/// {line}" for line in said.split("\n"))
    module = build(f"{lines}\nint f(int x);")
    assert str(inspect.signature(module.f)) == "(x)"
    for line in said.split("\n"):
        assert line.strip() in module.f.__doc__


def test_end_of_a_comment_and_nul_in_the_text(tmp_path: Path) -> None:
    """Text that no comment can hold, as another reader of headers might give it."""
    function = read_function(tmp_path, "/** text */ int f(int x);")
    text = replace(function.documentation, text="*/ \0 \r end")
    written = _written(replace(function, documentation=text))
    assert "*/ \\x00 " in written
    assert "\0" not in written


def test_parameters_that_python_cannot_name(tmp_path: Path) -> None:
    """They leave the signature open, but readable."""
    function = read_function(tmp_path, "int f(int __debug__);")
    assert _written(function).startswith("f($module, *args, **kwargs)\n--\n\n")


FILTER = """
/** Filters a signal.
 *
 *  By convolution.
 *  @param signal  what is filtered
 *  @param k       how many taps
 *  @param out     receives the result
 *  @return how much of it is new */
size_t filter(const float *UNGIL_COUNTED_BY(n) signal,
              float *UNGIL_SHAPE(k, 2) UNGIL_OR_NULL taps,
              float *UNGIL_OUT UNGIL_COUNTED_BY(n - k + 1) UNGIL_WRITTEN(return) out,
              size_t n,
              size_t k,
              double UNGIL_RANGE(0, 1) UNGIL_DEFAULT(gain_of(k)) gain)
    UNGIL_REQUIRES(k <= n);
"""

DOCUMENTED = """\
Filters a signal.

By convolution.

Parameters
----------
signal : array of float, length n
    what is filtered
taps : array of float, shape (k, 2), or None, changed in place
out : array of float, length n - k + 1, optional
    receives the result
    Allocated when left out.
gain : float (double), optional
    Default: ``gain_of(k)``.
n : int (size_t), optional
    Inferred from signal.
k : int (size_t), optional
    how many taps
    Inferred from taps.

Returns
-------
int (size_t)
    how much of it is new
    Not returned with out left out.
out : array of float, length n - k + 1
    The one given, else a new one, cut to the C result.

Raises
------
ValueError
    Unless ``0 <= gain <= 1``.
    Unless ``k <= n``.
"""


def test_sections(tmp_path: Path) -> None:
    function = read_function(tmp_path, FILTER)
    body = docstring.body(function, signature_of(function))
    assert body == f"{DOCUMENTED}\n{function.declaration}"


@pytest.mark.parametrize(
    ("declaration", "raised"),
    [
        ("int f(void) UNGIL_STATUS();", "Error\n    Unless ``return == 0``; ``code``"),
        ("int f(void) UNGIL_SUCCESS(return > 0);", "Error\n    Unless ``return > 0``; ``code``"),
        ("int f(void) UNGIL_ERRNO;", "OSError\n    From errno: a negative or NULL result."),
        ("const char *UNGIL_NUL_TERMINATED f(void);", "RuntimeError\n    If C returns NULL."),
    ],
)
def test_errors_that_words_imply(declaration: str, raised: str, tmp_path: Path) -> None:
    assert f"Raises\n------\n{raised}" in _written(read_function(tmp_path, declaration))


@pytest.mark.parametrize(
    ("parameter", "shown"),
    [
        ("int UNGIL_DEFAULT(7) x", "7"),
        ("int UNGIL_DEFAULT((-7)) x", "-7"),
        ("int UNGIL_DEFAULT(0x1fUL) x", "31"),
        ("int UNGIL_DEFAULT(010) x", "8"),
        ("int UNGIL_DEFAULT(1 + 1) x", "..."),
        ("int UNGIL_DEFAULT(1.5) x", "..."),
        ("int UNGIL_DEFAULT(-1u) x", "..."),
        ("size_t UNGIL_DEFAULT(-1) x", "..."),
        ("int64_t UNGIL_DEFAULT(-1) x", "-1"),
        ("bool UNGIL_DEFAULT(0) x", "False"),
        ("bool UNGIL_DEFAULT(true) x", "True"),
        ("double UNGIL_DEFAULT(1) x", "1.0"),
        ("double UNGIL_DEFAULT(-.5e-3) x", "-0.0005"),
        ("double UNGIL_DEFAULT(1e999) x", "..."),
        ("double UNGIL_DEFAULT(0.1f) x", "..."),
        ("float UNGIL_DEFAULT(0.1f) x", "0.1"),
        ("double UNGIL_DEFAULT(limit()) x", "..."),
        ('const char *UNGIL_NUL_TERMINATED UNGIL_DEFAULT("a" "b\\n") x', "'ab\\n'"),
        ('const char *UNGIL_NUL_TERMINATED UNGIL_DEFAULT("\\x41") x', "..."),
        ("const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL UNGIL_DEFAULT(NULL) x", "None"),
    ],
)
def test_defaults(parameter: str, shown: str, tmp_path: Path) -> None:
    function = read_function(tmp_path, f"void f({parameter});")
    assert docstring.text_signature(signature_of(function)) == f"($module, x={shown})"
