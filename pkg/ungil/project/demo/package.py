"""The project that the demo shows: written, built with the real tools, and imported."""

from __future__ import annotations

import errno
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from ungil.project import log as log_of_tools
from ungil.project import tool
from ungil.project.error import CommandError

TEMPLATE = Path(__file__).parents[2] / "templates" / "demo"
MODULE = "ungil_demo"

# Without pip: the PEP 517 hook itself. Arguments: the folder for the wheel, the one to build in.
_BUILD_HOOK = """\
import sys
import ungil.backend
print(ungil.backend.build_wheel(sys.argv[1], {"build-dir": sys.argv[2]}))
"""


@dataclass(frozen=True, slots=True)
class Built:
    """A package ready to be imported from `site`."""

    site: Path
    by_pip: bool
    command: tuple[str, ...]  # as a reader may type it, in lines
    seconds: float


def write(project: Path) -> None:
    """Copies the project from ungil's templates into a new or empty folder."""
    try:
        shutil.copytree(
            TEMPLATE,
            project,
            ignore=shutil.ignore_patterns("__pycache__", "*.pyc"),
            dirs_exist_ok=True,
        )
    except (OSError, shutil.Error) as error:
        raise _disk_error(project, error) from error


def build(project: Path, scratch: Path, log: Path) -> Built:
    """Builds and installs the project into a folder of its own inside `scratch`.

    Takes pip where this Python has it, else the build backend's own hook. The tools' output
    goes to `log`. Raises CommandError with the first error in it.
    """
    site, wheels, objects, temporary = (
        scratch / name for name in ("site", "wheels", "objects", "tmp")
    )
    try:
        for folder in (site, wheels, objects, temporary):
            folder.mkdir()
    except OSError as error:
        raise _disk_error(scratch, error) from error
    start = time.perf_counter()
    command: tuple[str, ...]
    by_pip = importlib.util.find_spec("pip") is not None
    if by_pip:
        options = ["--no-build-isolation", "--no-deps", "--no-index"]
        command = (f"python -m pip install {' '.join(options)}", "--target site .")
        arguments = ["-m", "pip", "--isolated", "--no-input", "--disable-pip-version-check"]
        arguments += ["install", *options, f"--config-settings=build-dir={objects}"]
        _run([*arguments, "--target", str(site), "."], project, temporary, log)
    else:
        command = ("python -c \"import ungil.backend; ungil.backend.build_wheel('wheels')\"",)
        _run(["-c", _BUILD_HOOK, str(wheels), str(objects)], project, temporary, log)
        _unpack(wheels, site)
    return Built(site, by_pip, command, time.perf_counter() - start)


def load(built: Built) -> ModuleType:
    """Imports the package. Raises CommandError when it cannot be."""
    sys.path.insert(0, str(built.site))
    try:
        importlib.invalidate_caches()
        return importlib.import_module(MODULE)
    except ImportError as error:
        raise CommandError(f"the package was built, but cannot be imported: {error}") from error
    finally:
        sys.path.remove(str(built.site))


def _unpack(wheels: Path, site: Path) -> None:
    try:
        (wheel,) = wheels.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(site)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise CommandError(f"the wheel that was built cannot be unpacked: {error}") from error


def _run(arguments: Sequence[str], project: Path, temporary: Path, log: Path) -> None:
    """Runs this Python in the project's folder, with everything it writes in our folders."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([*_script_folders(), os.environ.get("PATH", "")]),
        "TMPDIR": str(temporary),
        "TEMP": str(temporary),
        "TMP": str(temporary),
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "PYTHONIOENCODING": "utf-8:backslashreplace",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        with open(log, "wb") as output:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=project,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        status = _wait(process)
    except OSError as error:
        raise _disk_error(log, error) from error
    if status != 0:
        raise _build_error(status, log)


def _script_folders() -> list[str]:
    """Where pip put meson and ninja: no virtual environment need be activated to run ungil."""
    user = sysconfig.get_preferred_scheme("user")
    return [
        os.path.dirname(sys.executable),
        sysconfig.get_path("scripts"),
        sysconfig.get_path("scripts", user),
    ]


def _wait(process: subprocess.Popen[bytes]) -> int:
    """The exit status. If we are interrupted, nothing of the build goes on without us."""
    try:
        return process.wait()
    except BaseException:
        tool.end(process)
        raise


def _build_error(status: int, log: Path) -> CommandError:
    text = log.read_text(encoding="utf-8", errors="replace")
    kept = _keep(log)
    hint = f"the whole log: {kept}" if kept else f"the log's end:\n{text[-2000:]}"
    error = log_of_tools.first_error(text) or f"the build ended with exit status {status}"
    if "No space left on device" in error:
        return _no_space(log.parent, hint)
    return CommandError(f"the build failed: {error}", hint=hint)


def _keep(log: Path) -> Path | None:
    """A copy of the log outside of what is about to be removed; None where there is no room."""
    try:
        handle, name = tempfile.mkstemp(prefix="ungil-demo-", suffix=".log")
        with open(handle, "wb") as copy:
            copy.write(log.read_bytes())
    except OSError:
        return None
    return Path(name)


def _disk_error(place: Path, error: OSError | shutil.Error) -> CommandError:
    if getattr(error, "errno", None) == errno.ENOSPC or "No space left on device" in str(error):
        return _no_space(place)
    return CommandError(f"cannot write to {place}: {error}")


def _no_space(place: Path, more: str = "") -> CommandError:
    hint = "free some, or name a folder on another disk in TMPDIR (the demo needs about 10 MB)"
    return CommandError(
        f"there is no space left on the disk of {place}", hint=f"{hint}\n{more}".strip()
    )
