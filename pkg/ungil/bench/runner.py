"""The measurements of all functions: a process each, which may crash or hang alone."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from ungil.bench.results import Row, row_from
from ungil.bench.worker import Job

_PATIENCE = 30.0  # seconds beyond what the measurement itself should take


def run(job: Job) -> tuple[tuple[Row, ...], str]:
    """Measures one function: its rows, or why there are none."""
    with tempfile.TemporaryDirectory(prefix="ungil-bench-") as name:
        output = Path(name) / "results.json"
        status, errors = _execute(job, output, job.root)
        read: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError):
            read = json.loads(output.read_text(encoding="utf-8"))
    if "rows" in read:
        return tuple(map(row_from, read["rows"])), ""
    return (), read.get("left_out") or _why(status, errors)


def _execute(job: Job, output: Path, folder: Path) -> tuple[int | None, str]:
    """The exit status, None past the time limit; what was printed as errors."""
    command = [sys.executable, "-P", "-m", "ungil.bench.worker", str(output)]
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": _search_path()},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _, errors = process.communicate(pickle.dumps(job), 12 * job.seconds + _PATIENCE)
    except subprocess.TimeoutExpired:
        return None, ""
    finally:
        process.kill()
        process.wait()
    return process.returncode, errors.decode(errors="replace")


def _search_path() -> str:
    """The process finds the same ungil, however this one was found."""
    package = str(Path(__file__).parents[2])
    return os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH", "")]))


def _why(status: int | None, errors: str) -> str:
    if status is None:
        return "its calls do not end"
    if status < 0:
        return f"the process is ended by {signal.Signals(-status).name}"
    lines = errors.strip().splitlines()
    return lines[-1] if lines else f"the process ends with status {status}"
