"""What holds for every command: errors, exit statuses, colours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import ungil as package
from tests.packages.projects import ROOT
from tests.project.commands import UNGIL, ungil
from tests.project.terminal import on_terminal
from ungil.cli import main

# A command that fails as no command should.
FAILING = """\
import sys
import ungil.cli as cli

@cli.main.command()
def fail():
    {statement}

cli.main(prog_name="ungil")
"""


def fail(statement: str, *options: str) -> subprocess.CompletedProcess[str]:
    code = FAILING.format(statement=statement)
    command = [sys.executable, "-c", code, "fail", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def on_a_terminal(folder: Path, *arguments: str, **variables: str) -> str:
    """What a command shows on a terminal."""
    _, shown = on_terminal([*UNGIL, *arguments], folder, variables)
    return shown


def test_version() -> None:
    assert ungil(ROOT, "--version").stdout == f"ungil {package.__version__}\n"


def test_help_names_every_command_in_a_whole_line() -> None:
    said = ungil(ROOT, "--help").stdout
    listed = re.findall(r"^  (\w+) {2,}(\S.*)$", said.partition("Commands:")[2], re.MULTILINE)
    assert [name for name, _ in listed] == sorted(main.commands)
    assert all(text.endswith(".") and not text.endswith("...") for _, text in listed)
    assert (
        re.sub(r"\s+", " ", said)
        .rstrip()
        .endswith(
            "Exit status: 0 done; 1 it cannot be done, or an error was found; 2 wrong usage;"
            " 70 an error in ungil itself; 130 interrupted."
        )
    )


def test_wrong_usage(tmp_path: Path) -> None:
    assert "No such command 'biuld'" in ungil(tmp_path, "biuld", status=2).stderr
    assert "No such option" in ungil(tmp_path, "build", "--relase", status=2).stderr


def test_error_of_ungil_itself() -> None:
    done = fail("{}['missing']")
    assert done.returncode == 70
    assert done.stderr == (
        "ungil: internal error: KeyError: 'missing' (<string>:6)\n"
        "  hint: run again with --debug, and report what it shows\n"
    )
    done = fail("{}['missing']", "--debug")
    assert done.returncode == 70
    assert done.stderr.startswith("Traceback (most recent call last):\n")
    assert "\nungil: internal error: KeyError: 'missing'" in done.stderr


def test_error_of_the_system() -> None:
    done = fail("open('/nowhere/é')")
    assert done.returncode == 1
    assert done.stderr == "ungil: error: /nowhere/é: No such file or directory\n"
    assert fail("raise KeyboardInterrupt").returncode == 130


ENDING = """
import atexit, os, signal, sys
from ungil.__main__ import run
{when}
sys.argv = ["ungil", "demo", "--help"]
run()
"""
INTERRUPT = "os.kill(os.getpid(), signal.SIGINT)"


@pytest.mark.parametrize(
    ("when", "status"),
    [
        (f"atexit.register(lambda: {INTERRUPT})", 0),
        (f"import ungil.cli; ungil.cli.main.params[0].callback = lambda *_: {INTERRUPT}", 130),
    ],
    ids=["Python ends", "before a command"],
)
def test_interrupted_where_no_command_is_at_work(when: str, status: int) -> None:
    command = [sys.executable, "-c", ENDING.format(when=when)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr


def test_traceback_of_a_foreseen_error(tmp_path: Path) -> None:
    for arguments in (["--debug", "generate"], ["generate", "--debug"]):
        done = subprocess.run(
            [*UNGIL, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.startswith("Traceback (most recent call last):\n")
        assert "\nungil: error: there is no build_ffi.py in" in done.stderr


def test_reader_that_goes_away(tmp_path: Path) -> None:
    """As in `ungil generate --explain | head -1`."""
    command = " ".join(map(repr, UNGIL))
    script = f"{command} --help | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_colours(tmp_path: Path) -> None:
    assert "\x1b[31m\x1b[1merror:\x1b[0m there is no build_ffi.py" in on_a_terminal(
        tmp_path, "generate", TERM="xterm", NO_COLOR=""
    )
    assert "\x1b" not in on_a_terminal(tmp_path, "generate", TERM="xterm", NO_COLOR="1")
    assert "\x1b" not in ungil(tmp_path, "generate", status=1).stderr
