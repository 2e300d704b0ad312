"""Completion in the shells themselves, by the lines that docs/command-line.md has for them."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.packages.projects import ROOT
from ungil.cli import main

PATH = f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"

CASES = [
    ("ungil ", sorted(main.commands)),
    ("ungil ge", ["generate"]),
    ("ungil new --b", ["--backend"]),
    ("ungil new --backend ", ["meson", "setuptools"]),
]


def line_for(shell: str) -> str:
    """The line that the page has for the start-up file of a shell."""
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^\| {shell} \| `[^`]+` \| `(.+)` \|$", page, re.MULTILINE)
    return str(line).replace(r"\|", "|")


def require(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


@pytest.mark.parametrize(("typed", "completed"), CASES)
def test_bash(typed: str, completed: list[str]) -> None:
    require("bash")
    words = typed.split(" ")
    script = (
        f"{line_for('bash')}\nCOMP_WORDS=({' '.join(words)})\n"
        f"[ -n '{words[-1]}' ] || COMP_WORDS+=('')\n"
        f"COMP_CWORD={len(words) - 1}\n_ungil_completion ungil\n"
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", script], env={**os.environ, "PATH": PATH}, capture_output=True, text=True
    )
    assert done.stdout.split() == completed, done.stderr


@pytest.mark.parametrize(("typed", "completed"), CASES)
def test_fish(typed: str, completed: list[str], tmp_path: Path) -> None:
    require("fish")
    file = tmp_path / "fish" / "completions" / "ungil.fish"
    file.parent.mkdir(parents=True)
    file.write_text(line_for("fish") + "\n", encoding="utf-8")
    homes = {"XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path), "PATH": PATH}
    done = subprocess.run(
        ["fish", "-c", f"complete -C '{typed}'"],
        env=os.environ | homes,
        capture_output=True,
        text=True,
        check=False,
    )
    offered = [line.split("\t")[0] for line in done.stdout.splitlines() if line]
    assert offered == completed, done.stderr


@pytest.mark.parametrize(("typed", "completed"), CASES)
def test_zsh(typed: str, completed: list[str], tmp_path: Path) -> None:
    """zsh completes at its prompt only, so that is where the tabulator is typed."""
    require("zsh")
    (tmp_path / ".zshrc").write_text(
        f"PS1='ready%# '\nautoload -Uz compinit && compinit -u\n{line_for('zsh')}\n",
        encoding="utf-8",
    )
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(ZDOTDIR=str(tmp_path), TERM="dumb", PATH=PATH, COLUMNS="200")
        os.execvp("zsh", ["zsh", "-d", "-i"])
    try:
        read_until(terminal, ["ready# "] if os.geteuid() == 0 else ["ready% "])
        os.write(terminal, f"{typed}\t\t".encode())
        read_until(terminal, completed)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)


def read_until(terminal: int, wanted: list[str]) -> None:
    """Waits until some texts have been shown on a terminal."""
    shown = ""
    end = time.monotonic() + 30
    while not all(re.search(rf"(?<![\w-]){re.escape(text)}", shown) for text in wanted):
        ready, _, _ = select.select([terminal], [], [], max(0, end - time.monotonic()))
        assert ready, f"{wanted} not in {shown!r}"
        shown += os.read(terminal, 4096).decode()
