"""Fixtures of tests of `ungil develop`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.develop.workshop import Watcher, Workshop, empty_environment, watching


@pytest.fixture(scope="session")
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


@pytest.fixture
def watch(workshop: Workshop) -> Iterator[Watcher]:
    with watching(workshop) as watcher:
        yield watcher
