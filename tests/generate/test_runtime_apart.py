"""The C runtime in a file of its own, which development builds compile by itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.generate.compiling import COMPILERS, LIMITED_API, STAND_ALONE, WARNINGS
from tests.generate.test_stub import HEADERS
from tests.reading import ROOT, read_file
from ungil.generate import call_layer

DEVELOP = "-DUNGIL_DEVELOP"


def write_both(header: Path, folder: Path) -> tuple[list[str], list[Path]]:
    """Writes a module's two files: the flags that they need, and the files."""
    interface = read_file(header)
    runtime = call_layer.write_runtime(interface, header.stem)
    calls, apart = folder / f"{header.stem}.c", folder / f"{header.stem}_runtime.c"
    text = call_layer.write(interface, header.stem, runtime)
    text = text.replace(runtime, call_layer.inclusion(apart.name))
    calls.write_text(LIMITED_API + STAND_ALONE + text, encoding="utf-8")
    apart.write_text(call_layer.write_apart(runtime, LIMITED_API, calls.name), encoding="utf-8")
    folders = [header.parent, ROOT / "pkg/ungil/include", Path(sysconfig.get_path("include"))]
    return [f"-I{path}" for path in folders], [calls, apart]


@pytest.mark.parametrize("mode", [DEVELOP, "-UUNGIL_DEVELOP"])
@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("name", ["callbacks", "handles", "structs", "vectorized"])
def test_both_files_compile(name: str, compiler: str, mode: str, tmp_path: Path) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    header = next(header for header in HEADERS if header.stem == name)
    includes, files = write_both(header, tmp_path)
    for file in files:
        command = [*COMPILERS[compiler], *WARNINGS, mode, *includes, str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def symbols(file: Path, *options: str) -> set[str]:
    command = ["nm", "--format=posix", *options, str(file)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {line.split()[0] for line in said.splitlines()}


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.stem)
def test_they_make_one_module(header: Path, tmp_path: Path) -> None:
    """Every function of the runtime is in one of them, and is no one else's."""
    includes, files = write_both(header, tmp_path)
    kernels = tmp_path / "kernels.c"
    names = [function.name for function in read_file(header).functions]
    kernels.write_text("".join(f"void {name}(void) {{}}\n" for name in names))
    library = tmp_path / f"{header.stem}{sysconfig.get_config_var('EXT_SUFFIX')}"
    command = ["cc", "-O0", "-w", DEVELOP, "-shared", "-fPIC", *includes]
    subprocess.run([*command, *map(str, [*files, kernels]), "-o", str(library)], check=True)
    code = f"import {header.stem}; print(*{header.stem}.__all__)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    exported = symbols(library, "--dynamic", "--defined-only")
    assert {name for name in exported if name.startswith(("ungil", "PyInit"))} == {
        f"PyInit_{header.stem}"
    }


def test_most_builds_have_nothing_in_the_second(tmp_path: Path) -> None:
    includes, (_, apart) = write_both(HEADERS[0], tmp_path)
    made = tmp_path / "apart.o"
    for mode, empty in ((DEVELOP, False), ("-UUNGIL_DEVELOP", True)):
        subprocess.run(["cc", mode, *includes, "-c", str(apart), "-o", str(made)], check=True)
        assert (symbols(made, "--defined-only") == set()) == empty


EDITS = {
    "a new name": "void other(int32_t a) UNGIL_AUTO;",
    "one more parameter": "void f(int32_t a, int32_t b) UNGIL_AUTO;",
    "documentation": "/** Says so. */\nvoid f(int32_t a) UNGIL_AUTO;",
}


@pytest.mark.parametrize("edit", EDITS)
def test_edits_leave_the_runtime_as_it_is(edit: str, tmp_path: Path) -> None:
    header = tmp_path / "kernels.h"
    texts = []
    for declaration in ("void f(int32_t a) UNGIL_AUTO;", EDITS[edit]):
        header.write_text(f'#include <stdint.h>\n#include "ungil.h"\n{declaration}\n')
        texts.append(call_layer.write_runtime(read_file(header), "kernels"))
    assert texts[0] == texts[1]
