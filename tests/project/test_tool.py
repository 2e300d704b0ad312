"""Other tools, run as parts of commands: what is kept of what they print."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from ungil.project import tool
from ungil.project.error import CommandError
from ungil.project.tool import ToolError


@pytest.fixture(autouse=True)
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that temporary files go to."""
    folder = tmp_path / "logs"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def run(folder: Path, code: str) -> str:
    return tool.run("trying", [sys.executable, "-c", code], folder, os.environ)


def test_success_leaves_no_log(tmp_path: Path, logs: Path) -> None:
    assert run(tmp_path, "print('\\x1b[31mred\\x1b[0m')") == "red\n"
    assert [*logs.iterdir()] == []


def test_failure_keeps_the_whole_log(tmp_path: Path, logs: Path) -> None:
    with pytest.raises(ToolError, match="trying failed") as failure:
        run(tmp_path, "print('one'); print('two'); exit(3)")
    assert [*logs.iterdir()] == [failure.value.path]
    assert failure.value.path.read_text(encoding="utf-8") == "one\ntwo\n"
    assert failure.value.hint == f"the whole log: {failure.value.path}"


def test_tool_that_is_not_there(tmp_path: Path, logs: Path) -> None:
    with pytest.raises(CommandError, match="cannot be run: No such file"):
        tool.run("trying", ["no-such-tool"], tmp_path, os.environ)
    assert [*logs.iterdir()] == []


def test_status_of_a_command_of_the_user_s(tmp_path: Path) -> None:
    assert tool.run_in_shell("exit 7", tmp_path, os.environ) == 7
