"""Source distributions of a folder that no version control tracks.

`meson dist` packs what git or Mercurial has committed and nothing else: an unpacked sdist, a
downloaded archive or a new project can be packed only here.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyproject_metadata import StandardMetadata

# What a tool has left behind is known by its name, at the top or anywhere, or by a file in it.
LEAVINGS_AT_TOP = {"build", "dist"}
LEAVINGS = {"__pycache__", "node_modules"}
MARKS = ("meson-private", "pyvenv.cfg")


def is_tracked(root: Path) -> bool:
    """Whether `meson dist` will pack this folder: git or Mercurial tracks its meson.build."""
    questions = (
        ["git", "ls-files", "--error-unmatch", "meson.build"],
        ["hg", "files", "meson.build"],
    )
    for question in questions:
        try:
            answer = subprocess.run(question, cwd=root, capture_output=True, check=False)
        except FileNotFoundError:
            continue
        if answer.returncode == 0:
            return True
    return False


def write(root: Path, folder: Path) -> str:
    """Packs the project at `root` into `folder`; returns the archive's name.

    The archive holds every file but those in folders that are plainly a tool's: hidden ones,
    caches, build folders, virtual environments.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    metadata = _metadata(project, root)
    stem = f"{metadata.canonical_name.replace('-', '_')}-{metadata.version}"
    archive = folder / f"{stem}.tar.gz"
    with (
        open(archive, "wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT, dereference=True) as tar,
    ):
        for path in sorted(_files(root)):
            _add(tar, f"{stem}/{path.relative_to(root).as_posix()}", path)
        information = bytes(metadata.as_rfc822())
        member = tarfile.TarInfo(f"{stem}/PKG-INFO")
        member.size = len(information)
        member.mtime = int((root / "pyproject.toml").stat().st_mtime)
        tar.addfile(member, io.BytesIO(information))
    return archive.name


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    member = tar.gettarinfo(os.fspath(path), arcname=name)
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    with open(path, "rb") as file:
        tar.addfile(member, file)


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = [name for name in folders if _is_source(here / name, at_top=here == root)]
        yield from (here / name for name in files if here / name != root / "PKG-INFO")


def _is_source(folder: Path, *, at_top: bool) -> bool:
    """Whether a folder is its author's, and no tool's."""
    name = folder.name
    if name in LEAVINGS or (at_top and name in LEAVINGS_AT_TOP):
        return False
    if name.startswith(".") or name.endswith(".egg-info"):
        return False
    return not any((folder / mark).exists() for mark in MARKS)


def _metadata(project: dict[str, object], root: Path) -> StandardMetadata:
    """The core metadata; a version that is dynamic is Meson's."""
    from packaging.version import Version
    from pyproject_metadata import StandardMetadata

    metadata = StandardMetadata.from_pyproject(project, root)
    if metadata.version is None:
        command = [sys.executable, "-m", "mesonbuild.mesonmain", "introspect", "--projectinfo"]
        answer = subprocess.run(
            [*command, "meson.build"], cwd=root, capture_output=True, check=True, text=True
        )
        metadata.version = Version(json.loads(answer.stdout)["version"])
    return metadata
