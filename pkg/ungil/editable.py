"""Editable installs that do not slow down every start of their Python.

meson-python's loader is started by a .pth file, and what it imports takes 40 ms: whenever Python
starts, also for the script that generates a module at its import.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from ungil import wheel

_LATE = Path(__file__).parent / "templates" / "editable" / "late.py"


def start_late(path: Path) -> None:
    """Makes an editable wheel of meson-python start its loader at the first import that needs it.

    A wheel of another form than is known here is left as it is.
    """
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"[^/]+\.(py|pth)", name)]
        texts = {name: archive.read(name).decode() for name in names}
    for name, text in texts.items():
        started = re.fullmatch(r"import (_\w+_editable_loader); \1\.init\(\)\s*", text)
        loader = texts.get(f"{started[1]}.py", "") if started else ""
        packages = re.search(r"MesonpyMetaFinder\(\s*'[^']*',\s*(\{[^{}]*\}),", loader)
        if started and packages and name.endswith(".pth"):
            late = started[1].replace("_loader", "_late")
            line = f"import {late}; {late}.start({started[1]!r}, {packages[1]})\n"
            wheel.rewrite(path, path, {name: line.encode(), f"{late}.py": _LATE.read_bytes()})
