"""`ungil demo`, run as its reader runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ungil import __version__
from ungil.project.demo.package import TEMPLATE

UNGIL = (sys.executable, "-m", "ungil")
WITHOUT_PIP = (
    sys.executable,
    "-c",
    "import sys; sys.modules['pip'] = None; from ungil.cli import main; main(prog_name='ungil')",
)


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """The folder for temporary files of the command under test."""
    folder = tmp_path / "temporary é folder"
    folder.mkdir()
    return folder


def environment(temporary: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("CC", "CFLAGS")}
    return {**kept, "TMPDIR": str(temporary), "PYTHONUTF8": "1", **more}


def run(
    temporary: Path, *arguments: str | Path, command: tuple[str, ...] = UNGIL, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*command, *map(str, arguments)],
        env=environment(temporary, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_version_and_help(temporary: Path) -> None:
    assert run(temporary, "--version").stdout == f"ungil {__version__}\n"
    assert "demo" in run(temporary, "--help").stdout
    help_text = run(temporary, "demo", "--help").stdout
    assert "--keep DIR" in help_text
    assert "--plot FILE" in help_text


def test_the_whole_story(temporary: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    project, picture = tmp_path / "kept", tmp_path / "figures.png"
    done = run(temporary, "demo", "--keep", project, "--plot", picture)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "\x1b" not in done.stdout
    assert [line for line in lines if len(line) > 80 and str(tmp_path) not in line] == []

    # what is shown is what was done
    assert "double compute_pi_held(uint64_t iterations) UNGIL_HOLD;" in lines
    assert any(line.startswith("  ungil_demo/_native.") for line in lines)
    assert ">>> add(2, 40)\n42\n" in done.stdout
    assert "array('i', [11, 22, 33])" in lines
    assert "'result' has 3 elements, but 'a' has 4" in done.stdout.replace("\n    ", " ")
    exceptions = [line.partition(":")[0] for line in lines if "Error: " in line]
    assert exceptions == ["ValueError", "TypeError", "TypeError", "OverflowError", "TypeError"]
    for row in ("1 thread ", "lock released ", "lock held ", "1,000 calls of add "):
        assert any(line.strip().startswith(row) for line in lines), row

    # what stays is the project, a picture, and nothing else
    template = {path.relative_to(TEMPLATE) for path in TEMPLATE.rglob("*") if path.is_file()}
    kept = {path.relative_to(project) for path in project.rglob("*") if path.is_file()}
    assert kept - {Path("pkg/ungil_demo/_native.pyi")} == {
        path for path in template if path.suffix != ".pyc"
    }
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert list(temporary.iterdir()) == []


def test_without_pip_the_build_backend_is_called(temporary: Path) -> None:
    done = run(temporary, "demo", command=WITHOUT_PIP)
    assert (done.returncode, done.stderr) == (0, "")
    assert "ungil.backend.build_wheel" in done.stdout
    assert ">>> add(2, 40)\n42\n" in done.stdout
    assert list(temporary.iterdir()) == []


def test_figures_for_programs(temporary: Path, tmp_path: Path) -> None:
    done = run(temporary, "demo", "--json", "--keep", tmp_path / "kept")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["project"] == str(tmp_path / "kept")
    assert report["figures"].keys() == {"threads", "ticks_released", "ticks_held", "calls", "lock"}


def test_keep_refuses_what_is_there(temporary: Path, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine").write_text("precious")
    done = run(temporary, "demo", "--keep", full)
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"--keep {full}: the folder is not empty" in done.stderr
    assert [path.name for path in full.iterdir()] == ["mine"]
    done = run(temporary, "demo", "--keep", full / "mine")
    assert done.returncode == 1
    assert "that is a file" in done.stderr


def test_plot_without_matplotlib_is_told_at_once(temporary: Path, tmp_path: Path) -> None:
    absent = tmp_path / "path" / "matplotlib"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text("raise ImportError('no matplotlib here')")
    path = os.pathsep.join([str(absent.parent), os.environ.get("PYTHONPATH", "")])
    done = run(temporary, "demo", "--plot", "x.png", PYTHONPATH=path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "pip install 'ungil[plot]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "reason"),
    [("figures.docx", "no picture format"), ("missing/figures.png", "cannot be written to")],
)
def test_plot_into_nowhere_is_told_at_once(
    temporary: Path, tmp_path: Path, name: str, reason: str
) -> None:
    pytest.importorskip("matplotlib")
    done = run(temporary, "demo", "--plot", tmp_path / name)
    assert (done.returncode, done.stdout) == (1, "")
    assert reason in done.stderr


def test_without_a_compiler(temporary: Path, tmp_path: Path) -> None:
    done = run(temporary, "demo", PATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "No C compiler found" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", [UNGIL, WITHOUT_PIP], ids=["pip", "no-pip"])
def test_a_build_that_fails_leaves_its_log(temporary: Path, command: tuple[str, ...]) -> None:
    done = run(temporary, "demo", command=command, CFLAGS="-Wfatal-errors -Dadd=1")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    message = done.stderr.splitlines()[0]
    assert message.startswith("ungil: error: the build failed: ")
    assert "error: " in message.removeprefix("ungil: error: ")
    (log,) = temporary.iterdir()
    assert str(log) in done.stderr
    assert message.removeprefix("ungil: error: the build failed: ") in log.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(
    ("moment", "number", "status"),
    [
        ("== 2", signal.SIGINT, 130),
        ("== 3", signal.SIGINT, 130),
        ("== 5", signal.SIGINT, 130),
        ("== 2", signal.SIGTERM, 143),
    ],
)
def test_an_interruption_leaves_nothing(
    temporary: Path, moment: str, number: signal.Signals, status: int
) -> None:
    with subprocess.Popen(
        [*UNGIL, "demo"],
        env=environment(temporary),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(moment):
                break
        time.sleep(0.7)  # into the middle of what that chapter does
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == status
    assert "Traceback" not in errors
    assert list(temporary.iterdir()) == []
