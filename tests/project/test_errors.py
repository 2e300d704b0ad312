"""What a person sees of the errors of a day: the message first, and what to do next."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packages.environments import Environment, lend_site_packages, make_environment
from tests.project.commands import replace_in

NO_COMPILER = """\
ungil: error: No C compiler found (looked for cc, gcc, clang, nvc, pgcc, icc, icx).
  hint: Install one (Debian: apt-get install gcc; Fedora: dnf install gcc;
    macOS: xcode-select --install), or get one with pip, which is slow the first time:
        pip install ziglang
    ungil finds it beside itself; for builds in an environment of their own name it:
        export CC="python -m ziglang cc" AR="python -m ziglang ar"
"""

NO_HEADERS = """\
ungil: error: Python.h of Python {version} is not in {folder}.
  hint: Install it (Debian: apt-get install python{version}-dev; Fedora: dnf install python3-devel).
"""

NO_MESON = """\
ungil: error: No Meson found.
  hint: Get it: pip install meson
"""

HEADER = """\
cdefs/kernels.h:12:48: error[unknown-count]: 'm' is not a parameter of add_arrays()
    void add_arrays(const double *UNGIL_COUNTED_BY(m) a,
                                                   ^
  hint: the parameters are a, b, result, n
"""

UNDEFINED = """\
cdefs/kernels.h:12:6: error[undefined-function]: add_arrays() is declared, but nothing that \
the module is linked from defines it
    void add_arrays(const double *UNGIL_COUNTED_BY(n) a,
         ^~~~~~~~~~
  hint: define it in a source that the build names, or link the library that has it
"""

DIFFERENT = """\
cdefs/kernels.h:12:6: error[signature-mismatch]: add_arrays() is declared so, but defined otherwise
    void add_arrays(const double *UNGIL_COUNTED_BY(n) a,
         ^~~~~~~~~~
  hint: make them agree: Python calls what is declared
csrc/kernels.c:3:6: note: conflicting types for 'add_arrays'; have 'void(const double *, \
const double *, double *, int)'
    void add_arrays(const double *a, const double *b, double *result, int n) {
         ^~~~~~~~~~"""


@pytest.fixture(scope="module")
def environment(ungil_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    environment = make_environment(tmp_path_factory.mktemp("errors") / "venv", Path(sys.executable))
    environment.pip("install", "--no-deps", "--no-index", ungil_wheel)
    lend_site_packages(environment)
    return environment


@pytest.fixture
def project(environment: Environment, tmp_path: Path) -> Path:
    environment.run(environment.scripts / "ungil", "new", "my-proj", folder=tmp_path)
    return tmp_path / "my-proj"


def develop(environment: Environment, project: Path, **variables: str) -> str:
    variables.setdefault("VIRTUAL_ENV", str(environment.folder))
    ungil = environment.scripts / "ungil"
    return environment.run(ungil, "develop", folder=project, fails=True, **variables)


def build(environment: Environment, project: Path) -> list[str]:
    """The lines that `ungil build` shows, without the one about its log."""
    ungil = environment.scripts / "ungil"
    said = environment.run(ungil, "build", "--no-isolation", folder=project, fails=True)
    assert not (project / "dist").exists()
    *lines, last = said.splitlines()
    if not last.startswith("  hint: the whole log: "):
        return [*lines, last]
    Path(last.removeprefix("  hint: the whole log: ")).unlink()
    return lines


def only(folder: Path, *names: str) -> str:
    """A PATH that has nothing but some commands."""
    folder.mkdir()
    for name in names:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return str(folder)


def test_no_compiler(environment: Environment, project: Path, tmp_path: Path) -> None:
    path = only(tmp_path / "bin", "ninja", "git")
    assert develop(environment, project, PATH=path, CC="") == NO_COMPILER


def test_no_compiler_for_pip(environment: Environment, project: Path, tmp_path: Path) -> None:
    """pip shows what the backend prints; there Meson would have said much more."""
    path = only(tmp_path / "bin", "git")
    said = environment.pip("install", "--no-build-isolation", project, fails=True, PATH=path, CC="")
    first = said.partition("[")[2].splitlines()[1]
    assert first.strip() == NO_COMPILER.splitlines()[0]
    assert "meson" not in said.lower()


@pytest.mark.skipif(sys.platform == "win32", reason="prefixes are found by other rules there")
def test_no_headers_of_python(project: Path, environment: Environment, tmp_path: Path) -> None:
    """A CPython that was installed without them: as Debian's, without python3-dev."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    prefix = tmp_path / "bare"
    (prefix / "bin").mkdir(parents=True)
    (prefix / "lib").mkdir()
    python = prefix / "bin" / f"python{version}"
    shutil.copy(os.path.realpath(sys.executable), python)
    (prefix / "lib" / f"python{version}").symlink_to(os.path.dirname(os.__file__))
    (site,) = environment.folder.glob("lib/python*/site-packages")
    lent = (site / "lent.pth").read_text(encoding="utf-8").split()
    path = os.pathsep.join([str(site), *lent])
    done = subprocess.run(
        [python, "-m", "ungil", "demo"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    folder = prefix / "include" / f"python{version}"
    assert done.stderr == NO_HEADERS.format(version=version, folder=folder)
    assert done.returncode == 1


def test_no_meson(environment: Environment, project: Path, tmp_path: Path) -> None:
    ninja = only(tmp_path / "bin", "ninja", "git", "cc")
    assert develop(environment, project, PATH=ninja) == NO_MESON


def test_error_in_a_header(environment: Environment, project: Path) -> None:
    replace_in(project / "cdefs" / "kernels.h", "UNGIL_COUNTED_BY(n) a", "UNGIL_COUNTED_BY(m) a")
    assert develop(environment, project) == f"ungil: error: the build failed\n{HEADER}"
    assert build(environment, project) == [
        "ungil: error: building the wheel failed",
        *HEADER.splitlines(),
    ]
    ungil = environment.scripts / "ungil"
    said = environment.run(ungil, "generate", folder=project, fails=True)
    assert said == f"{HEADER}ungil: error: the headers cannot be bound\n"


def test_error_in_a_source(environment: Environment, project: Path) -> None:
    replace_in(project / "csrc" / "kernels.c", "a[i] + b[i]", "a[i] + c[i]")
    said = develop(environment, project, LC_ALL="C").splitlines()
    assert said[0] == "ungil: error: the build failed"
    wrong = [line for line in said if line.startswith("csrc/kernels.c:5:28: error: 'c' undeclared")]
    source = said[said.index(*wrong) + 1]
    assert source.endswith("result[i] = a[i] + c[i];")
    first, *others = build(environment, project)
    assert first == "ungil: error: building the wheel failed"
    assert others[0].startswith("csrc/kernels.c:5:28: error: ")
    assert others[1] == source


def test_function_that_nothing_defines(environment: Environment, project: Path) -> None:
    replace_in(project / "csrc" / "kernels.c", "void add_arrays", "void subtract_arrays")
    assert develop(environment, project) == f"ungil: error: the build failed\n{UNDEFINED}"
    assert build(environment, project) == [
        "ungil: error: building the wheel failed",
        *UNDEFINED.splitlines(),
    ]


def test_signature_that_differs(
    environment: Environment, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The declaration, which is what Python calls, and below it what the compiler says."""
    monkeypatch.setenv("LC_ALL", "C")  # gcc's quotes are plain there
    replace_in(project / "csrc" / "kernels.c", "double *result, size_t n", "double *result, int n")
    first, *others = build(environment, project)
    assert first == "ungil: error: building the wheel failed"
    assert "\n".join(others) == DIFFERENT
    said = develop(environment, project)
    assert said.startswith(f"ungil: error: the build failed\n{DIFFERENT}\n")
