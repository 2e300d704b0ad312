"""`ungil wrap` of further libraries' headers, as Debian ships them: cffi and C take the result."""

from __future__ import annotations

import json
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.project.commands import ungil
from tests.runtime import modules

pytest.importorskip("clang.cindex")

# What is hard about them: pointers behind typedefs, structs that hold those of other headers,
# attributes of every kind, macros that stand for functions, callbacks, macros to be given.
HEADERS = [
    "bzlib.h --library bz2",
    "curl/curl.h",
    "expat.h",
    "libxml/parser.h",
    "lzma.h",
    "ncurses.h",
    "openssl/sha.h",
    "pcre2.h --library pcre2-8 -D PCRE2_CODE_UNIT_WIDTH=8",
    "png.h",
    "uv.h",
    "yaml.h",
]


def flags(package: str) -> list[str]:
    """What the compiler needs to find a library's headers."""
    command = ["pkg-config", "--cflags", package]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()


@pytest.mark.parametrize("arguments", HEADERS)
def test_module_compiles(arguments: str, tmp_path: Path) -> None:
    name, *options = arguments.split()
    found = [*Path("/usr/include").glob(name), *Path("/usr/include").glob(f"*/{name}")]
    if not found:
        pytest.skip(f"{name} is not installed")
    ungil(tmp_path, "new", "proj")
    project = tmp_path / "proj"
    report = json.loads(ungil(project, "wrap", name, *options, "--json").stdout)
    assert report["skipped"]
    ungil(project, "generate")
    include = ["-Ibuild/generated", f"-I{project / 'cdefs'}", f"-I{sysconfig.get_path('include')}"]
    include += [] if report["library"] is None else flags(report["library"]["name"])
    done = subprocess.run(
        [*modules.COMPILER, "-fsyntax-only", "-w", *include, "build/generated/_native.c"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
