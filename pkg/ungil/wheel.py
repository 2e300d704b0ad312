"""Wheels that serve every later CPython, tagged as such.

meson-python tags a wheel abi3 only where a pyproject.toml says so, and then fails where there is
no limited API; the modules inside know better.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path


def claim_stable_abi(wheel: Path) -> Path:
    """Tags a wheel abi3 if all its extension modules are built against the limited API.

    Returns the wheel's path, which is a new one then. The Python tag stays that of the
    interpreter that built it, and is the oldest that it serves.
    """
    _, python, abi, _ = wheel.stem.rsplit("-", 3)
    if abi in ("abi3", "none") or not _has_stable_abi(wheel):
        return wheel
    return _retag(wheel, python, "abi3")


def claim_python(wheel: Path, python: str) -> Path:
    """Gives a wheel another Python tag, such as that of the oldest interpreter it serves.

    Returns the wheel's path, which is a new one if the tag is.
    """
    _, tagged, abi, _ = wheel.stem.rsplit("-", 3)
    return wheel if tagged == python else _retag(wheel, python, abi)


def rewrite(wheel: Path, target: Path, files: Mapping[str, bytes]) -> None:
    """Writes a wheel again with some of its files replaced and others added; removes the old one.

    target: the new wheel's path, which may be the old one's.
    """
    written = target.with_suffix(".new")
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        (record,) = (name for name in old.namelist() if name.endswith(".dist-info/RECORD"))
        lines = old.read(record).decode().splitlines()
        lines = [line for line in lines if line.rsplit(",", 2)[0] not in files]
        lines += [_digested(name, content) for name, content in files.items()]
        replaced = {**files, record: ("\n".join(lines) + "\n").encode()}
        for entry in old.infolist():
            name = entry.filename
            new.writestr(entry, replaced.pop(name) if name in replaced else old.read(entry))
        for name, content in replaced.items():
            new.writestr(name, content)
    wheel.unlink()
    written.rename(target)


def _retag(wheel: Path, python: str, abi: str) -> Path:
    """Writes the wheel again with other tags, and removes it; returns the new one's path."""
    stem, old_python, old_abi, platform = wheel.stem.rsplit("-", 3)
    tagged = wheel.with_name(f"{stem}-{python}-{abi}-{platform}.whl")
    with zipfile.ZipFile(wheel) as old:
        (name,) = (name for name in old.namelist() if name.endswith(".dist-info/WHEEL"))
        before = rf"^Tag: {old_python}-{old_abi}-"
        text = re.sub(before, f"Tag: {python}-{abi}-", old.read(name).decode(), flags=re.MULTILINE)
    rewrite(wheel, tagged, {name: text.encode()})
    return tagged


def _has_stable_abi(wheel: Path) -> bool:
    with zipfile.ZipFile(wheel) as archive:
        modules = [name for name in archive.namelist() if re.search(r"\.(so|pyd)$", name)]
    return bool(modules) and all(name.endswith(".abi3.so") for name in modules)


def _digested(name: str, content: bytes) -> str:
    """The line of a file in RECORD, with its digest and its size."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(content)}"
