"""Wheels that are written again, under other tags and with other files: their RECORD is right."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from pathlib import Path

import pytest

from ungil import wheel

INFO = "p-1.0.dist-info"
WHEEL = "Wheel-Version: 1.0\nGenerator: a test\nTag: cp312-cp312-linux_x86_64\n"


def line(name: str, content: bytes) -> str:
    """What RECORD says of a file (PyPA's specification of binary distributions)."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    return f"{name},sha256={digest},{len(content)}"


def make(folder: Path, module: str) -> Path:
    files = {"p/__init__.py": b"", f"p/{module}": b"\x7fELF", f"{INFO}/WHEEL": WHEEL.encode()}
    record = [*(line(name, content) for name, content in files.items()), f"{INFO}/RECORD,,"]
    path = folder / "p-1.0-cp312-cp312-linux_x86_64.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr(f"{INFO}/RECORD", "\n".join(record) + "\n")
    return path


def content(path: Path) -> dict[str, bytes]:
    """The files of a wheel, whose RECORD lists each of them once and as it is."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
        assert len(files) == len(archive.namelist())
    expected = [line(name, data) for name, data in files.items() if name != f"{INFO}/RECORD"]
    listed = files[f"{INFO}/RECORD"].decode().splitlines()
    assert sorted(listed) == sorted([*expected, f"{INFO}/RECORD,,"])
    return files


def test_modules_of_the_stable_abi_are_tagged_so(tmp_path: Path) -> None:
    old = make(tmp_path, "_native.abi3.so")
    new = wheel.claim_stable_abi(old)
    assert new.name == "p-1.0-cp312-abi3-linux_x86_64.whl"
    assert [*tmp_path.iterdir()] == [new]
    assert b"\nTag: cp312-abi3-linux_x86_64\n" in content(new)[f"{INFO}/WHEEL"]


@pytest.mark.parametrize("module", ["_native.cpython-312-x86_64-linux-gnu.so", "plain.py"])
def test_others_stay_as_they_are(module: str, tmp_path: Path) -> None:
    path = make(tmp_path, module)
    before = path.read_bytes()
    assert wheel.claim_stable_abi(path) == path
    assert wheel.claim_python(path, "cp312") == path
    assert path.read_bytes() == before


def test_another_python(tmp_path: Path) -> None:
    new = wheel.claim_python(make(tmp_path, "_native.abi3.so"), "cp311")
    assert new.name == "p-1.0-cp311-cp312-linux_x86_64.whl"
    assert b"\nTag: cp311-cp312-linux_x86_64\n" in content(new)[f"{INFO}/WHEEL"]


def test_files_are_replaced_and_added(tmp_path: Path) -> None:
    path = make(tmp_path, "_native.abi3.so")
    wheel.rewrite(path, path, {"p/__init__.py": b"import more\n", "p/more.py": b"x = 1\n"})
    files = content(path)
    assert files["p/__init__.py"] == b"import more\n"
    assert files["p/more.py"] == b"x = 1\n"
    assert files["p/_native.abi3.so"] == b"\x7fELF"
