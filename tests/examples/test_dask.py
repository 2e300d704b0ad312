"""examples/dask runs: on clusters of this machine, and on one that is there already."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

for module in ("dask.array", "distributed", "matplotlib", "cffi", "setuptools"):
    pytest.importorskip(module)

SCRIPT = Path(__file__).parents[2] / "examples" / "dask" / "scaling.py"


def scaling(*options: str, folder: Path) -> list[list[str]]:
    """The rows of the table; the script compares every result with a plain loop's itself."""
    command = [sys.executable, str(SCRIPT), "--terms", "20_000", "--elements", "10_000"]
    done = subprocess.run(
        [*command, "--calls", "4", "--rounds", "1", *options],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in done.stdout.splitlines()
        if line.startswith("| ")
    ][1:]


def test_threads_and_processes_of_this_machine(tmp_path: Path) -> None:
    rows = scaling("--threads", "1", "2", "--plot", str(tmp_path / "d.png"), folder=tmp_path)
    labels = ["one process, lock released", "one process, lock held", "a process a thread"]
    assert [row[:2] for row in rows] == [
        ["plain loop", "1"],
        *([label, threads] for threads in "12" for label in labels),
    ]
    assert all(float(cell) >= 0 for row in rows for cell in row[2:])
    assert (tmp_path / "d.png").read_bytes().startswith(b"\x89PNG")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a cluster that others started: a scheduler, and a worker of two threads."""
    file = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    commands = [
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)],
        [*dask, "worker", "--scheduler-file", str(file), "--nthreads", "2"],
    ]
    commands[0] += ["--no-dashboard"]
    commands[1] += ["--no-dashboard", "--local-directory", str(tmp_path)]
    started = [
        subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        while not file.exists() or not file.read_text():
            assert started[0].poll() is None, "the scheduler ended"
            time.sleep(0.1)
        yield json.loads(file.read_text())["address"]
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def test_a_cluster_that_is_there(scheduler: str, tmp_path: Path) -> None:
    rows = scaling("--scheduler", scheduler, folder=tmp_path)
    assert [row[:2] for row in rows] == [["plain loop", "1"], [scheduler, "2"]]
