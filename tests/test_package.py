"""The package as a whole: what its files agree on."""

from __future__ import annotations

import re
from pathlib import Path

import ungil

ROOT = Path(__file__).parent.parent


def test_public_names() -> None:
    assert set(ungil.__all__) == {"builder", "main", "get_include", "__version__"}
    assert all(hasattr(ungil, name) for name in ungil.__all__)
    assert (Path(ungil.get_include()) / "ungil.h").is_file()


def test_one_version() -> None:
    found = re.search(r"version: '([^']+)'", (ROOT / "meson.build").read_text(encoding="utf-8"))
    assert found is not None
    assert found.group(1) == ungil.__version__


def test_caches_stay_out_of_the_wheel() -> None:
    """Meson takes no pattern, so meson.build names the cache folder of every package."""
    text = (ROOT / "meson.build").read_text(encoding="utf-8")
    package = ROOT / "pkg" / "ungil"
    for init in package.rglob("__init__.py"):
        if "templates" not in init.parts:
            folder = (init.parent / "__pycache__").relative_to(package).as_posix()
            assert f"'{folder}'" in text, f"{folder} is missing in meson.build"
