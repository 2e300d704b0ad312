#!/usr/bin/env python3
"""Builds a free-threaded CPython 3.13 from Debian's source package, to test with.

The interpreter goes to ``$UNGIL_FREE_THREADED`` or else ``$XDG_CACHE_HOME/ungil/python3.13t``
(``~/.cache`` where XDG_CACHE_HOME is not set); the last line printed is its path. Where it is
there already nothing is done. Nothing of the system is changed: apt gets a list of sources, an
index and a cache of its own, so no root is needed either.

Exit status: 0 when the interpreter is there, 2 when something that it is built with is missing,
1 when a step failed (its output is in the log that the message names).
"""

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUITE = "trixie"
PACKAGE = "python3.13"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
TOOLS = {"apt-get": "apt", "gcc": "gcc", "make": "make", "xz": "xz-utils"}
# Without these two libraries pip has no https and NumPy no ctypes; what else is missing only
# leaves a module of the standard library out.
HEADERS = {"openssl/ssl.h": "libssl-dev", "ffi.h": "libffi-dev", "zlib.h": "zlib1g-dev"}
CHECK = "import sys, ssl, ctypes, zlib, pip; sys.exit(sys._is_gil_enabled())"


class BuildError(Exception):
    """Why there is no interpreter, and the exit status that says so."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def default_prefix() -> Path:
    """The folder the interpreter is installed into, unless the command line names one."""
    named = os.environ.get("UNGIL_FREE_THREADED")
    if named:
        return Path(named)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "ungil" / "python3.13t"


def works(interpreter: Path) -> bool:
    """Whether `interpreter` is there, free-threaded, and complete enough to test with."""
    if not interpreter.is_file():
        return False
    return subprocess.run([interpreter, "-c", CHECK], capture_output=True).returncode == 0


def missing() -> list[str]:
    """What must be installed before anything can be built, a line each."""
    absent = [
        f"{tool} (Debian's package {package})"
        for tool, package in TOOLS.items()
        if shutil.which(tool) is None
    ]
    if not KEYRING.is_file():
        absent.append(f"{KEYRING} (Debian's package debian-archive-keyring)")
    if shutil.which("gcc"):
        absent += [
            f"{header} (Debian's package {package})"
            for header, package in HEADERS.items()
            if not compiles(header)
        ]
    return absent


def compiles(header: str) -> bool:
    """Whether the C compiler finds `header`."""
    command = ["gcc", "-fsyntax-only", "-x", "c", "-"]
    source = f"#include <{header}>\n"
    return subprocess.run(command, input=source.encode(), capture_output=True).returncode == 0


def step(name: str, command: list[str | Path], folder: Path, log: Path) -> None:
    """Runs one step of the build; its output goes to `log`."""
    print(f"{name} ...", flush=True)
    with log.open("ab") as output:
        finished = subprocess.run(command, cwd=folder, stdout=output, stderr=output)
    if finished.returncode != 0:
        tail = log.read_text("utf-8", "replace").splitlines()[-15:]
        raise BuildError("\n".join([f"{name}: failed; the whole log is {log}", *tail]))


def mirror() -> str:
    """The mirror of Debian that the system's own packages come from."""
    command = ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"]
    sites = subprocess.run(command, capture_output=True, text=True).stdout.split()
    if not sites:
        raise BuildError("apt knows no mirror of Debian to fetch the sources from", status=2)
    return sites[0]


def apt_options(folder: Path) -> list[str | Path]:
    """Makes apt work in `folder` alone, with the one list of sources that it needs."""
    for name in ("lists/partial", "archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    sources = folder / "sources.list"
    sources.write_text(f"deb-src [signed-by={KEYRING}] {mirror()} {SUITE} main\n", "ascii")
    settings = {
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "-",
        "Dir::State::lists": folder / "lists",
        "Dir::Cache": folder,
        "Dir::Cache::archives": folder / "archives",
        "APT::Sandbox::User": "",  # apt's own user may not write below a home folder
        "Acquire::Languages": "none",
    }
    return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]


def download(folder: Path, log: Path) -> Path:
    """Fetches the source package; its signature and hashes are apt's to check."""
    found = sorted(folder.glob(f"{PACKAGE}_*.orig.tar.xz"))
    if not found:
        options = apt_options(folder / "apt")
        step(f"reading the index of {SUITE}", ["apt-get", *options, "update"], folder, log)
        fetch: list[str | Path] = ["apt-get", *options, "source", "--download-only", PACKAGE]
        step(f"downloading {PACKAGE}", fetch, folder, log)
        found = sorted(folder.glob(f"{PACKAGE}_*.orig.tar.xz"))
    if not found:
        raise BuildError(f"{SUITE} has no {PACKAGE}_*.orig.tar.xz; see {log}")
    return found[-1]


def unpack(tarball: Path, folder: Path) -> Path:
    """Unpacks the sources of upstream; Debian's patches are about Debian's layout."""
    with tarfile.open(tarball) as archive:
        archive.extractall(folder, filter="tar")
    configures = sorted(folder.glob("*/configure"))
    if not configures:
        raise BuildError(f"{tarball} holds no configure script")
    return configures[0].parent


def build(prefix: Path, jobs: int) -> None:
    """Builds and installs the interpreter; a failed build leaves its folder behind for a look."""
    prefix.parent.mkdir(parents=True, exist_ok=True)
    downloads = prefix.parent / "sources"
    downloads.mkdir(exist_ok=True)
    log = prefix.parent / f"{prefix.name}.log"
    log.write_bytes(b"")
    tarball = download(downloads, log)
    folder = Path(tempfile.mkdtemp(prefix="build-", dir=prefix.parent))
    sources = unpack(tarball, folder)
    configure: list[str | Path] = [
        "./configure",
        f"--prefix={prefix}",
        "--disable-gil",
        "--with-ensurepip=install",
        "--disable-test-modules",
    ]
    step("configuring", configure, sources, log)
    step("compiling (a few minutes)", ["make", f"-j{jobs}"], sources, log)
    step("installing", ["make", "install"], sources, log)
    shutil.rmtree(folder)


@contextmanager
def alone(prefix: Path) -> Iterator[None]:
    """Keeps two builds out of one folder: the second one waits, and then finds the first's."""
    prefix.parent.mkdir(parents=True, exist_ok=True)
    with (prefix.parent / f"{prefix.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(prefix: Path, jobs: int, look: bool) -> Path:
    """The interpreter below `prefix`, built first where it is not there yet."""
    interpreter = prefix / "bin" / "python3.13t"
    if works(interpreter):
        return interpreter
    if look:
        raise BuildError(f"{interpreter} is not there: tools/build_free_threaded.py builds it", 2)
    absent = missing()
    if absent:
        lines = ["a free-threaded Python cannot be built here; missing:", *absent]
        raise BuildError("\n  ".join(lines), 2)
    with alone(prefix):
        if not works(interpreter):
            build(prefix, jobs)
    if not works(interpreter):
        raise BuildError(f"{interpreter} was built, but {CHECK!r} fails in it")
    return interpreter


def main() -> int:
    """Parses the command line; see the module's docstring for what the status means."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--prefix", type=Path, default=default_prefix())
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--look", action="store_true", help="only look whether it is there")
    options = parser.parse_args()
    try:
        print(run(options.prefix.absolute(), options.jobs, options.look))
    except BuildError as failure:
        print(f"{Path(__file__).name}: {failure}", file=sys.stderr)
        return failure.status
    return 0


if __name__ == "__main__":
    sys.exit(main())
