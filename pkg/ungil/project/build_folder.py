"""The build folder of an editable install: Meson's, where ninja builds what has changed."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from ungil import output
from ungil.check import definitions, mismatch
from ungil.diagnostics import Diagnostic
from ungil.english import in_english
from ungil.project import ninja, script, tool
from ungil.project.error import CommandError
from ungil.project.target import Target

_WRAPPER = "ungil-ninja"
_GOOD = ".ungil-good"
_SHARED_OBJECT = re.compile(r"\.(so|pyd|dylib)$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build came to.

    text: what the tools had to say, in one form, paths relative to the project.
    worked: whether there was anything to build.
    """

    ok: bool
    text: str
    worked: bool
    seconds: float


class BuildFolder:
    """The build folder `path` of the project at `root`, for one interpreter."""

    def __init__(self, root: Path, path: Path, target: Target) -> None:
        self.root = root
        self.path = path
        self.target = target
        found = shutil.which("ninja", path=target.variables["PATH"])
        if found is None:
            raise CommandError("there is no ninja", hint="get one: pip install ninja")
        self._ninja = found
        self._last_start = time.time()

    @property
    def is_configured(self) -> bool:
        """Whether Meson has set it up."""
        return (self.path / "build.ninja").exists()

    def prepare(self) -> dict[str, str]:
        """Makes the folder; returns the variables under which it is to be installed from."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for name in (".gitignore", ".hgignore"):
                syntax = "syntax: glob\n" if name == ".hgignore" else ""
                (self.path / name).write_text(f"{syntax}*\n", encoding="utf-8")
            if sys.platform == "win32":
                return {}
            wrapper = self.path / _WRAPPER
            words = [str(self.target.python), "-IS", ninja.__file__, self._ninja]
            text = f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n'
            wrapper.write_text(text, encoding="utf-8")
            wrapper.chmod(0o755)
        except OSError as error:
            raise CommandError(
                f"cannot write to {self.path}: {error.strerror}",
                hint="an editable install builds in place; ungil build --out DIR does not",
            ) from error
        return {"NINJA": str(wrapper)}

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """While this lasts imports do not fail: what is broken is told by the watcher."""
        descriptor = ninja.share(ninja.WATCH, str(self.path))
        try:
            yield
        finally:
            (self.path / ninja.BROKEN).unlink(missing_ok=True)
            os.close(descriptor)

    def build(self, changed: Iterable[Path] = ()) -> Outcome:
        """Builds what has changed, while nobody else does.

        changed: files that are known to have been saved, whatever their time stamps say.
        """
        start = time.monotonic()
        lock = ninja.take(ninja.LOCK, str(self.path))
        try:
            if any(map(self._looks_old, changed)):
                self._forget()
            self._last_start = time.time()
            status, output = self._run_ninja(lock)
            text = readable(output, f"{os.path.relpath(self.root, self.path)}{os.sep}")
            worked = "no work to do" not in output
            missing = self._missing() if status == 0 else []
            text = "\n".join(filter(None, [text, *map(str, missing)]))
            ok = status == 0 and not missing
            (self._keep if ok else self._restore)()
        finally:
            os.close(lock)
        return Outcome(ok, text, worked, time.monotonic() - start)

    def publish_commands(self) -> None:
        """Puts compile_commands.json where clangd looks for it: into `build`."""
        source = self.path / "compile_commands.json"
        place = self.root / "build"
        if source.exists() and place.is_dir() and place != self.path:
            with contextlib.suppress(OSError):
                output.write(place, {source.name: source.read_bytes()})

    def sources(self) -> set[Path]:
        """The files that Meson builds from, those of the build itself included."""
        found: set[Path] = set()
        information = self.path / "meson-info"
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            names = json.loads((information / "intro-buildsystem_files.json").read_bytes())
            found.update(map(Path, names))
            for entry in json.loads((information / "intro-targets.json").read_bytes()):
                for group in entry["target_sources"]:
                    found.update(Path(name) for name in group.get("sources", ()))
        return {path for path in found if self.path not in path.parents}

    def _run_ninja(self, lock: int) -> tuple[int, str]:
        color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        variables = self.target.variables | {ninja.HELD: str(self.path)}
        process = subprocess.Popen(
            [self._ninja],
            cwd=self.path,
            env=in_english(variables) | ({"CLICOLOR_FORCE": "1"} if color else {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=[lock],  # held until all that it started has ended
            start_new_session=True,
        )
        try:
            output, _ = process.communicate()
        except BaseException:
            tool.end(process, signal.SIGINT)
            raise
        return process.returncode, output.decode(errors="replace")

    def _looks_old(self, path: Path) -> bool:
        """Whether a file that was saved just now has a time that ninja would take for old."""
        try:
            return path.stat().st_mtime < self._last_start
        except OSError:
            return False

    def _forget(self) -> None:
        """Removes what is compiled and generated, but not what is linked: imports go on."""
        for path in [*self.path.glob("*.c"), *self.path.rglob("*.o"), *self.path.rglob("*.obj")]:
            path.unlink(missing_ok=True)

    def _modules(self) -> list[Path]:
        return [
            path
            for path in self.path.rglob("*")
            if _SHARED_OBJECT.search(path.name) and _GOOD not in path.parts
        ]

    def _missing(self) -> list[Diagnostic]:
        """What is declared and not defined, as diagnostics."""
        return [
            diagnostic
            for module in self._modules()
            for diagnostic in definitions.missing(
                module,
                lambda: script.read_interface(self.root / script.NAME),
                self.root,
                self.target.python,
                self.target.variables,
            )
        ]

    def _good(self, module: Path) -> Path:
        return self.path / _GOOD / module.relative_to(self.path)

    def _keep(self) -> None:
        """Remembers the modules as good ones: a linker removes what it fails to write."""
        (self.path / ninja.BROKEN).unlink(missing_ok=True)
        for module in self._modules():
            good = self._good(module)
            if not (good.exists() and good.samefile(module)):
                good.parent.mkdir(parents=True, exist_ok=True)
                good.unlink(missing_ok=True)
                _link(module, good)

    def _restore(self) -> None:
        """Lets imports find the good modules again, though the build has failed."""
        (self.path / ninja.BROKEN).touch()
        for good in (self.path / _GOOD).rglob("*"):
            module = self.path / good.relative_to(self.path / _GOOD)
            if good.is_file() and not (module.exists() and good.samefile(module)):
                temporary = module.with_name(f"{module.name}.good")
                temporary.unlink(missing_ok=True)
                _link(good, temporary)
                os.replace(temporary, module)


_GONE = re.compile(r"ninja: error: '(?P<file>.+)', needed by '(?P<product>.+)', missing ")


def readable(output: str, way_up: str) -> str:
    """What a compiler or ungil said in ninja's output, without what ninja itself says.

    way_up: the relative path from the build folder to the project's, which is cut off of paths.
    """
    kept = []
    lines = iter(output.splitlines())
    for line in lines:
        plain = click.unstyle(line)
        if plain.startswith("FAILED: "):
            next(lines, None)  # the command
        elif found := _GONE.match(plain):
            gone = found["file"].replace(way_up, "")
            kept.append(f"error: {gone} is not there, and {found['product']} is made from it")
        elif not re.match(r"\[\d+/\d+\] |ninja: ", plain):
            kept.append(line.replace(way_up, ""))
    said = "\n".join(kept).strip("\n")
    told = mismatch.at_declarations(click.unstyle(said))
    return said if told == click.unstyle(said) else told.strip("\n")


def _link(source: Path, target: Path) -> None:
    """The same file under a second name, or a copy where there is no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
