"""The files that a builder script writes."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packages.environments import bound_by_permissions, read_only
from tests.packages.projects import copy_project

OUTPUTS = {"_native.c", "_native.d", "_native.pyi", "ungil.h"}


def generate(project: Path, *options: str, fails: bool = False, **more: object) -> str:
    """Runs the project's builder script; returns what it says on stderr."""
    command = [sys.executable, "build_ffi.py", *(options or ("--output-dir", "out"))]
    done = subprocess.run(
        bound_by_permissions(command), cwd=project, capture_output=True, text=True, **more
    )
    assert (done.returncode == 1) == fails, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def one_paragraph(said: str) -> str:
    assert said.startswith("ungil: error: ")
    assert said.count("\n") == 1
    return said


def test_files(project: Path) -> None:
    said = generate(project)
    assert {path.name for path in (project / "out").iterdir()} == OUTPUTS
    assert "cdefs/kernels.h:" in said
    assert "note[left-to-lib]" in said
    stub = (project / "out" / "_native.pyi").read_text(encoding="utf-8")
    assert (project / "pkg" / "myproj" / "_native.pyi").read_text(encoding="utf-8") == stub
    text = (project / "out" / "_native.c").read_text(encoding="utf-8")
    assert os.fspath(project) not in text


def test_unchanged_files_keep_their_time(project: Path) -> None:
    generate(project)
    out = project / "out"
    for path in [*out.iterdir(), project / "pkg" / "myproj" / "_native.pyi"]:
        os.utime(path, (1, 1))
    generate(project)
    times = {path.name: path.stat().st_mtime for path in out.iterdir()}
    assert times == dict.fromkeys(OUTPUTS, 1)
    assert (project / "pkg" / "myproj" / "_native.pyi").stat().st_mtime == 1
    replace_in(project / "cdefs" / "kernels.h", "ANSWER 42", "ANSWER 42\n#define OTHER 43")
    generate(project)
    newer = {path.name for path in out.iterdir() if path.stat().st_mtime != 1}
    assert newer == {"_native.c", "_native.pyi"}


def test_files_by_name(project: Path) -> None:
    """As Meson names them: with the runtime's among them, both parts are the whole."""
    named = [f"out/{name}" for name in ("_native.c", "_native_runtime.c", "ungil.h")]
    generate(project, "--output", *named)
    written = {path.name: path.read_text(encoding="utf-8") for path in (project / "out").iterdir()}
    assert written.keys() == {"_native.c", "_native_runtime.c", "_native.d", "ungil.h"}
    assert '\n#include "_native_runtime.c"\n' in written["_native.c"]
    generate(project, "--output-dir", "whole")
    whole = (project / "whole" / "_native.c").read_text(encoding="utf-8")
    (inside,) = re.findall(r"#define UNGIL_NAME_COUNT .*?(?=/\* cffi.h: )", whole, re.DOTALL)
    assert inside in written["_native_runtime.c"]
    assert inside not in written["_native.c"]


def test_files_that_are_none(project: Path) -> None:
    said = generate(project, "--output", "out/_native.c", "out/_nativ.pyi", fails=True)
    known = "_native.c, _native.pyi, _native_runtime.c, ungil.h"
    assert f"--output _nativ.pyi: there is no such file, only {known}" in said
    assert not (project / "out").exists()


@pytest.mark.parametrize("root", ["pkg", "src", "."])
def test_stub_lands_in_the_package(project: Path, root: str) -> None:
    if root != "pkg":
        shutil.move(project / "pkg" / "myproj", project / "moved")
        (project / "pkg").rmdir()
        (project / root).mkdir(exist_ok=True)
        shutil.move(project / "moved", project / root / "myproj")
    generate(project)
    assert (project / root / "myproj" / "_native.pyi").is_file()


def test_source_that_cannot_be_written_to(project: Path, tmp_path: Path) -> None:
    with read_only(project):
        generate(project, "--output-dir", os.fspath(tmp_path / "out"))
    assert {path.name for path in (tmp_path / "out").iterdir()} == OUTPUTS
    assert not (project / "pkg" / "myproj" / "_native.pyi").exists()


def test_output_folder_that_cannot_be_written_to(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with read_only(out):
        said = generate(project, "--output-dir", os.fspath(out), fails=True)
    assert "Permission denied" in one_paragraph(said.splitlines(keepends=True)[-1])
    assert not list(out.iterdir())


def test_output_folder_that_is_a_file(project: Path) -> None:
    said = generate(project, "--output-dir", "build_ffi.py", fails=True)
    assert "build_ffi.py" in one_paragraph(said.splitlines(keepends=True)[-1])


def test_full_disk_leaves_the_old_files(project: Path) -> None:
    generate(project)
    before = {path: path.read_bytes() for path in (project / "out").iterdir()}
    replace_in(project / "cdefs" / "kernels.h", "ANSWER 42", "ANSWER 43")
    replace_in(project / "cdefs" / "kernels.h", "int32_t a", "int32_t first")

    def limit_file_size() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    said = generate(project, preexec_fn=limit_file_size, fails=True)
    assert "cannot write to 'out'" in one_paragraph(said.splitlines(keepends=True)[-1])
    assert {path: path.read_bytes() for path in (project / "out").iterdir()} == before


def test_builds_at_once_in_one_folder(project: Path) -> None:
    command = [sys.executable, "build_ffi.py", "--output-dir", "out"]
    for _ in range(3):
        running = [
            subprocess.Popen(command, cwd=project, stderr=subprocess.DEVNULL) for _ in range(4)
        ]
        assert [process.wait() for process in running] == [0] * 4
        assert {path.name for path in (project / "out").iterdir()} == OUTPUTS
        whole = (project / "out" / "_native.c").read_bytes()
        generate(project, "--output-dir", "alone")
        assert (project / "alone" / "_native.c").read_bytes() == whole
        shutil.rmtree(project / "out")


def test_ninja_reads_the_depfile(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "$my #1 project é")
    (project / "build.ninja").write_text(
        f"rule generate\n  command = '{sys.executable}' build_ffi.py --output-dir .\n"
        "  depfile = _native.d\n  deps = gcc\n  restat = 1\n"
        "build _native.c: generate build_ffi.py\n",
        encoding="utf-8",
    )

    def ninja(*arguments: str) -> str:
        command = [sys.executable, "-m", "ninja", *arguments]
        return subprocess.run(
            command, cwd=project, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    ninja()
    assert f"    {project / 'cdefs' / 'kernels.h'}\n" in ninja("-t", "deps")
    assert "no work to do" in ninja()
    replace_in(project / "cdefs" / "kernels.h", "ANSWER", "REPLY")
    ninja()
    assert "REPLY" in (project / "_native.c").read_text(encoding="utf-8")


MISTAKES = {
    '"my proj"': "'my proj' cannot name a module",
    '"my\\nproj"': "cannot name a module",
    '"myproj.\\"x"': "cannot name a module",
    '"myproj."': "cannot name a module",
    '"myproj.class"': "cannot name a module",
    '"myproj.né"': "cannot name a module",
    '"myproj._native", gil="drop"': "gil must be one of 'release', 'hold', 'auto', not 'drop'",
    '"myproj._native", sources="csrc/kernels.c"': "sources must be a list of paths",
}


@pytest.mark.parametrize("arguments", MISTAKES)
def test_mistake_in_the_script(project: Path, arguments: str) -> None:
    replace_in(project / "build_ffi.py", '"myproj._native"', arguments)
    if "sources" in arguments:
        replace_in(project / "build_ffi.py", ', sources=["csrc/kernels.c"]', "")
    assert MISTAKES[arguments] in one_paragraph(generate(project, fails=True))
    assert not (project / "out").exists()


def test_newline_in_the_path(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "my\nproject")
    assert "newline" in one_paragraph(generate(project, fails=True))


@pytest.mark.parametrize("content", [None, b"int f(\xff);\n", b"\0" * 100, b""])
def test_header_that_is_no_text(project: Path, content: bytes | None) -> None:
    header = project / "cdefs" / "kernels.h"
    header.unlink()
    if content is not None:
        header.write_bytes(content)
    assert "error[" in generate(project, fails=True)
    assert not (project / "out").exists()
