"""Real libraries, bound by a declaration header each and linked as Debian installs them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.runtime import modules
from ungil import assemble

HERE = Path(__file__).parent

Library = Callable[..., ModuleType]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """`library("zlib_calls.h", "zlib.h", "-lz", prefix="")`: the module of a declaration header.

    Skips where the compiler does not find the library's own header. `cffi`: with `lib`.
    """

    def make(
        header: str, needs: str, *link: str, prefix: str = "", cffi: bool = False
    ) -> ModuleType:
        if not _finds(needs):
            pytest.skip(f"{needs} is not installed")
        folder = tmp_path_factory.mktemp("library")
        name = header.removesuffix(".h")
        if cffi:
            return _build_with_cffi(folder, name, link)
        shutil.copy(HERE / header, folder)
        text = f'#include "{header}"'
        return modules.build(folder, name, text, libraries=link, prefix=prefix)

    return make


def _finds(header: str) -> bool:
    command = [*modules.COMPILER, "-E", "-", "-o", os.devnull]
    program = f"#include <{header}>\n"
    return subprocess.run(command, input=program, capture_output=True, text=True).returncode == 0


def _build_with_cffi(folder: Path, name: str, link: tuple[str, ...]) -> ModuleType:
    """Builds as a script of the author's would, warnings about cffi's half left aside."""
    script = assemble.Script(str(HERE / "build_ffi.py"), "__main__")
    ffibuilder = assemble.builder(
        name, headers=[f"{name}.h"], sources=[], gil="release", prefix="", options={}, script=script
    )
    assemble.main(ffibuilder, ["--output-dir", str(folder)])
    library = folder / f"{name}.abi3.so"
    modules.compile_c(library, [folder / f"{name}.c"], [f"-I{HERE}", "-w", *link])
    return modules.load(name, library)
