"""The runtime tests once more, with every module under AddressSanitizer and UBSan.

Only NumPy's and ctypes' memory ends where it says: array.array and bytearray keep slack, in which
reading one byte too far is not seen.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading import ROOT
from tests.runtime import modules

FLAGS = "-fsanitize=address,undefined -fno-omit-frame-pointer -g -O1"
FOLDERS = ["arrays", "handles", "hostile", "model", "records", "vectorize"]
FILES = [
    *("arguments", "booleans", "callback_errors", "callback_records", "callbacks"),
    *("callbacks_without_context",),
    *("characters", "complex", "contradictions", "counts", "error_table", "errors"),
    *("masked_numbers", "own_exceptions", "owned", "results", "scalars", "serialized"),
    *("shared_keywords", "subinterpreters", "text", "unmade_handles", "words", "zlib"),
]


def preloaded() -> str:
    """gcc's AddressSanitizer, which has to be in a process before everything else."""
    command = [*modules.COMPILER, "-print-file-name=libasan.so"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    if not Path(found).is_absolute():
        pytest.skip("libasan is not installed")
    return found


def run(folder: Path, *arguments: str) -> tuple[int, str]:
    """Runs Python under the sanitizers: its status, and what they report."""
    log = folder / "asan"
    variables = os.environ | {
        "LD_PRELOAD": preloaded(),
        "UNGIL_TEST_CFLAGS": FLAGS,
        "PYTHONMALLOC": "malloc",  # else small objects lie in one large block
        # tests ask for more memory than there is
        "ASAN_OPTIONS": f"detect_leaks=0:allocator_may_return_null=1:log_path={log}",
        "UBSAN_OPTIONS": "print_stacktrace=1",  # to stderr, beside AddressSanitizer
    }
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False
    )
    texts = [path.read_text(errors="replace") for path in sorted(folder.glob("asan*"))]
    reports = [text for text in texts if "ERROR: AddressSanitizer" in text]
    if done.returncode != 0 or "runtime error" in done.stderr:
        reports.append(done.stdout[-5000:] + done.stderr[-20000:])
    return done.returncode, "\n".join(reports)


def test_sanitizers_see_what_is_wrong(tmp_path: Path) -> None:
    """One byte too far, and an overflow: else no report would mean nothing."""
    source = tmp_path / "wrong.c"
    source.write_text(
        "int overflow(int a) { return a + a; }\n"
        "int beyond(const char *a, long n) { return a[n]; }\n"
    )
    library = tmp_path / "wrong.so"
    command = [*modules.COMPILER, *shlex.split(FLAGS), "-shared", "-fPIC", str(source)]
    subprocess.run([*command, "-o", str(library)], check=True)
    code = (
        "import ctypes, sys\n"
        f"wrong = ctypes.CDLL({os.fspath(library)!r})\n"
        "wrong.overflow(2**31 - 1)\n"
        "memory = (ctypes.c_char * 100)()\n"
        "wrong.beyond(memory, ctypes.c_long(100))\n"
    )
    status, reports = run(tmp_path, "-c", code)
    assert status != 0
    assert "signed integer overflow" in reports
    assert "heap-buffer-overflow" in reports


def test_no_report(tmp_path: Path) -> None:
    here = Path(__file__).parent
    tests = [*(here / name for name in FOLDERS), *(here / f"test_{name}.py" for name in FILES)]
    options = [
        *("-q", "-p", "no:cacheprovider", "--model-calls=500", f"--basetemp={tmp_path / 'tests'}"),
        "-s",  # what is captured is lost where a sanitizer ends the process
        f"--ignore={here / 'handles' / 'test_memory.py'}",  # sanitizers keep what is freed
    ]
    status, reports = run(tmp_path, "-m", "pytest", *options, *map(str, tests))
    assert (status, reports) == (0, "")
