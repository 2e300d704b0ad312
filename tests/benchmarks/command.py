"""The benchmarks, run as their reader runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.packages.projects import ROOT


def printed_by(module: str, *arguments: str | Path) -> str:
    """What `python -m MODULE` prints; insists that it succeeds without a complaint."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
