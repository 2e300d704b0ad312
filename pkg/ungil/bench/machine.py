"""Where figures come from: the processor, the versions, the compiler."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ungil import __version__


def machine(compiler: Sequence[str], optimization: str) -> dict[str, str]:
    """What a reader of figures wants to know, and what must be equal for them to be compared."""
    done = subprocess.run([*compiler, "--version"], capture_output=True, text=True, check=False)
    found = {
        "processor": processor(),
        "cores": str(cores()),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "compiler": (done.stdout.splitlines() or [" ".join(compiler)])[0],
        "flags": optimization,
        "ungil": __version__,
    }
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        found["numpy"] = importlib.metadata.version("numpy")
    return found


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processor() -> str:
    """The processor's name, as well as the system knows it."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
