"""The C is called without the interpreter lock: `ungil check` finds what threads would share."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("clang.cindex", reason="it reads C by libclang: pip install 'ungil[check]'")


@pytest.mark.skipif(sys.platform == "win32", reason="ungil check has not been tried on Windows")
def test_threads_share_nothing_without_a_lock():
    command = [sys.executable, "-m", "ungil", "check", "--no-stress"]
    project = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
