"""Generated call functions against expected ones, and against the C compilers."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.generate.test_stub import HEADERS
from tests.reading import ROOT, read_file
from ungil.generate import call_layer

STAND_ALONE = '#define UNGIL_WITH_CFFI 0\n#define UNGIL_NO_CFFI_REASON "this is a test"\n'
WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
COMPILERS = {
    "gcc": ["gcc", "-O2", "-c", "-o", "/dev/null"],  # some of its warnings need the optimizer
    "clang": ["clang", "-fsyntax-only"],
}


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.stem)
def test_expected_calls(header: Path, update: bool) -> None:
    """What stands between the header's inclusion and the fixed runtime's end."""
    text = call_layer.write(read_file(header), header.stem)
    start, end = text.index(f'#include "{header.name}"\n'), text.index("/* module.h: ")
    actual = text[start:end]
    expected = header.with_suffix(".c")
    if update:
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.stem)
def test_call_layer_compiles_alone(header: Path, compiler: str, tmp_path: Path) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    source = tmp_path / f"{header.stem}.c"
    text = call_layer.write(read_file(header), header.stem)
    source.write_text(
        (ROOT / "pkg/ungil/runtime/limited_api.h").read_text() + STAND_ALONE + text,
        encoding="utf-8",
    )
    folders = [header.parent, ROOT / "pkg/ungil/include", Path(sysconfig.get_path("include"))]
    includes = [f"-I{folder}" for folder in folders]
    command = [*COMPILERS[compiler], *WARNINGS, *includes, str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
