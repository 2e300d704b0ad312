"""Modules without cffi's half, written for a compiler that takes no warning."""

from __future__ import annotations

import sysconfig
from pathlib import Path

from tests.reading import ROOT, read_file
from ungil.generate import call_layer

STAND_ALONE = '#define UNGIL_WITH_CFFI 0\n#define UNGIL_NO_CFFI_REASON "this is a test"\n'
LIMITED_API = (ROOT / "pkg/ungil/runtime/limited_api.h").read_text(encoding="utf-8")
WARNINGS = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
COMPILERS = {
    "gcc": ["gcc", "-O2", "-c", "-o", "/dev/null"],  # some of its warnings need the optimizer
    "clang": ["clang", "-fsyntax-only"],
}


def write_alone(header: Path, folder: Path) -> tuple[list[str], Path]:
    """Writes a module without cffi's half: the flags that it needs, and its file."""
    source = folder / f"{header.stem}.c"
    interface = read_file(header)
    runtime = call_layer.write_runtime(interface, header.stem)
    text = call_layer.write(interface, header.stem, runtime)
    source.write_text(LIMITED_API + STAND_ALONE + text, encoding="utf-8")
    folders = [header.parent, ROOT / "pkg/ungil/include", Path(sysconfig.get_path("include"))]
    return [f"-I{path}" for path in folders], source
