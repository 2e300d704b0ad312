"""`ungil wrap`: what it says when it cannot."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.packages.environments import bound_by_permissions, read_only
from tests.project.commands import UNGIL, ungil

pytest.importorskip("clang.cindex")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("int f(missing_type x);", "unknown type name 'missing_type'"),
        ("#include <not_there.h>\nint f(int x);", "'not_there.h' file not found"),
        ("class Shape { public: int area(); };", "is a C++ header"),
        ("#include <vector>\nint f(std::vector<int> v);", "is a C++ header"),
        ("namespace shapes { int area(int); }", "is a C++ header"),
        ("#define ONLY 1\n", "declares no function that can be bound"),
        ("", "declares no function that can be bound"),
        ("int f();", "it is declared without its parameters"),
    ],
)
def test_headers_that_cannot_be_wrapped(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "bad.h").write_text(text, encoding="utf-8")
    done = ungil(tmp_path, "wrap", "bad.h", status=1)
    assert said in done.stderr
    assert "hint: " in done.stderr or "no function" in done.stderr
    assert os.listdir(tmp_path) == ["bad.h"]


def test_headers_that_are_not_found(tmp_path: Path) -> None:
    done = ungil(tmp_path, "wrap", "nothing.h", "-I", "here", status=1)
    assert "there is no header nothing.h; looked in" in done.stderr
    assert str(tmp_path / "here") in done.stderr
    assert "hint: install the library's development package" in done.stderr
    assert "C++ header" in ungil(tmp_path, "wrap", "vector.hpp", status=1).stderr
    done = ungil(tmp_path, "wrap", "stdio.h", "--library", "no-such-library", status=1)
    assert "there is no library no-such-library" in done.stderr
    done = ungil(tmp_path, "wrap", "stdio.h", "--prefix", 'a"b', status=1)
    assert "no name in C begins with" in done.stderr
    assert os.listdir(tmp_path) == []


def test_header_that_python_s_own_contradict(tmp_path: Path) -> None:
    """No module can include both."""
    (tmp_path / "mine.h").write_text("double dup(double x);\nint f(int x);\n", encoding="utf-8")
    done = ungil(tmp_path, "wrap", "mine.h", status=1)
    assert "the C compiler refuses the library's header" in done.stderr
    assert "conflicting types for" in done.stderr
    assert os.listdir(tmp_path) == ["mine.h"]


def test_without_libclang_or_a_compiler(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden" / "clang"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError", encoding="utf-8")
    done = ungil(tmp_path, "wrap", "stdio.h", status=1, PYTHONPATH=str(hidden.parent))
    assert "pip install 'ungil[wrap]'" in done.stderr
    done = ungil(tmp_path, "wrap", "stdio.h", status=1, CC="no-such-compiler")
    assert "'no-such-compiler' as the C compiler" in done.stderr


def test_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "shapes.h").write_text("int f(int x);", encoding="utf-8")
    with read_only(tmp_path):
        command = bound_by_permissions([*UNGIL, "wrap", "shapes.h"])
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"ungil: error: cannot write {tmp_path / 'cdefs'}")
    assert "Permission denied" in done.stderr
