"""`ungil new`: what it makes works, and what it cannot make leaves nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.packages.environments import (
    Environment,
    bound_by_permissions,
    make_environment,
    read_only,
)
from tests.project.commands import UNGIL, replace_in, ungil


def test_project_as_its_author_finds_it(made: Path, ungil_wheel: Path, tmp_path: Path) -> None:
    """The very commands that `ungil new` and the README name, with real build isolation."""
    environment = make_environment(tmp_path / "venv", Path(sys.executable))
    links = {"PIP_FIND_LINKS": ungil_wheel.parent.as_uri()}
    environment.pip("install", ".", folder=made, **links)
    environment.evaluate("import my_proj; print(my_proj.add_arrays)", folder=made)
    environment.pip("install", ".[test]", folder=made, **links)
    assert "5 passed" in environment.run(environment.scripts / "pytest", folder=made)
    tracked = subprocess.run(
        ["git", "status", "--porcelain"], cwd=made, capture_output=True, text=True, check=True
    )
    assert "_native.pyi" not in tracked.stdout
    assert "?? cdefs/" in tracked.stdout
    source = made / "csrc" / "kernels.c"
    replace_in(source, "    for", "    static size_t calls;\n    calls++;\n    for")
    said = environment.run(environment.scripts / "pytest", folder=made, fails=True)
    assert "error[thread-shared-write]: 'calls' is written without a lock" in said
    assert "1 failed, 4 passed" in said


def test_setuptools(author: Environment, tmp_path: Path) -> None:
    author.run(author.scripts / "ungil", "new", "kernels", "--backend=setuptools", folder=tmp_path)
    site = tmp_path / "site"
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--target", site]
    author.pip("install", *options, tmp_path / "kernels")
    code = "from array import array; import kernels; a = array('d', [1]); kernels.add_arrays(a, a)"
    author.evaluate(code, PYTHONPATH=str(site))
    assert list(site.glob("kernels/_native*.pyi"))
    assert (site / "kernels" / "py.typed").exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("2fast", "no import can name '2fast'"),
        ("-x-", "an index takes"),
        ("naïve", "an index takes"),
        ("a/b", "an index takes"),
        ("lambda", "a keyword of Python"),
        ("json", "hide Python's module 'json'"),
        ("Json", "hide Python's module 'json'"),
        ("numbers", "hide Python's module"),
        ("pytest", "needs what has that name already"),
        ("ungil", "needs what has that name already"),
    ],
)
def test_names_that_cannot_be(name: str, reason: str, tmp_path: Path) -> None:
    done = ungil(tmp_path, "new", "--", name, status=1)
    assert done.stderr.startswith(f"ungil: error: {name!r} cannot name a project: ")
    assert reason in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_names_of_package_and_distribution(tmp_path: Path) -> None:
    done = ungil(tmp_path, "new", "Fast-math.kernels", "--json")
    report = json.loads(done.stdout)
    project = tmp_path / "Fast-math.kernels"
    assert report["path"] == str(project)
    assert report["package"] == "Fast_math_kernels"
    assert report["git"] is True
    assert sorted(report["files"]) == report["files"]
    for file in report["files"]:
        text = (project / file).read_text(encoding="utf-8").lower()
        assert "my_proj" not in text, file
        assert "my-proj" not in text, file
    assert 'name = "Fast-math.kernels"' in (project / "pyproject.toml").read_text(encoding="utf-8")
    assert (project / "pkg" / "Fast_math_kernels" / "__init__.py").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious").write_text("mine", encoding="utf-8")
    assert "is there already" in ungil(tmp_path, "new", "mine", status=1).stderr
    done = ungil(tmp_path, "new", "other", "--path", "mine/precious", status=1)
    assert "is there already" in done.stderr
    (tmp_path / "dangling").symlink_to("nowhere")
    assert "is there already" in ungil(tmp_path, "new", "dangling", status=1).stderr
    done = ungil(tmp_path, "new", "other", "--path", "missing/other", status=1)
    assert f"there is no folder {tmp_path / 'missing'}" in done.stderr
    assert sorted(os.listdir(tmp_path)) == ["dangling", "mine"]
    assert os.listdir(tmp_path / "mine") == ["precious"]


def test_empty_folder_is_filled(tmp_path: Path) -> None:
    folder = tmp_path / "empty é"
    folder.mkdir()
    ungil(tmp_path, "new", "other", "--path", folder)
    assert (folder / "pkg" / "other" / "py.typed").exists()
    assert folder.stat().st_mode & 0o777 == (tmp_path / "empty é" / "pkg").stat().st_mode & 0o777
    assert os.listdir(tmp_path) == ["empty é"]


def test_no_repository_inside_another_or_without_git(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    ungil(tmp_path, "new", "inner")
    assert not (tmp_path / "inner" / ".git").exists()
    shutil.rmtree(tmp_path / ".git")
    done = ungil(tmp_path, "new", "without", PATH=str(tmp_path))
    assert "git" not in done.stdout
    assert not (tmp_path / "without" / ".git").exists()


def test_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    with read_only(folder):
        command = bound_by_permissions([*UNGIL, "new", "proj"])
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(
        f"ungil: error: cannot write {folder / 'proj'}: Permission denied"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interruption_leaves_nothing(number: signal.Signals, status: int, tmp_path: Path) -> None:
    """Interrupted when all files are written and git is at work: here a git that takes its time."""
    tools, place = tmp_path / "tools", tmp_path / "place"
    tools.mkdir()
    place.mkdir()
    slow = tools / "git"
    slow.write_text(f'#!/bin/sh\n[ "$1" = init ] || exit 1\n: > {tools}/here\nexec sleep 60\n')
    slow.chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    with subprocess.Popen(
        [*UNGIL, "new", "proj"],
        cwd=place,
        env=os.environ | {"PATH": path},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not (tools / "here").exists() and process.poll() is None:
            time.sleep(0.01)
        assert os.listdir(place)[0].startswith(".proj.")
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert "Traceback" not in errors
    assert os.listdir(place) == []
