"""Includes, conditionals and macros."""

from __future__ import annotations

from pathlib import Path

import pytest

from ungil import header
from ungil.diagnostics import HeaderError
from ungil.interface import Interface


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.h").write_text(text, encoding="utf-8")


def read(folder: Path, *names: str) -> Interface:
    return header.read([folder / f"{name}.h" for name in names], base=folder).interface


def names(interface: Interface) -> list[str]:
    return [function.name for function in interface.functions]


def codes(folder: Path, text: str) -> list[str]:
    write(folder, x=text)
    with pytest.raises(HeaderError) as caught:
        read(folder, "x")
    return [diagnostic.code for diagnostic in caught.value.diagnostics]


def test_an_included_header_is_read_once_and_in_its_place(tmp_path: Path) -> None:
    write(
        tmp_path,
        first='#include "types.h"\nint a(number n);\n#include "types.h"\n',
        second='#include "types.h"\n#include "first.h"\nint b(number n);\n',
        types="typedef int number;\nint t(number n);\n",
    )
    interface = read(tmp_path, "first", "second")
    assert names(interface) == ["t", "a", "b"]
    assert interface.headers == ("first.h", "second.h")
    assert interface.files == ("first.h", "types.h", "second.h")


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("#ifndef G\n#define G\n", "#endif\n"), ("#if !defined(G)\n#define G 1\n", "#endif /* G */")],
)
def test_cycles_end_at_include_guards(tmp_path: Path, opening: str, closing: str) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        guard = opening.replace("G", f"{name.upper()}_H")
        write(tmp_path, **{name: f'{guard}#include "{other}.h"\nint {name}(void);\n{closing}'})
    assert names(read(tmp_path, "one", "two")) == ["two", "one"]


def test_headers_in_folders_are_found_from_the_includer_and_from_the_top(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "near.h").write_text('#include "beside.h"\n#include "top.h"\n')
    (tmp_path / "sub" / "beside.h").write_text("int beside(void);\n")
    write(tmp_path, top="int top(void);\n", main='#include "sub/near.h"\n')
    interface = read(tmp_path, "main")
    assert names(interface) == ["beside", "top"]
    assert interface.functions[0].span.file == "sub/beside.h"


def test_system_headers_and_ungil_h_are_the_compiler_s(tmp_path: Path) -> None:
    text = '#include <no/such/header.h>\n#include "ungil.h"\n#include <ungil.h>\nint f(void);\n'
    write(tmp_path, x=text)
    assert read(tmp_path, "x").files == ("x.h",)


FOLLOWED = {
    "#ifdef __cplusplus\nextern \"C\" {\n#endif\nint f(void);\n#ifdef __cplusplus\n}\n#endif":
        ["f"],
    "#if defined(__cplusplus)\nint no(void);\n#else\nint f(void);\n#endif": ["f"],
    "#ifndef __cplusplus\nint f(void);\n#endif": ["f"],
    "#if defined __cplusplus\nint no(void);\n#endif\nint f(void);": ["f"],
    "#ifdef UNGIL_READING\nint f(void);\n#else\nint no(void);\n#endif": ["f"],
    "#ifndef UNGIL_READING\nint no(void);\n#else\nint f(void);\n#endif": ["f"],
    "#define HAVE\n#ifdef HAVE\nint f(void);\n#endif\n#ifndef HAVE\nint no(void);\n#endif": ["f"],
    "#ifdef UNGIL_READING\n#ifdef __cplusplus\nint no(void);\n#else\nint f(void);\n#endif\n#endif":
        ["f"],
    "#ifdef __cplusplus\n#ifdef WHATEVER\n#endif\n#endif\nint f(void);": ["f"],
}  # fmt: skip


@pytest.mark.parametrize("text", FOLLOWED)
def test_conditionals_with_a_certain_outcome(tmp_path: Path, text: str) -> None:
    write(tmp_path, x=text)
    assert names(read(tmp_path, "x")) == FOLLOWED[text]


UNCERTAIN = [
    "#ifdef _WIN32\nint f(void);\n#endif\nint g(void);",
    "#if __STDC_VERSION__ >= 201112L\nint f(void);\n#endif\nint g(void);",
    "#if 0\nint f(void);\n#endif\nint g(void);",
    "#ifdef BIG\n#define SIZE 3\n#endif\nint g(void);",
    "#ifdef BIG\n#define REAL double\n#else\n#define REAL float\n#endif\nint g(void);",
    '#ifdef BIG\n#include "big.h"\n#endif\nint g(void);',
    "#ifdef __cplusplus\n#elif defined(BIG)\nint f(void);\n#endif\nint g(void);",
]


@pytest.mark.parametrize("text", UNCERTAIN)
def test_other_conditionals_are_errors(tmp_path: Path, text: str) -> None:
    assert codes(tmp_path, text) == ["conditional"]


def test_definitions_that_every_branch_has_are_read(tmp_path: Path) -> None:
    text = """
    #ifndef LIMIT
    #define LIMIT 8
    #endif
    #if defined(BIG)
    #define SIZE 100
    #elif defined(SMALL)
    #define SIZE 1
    #else
    #error which?
    #endif
    #ifdef _MSC_VER
    #include <malloc.h>
    #define API __declspec(dllexport)
    #define DEPRECATED(text) __declspec(deprecated(text))
    #else
    #define API
    #define DEPRECATED(text) __attribute__((deprecated(text)))
    #endif
    API DEPRECATED("old") int f(int a);
    """
    write(tmp_path, x=text)
    interface = read(tmp_path, "x")
    assert names(interface) == ["f"]
    assert [constant.name for constant in interface.constants] == ["LIMIT", "SIZE"]
    assert interface.declarations.startswith("int f(int a);\n")


def test_macros_expand_in_declarations(tmp_path: Path) -> None:
    text = """
    #define REAL double
    #define PAIR(type, name) type name##_no
    #define PARAMETERS(a, b) REAL a, const REAL b
    #define NESTED(x) PARAMETERS(x, y)
    #define SELF SELF_t
    #define OF(list) list
    typedef int SELF_t;
    REAL f(NESTED(first));
    SELF g OF((int a, SELF b));
    """
    write(tmp_path, x=text)
    lines = read(tmp_path, "x").declarations.splitlines()
    assert lines[1:] == ["double f(double first, const double y);", "SELF_t g (int a, SELF_t b);"]


def test_attributes_are_left_out(tmp_path: Path) -> None:
    text = """
    [[nodiscard]] int f(int a [[maybe_unused]]) __attribute__((pure, nonnull(1)));
    __declspec(dllexport) _Noreturn void __cdecl g(void) __asm__("g_");
    """
    write(tmp_path, x=text)
    assert read(tmp_path, "x").declarations == "int f(int a);\nvoid g(void);\n"


def test_macros_that_grow_without_end_are_errors(tmp_path: Path) -> None:
    doubling = "".join(f"#define A{i} A{i + 1} A{i + 1}\n" for i in range(40))
    assert codes(tmp_path, f"{doubling}#define A40 int\nA0 f(void);\n")[0] == "macro"


def test_a_long_chain_of_includes_ends(tmp_path: Path) -> None:
    for i in range(120):
        (tmp_path / f"h{i}.h").write_text(f'#include "h{i + 1}.h"\nint f{i}(void);\n')
    (tmp_path / "h120.h").write_text("int last(void);\n")
    with pytest.raises(HeaderError, match=r"more than \d+ nested includes"):
        read(tmp_path, "h0")


def test_pragmas(tmp_path: Path) -> None:
    write(tmp_path, x="#pragma once\n#pragma GCC diagnostic push\n#pragma omp simd\nint f(void);\n")
    notes = header.read([tmp_path / "x.h"], base=tmp_path).notes
    assert [note.message for note in notes] == ["#pragma omp is the C compiler's alone"]
