"""The runtime tests once more, each by several threads at once (pytest-run-parallel)."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading import ROOT

# Bound modules have no state but the runtime's; what tests share besides is marked thread_unsafe.
OPTIONS = ["--parallel-threads=4", "--skip-thread-unsafe=True", "-p", "no:cacheprovider", "-q"]


def test_by_several_threads(tmp_path: Path) -> None:
    if importlib.util.find_spec("pytest_run_parallel") is None:
        pytest.skip("pytest-run-parallel is not installed")
    tests = ["tests/runtime", f"--basetemp={tmp_path / 'tests'}"]
    variables = os.environ | {"UNGIL_NO_SKIP": "0", "UNGIL_THOROUGH": "0"}
    command = [sys.executable, "-m", "pytest", *OPTIONS, *tests]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-5000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 1000
