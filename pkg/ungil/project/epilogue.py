"""How a build that fails ends: with its diagnostics.

What a build front end shows of a failed build is a wall, in which what the author wants to know
comes long before the end. So it is said once more at the end, by itself.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from ungil.check import definitions
from ungil.english import in_english
from ungil.project import log, script

HEARD = "UNGIL_HEARD"  # set for builds that ungil's own commands run: they find the diagnostics

_PATIENCE = 1.0  # seconds for the rest of what is printed; a daemon may keep a pipe open for ever
_CHUNK = 65536
_STREAMS = {1: "stdout", 2: "stderr"}


@contextlib.contextmanager
def diagnostics_last() -> Iterator[None]:
    """Repeats the diagnostics of a build that fails at its end, unless that is on a terminal."""
    if os.environ.get(HEARD) or os.isatty(1):
        yield
        return
    _speak_english()
    copies = [_Copy(descriptor) for descriptor in (1, 2)]
    try:
        yield
    except BaseException:
        _tell(log.diagnostics("".join(copy.end() for copy in copies)), "the build failed")
        raise
    finally:
        for copy in copies:
            copy.end()


def refuse_undefined(wheel: Path, project: Path) -> None:
    """Ends a build whose wheel declares what it does not define: no import would find it."""
    if not (project / script.NAME).is_file():
        return
    with tempfile.TemporaryDirectory(prefix="ungil-wheel-") as folder:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
        found = [
            str(diagnostic)
            for module in Path(folder).rglob("*.so")
            for diagnostic in definitions.missing(
                module,
                lambda: script.read_interface(project / script.NAME),
                project,
                Path(sys.executable),
                os.environ,
            )
        ]
    if found:
        wheel.unlink()
        _tell("\n".join(found), "no import of the wheel would succeed")
        raise SystemExit(1)


def _speak_english() -> None:
    english = in_english()
    for name in os.environ.keys() - english.keys():
        del os.environ[name]
    os.environ.update(english)


def _tell(diagnostics: str, what: str) -> None:
    if diagnostics:
        print(f"\nungil: {what}:\n{diagnostics}", file=sys.stderr, flush=True)


class _Copy:
    """What is printed to a file descriptor, which goes there all the same."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._original = os.dup(descriptor)
        self._chunks: list[bytes] = []
        reader, writer = os.pipe()
        _flush()
        os.dup2(writer, descriptor)
        os.close(writer)
        # A new one: sys.stdout may think that a file is there, in which it can seek.
        self._stream = getattr(sys, _STREAMS[descriptor])
        setattr(sys, _STREAMS[descriptor], _writer(descriptor, self._stream))
        self._thread = threading.Thread(target=self._pass_on, args=[reader], daemon=True)
        self._thread.start()
        self._ended = False

    def _pass_on(self, reader: int) -> None:
        while chunk := os.read(reader, _CHUNK):
            self._chunks.append(chunk)
            with contextlib.suppress(OSError):  # nobody reads it any longer
                while chunk:
                    chunk = chunk[os.write(self._original, chunk) :]

    def end(self) -> str:
        """Prints as before from now on; returns what was printed until now."""
        if not self._ended:
            self._ended = True
            _flush()
            setattr(sys, _STREAMS[self._descriptor], self._stream)
            os.dup2(self._original, self._descriptor)
            self._thread.join(_PATIENCE)
        return b"".join(self._chunks).decode(errors="replace")


def _writer(descriptor: int, like: TextIO | None) -> TextIO:
    """A stream for a file descriptor, which it does not close, with the encoding of another one."""
    encoding, errors = (like.encoding, like.errors) if like else (None, None)
    return open(descriptor, "w", 1, encoding=encoding, errors=errors, closefd=False)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
