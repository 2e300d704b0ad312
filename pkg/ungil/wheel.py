"""Wheels that serve every later CPython, tagged as such.

meson-python tags a wheel abi3 only where a pyproject.toml says so, and then fails where there is
no limited API; the modules inside know better.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
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


def _retag(wheel: Path, python: str, abi: str) -> Path:
    """Writes the wheel again with other tags, and removes it; returns the new one's path."""
    stem, old_python, old_abi, platform = wheel.stem.rsplit("-", 3)
    tagged = wheel.with_name(f"{stem}-{python}-{abi}-{platform}.whl")
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(tagged, "w", zipfile.ZIP_DEFLATED) as new:
        (name,) = (name for name in old.namelist() if name.endswith(".dist-info/WHEEL"))
        before = rf"^Tag: {old_python}-{old_abi}-"
        text = re.sub(before, f"Tag: {python}-{abi}-", old.read(name).decode(), flags=re.MULTILINE)
        replaced = {name: text.encode()}
        record = f"{name.rpartition('/')[0]}/RECORD"
        replaced[record] = _with_digest(old.read(record).decode(), name, replaced[name]).encode()
        for entry in old.infolist():
            new.writestr(entry, replaced.get(entry.filename, old.read(entry)))
    wheel.unlink()
    return tagged


def _has_stable_abi(wheel: Path) -> bool:
    with zipfile.ZipFile(wheel) as archive:
        modules = [name for name in archive.namelist() if re.search(r"\.(so|pyd)$", name)]
    return bool(modules) and all(name.endswith(".abi3.so") for name in modules)


def _with_digest(record: str, name: str, content: bytes) -> str:
    """A RECORD in which `name` has the digest and the size of `content`."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    line = f"{name},sha256={digest},{len(content)}"
    return re.sub(rf"^{re.escape(name)},.*$", line, record, flags=re.MULTILINE)
