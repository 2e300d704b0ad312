"""Builds the contenders: one compiler, one set of flags, one object file of the kernels."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = Path(__file__).resolve().parent / "contenders"

# Without -falign-loops the same loop may straddle a cache line in one contender and not in the
# other, which is worth a factor of 1.5.
FLAGS = ("-O2", "-DNDEBUG", "-fPIC", "-fvisibility=hidden", "-falign-loops=64")
LINK_FLAGS = ("-shared", "-Wl,-Bsymbolic")
# Free-threaded Python has no limited API before 3.15.
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
LIMITED_API = () if FREE_THREADED else ("-DPy_LIMITED_API=0x030B0000",)


class MissingError(Exception):
    """A contender cannot take part; the message says what it lacks."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where contenders are built: `folder` is on `sys.path` while they are timed."""

    folder: Path
    rebuild: bool = False

    @property
    def includes(self) -> tuple[str, ...]:
        """Where the kernels' header, ungil.h and Python.h are."""
        places = (ROOT / "cdefs", ROOT / "pkg/ungil/include", sysconfig.get_path("include"))
        return tuple(f"-I{place}" for place in places)

    def kernels(self) -> Path:
        """The object file that every contender links, its functions visible (ctypes needs that)."""
        output = self.folder / "kernels.o"
        source = ROOT / "csrc" / "kernels.c"
        flags = [flag for flag in FLAGS if flag != "-fvisibility=hidden"]
        if self.due(output, [source, ROOT / "cdefs" / "kernels.h"]):
            self.run([*compiler("CC", "cc"), *flags, *self.includes, "-c", source, "-o", output])
        return output

    def extension(
        self,
        name: str,
        sources: Sequence[Path],
        *options: str,
        language: str = "c",
        depends: Iterable[Path] = (),
    ) -> Path:
        """Compiles and links one module, if that is due; gives the shared object."""
        output = self.folder / f"{name}.so"
        objects = [self.kernels(), self.platform()]
        if self.due(output, [*sources, *objects, *depends]):
            driver = compiler("CXX", "c++") if language == "c++" else compiler("CC", "cc")
            inputs: list[str | Path] = [*self.includes, *options, *sources, *objects]
            self.run([*driver, *FLAGS, *LINK_FLAGS, *inputs, "-o", output])
        return output

    def platform(self) -> Path:
        """The object file with what the kernels need of the operating system."""
        output = self.folder / "platform.o"
        source = ROOT / "csrc" / "platform.c"
        if self.due(output, [source]):
            self.run([*compiler("CC", "cc"), *FLAGS, "-c", source, "-o", output])
        return output

    def due(self, output: Path, sources: Iterable[Path]) -> bool:
        """Whether `output` is missing or older than what it is made of."""
        if self.rebuild or not output.exists():
            return True
        made = output.stat().st_mtime
        return any(source.stat().st_mtime > made for source in sources)

    def run(
        self,
        command: Sequence[str | Path],
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Runs a tool; what it says is shown only when it fails."""
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd or self.folder,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise MissingError(f"building it failed:\n{done.stdout}{done.stderr}")

    def python(self, *arguments: str | Path) -> None:
        """Runs this Python."""
        self.run([sys.executable, *arguments])


def compiler(variable: str, default: str) -> list[str]:
    """The compiler's command: the environment's, else the usual name."""
    return shlex.split(os.environ.get(variable, default))
