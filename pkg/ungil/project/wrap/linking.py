"""Which library defines what a header declares: the linker is asked.

What pkg-config knows is named as Meson's `dependency()`, all else as `find_library()`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ungil.check import compilation
from ungil.project.error import CommandError
from ungil.project.log import first_error
from ungil.project.wrap.headers import included

_UNDEFINED = re.compile(r"undefined (?:reference to|symbol:) [`']?(\w+)|^ *\"_(\w+)\", ref", re.M)
_MOST_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class Link:
    """A library, as Meson and the linker are told of it.

    name: pkg-config's name of it, or what stands behind `-l`; "" for the C library itself.
    package: whether pkg-config knows it.
    flags: what the compiler and the linker get.
    missing: what the header declares, and no library here defines.
    """

    name: str
    package: bool
    flags: tuple[str, ...]
    missing: frozenset[str] = frozenset()

    @property
    def meson(self) -> str:
        """Meson's expression for it."""
        if self.package:
            return f"dependency('{self.name}')"
        optional = ", required: false" if self.name == "m" else ""  # not every system has one
        return f"meson.get_compiler('c').find_library('{self.name}'{optional})"

    @property
    def libraries(self) -> list[str]:
        """The libraries, as cffi's `libraries` takes them."""
        return [flag[2:] for flag in self.flags if flag.startswith("-l")]

    def folders(self, option: str) -> list[str]:
        """The folders behind -I or -L."""
        return [flag[2:] for flag in self.flags if flag.startswith(option)]


def named(name: str, compiler: Sequence[str]) -> Link:
    """The library that the command line names, also as `-lz`. Raises CommandError."""
    name = name.removeprefix("-l")
    for link in (_package(name), Link(name, False, (f"-l{name}",))):
        if link is not None and _exists(link, compiler):
            return link
    plain = name.removeprefix("lib")
    if plain != name and _exists(Link(plain, False, (f"-l{plain}",)), compiler):
        return Link(plain, False, (f"-l{plain}",))
    raise CommandError(
        f"there is no library {name}: neither pkg-config nor the linker (-l{name}) finds it",
        hint="install its development package; NAME is pkg-config's name of it, or z of -lz",
    )


def candidates(include: str) -> list[Link]:
    """Libraries that a header may belong to, by its name and its folder's.

    The C library comes first.
    """
    path = PurePosixPath(include.lower())
    stems = dict.fromkeys(
        part.removeprefix("lib") for part in (path.stem, path.parent.name) if part
    )
    packages = dict.fromkeys(name for stem in stems for name in _packages(stem))
    found = [Link("", False, ()), Link("m", False, ("-lm",))]
    found += [link for name in packages if (link := _package(name)) is not None]
    plain = dict.fromkeys((*stems, *(stem.removesuffix("lib") for stem in stems)))  # z of zlib.h
    return [*found, *(Link(name, False, (f"-l{name}",)) for name in plain if name)]


def choose(
    links: Sequence[Link],
    includes: Sequence[str],
    names: Sequence[str],
    flags: Sequence[str],
    compiler: Sequence[str],
    *,
    least: float = 0.5,
) -> Link | None:
    """The library that defines the most of some functions and variables.

    Of several that define as many, the first; None where none defines more than `least`, the
    share of them. Raises CommandError where the header cannot be compiled.
    """
    with tempfile.TemporaryDirectory(prefix="ungil-wrap-") as folder:
        probe = Path(folder, "probe.c")
        used = ", ".join(f"(void (*)(void))&({name})" for name in names)
        probe.write_text(
            f"{included(includes)}void (*volatile probes[])(void) = {{{used}}};\n"
            "int main(void) { return probes[0] != 0; }\n",
            encoding="utf-8",
        )
        compiled = compilation.run(
            [*compiler, "-w", "-fno-builtin", *flags, "-c", str(probe), "-o", "probe.o"],
            probe.parent,
        )
        if compiled.returncode != 0:
            said = first_error(compiled.stderr) or "it says nothing"
            raise CommandError(f"the C compiler refuses {includes[-1]}: {said}")
        best: Link | None = None
        for link in links:
            undefined = _undefined(link, probe.parent, compiler)
            if undefined is None:
                continue
            missing = undefined.intersection(names)  # a library may miss others that it needs
            if len(missing) >= (1 - least) * len(names):
                continue
            if best is None or len(missing) < len(best.missing):
                best = Link(link.name, link.package, link.flags, missing)
        return best


def _undefined(link: Link, folder: Path, compiler: Sequence[str]) -> frozenset[str] | None:
    """What the linker does not find; None where it does not find the library itself.

    A library of which GNU ld says that another one has the symbol is the wrong one.
    """
    done = compilation.run([*compiler, "probe.o", "-o", "probe", *link.flags], folder)
    if done.returncode == 0:
        return frozenset()
    found = frozenset(one or other for one, other in _UNDEFINED.findall(done.stderr))
    return None if "DSO missing" in done.stderr else found or None


def _exists(link: Link, compiler: Sequence[str]) -> bool:
    with tempfile.TemporaryDirectory(prefix="ungil-wrap-") as folder:
        source = Path(folder, "main.c")
        source.write_text("int main(void) { return 0; }\n", encoding="utf-8")
        command = [*compiler, str(source), "-o", str(Path(folder, "main")), *link.flags]
        return compilation.run(command, source.parent).returncode == 0


# --- pkg-config --------------------------------------------------------------------------------


def _packages(stem: str) -> list[str]:
    """Packages whose names hold the header's, or are part of it; the most alike first.

    Those that hold one which is part of it come last: openblas for cblas.h, by blas.
    """
    listed = [line.split()[0] for line in _pkg_config("--list-all").splitlines() if line.strip()]
    parts = {part for name in listed for part in _bare(name) if len(part) > 2 and part in stem}
    alike = [n for n in listed if any(stem in bare or bare in parts for bare in _bare(n))]
    distant = [n for n in listed if n not in alike and any(part in n for part in parts)]
    alike.sort(key=lambda name: (len(name), name))
    return [*alike, *sorted(distant)][:_MOST_CANDIDATES]


def _bare(name: str) -> tuple[str, str]:
    """`libpng16` as png16 and as png."""
    bare = name.lower().removeprefix("lib")
    return bare, re.sub(r"[-_.\d]+$", "", bare)


def _package(name: str) -> Link | None:
    flags = _pkg_config("--cflags", "--libs", name).split()
    return Link(name, True, tuple(flags)) if flags else None


def _pkg_config(*arguments: str) -> str:
    """What pkg-config prints; nothing where it fails, or is not there."""
    tool = os.environ.get("PKG_CONFIG") or "pkg-config"
    if shutil.which(tool) is None:
        return ""
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""
