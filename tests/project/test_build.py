"""`ungil build`: what it leaves in `dist` has been installed and imported."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from tests.packages.environments import (
    Environment,
    bound_by_permissions,
    make_environment,
    read_only,
)
from tests.project.commands import replace_in

LZ4 = Path("/usr/include/lz4.h")


def build(environment: Environment, project: Path, *options: str, fails: bool = False) -> str:
    ungil = environment.scripts / "ungil"
    said = environment.run(ungil, "build", "--no-isolation", *options, folder=project, fails=fails)
    assert "Traceback" not in said
    return said


def commit(project: Path) -> None:
    identity = ["-c", "user.name=author", "-c", "user.email=author@example.invalid"]
    for command in (["add", "--all"], [*identity, "commit", "--quiet", "-m", "all"]):
        subprocess.run(["git", *command], cwd=project, check=True)


def test_from_a_commit_in_a_read_only_checkout(
    author: Environment, made: Path, tmp_path: Path
) -> None:
    commit(made)
    out = tmp_path / "out é"
    ungil = author.scripts / "ungil"
    command = [ungil, "build", "--no-isolation", "--json", "--out", out]
    with read_only(made):
        said = author.run(*bound_by_permissions(command), folder=made)
    report = json.loads(said)
    archive, wheel = map(Path, report["files"])
    assert archive == out / "my_proj-0.1.0.tar.gz"
    assert wheel.name.startswith("my_proj-0.1.0-cp311-abi3-")
    assert sorted(os.listdir(out)) == sorted([archive.name, wheel.name])
    assert report["checks"][-1].endswith("imported: my_proj, my_proj._native")
    with tarfile.open(archive) as packed:
        assert "my_proj-0.1.0/csrc/kernels.c" in packed.getnames()
    with zipfile.ZipFile(wheel) as packed:
        (tags,) = (packed.read(name) for name in packed.namelist() if name.endswith("/WHEEL"))
        assert re.search(rb"^Tag: cp311-abi3-", tags, re.MULTILINE)
        assert "my_proj/_native.pyi" in packed.namelist()


def test_what_is_not_committed_is_named(author: Environment, made: Path) -> None:
    commit(made)
    replace_in(made / "csrc" / "kernels.c", "a[i] + b[i]", "b[i] + a[i]")
    (made / "csrc" / "new é.c").write_text("int x;\n", encoding="utf-8")
    said = build(author, made, fails=True)
    assert "these files are not committed" in said
    assert "\n    csrc/kernels.c\n" in said
    assert "\n    csrc/new é.c\n" in said
    assert not (made / "dist").exists()


def test_whole_log_of_what_failed_is_kept(author: Environment, made: Path) -> None:
    replace_in(made / "csrc" / "kernels.c", "a[i] + b[i]", "a[i] + c[i]")
    *_, hint = build(author, made, fails=True).splitlines()
    log = Path(hint.removeprefix("  hint: the whole log: "))
    assert "ninja: build stopped" in log.read_text(encoding="utf-8")
    log.unlink()
    assert not (made / "dist").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("seed", range(3))
def test_interruption_at_any_moment(
    author: Environment, made: Path, tmp_path: Path, seed: int
) -> None:
    """Nothing is left, neither in `dist` nor in the folder for temporary files."""
    temporary = tmp_path / "temporary é"
    temporary.mkdir()
    with subprocess.Popen(
        [author.scripts / "ungil", "build", "--no-isolation"],
        cwd=made,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        time.sleep(random.Random(seed).uniform(0.5, 3))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert process.returncode in (0, 130), errors
    assert (made / "dist").exists() == (process.returncode == 0)
    assert os.listdir(temporary) == []


def test_sdist_only(author: Environment, made: Path) -> None:
    said = build(author, made, "--sdist")
    assert said == f"dist{os.sep}my_proj-0.1.0.tar.gz\n"


@pytest.mark.skipif(not LZ4.exists(), reason="liblz4-dev is not installed")
@pytest.mark.skipif(sys.platform != "linux", reason="auditwheel is for Linux")
def test_release_bundles_libraries(author: Environment, made: Path, tmp_path: Path) -> None:
    header = "#include <lz4.h>\nint LZ4_versionNumber(void);\n\n#endif"
    replace_in(made / "cdefs" / "kernels.h", "#endif", header)
    build_file = made / "meson.build"
    replace_in(build_file, "limited_api: '3.11')", "limited_api: '3.11', link_args: '-llz4')")
    said = build(author, made, "--release")
    assert "abi3audit" in said
    assert "bundled: liblz4" in said
    (wheel,) = (made / "dist").glob("*manylinux*.whl")
    environment = make_environment(tmp_path / "venv", Path(sys.executable))
    environment.pip("install", "--no-index", "--no-deps", wheel)
    code = (
        "import my_proj; print(my_proj.LZ4_versionNumber() > 0)\n"
        "print([line.split()[-1] for line in open('/proc/self/maps') if 'lz4' in line][0])"
    )
    works, loaded = environment.evaluate(code).splitlines()
    assert works == "True"
    assert Path(loaded).parent.name == "my_proj.libs"


def test_missing_tools_are_named(author: Environment, made: Path) -> None:
    code = "import sys; sys.modules['build'] = None; from ungil.cli import main; main()"
    said = author.run(author.python, "-c", code, "build", folder=made, fails=True)
    assert said.startswith("ungil: error: `ungil build` needs build\n")
    assert "pip install 'ungil[build]'" in said
    assert "Traceback" not in said
