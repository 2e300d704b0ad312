"""Ctrl-C in the middle of `ungil develop`."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.project.develop.workshop import Workshop


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("options", [(), ("--watch",)], ids=["once", "watch"])
def test_interruption_at_any_moment(
    workshop: Workshop, seed: int, options: tuple[str, ...]
) -> None:
    """What comes after it works, whenever Ctrl-C came."""
    name = f"late{seed}{len(options)}"
    workshop.declare(name)
    workshop.define(name)
    with subprocess.Popen(
        [workshop.environment.scripts / "ungil", "develop", *options],
        cwd=workshop.project,
        env=workshop.variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        time.sleep(random.Random(seed).uniform(0.2, 3))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors
    assert process.returncode in (0, 130), errors
    workshop.develop()
    assert workshop.has(name)


def test_interruption_leaves_nothing_of_pip(workshop: Workshop, tmp_path: Path) -> None:
    """pip makes folders of its own while it builds, and is let clean up."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with subprocess.Popen(
        [workshop.environment.scripts / "ungil", "develop"],
        cwd=workshop.project,
        env=workshop.variables | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not any(temporary.glob("pip-*")) and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert list(temporary.iterdir()) == []
