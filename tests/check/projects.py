"""Small projects, and `ungil check` run on them as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.reading import ROOT

SCRIPT = """
import ungil

ffibuilder = ungil.builder("native", headers=["cdefs/native.h"]{options})

if __name__ == "__main__":
    ungil.main(ffibuilder)
"""


@dataclass(frozen=True)
class Project:
    """A project's folder."""

    folder: Path

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def check(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return check(self.folder, *arguments)

    def progress(self, *arguments: str) -> str:
        """What the command says of its progress, on a terminal."""
        outer, inner = os.openpty()
        try:
            command, environment = command_of(*arguments)
            subprocess.run(
                command,
                cwd=self.folder,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=inner,
                check=False,
            )
            return os.read(outer, 1 << 16).decode()
        finally:
            os.close(inner)
            os.close(outer)


def project(folder: Path, header: str, c: str, options: str = "") -> Project:
    """A project of one header and one C file; `options` are more arguments of the builder."""
    made = Project(folder)
    made.write("build_ffi.py", SCRIPT.format(options=options))
    made.write("cdefs/native.h", f'#include <stddef.h>\n#include "ungil.h"\n{header}\n')
    made.write("csrc/native.c", c)
    return made


def command_of(*arguments: str) -> tuple[list[str], dict[str, str]]:
    """The command that a user types, and the environment that finds it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "pkg")}
    return [sys.executable, "-m", "ungil", "check", *arguments], environment


def check(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs `ungil check` in a folder."""
    command, environment = command_of(*map(str, arguments))
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
