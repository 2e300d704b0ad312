"""A project to work on, and `ungil develop --watch` at work on it."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.packages.environments import (
    Environment,
    lend_site_packages,
    make_environment,
)
from tests.project.commands import replace_in


@dataclass(frozen=True)
class Workshop:
    """A project, and an environment that has ungil to work on it."""

    environment: Environment
    project: Path

    @property
    def header(self) -> Path:
        return self.project / "cdefs" / "kernels.h"

    @property
    def source(self) -> Path:
        return self.project / "csrc" / "kernels.c"

    @property
    def build(self) -> Path:
        (folder,) = (self.project / "build").glob("cp3??")
        return folder

    @property
    def variables(self) -> dict[str, str]:
        """The environment, activated; the tests' own commands come after its own."""
        path = [self.environment.scripts, sysconfig.get_path("scripts"), os.environ["PATH"]]
        active = {"VIRTUAL_ENV": str(self.environment.folder)}
        own = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        return {**own, **active, "PATH": os.pathsep.join(map(str, path))}

    def develop(self, *options: str, fails: bool = False, **variables: str) -> str:
        ungil = self.environment.scripts / "ungil"
        said = self.environment.run(
            ungil,
            "develop",
            *options,
            folder=self.project,
            fails=fails,
            **self.variables | variables,
        )
        assert "Traceback" not in said
        return said

    def declare(self, name: str) -> None:
        declared = f"void {name}(double *UNGIL_COUNTED_BY(n) values, size_t n);\n\n#endif"
        replace_in(self.header, "#endif", declared)

    def define(self, name: str) -> None:
        with open(self.source, "a", encoding="utf-8") as file:
            file.write(f"void {name}(double *values, size_t n) {{ if (n) values[0] = 7; }}\n")

    def has(self, name: str) -> bool:
        code = f"import my_proj; print(hasattr(my_proj, {name!r}))"
        return self.environment.evaluate(code, folder=self.project).strip() == "True"


def empty_environment(folder: Path, ungil_wheel: Path) -> Environment:
    environment = make_environment(folder / "venv", Path(sys.executable))
    environment.pip("install", "--no-deps", "--no-index", ungil_wheel)
    lend_site_packages(environment)
    return environment


class Watcher:
    """`ungil develop --watch --json` at work."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def next(self, event: str) -> dict[str, Any]:
        """The next event, which must be this one."""
        out = self.process.stdout
        assert out is not None
        ready, _, _ = select.select([out], [], [], 60)
        assert ready, f"nothing was told where {event!r} was due"
        line = out.readline()
        told: dict[str, Any] = json.loads(line) if line else {"event": "end"}
        assert told["event"] == event, told
        return told


@contextlib.contextmanager
def watching(workshop: Workshop, *options: str) -> Iterator[Watcher]:
    ungil = workshop.environment.scripts / "ungil"
    with subprocess.Popen(
        [ungil, "develop", "--watch", "--json", *options],
        cwd=workshop.project,
        env=workshop.variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,  # what select does not see must not have been read either
    ) as process:
        watcher = Watcher(process)
        try:
            watcher.next("installed")
            yield watcher
        finally:
            process.send_signal(signal.SIGINT)
            rest, errors = process.communicate(timeout=30)
            assert b"Traceback" not in errors, errors
            assert process.returncode == 0, errors
            assert json.loads(rest.splitlines()[-1]) == {"event": "stopped"}
