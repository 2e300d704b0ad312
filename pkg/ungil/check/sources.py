"""Which C files make a module, and what they are linked with.

A build folder of Meson's knows; where there is none, the builder script may name the sources,
and else they are the C files in csrc/.
"""

from __future__ import annotations

import json
import os
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ungil.assembly import Assembly
from ungil.check.compilation import Unit, from_commands, from_sources


@dataclass(frozen=True)
class Sources:
    """The C of one module.

    others: C files in csrc/ that are not part of it.
    libraries: what the linker is given besides the objects.
    build: Meson's build folder.
    """

    units: tuple[Unit, ...]
    others: tuple[Path, ...]
    libraries: tuple[str, ...]
    build: Path | None


def find(assembly: Assembly) -> Sources:
    """The C files of a module, by the best that says which they are."""
    root = assembly.folder
    in_csrc = sorted((root / "csrc").rglob("*.c"))
    build = _build_folder(root)
    target = _target(build, f"{assembly.base}.c") if build else None
    if build and target:
        linked = set(target.sources)
        units = [
            u for u in from_commands(build / "compile_commands.json", root) if u.file in linked
        ]
        libraries = target.libraries
    else:
        build = None
        named = [Path(os.path.abspath(file)) for file in assembly.options.get("sources", ())]
        units = from_sources(named or in_csrc, (), assembly.options.get("define_macros", ()))
        libraries = tuple(_libraries(assembly.options))
    folders = [*assembly.options["include_dirs"], sysconfig.get_path("include")]
    # ungil.h of this version first: a build folder may hold an older one.
    flags = [f"-I{folder}" for folder in reversed(folders[:-1])] + [f"-idirafter{folders[-1]}"]
    units = [Unit(unit.file, (*flags[:1], *unit.flags, *flags[1:])) for unit in units]
    known = {unit.file for unit in units}
    others = tuple(file for file in in_csrc if file not in known)
    return Sources(tuple(units), others, libraries, build)


def _libraries(options: dict[str, Any]) -> Iterator[str]:
    """What cffi's options say to the linker."""
    yield from options.get("extra_objects", ())
    yield from (f"-L{folder}" for folder in options.get("library_dirs", ()))
    yield from (f"-l{name}" for name in options.get("libraries", ()))
    yield from options.get("extra_link_args", ())


def _build_folder(root: Path) -> Path | None:
    """The newest build folder of Meson's in a project: `build/`, or one in it or beside it."""
    found = [
        path.parent
        for pattern in ("*/compile_commands.json", "*/*/compile_commands.json")
        for path in root.glob(pattern)
        if (path.parent / "meson-info" / "intro-targets.json").is_file()
    ]
    return max(found, key=lambda f: (f / "compile_commands.json").stat().st_mtime, default=None)


@dataclass(frozen=True)
class _Target:
    sources: tuple[Path, ...]
    libraries: tuple[str, ...]


def _target(build: Path, generated: str) -> _Target | None:
    """Meson's target that a generated file is part of, with the static libraries in it."""
    text = (build / "meson-info" / "intro-targets.json").read_text(encoding="utf-8")
    targets: list[dict[str, Any]] = json.loads(text)
    by_file = {Path(file).name: target for target in targets for file in target["filename"]}
    for target in targets:
        groups = target["target_sources"]
        if any(Path(f).name == generated for g in groups for f in g.get("generated_sources", ())):
            if target["type"] == "custom":
                continue
            return _whole(target, by_file)
    return None


def _whole(target: dict[str, Any], by_file: dict[str, dict[str, Any]]) -> _Target:
    sources: list[Path] = []
    libraries: list[str] = []
    for group in target["target_sources"]:
        sources += (Path(file) for file in group.get("sources", ()))
        for word in group.get("parameters", ()) if "linker" in group else ():
            inner = by_file.get(Path(word).name)
            if inner is not None and inner is not target:
                whole = _whole(inner, by_file)
                sources += whole.sources
                libraries += whole.libraries
            elif word.startswith(("-l", "-L")) or word.endswith((".a", ".so", ".dylib")):
                libraries.append(word)
    return _Target(tuple(sources), tuple(libraries))
