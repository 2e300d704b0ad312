"""Modules made on the spot: a header and its C, bound, compiled, imported."""

from __future__ import annotations

import importlib.util
import io
import os
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import ungil
from tests.reading import PREAMBLE, read_file
from ungil.assembly import Assembly
from ungil.interface import Function
from ungil.without_cffi import CallLayerOnly

HAS_LOCK = getattr(sys, "_is_gil_enabled", lambda: True)()

COMPILER = shlex.split(os.environ.get("CC", "cc"))
FLAGS = shlex.split(os.environ.get("UNGIL_TEST_CFLAGS", "-O1"))
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wno-unused-parameter"]


def build(
    folder: Path,
    name: str,
    declarations: str,
    code: str = "",
    *,
    libraries: Sequence[str] = (),
    prefix: str = "",
) -> ModuleType:
    """Binds declarations, compiles them with their C, imports the module.

    Without cffi's half, which the call layer does not need and which doubles the time.
    """
    (folder / "api.h").write_text(f"#pragma once\n{PREAMBLE}\n{declarations}", encoding="utf-8")
    (folder / "code.c").write_text(f'#include "api.h"\n{code}', encoding="utf-8")
    interface = read_file(folder / "api.h", prefix)
    left_out = [f"{f.name}: {f.unbound}" for f in interface.functions if _is_left_out(f)]
    assert not left_out, left_out
    text = io.StringIO()
    CallLayerOnly(Assembly(name, interface, folder, {})).emit_c_code(text)
    (folder / f"{name}.c").write_text(text.getvalue(), encoding="utf-8")
    library = folder / f"{name}.abi3.so"
    sources = [f"{name}.c", "code.c"] if code else [f"{name}.c"]
    compile_c(library, [folder / source for source in sources], libraries)
    return load(name, library)


def build_header(folder: Path, header: Path, **options: Any) -> ModuleType:
    """Binds a header and the C file beside it, if there is one: the module, of the same name."""
    source = header.with_suffix(".c")
    code = source.read_text(encoding="utf-8") if source.exists() else ""
    return build(folder, header.stem, header.read_text(encoding="utf-8"), code, **options)


def _is_left_out(function: Function) -> bool:
    return function.unbound is not None and not function.explicit_skip


def compile_c(library: Path, sources: Sequence[Path], more: Sequence[str] = ()) -> None:
    """Compiles C files to an extension module.

    What is preloaded into this process is not for the compiler.
    """
    command = [
        *COMPILER,
        *("-std=c11", "-D_DEFAULT_SOURCE", "-pthread", "-shared", "-fPIC", "-fvisibility=hidden"),
        "-fno-diagnostics-show-caret",
        *FLAGS,
        *WARNINGS,
        *(f"-I{folder}" for folder in (sysconfig.get_path("include"), ungil.get_include())),
        f"-I{library.parent}",
        *map(str, sources),
        *more,
        *("-o", str(library)),
    ]
    environment = {name: os.environ[name] for name in os.environ if name != "LD_PRELOAD"}
    compiler = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert compiler.returncode == 0, f"{shlex.join(command)}\n{compiler.stderr}"


def load(name: str, library: Path) -> ModuleType:
    """Imports an extension module from a file."""
    spec = importlib.util.spec_from_file_location(name, library)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def loading(module: ModuleType) -> str:
    """Code that imports such a module, as `module`, in another interpreter."""
    assert module.__spec__ is not None
    return f"""
import importlib.util
spec = importlib.util.spec_from_file_location({module.__name__!r}, {module.__spec__.origin!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
"""
