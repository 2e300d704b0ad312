"""`ungil develop`: editable installs that build at every import."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packages.environments import (
    Environment,
    bound_by_permissions,
    lend_site_packages,
    read_only,
    run,
)
from tests.project.commands import replace_in
from tests.project.develop.workshop import Workshop


def test_import_builds_what_has_changed(workshop: Workshop) -> None:
    workshop.declare("fill")
    workshop.define("fill")
    assert workshop.has("fill")
    commands = json.loads((workshop.project / "build" / "compile_commands.json").read_bytes())
    assert any(entry["file"].endswith("csrc/kernels.c") for entry in commands)


def test_edit_compiles_no_runtime(workshop: Workshop) -> None:
    """It is compiled once, and by itself: the calls only need what it has."""
    assert workshop.has("add_arrays")
    (runtime,) = workshop.build.rglob("*_native_runtime.c.o")
    before = runtime.stat().st_mtime_ns
    workshop.declare("shown")
    workshop.define("shown")
    assert workshop.has("shown")
    assert runtime.stat().st_mtime_ns == before


def test_imports_at_once_all_get_the_new_module(workshop: Workshop) -> None:
    python = workshop.environment.python
    for turn in range(2):
        workshop.declare(f"race{turn}")
        workshop.define(f"race{turn}")
        code = f"import my_proj; my_proj.race{turn}"
        processes = [
            subprocess.Popen([python, "-c", code], stderr=subprocess.PIPE, text=True)
            for _ in range(6)
        ]
        for process in processes:
            _, errors = process.communicate()
            assert process.returncode == 0, errors
    ninja = shutil.which(
        "ninja", path=os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    )
    assert ninja is not None
    assert "#deps 0" not in run([ninja, "-t", "deps"], workshop.build).stdout


def test_two_at_once(workshop: Workshop) -> None:
    command = [workshop.environment.scripts / "ungil", "develop"]
    processes = [
        subprocess.Popen(
            command,
            cwd=workshop.project,
            env=workshop.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        said, _ = process.communicate()
        assert process.returncode == 0, said
    assert workshop.has("add_arrays")


def test_what_is_wrong_is_said_whole(workshop: Workshop) -> None:
    replace_in(workshop.header, "UNGIL_COUNTED_BY(n) a", "UNGIL_COUNTED_BY(m) a")
    replace_in(workshop.header, "UNGIL_COUNTED_BY(n) b", "UNGIL_COUNTED_BY(k) b")
    said = workshop.develop(fails=True)
    assert "cdefs/kernels.h:12:" in said
    assert "'m' is not" in said
    assert "'k' is not" in said
    assert "\n    void add_arrays(const double *UNGIL_COUNTED_BY(m) a," in said


def test_without_a_compiler(workshop: Workshop, tmp_path: Path) -> None:
    ninja = shutil.which("ninja", path=workshop.variables["PATH"])
    assert ninja is not None
    (tmp_path / "ninja").symlink_to(ninja)
    said = workshop.develop(fails=True, PATH=str(tmp_path))
    assert said.startswith("ungil: error: No C compiler found")
    assert "pip install ziglang" in said


def test_read_only_checkout(author: Environment, tmp_path: Path) -> None:
    ungil = author.scripts / "ungil"
    author.run(ungil, "new", "proj", folder=tmp_path)
    project = tmp_path / "proj"
    with read_only(project):
        command = bound_by_permissions([ungil, "develop"])
        said = author.run(*command, folder=project, fails=True)
    assert said.startswith(f"ungil: error: cannot write to {project / 'build'}")
    assert "hint: an editable install builds in place" in said


def test_setuptools_is_told_another_way(author: Environment, tmp_path: Path) -> None:
    ungil = author.scripts / "ungil"
    author.run(ungil, "new", "proj", "--backend", "setuptools", folder=tmp_path)
    said = author.run(ungil, "develop", folder=tmp_path / "proj", fails=True)
    assert "only where Meson builds it" in said
    assert "hint: install it again" in said


def test_exec_and_its_status(workshop: Workshop) -> None:
    command = "python -c 'import my_proj; print(my_proj.__name__); exit(3)'"
    said = workshop.develop("--exec", command, fails=True)
    assert "my_proj\n" in said


def test_environment_made_by_uv(workshop: Workshop, ungil_wheel: Path, tmp_path: Path) -> None:
    """uv's environments have no pip; uv finds what builds in the environment itself."""
    uv = [sys.executable, "-m", "uv", "--offline"]
    folder = tmp_path / "uv é"
    run([*uv, "venv", "--python", sys.executable, folder])
    environment = Environment(folder)
    options = ["--no-deps", "--no-index", "--python", environment.python]
    run([*uv, "pip", "install", *options, ungil_wheel])
    lend_site_packages(environment)
    said = workshop.develop("--python", str(environment.python), UV_OFFLINE="1")
    assert str(folder) in said
    environment.evaluate("import my_proj; my_proj.add_arrays")
    (record,) = environment.folder.glob("lib/python*/site-packages/my_proj-*.dist-info/INSTALLER")
    assert record.read_text(encoding="utf-8").strip() == "uv"


def test_sanitizers(workshop: Workshop) -> None:
    replace_in(workshop.source, "i < n", "i <= n")
    code = "import ctypes, my_proj; a = (ctypes.c_double * 4)(); my_proj.add_arrays(a, a)"
    said = workshop.develop("--sanitize", "--exec", f'python -c "{code}"', fails=True)
    assert "AddressSanitizer: heap-buffer-overflow" in said
    assert "csrc/kernels.c:5" in said


@pytest.mark.parametrize("file", ["csrc/kernels.c", "cdefs/kernels.h"])
def test_clangd_understands(workshop: Workshop, file: str) -> None:
    """It finds build/compile_commands.json by itself, and ungil.h through that."""
    clangd = shutil.which("clangd", path=workshop.variables["PATH"])
    if clangd is None:
        pytest.skip("clangd is not installed")
    command = [clangd, f"--check={file}", "--log=error"]
    done = subprocess.run(
        command, cwd=workshop.project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    replace_in(workshop.header, "size_t n);", "size n);")
    done = subprocess.run(
        command, cwd=workshop.project, capture_output=True, text=True, check=False
    )
    assert "size" in done.stderr
