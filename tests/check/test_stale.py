"""Generated files that are out of date, in the build folder and in the package's source."""

from __future__ import annotations

from pathlib import Path

import pytest

from ungil import assemble
from ungil.assembly import FFIBuilder
from ungil.check.stale import stale


@pytest.fixture
def ffibuilder(tmp_path: Path) -> FFIBuilder:
    (tmp_path / "native.h").write_text("int f(int x);\n", encoding="utf-8")
    (tmp_path / "pkg" / "p").mkdir(parents=True)
    return assemble.builder(
        "p._native",
        headers=["native.h"],
        sources=[],
        gil="release",
        prefix="",
        options={},
        script=assemble.Script(str(tmp_path / "build_ffi.py"), "__main__"),
    )


def test_nothing_is_stale_that_is_not_there(ffibuilder: FFIBuilder, tmp_path: Path) -> None:
    assert stale(ffibuilder, None, tmp_path) == []
    assert stale(ffibuilder, tmp_path / "build", tmp_path) == []


def test_stub_in_the_package(ffibuilder: FFIBuilder, tmp_path: Path) -> None:
    assemble.main(ffibuilder, ["--output-dir", str(tmp_path / "build")])
    assert stale(ffibuilder, tmp_path / "build", tmp_path) == []
    stub = tmp_path / "pkg" / "p" / "_native.pyi"
    lines = stub.read_text(encoding="utf-8").splitlines(keepends=True)
    stub.write_text("".join([*lines[:2], "# older\n", *lines[2:]]), encoding="utf-8")
    (found,) = stale(ffibuilder, tmp_path / "build", tmp_path)
    assert found.code == "stale-output"
    assert (found.span.file, found.span.line) == ("pkg/p/_native.pyi", 3)
