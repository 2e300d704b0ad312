"""The build backend, and the tools that it looks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ungil import backend, interpreter
from ungil.project import toolchain


def ask(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs code with other environment variables."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )


REQUIRES = "import ungil.backend as b; print(b.get_requires_for_build_wheel({}))"


def test_cffi_is_required_where_it_exists() -> None:
    assert ("cffi>=2" in backend.get_requires_for_build_wheel()) == interpreter.has_cffi()
    assert "cffi>=2" not in backend.get_requires_for_build_sdist()


def test_no_compiler(tmp_path: Path) -> None:
    done = ask(REQUIRES, PATH=os.fspath(tmp_path), CC="")
    assert done.returncode == 1
    assert done.stderr.startswith("ungil: error: No C compiler found")
    assert "pip install ziglang" in done.stderr
    assert 'CC="python -m ziglang cc" AR="python -m ziglang ar"' in done.stderr
    assert "Traceback" not in done.stderr


def test_compiler_that_is_not_there() -> None:
    done = ask(REQUIRES, CC="no-such-compiler -m32")
    assert done.returncode == 1
    assert "CC names 'no-such-compiler'" in done.stderr


def test_machine_file_names_the_compiler() -> None:
    code = REQUIRES.replace("{}", "{'setup-args': '--native-file=mine.ini'}")
    assert ask(code, CC="no-such-compiler").returncode == 0


def test_compiler_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "gcc -m64")
    assert toolchain.c_compiler() == ["gcc", "-m64"]
    monkeypatch.delenv("CC")
    assert toolchain.c_compiler()[0] in toolchain.COMPILERS


def test_headers_of_python() -> None:
    assert (toolchain.python_headers() / "Python.h").is_file()
