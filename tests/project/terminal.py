"""Commands on a terminal: a pseudo-terminal, at which somebody answers."""

from __future__ import annotations

import os
import pty
from collections.abc import Sequence
from pathlib import Path


def on_terminal(
    command: Sequence[str],
    folder: Path,
    variables: dict[str, str],
    answers: Sequence[tuple[str, str]] = (),
) -> tuple[int, str]:
    """Runs a command in a folder; its exit status, and what the terminal has shown.

    answers: questions, each with the line that is typed when the terminal shows it.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe(command[0], command, os.environ | variables)
    waiting = list(answers)
    shown = b""
    while True:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the other side is closed
            break
        if waiting and shown.endswith(waiting[0][0].encode()):
            os.write(terminal, f"{waiting.pop(0)[1]}\n".encode())
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode()
