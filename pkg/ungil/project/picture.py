"""Picture files, drawn by matplotlib: an optional extra, imported only by those who draw."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ungil.project.error import CommandError

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def require(path: Path) -> None:
    """Makes sure that `save` will be able to, before anything slow is done.

    Raises CommandError where matplotlib is missing, knows no format of that name, or the
    folder cannot be written to.
    """
    try:
        from matplotlib.backend_bases import FigureCanvasBase
    except ImportError as error:
        raise CommandError(
            f"--plot needs matplotlib, which cannot be imported: {error}",
            hint="pip install 'ungil[plot]'",
        ) from error
    kinds = FigureCanvasBase.get_supported_filetypes()
    if path.suffix.lower().lstrip(".") not in kinds:
        raise CommandError(
            f"--plot {path}: no picture format is called {path.suffix or 'nothing'!r}",
            hint="name a .png, .svg or .pdf file",
        )
    if path.is_dir():
        raise CommandError(f"--plot {path}: that is a folder")
    try:
        tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise CommandError(
            f"--plot {path}: its folder cannot be written to: {error.strerror}"
        ) from error


def save(figure: Figure, path: Path) -> None:
    """Writes a picture, whole or not at all. Raises CommandError."""
    beside = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        figure.savefig(beside, dpi=130)
        os.replace(beside, path)
    except OSError as error:
        raise CommandError(f"--plot {path}: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)
