"""What the runtime shares between threads, under the thread sanitizer: threads_driver.c.

In a Python process the sanitizer would see nothing: the interpreter lock, and CPython's own locks
and atomics without one, order nearly everything. So the C runs alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.runtime import modules
from ungil.generate.call_layer import RUNTIME

DRIVER = Path(__file__).parent / "threads_driver.c"
WITHOUT_LOCK = "-DPy_GIL_DISABLED"

# gcc's header of Python is that of a Python with a lock: ungil's code alone is told that there is
# none, and takes its other way.
pytestmark = pytest.mark.skipif(
    sysconfig.get_config_var("Py_GIL_DISABLED") == 1, reason="run by a Python with a lock"
)


def build(program: Path, *options: str) -> None:
    warnings = [*modules.WARNINGS, "-Wno-unused-function"]
    includes = [f"-I{RUNTIME}", f"-I{sysconfig.get_path('include')}"]
    flags = ["-std=c11", "-D_DEFAULT_SOURCE", "-pthread", "-O1", "-g", "-fsanitize=thread"]
    command = [*modules.COMPILER, *flags, *warnings, *includes, *options]
    subprocess.run([*command, str(DRIVER), "-o", str(program)], check=True)


def run(program: Path, part: str) -> tuple[int, str]:
    """Its status, and what it printed or the sanitizer reported."""
    for prefix in ([], ["setarch", "-R"]):
        command = [*prefix, str(program), part]
        # The first race ends it: broken on purpose, it might never end by itself.
        environment = os.environ | {"TSAN_OPTIONS": "halt_on_error=1"}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        # Older sanitizers want the addresses that a kernel without randomization gives.
        if "unexpected memory mapping" not in done.stderr or shutil.which("setarch") is None:
            break
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("races") / "driver"
    build(path, WITHOUT_LOCK)
    return path


@pytest.mark.parametrize("part", ["automatic", "gates", "serial", "once", "instances"])
def test_no_race(program: Path, part: str) -> None:
    assert run(program, part) == (0, "")


def test_no_race_beside_a_lock(tmp_path: Path) -> None:
    """What UNGIL_AUTO reads while it has released the lock."""
    build(tmp_path / "driver")
    assert run(tmp_path / "driver", "automatic") == (0, "")


@pytest.mark.parametrize(
    ("part", "broken"),
    [
        ("gates", "-DRACY_LOCKS"),
        ("serial", "-DRACY_LOCKS"),
        ("once", "-DRACY_ORDER"),
        ("automatic", "-DRACY_COUNTERS"),
    ],
)
def test_a_race_is_found(tmp_path: Path, part: str, broken: str) -> None:
    """What is broken on purpose is reported: else no report would mean nothing."""
    build(tmp_path / "driver", WITHOUT_LOCK, broken)
    status, said = run(tmp_path / "driver", part)
    assert status != 0
    assert "WARNING: ThreadSanitizer: data race" in said
