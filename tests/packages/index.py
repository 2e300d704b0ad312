"""A package index on the loopback: pypiserver."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

USER = "author"
PASSWORD = "s3cret/p@ss"


@dataclass(frozen=True)
class Index:
    """A running pypiserver, which takes uploads from USER with PASSWORD."""

    packages: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def simple(self) -> str:
        """What pip's --index-url wants."""
        return f"{self.url}simple/"


def free_port() -> int:
    """A port of the loopback that nobody listens at."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
    return port


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Index]:
    """Runs an index that keeps what it gets in a folder."""
    packages = folder / "packages"
    packages.mkdir()
    passwords = folder / "htpasswd"
    digest = base64.b64encode(hashlib.sha1(PASSWORD.encode()).digest()).decode()
    passwords.write_text(f"{USER}:{{SHA}}{digest}\n", encoding="utf-8")
    index = Index(packages, free_port())
    options = ["--interface=127.0.0.1", f"--port={index.port}", f"--passwords={passwords}"]
    command = [sys.executable, "-m", "pypiserver", "run", *options, "--authenticate=update"]
    with (
        open(folder / "log", "wb") as log,
        subprocess.Popen(
            [*command, "--disable-fallback", packages], stdout=log, stderr=log
        ) as process,
    ):
        try:
            _wait(process, index.port)
            yield index
        finally:
            process.terminate()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise AssertionError("pypiserver has not started")
