"""Generated call functions against expected ones, and against the C compilers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.generate.compiling import COMPILERS, WARNINGS, write_alone
from tests.generate.test_stub import HEADERS
from tests.reading import read_file
from ungil.generate import call_layer, stub


@pytest.mark.parametrize("header", HEADERS, ids=lambda header: header.stem)
def test_expected_calls(header: Path, update: bool) -> None:
    """What stands between the header's inclusion and the fixed runtime's end."""
    interface = read_file(header)
    text = call_layer.write(
        interface, header.stem, call_layer.write_runtime(interface, header.stem)
    )
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
    includes, source = write_alone(header, tmp_path)
    command = [*COMPILERS[compiler], *WARNINGS, *includes, str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_stubs_say_what_the_modules_are(tmp_path: Path) -> None:
    """mypy's stubtest compares names, parameters, defaults, constants and `__all__`.

    The modules are never called: empty functions stand for the authors'.
    """
    for header in HEADERS:
        interface = read_file(header)
        includes, source = write_alone(header, tmp_path)
        kernels = tmp_path / f"{header.stem}_kernels.c"
        kernels.write_text("".join(f"void {f.name}(void) {{}}\n" for f in interface.functions))
        library = source.with_suffix(sysconfig.get_config_var("EXT_SUFFIX"))
        command = ["cc", "-O0", "-w", "-shared", "-fPIC", *includes]
        subprocess.run([*command, str(source), str(kernels), "-o", str(library)], check=True)
        written = stub.write(interface, header.stem)
        source.with_suffix(".pyi").write_text(written, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", *(header.stem for header in HEADERS)],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(tmp_path), "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
