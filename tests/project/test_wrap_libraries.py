"""`ungil wrap` of libraries as Debian ships them: built without a hand's touch, and called."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.packages.environments import Environment
from tests.project.commands import with_proposals
from tests.runtime import modules
from ungil import header

pytest.importorskip("clang.cindex")


@dataclass(frozen=True)
class Library:
    """A header, and what holds of its module, which is `m`."""

    name: str
    facts: tuple[str, ...]


LIBRARIES = [
    Library(
        "zlib.h",
        (
            "m.crc32(0, b'123456789') == 0xCBF43926",
            "m.adler32(1, b'Wikipedia') == 0x11E60398",
            "m.zlibVersion() == m.ZLIB_VERSION",
            "m.zError(m.Z_DATA_ERROR) == 'data error'",
            "m.lib.deflateEnd(m.ffi.new('z_stream *')) == m.Z_STREAM_ERROR",
        ),
    ),
    Library(
        "xxhash.h",
        (
            "m.XXH64(b'', 0) == 0xEF46DB3751D8E999",
            "m.XXH64(b'abc', 0) == 0x44BC2CF5AD770999",
            "m.XXH32(b'abc', 0) == 0x32D153FF",
            "m.XXH3_128bits(b'').low64 == 0x6001C324468D497F",
            "m.lib.XXH64(b'abc', 3, 0) == 0x44BC2CF5AD770999",
        ),
    ),
    Library(
        "lz4.h",
        (
            "m.LZ4_compressBound(100) == 116",
            "m.LZ4_versionNumber() == m.LZ4_VERSION_NUMBER",
            "m.LZ4_versionString().startswith('1.')",
            "m.lib.LZ4_decompress_safe(b'\\x30abc', m.ffi.new('char[9]'), 4, 9) == 3",
        ),
    ),
    Library(
        "sqlite3.h",
        (
            "m.sqlite3_libversion() == m.SQLITE_VERSION",
            "m.sqlite3_complete('select 1;') == 1",
            "m.sqlite3_complete('select') == 0",
            "m.sqlite3_strglob('a*c', 'abc') == 0",
            "m.sqlite3_compileoption_get(-1) is None",
            "m.lib.sqlite3_open(b':memory:', m.ffi.new('sqlite3 **')) == m.SQLITE_OK",
        ),
    ),
    Library(
        "cblas.h",
        (
            "m.lib.cblas_ddot(3, m.ffi.new('double[]', [1, 2, 3]), 1,"
            " m.ffi.new('double[]', [4, 5, 6]), 1) == 32.0",
            "m.lib.cblas_dnrm2(2, m.ffi.new('double[]', [3, 4]), 1) == 5.0",
            "m.CblasRowMajor == 101",
        ),
    ),
    Library(
        "math.h",
        (
            "m.sqrt(2) == math.sqrt(2)",
            "m.hypot(3, 4) == 5",
            "m.cbrt(27) == math.cbrt(27)",
            "m.lround(-2.5) == -3",
            "m.M_PI == math.pi",
            "m.isnan(m.nan('')) != 0",
            "m.lib.modf(2.5, m.ffi.new('double *')) == 0.5",
        ),
    ),
]

CODE = """
import math, wrapped as package
from wrapped import _native as m
for fact in {facts!r}:
    assert eval(fact), fact
for name in {bound!r}:
    assert callable(getattr(package, name)), name
for name in {skipped!r}:
    assert not hasattr(m, name), name
    getattr(m.lib, name)
"""


def _is_there(name: str) -> bool:
    command = [*modules.COMPILER, "-E", "-", "-o", os.devnull]
    text = f"#include <{name}>\n"
    return subprocess.run(command, input=text, capture_output=True, text=True).returncode == 0


def check_proposals(path: Path) -> None:
    """Whoever takes them all over has a header that ungil binds."""
    text = path.read_text(encoding="utf-8")
    taken_over = with_proposals(text)
    assert taken_over != text
    other = path.with_name("taken_over.h")
    other.write_text(taken_over, encoding="utf-8")
    functions = header.read([other], base=other.parent).interface.functions
    other.unlink()
    assert {f.unbound for f in functions if not f.explicit_skip} == {None}


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_wrapped_library_builds_and_answers(
    library: Library, author: Environment, tmp_path: Path
) -> None:
    if not _is_there(library.name):
        pytest.skip(f"{library.name} is not installed")
    if shutil.which("pkg-config") is None:
        pytest.skip("pkg-config, which tells where libraries are, is not installed")
    ungil = author.scripts / "ungil"
    author.run(ungil, "new", "wrapped", folder=tmp_path)
    project = tmp_path / "wrapped"
    report = json.loads(author.run(ungil, "wrap", library.name, "--json", folder=project))
    assert report["changed"] == ["build_ffi.py", "meson.build"]
    check_proposals(Path(report["header"]))
    site = tmp_path / "site"
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--target", site]
    said = author.pip("install", "-v", *options, project)
    assert "warning: " not in said
    assert "note[" not in said
    bound, skipped = list(report["bound"]), list(report["skipped"])
    code = CODE.format(facts=library.facts, bound=bound, skipped=skipped)
    author.evaluate(code, PYTHONPATH=str(site))
