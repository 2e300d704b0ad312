"""`pip install .` of a project with an error: what is wrong is the last that the build says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.packages.environments import Environment
from tests.project.commands import replace_in


def last_words(author: Environment, project: Path) -> str:
    """The end of what pip shows of a build that fails, before its own last words."""
    said = author.pip("install", "--no-build-isolation", project, fails=True, LC_ALL="C")
    assert "Traceback" not in said
    shown, end, _ = said.partition("      [end of output]\n")
    assert end
    return shown.rpartition("      \n")[2].replace("\n      ", "\n").removeprefix("      ")


def test_error_in_a_source(author: Environment, made: Path) -> None:
    replace_in(made / "csrc" / "kernels.c", "a[i] + b[i]", "a[i] + c[i]")
    assert last_words(author, made).startswith(
        "ungil: the build failed:\ncsrc/kernels.c:5:28: error: 'c' undeclared"
    )


def test_error_in_a_header(author: Environment, made: Path) -> None:
    replace_in(made / "cdefs" / "kernels.h", "UNGIL_COUNTED_BY(n) a", "UNGIL_COUNTED_BY(m) a")
    assert last_words(author, made).splitlines() == [
        "ungil: the build failed:",
        "cdefs/kernels.h:12:48: error[unknown-count]: 'm' is not a parameter of add_arrays()",
        "    void add_arrays(const double *UNGIL_COUNTED_BY(m) a,",
        "                                                   ^",
        "  hint: the parameters are a, b, result, n",
    ]


def test_function_that_nothing_defines(author: Environment, made: Path) -> None:
    """No wheel is made: its import would fail."""
    replace_in(made / "csrc" / "kernels.c", "void add_arrays", "void subtract_arrays")
    assert last_words(author, made).startswith(
        "ungil: no import of the wheel would succeed:\n"
        "cdefs/kernels.h:12:6: error[undefined-function]: add_arrays() is declared,"
    )


ENDING = """
import os, sys
from ungil.project import epilogue
with epilogue.diagnostics_last():
    print("a.c:1:1: error: x")
    os.system({command!r})
    {end}
print("after")
"""


def run(command: str, end: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", ENDING.format(command=command, end=end)],
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_what_is_printed_stays_as_it_is() -> None:
    done = run("echo b", "pass")
    assert (done.stdout, done.stderr) == ("a.c:1:1: error: x\nb\nafter\n", "")
    done = run("echo b; echo c >&2", "sys.exit(3)")
    assert done.returncode == 3
    assert done.stdout == "a.c:1:1: error: x\nb\n"
    assert done.stderr == "c\n\nungil: the build failed:\na.c:1:1: error: x\n"


def test_daemon_that_a_build_has_started() -> None:
    """A compiler cache's server, which keeps the output open, is not waited for."""
    done = run("sleep 100 & echo $!", "sys.exit(3)")
    os.kill(int(done.stdout.split()[-1]), signal.SIGKILL)
    assert done.stderr == "\nungil: the build failed:\na.c:1:1: error: x\n"


def test_output_in_a_file(tmp_path: Path) -> None:
    """meson-python reconfigures its stream, which seeks where it takes it for a file's."""
    code = ENDING.format(command="echo b", end='sys.stdout.reconfigure(errors="replace")')
    with open(tmp_path / "log", "w") as log:
        subprocess.run([sys.executable, "-c", code], stdout=log, timeout=30, check=True)
    assert (tmp_path / "log").read_text() == "a.c:1:1: error: x\nb\nafter\n"
