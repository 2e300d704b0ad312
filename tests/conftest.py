"""What holds for every test."""

from __future__ import annotations

import os
import signal
import sys
import tarfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.packages.environments import (
    Environment,
    bound_by_permissions,
    lend_site_packages,
    make_environment,
    read_only,
    run,
)
from tests.packages.projects import ROOT, SCRIPTS

NO_SKIP = os.environ.get("UNGIL_NO_SKIP") == "1"
THOROUGH = os.environ.get("UNGIL_THOROUGH") == "1"

# What takes minutes, and finds little that the rest does not: only with --thorough, as in .ci/run.
TAKES_MINUTES = (
    "tests/bench/test_command.py",
    "tests/benchmarks",
    "tests/examples",
    "tests/docs/test_pages.py",
    "tests/lint/test_real_sources.py",
    "tests/packages/test_free_threaded.py",
    "tests/project/test_build.py",
    "tests/project/develop",
    "tests/project/test_epilogue.py",
    "tests/project/test_errors.py",
    "tests/project/test_languages.py",
    "tests/project/test_publish.py",
    "tests/project/test_wrap_headers.py",
    "tests/project/test_wrap_libraries.py",
    "tests/runtime/test_compiles.py",
    "tests/runtime/test_leaks.py",
    "tests/runtime/model",
    "tests/runtime/test_parallel.py",
    "tests/runtime/test_races.py",
    "tests/runtime/test_sanitized.py",
    "tests/stress",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the expected outputs with the actual ones"
    )
    parser.addoption(
        "--thorough",
        action="store_true",
        default=THOROUGH,
        help="run what takes minutes, too (UNGIL_THOROUGH=1 in the environment does the same)",
    )
    parser.addoption(
        "--model-calls",
        type=int,
        default=3000,
        metavar="N",
        help="how many random calls tests/runtime/model compares with its model",
    )


def pytest_configure() -> None:
    """Ctrl-C works in the tests' processes: a shell ignores it for what it starts by `&`."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what takes minutes, unless it is asked for by --thorough or by its path."""
    asked = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    if config.getoption("--thorough") or any(_takes_minutes(path) for path in asked):
        return
    left_out = [item for item in items if _takes_minutes(item.path)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not _takes_minutes(item.path)]


def _takes_minutes(path: Path) -> bool:
    return any(path.is_relative_to(ROOT / name) for name in TAKES_MINUTES)


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected outputs are to be rewritten."""
    return bool(request.config.getoption("--update"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under UNGIL_NO_SKIP=1, as in .ci/run, a skipped test is a failed one."""
    report = yield
    if NO_SKIP and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped under UNGIL_NO_SKIP: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def ungil_sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's sdist, made where no git is to be found."""
    folder = tmp_path_factory.mktemp("sdist of ungil é")
    hook = "import sys; from ungil import backend; backend.build_sdist(sys.argv[1])"
    run([sys.executable, "-c", hook, folder], ROOT, PATH=SCRIPTS, PYTHONPATH="pkg")
    (archive,) = folder.iterdir()
    return archive


@pytest.fixture(scope="session")
def ungil_wheel(ungil_sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's wheel, made of its unpacked sdist, which cannot be written to."""
    source = tmp_path_factory.mktemp("source of ungil é")
    with tarfile.open(ungil_sdist) as archive:
        archive.extractall(source, filter="data")
    (project,) = source.iterdir()
    folder = tmp_path_factory.mktemp("wheel of ungil é")
    build = tmp_path_factory.mktemp("build of ungil é")
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    with read_only(project):
        run(
            bound_by_permissions([*pip, "--wheel-dir", folder, f"-Cbuild-dir={build}", project]),
            PATH=f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
        )
    (wheel,) = folder.iterdir()
    return wheel


@pytest.fixture(scope="session")
def author(ungil_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment that has ungil, to build other projects in.

    It holds nothing but ungil's wheel, installed for real; what ungil needs (Meson, cffi, ...) is
    lent to it by the environment that the tests run in.
    """
    environment = make_environment(tmp_path_factory.mktemp("author") / "venv", Path(sys.executable))
    environment.pip("install", "--no-deps", "--no-index", ungil_wheel)
    lend_site_packages(environment)
    return environment
