"""Each part of the C runtime stands alone, under every compiler and both of Python's APIs."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from ungil import interpreter
from ungil.generate.call_layer import RUNTIME

WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
COMPILERS = {
    "gcc": ["gcc", "-O1", "-c", "-o", "/dev/null"],  # some of its warnings need the optimizer
    "clang": ["clang", "-fsyntax-only"],
}

APIS = {"limited-api": "-DPy_LIMITED_API=0x030B0000", "whole-api": "-D_CFFI_NO_LIMITED_API"}
if not interpreter.has_limited_api():
    APIS["limited-api"] = APIS["whole-api"]

# What the generated C defines above the parts, and what stands between them and the last one.
ABOVE = """
#define UNGIL_MODULE_NAME "package.module"
#define UNGIL_INIT PyInit_module
#define UNGIL_WITH_CFFI 0
#define UNGIL_NO_CFFI_REASON "this is a test"
#define UNGIL_MAX_NDIM 3
#define UNGIL_NAME_COUNT 3
#define UNGIL_HANDLE_COUNT 2
#define UNGIL_RECORD_COUNT 2
#define UNGIL_AUTO_COUNT 2
typedef int not_empty;
"""
BETWEEN = """
static int ungil_add_constants(PyObject *module) { return module == NULL; }
static PyMethodDef ungil_methods[] = {{NULL, NULL, 0, NULL}};
"""
PARTS = sorted(header.name for header in RUNTIME.glob("*.h"))
LAST = ("module.h", "cffi_half.h")


def compiles(folder: Path, compiler: str, api: str, parts: list[str]) -> None:
    """Compiles a file that includes parts of the runtime, each twice."""
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    includes = [f'#include "{part}"\n' * 2 for part in parts if part not in LAST]
    if "exec.h" in parts or "module.h" in parts:
        includes += ['#include "exec.h"\n', BETWEEN, '#include "module.h"\n']
    includes += [f'#include "{part}"\n' for part in parts if part == "cffi_half.h"]
    file = folder / "parts.c"
    file.write_text(ABOVE + "".join(includes), encoding="utf-8")
    paths = [f"-I{sysconfig.get_path('include')}", f"-I{RUNTIME}"]
    command = [*COMPILERS[compiler], *WARNINGS, APIS[api], *paths, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("compiler", "api"), [("gcc", "limited-api"), ("clang", "whole-api")])
@pytest.mark.parametrize("part", PARTS)
def test_alone(part: str, compiler: str, api: str, tmp_path: Path) -> None:
    compiles(tmp_path, compiler, api, [part])


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize("compiler", COMPILERS)
def test_together(compiler: str, api: str, tmp_path: Path) -> None:
    compiles(tmp_path, compiler, api, PARTS)


def test_parts_begin_with_their_name() -> None:
    """Their first line says what each is for."""
    for header in RUNTIME.glob("*.h"):
        first = header.read_text(encoding="utf-8").partition("\n")[0]
        assert first.startswith(f"/* {header.name}: "), header
