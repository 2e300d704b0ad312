"""ninja for an editable install: one at a time, and none that fails while a watcher is at work.

meson-python's editable installs run ninja at every import. Two imports at once race in the build
folder: torn modules are loaded, and ninja's log of dependencies is left wrong for good. So
`ungil develop` has them run the file `ungil-ninja` in the build folder, which runs this one with
`python -IS`: it imports nothing of ungil, and little of Python, as each import waits for it.

The locks are flock's: the kernel drops them when the last process that has them open ends, however
it ends. POSIX only; on Windows meson-python goes another way.
"""

from __future__ import annotations

import os
import sys

if sys.platform != "win32":
    import fcntl

LOCK = ".ungil-lock"  # held while ninja works
WATCH = ".ungil-watch"  # shared by the watchers that are alive
BROKEN = ".ungil-broken"  # there while what a watcher built last has failed
HELD = "UNGIL_NINJA_HELD"  # the build folder whose lock an ancestor has


def take(name: str, folder: str = ".") -> int:
    """Waits for a lock of a build folder; returns the file descriptor that holds it."""
    descriptor = os.open(os.path.join(folder, name), os.O_CREAT | os.O_RDWR, 0o666)
    if sys.platform != "win32":
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def share(name: str, folder: str = ".") -> int:
    """Takes a lock together with whoever else shares it; returns its file descriptor."""
    descriptor = os.open(os.path.join(folder, name), os.O_CREAT | os.O_RDWR, 0o666)
    if sys.platform != "win32":
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def is_watched(folder: str = ".") -> bool:
    """Whether a watcher is alive: it shares a lock that nobody can have alone then."""
    try:
        descriptor = os.open(os.path.join(folder, WATCH), os.O_RDWR)
    except OSError:
        return False
    try:
        if sys.platform != "win32":
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def main(ninja: str, arguments: list[str]) -> int:
    """Runs ninja in the current folder; returns its exit status, or does not return at all."""
    command = [ninja, *arguments]
    here = os.getcwd()
    asks_only = "-t" in arguments or "--version" in arguments
    if asks_only or os.environ.get(HELD) == here or not os.path.exists("build.ninja"):
        os.execv(ninja, command)
    os.set_inheritable(take(LOCK), True)  # until ninja, and all that it started, have ended
    os.environ[HELD] = here
    if not is_watched():
        os.execv(ninja, command)
    # What is broken is the watcher's to tell: the module that was built last stays importable.
    if not os.path.exists(BROKEN):
        os.waitpid(os.posix_spawn(ninja, command, os.environ), 0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
