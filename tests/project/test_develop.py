"""`ungil develop`: editable installs that build at every import, or at every save."""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.packages.environments import (
    Environment,
    bound_by_permissions,
    lend_site_packages,
    make_environment,
    read_only,
    run,
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


@pytest.fixture(scope="module")
def installed(
    ungil_wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Workshop, dict[Path, bytes]]:
    """A project that `ungil develop` has installed, and its files as they were."""
    folder = tmp_path_factory.mktemp("develop é")
    environment = empty_environment(folder, ungil_wheel)
    environment.run(environment.scripts / "ungil", "new", "my-proj", folder=folder)
    workshop = Workshop(environment, folder / "my-proj")
    report = json.loads(workshop.develop("--json"))
    assert report["project"] == str(workshop.project)
    assert report["build"] == str(workshop.build)
    sources = [workshop.header, workshop.source, workshop.project / "meson.build"]
    return workshop, {path: path.read_bytes() for path in sources}


@pytest.fixture
def workshop(installed: tuple[Workshop, dict[Path, bytes]]) -> Workshop:
    """The project as `ungil new` has made it, installed."""
    workshop, files = installed
    for path, content in files.items():
        if path.read_bytes() != content:
            path.write_bytes(content)
    return workshop


def test_import_builds_what_has_changed(workshop: Workshop) -> None:
    workshop.declare("fill")
    workshop.define("fill")
    assert workshop.has("fill")
    commands = json.loads((workshop.project / "build" / "compile_commands.json").read_bytes())
    assert any(entry["file"].endswith("csrc/kernels.c") for entry in commands)


def test_imports_at_once_all_get_the_new_module(workshop: Workshop) -> None:
    python = workshop.environment.python
    for turn in range(2):
        workshop.declare(f"race{turn}")
        workshop.define(f"race{turn}")
        code = f"import my_proj; my_proj.race{turn}"
        processes = [
            subprocess.Popen([python, "-c", code], stderr=subprocess.PIPE, text=True)
            for _ in range(6)
        ]
        for process in processes:
            _, errors = process.communicate()
            assert process.returncode == 0, errors
    ninja = shutil.which(
        "ninja", path=os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    )
    assert ninja is not None
    assert "#deps 0" not in run([ninja, "-t", "deps"], workshop.build).stdout


def test_two_at_once(workshop: Workshop) -> None:
    command = [workshop.environment.scripts / "ungil", "develop"]
    processes = [
        subprocess.Popen(
            command,
            cwd=workshop.project,
            env=workshop.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        said, _ = process.communicate()
        assert process.returncode == 0, said
    assert workshop.has("add_arrays")


def test_what_is_wrong_is_said_whole(workshop: Workshop) -> None:
    replace_in(workshop.header, "UNGIL_COUNTED_BY(n) a", "UNGIL_COUNTED_BY(m) a")
    replace_in(workshop.header, "UNGIL_COUNTED_BY(n) b", "UNGIL_COUNTED_BY(k) b")
    said = workshop.develop(fails=True)
    assert "cdefs/kernels.h:12:" in said
    assert "'m' is not" in said
    assert "'k' is not" in said
    assert "\n    void add_arrays(const double *UNGIL_COUNTED_BY(m) a," in said


def test_without_a_compiler(workshop: Workshop, tmp_path: Path) -> None:
    ninja = shutil.which("ninja", path=workshop.variables["PATH"])
    assert ninja is not None
    (tmp_path / "ninja").symlink_to(ninja)
    said = workshop.develop(fails=True, PATH=str(tmp_path))
    assert said.startswith("ungil: error: No C compiler found")
    assert "pip install ziglang" in said


def test_read_only_checkout(author: Environment, tmp_path: Path) -> None:
    ungil = author.scripts / "ungil"
    author.run(ungil, "new", "proj", folder=tmp_path)
    project = tmp_path / "proj"
    with read_only(project):
        command = bound_by_permissions([ungil, "develop"])
        said = author.run(*command, folder=project, fails=True)
    assert said.startswith(f"ungil: error: cannot write to {project / 'build'}")
    assert "hint: an editable install builds in place" in said


def test_setuptools_is_told_another_way(author: Environment, tmp_path: Path) -> None:
    ungil = author.scripts / "ungil"
    author.run(ungil, "new", "proj", "--backend", "setuptools", folder=tmp_path)
    said = author.run(ungil, "develop", folder=tmp_path / "proj", fails=True)
    assert "only where Meson builds it" in said
    assert "hint: install it again" in said


def test_exec_and_its_status(workshop: Workshop) -> None:
    command = "python -c 'import my_proj; print(my_proj.__name__); exit(3)'"
    said = workshop.develop("--exec", command, fails=True)
    assert "my_proj\n" in said


def test_environment_made_by_uv(workshop: Workshop, ungil_wheel: Path, tmp_path: Path) -> None:
    """uv's environments have no pip; uv finds what builds in the environment itself."""
    uv = [sys.executable, "-m", "uv", "--offline"]
    folder = tmp_path / "uv é"
    run([*uv, "venv", "--python", sys.executable, folder])
    environment = Environment(folder)
    options = ["--no-deps", "--no-index", "--python", environment.python]
    run([*uv, "pip", "install", *options, ungil_wheel])
    lend_site_packages(environment)
    said = workshop.develop("--python", str(environment.python), UV_OFFLINE="1")
    assert str(folder) in said
    environment.evaluate("import my_proj; my_proj.add_arrays")
    (record,) = environment.folder.glob("lib/python*/site-packages/my_proj-*.dist-info/INSTALLER")
    assert record.read_text(encoding="utf-8").strip() == "uv"


def test_sanitizers(workshop: Workshop) -> None:
    replace_in(workshop.source, "i < n", "i <= n")
    code = "import ctypes, my_proj; a = (ctypes.c_double * 4)(); my_proj.add_arrays(a, a)"
    said = workshop.develop("--sanitize", "--exec", f'python -c "{code}"', fails=True)
    assert "AddressSanitizer: heap-buffer-overflow" in said
    assert "csrc/kernels.c:5" in said


# --- --watch -----------------------------------------------------------------------------------


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


@pytest.fixture
def watch(workshop: Workshop) -> Iterator[Watcher]:
    with watching(workshop) as watcher:
        yield watcher


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


def test_save_break_and_repair(workshop: Workshop) -> None:
    with watching(workshop) as watch:
        workshop.define("filled")
        watch.next("built")
        workshop.declare("filled")
        watch.next("built")
        assert workshop.has("filled")

        replace_in(workshop.header, "filled(double", "filled(doubl")
        told = watch.next("broken")
        assert "cdefs/kernels.h:17:" in told["text"]
        assert "error[unknown-type]" in told["text"]
        assert workshop.has("filled")  # what was built last

        replace_in(workshop.header, "filled(doubl", "filled(double")
        watch.next("built")
        replace_in(workshop.source, "values[0] = 7", "values[0] = seven")
        told = watch.next("broken")
        assert "csrc/kernels.c:8:" in told["text"]
        assert "ninja:" not in told["text"]
        assert workshop.has("filled")
        replace_in(workshop.header, "filled(double *", "filled(float *")
        told = watch.next("broken")
        assert "csrc/kernels.c:8:6: error: conflicting types for" in told["text"]
        assert "\ncdefs/kernels.h:17:6: note: previous declaration" in told["text"]
    # without a watcher nothing is silently stale
    said = workshop.environment.evaluate("import my_proj", fails=True)
    assert "seven" in said


def test_module_that_cannot_be_loaded_does_not_replace_the_last(
    workshop: Workshop, watch: Watcher
) -> None:
    """Linkers remove what they fail to write, and write what nobody can load."""
    build = workshop.project / "meson.build"
    replace_in(build, "limited_api: '3.11')", "limited_api: '3.11', link_args: '-lnowhere')")
    assert "nowhere" in watch.next("broken")["text"]
    assert workshop.has("add_arrays")
    replace_in(build, ", link_args: '-lnowhere')", ")")
    watch.next("built")

    workshop.declare("later")
    told = watch.next("broken")
    assert "cdefs/kernels.h:17:6: error[undefined-function]: later() is declared" in told["text"]
    assert "    void later(" in told["text"]
    assert not workshop.has("later")
    workshop.define("later")
    watch.next("built")
    assert workshop.has("later")


def test_event_decides_and_not_the_time(workshop: Workshop, watch: Watcher) -> None:
    """A file that comes with an older time, from a copy or a clock that was set back."""
    other = workshop.project / "other.c"
    text = workshop.source.read_text(encoding="utf-8").replace("a[i] + b[i]", "a[i] - b[i]")
    other.write_text(text, encoding="utf-8")
    os.utime(other, (1_000_000_000, 1_000_000_000))
    os.replace(other, workshop.source)
    watch.next("built")
    code = "from array import array; import my_proj; a = array('d', [3]); "
    said = workshop.environment.evaluate(code + "print(*my_proj.add_arrays(a, a))")
    assert said.strip() == "0.0"


def test_new_source_in_a_new_folder(workshop: Workshop, watch: Watcher) -> None:
    folder = workshop.project / "csrc" / "inner"
    folder.mkdir(exist_ok=True)
    (folder / "more.c").write_text("int more;\n", encoding="utf-8")
    build = workshop.project / "meson.build"
    replace_in(build, "'csrc/kernels.c',", "'csrc/kernels.c', 'csrc/inner/more.c',")
    watch.next("built")
    time.sleep(1)  # until the folder is watched
    (folder / "more.c").write_text("int more = ;\n", encoding="utf-8")
    assert "csrc/inner/more.c:1:12: error:" in watch.next("broken")["text"]


def test_command_after_each_good_build(workshop: Workshop) -> None:
    command = "python -c 'import my_proj; exit(hasattr(my_proj, \"added\"))'"
    with watching(workshop, "--exec", command) as watch:
        assert watch.next("executed")["status"] == 0
        workshop.define("added")
        watch.next("built")
        assert watch.next("executed")["status"] == 0
        workshop.declare("added")
        watch.next("built")
        assert watch.next("executed")["status"] == 1


def test_lint_after_each_good_build(workshop: Workshop) -> None:
    with watching(workshop, "--check") as watch:
        told = watch.next("checked")
        assert (told["errors"], told["text"]) == (0, "")
        replace_in(workshop.source, "    for", "    static size_t calls;\n    calls++;\n    for")
        watch.next("built")
        told = watch.next("checked")
        assert told["errors"] == 1
        assert told["text"].startswith(
            "csrc/kernels.c:5:5: error[thread-shared-write]: 'calls' is written without a lock\n"
            "        calls++;\n"
            "        ^\n"
            "    add_arrays (cdefs/kernels.h:"
        )
        # Only what has changed is told again.
        replace_in(workshop.project / "build_ffi.py", "import ungil", "import ungil  # changed")
        watch.next("built")
        told = watch.next("checked")
        assert (told["errors"], told["text"]) == (1, "")
        replace_in(workshop.source, "static size_t calls", "static _Thread_local size_t calls")
        watch.next("built")
        assert watch.next("checked")["errors"] == 0


def test_watching_needs_an_extra(workshop: Workshop, tmp_path: Path) -> None:
    code = "import sys; sys.modules['watchfiles'] = None; from ungil.cli import main; main()"
    said = workshop.environment.run(
        workshop.environment.python,
        *("-c", code, "develop", "--watch"),
        folder=workshop.project,
        fails=True,
    )
    assert "pip install 'ungil[watch]'" in said
    assert "Traceback" not in said


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


@pytest.mark.parametrize("file", ["csrc/kernels.c", "cdefs/kernels.h"])
def test_clangd_understands(workshop: Workshop, file: str) -> None:
    """It finds build/compile_commands.json by itself, and ungil.h through that."""
    clangd = shutil.which("clangd", path=workshop.variables["PATH"])
    if clangd is None:
        pytest.skip("clangd is not installed")
    command = [clangd, f"--check={file}", "--log=error"]
    done = subprocess.run(
        command, cwd=workshop.project, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    replace_in(workshop.header, "size_t n);", "size n);")
    done = subprocess.run(
        command, cwd=workshop.project, capture_output=True, text=True, check=False
    )
    assert "size" in done.stderr
