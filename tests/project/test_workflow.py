"""The workflow that `ungil new` writes, as its host reads it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.project.commands import ungil

WORKFLOW = Path(".github", "workflows", "wheels.yml")

# Major versions that are released: no schema knows them.
ACTIONS = {"actions/checkout@v4", "actions/setup-python@v5", "actions/upload-artifact@v4"}


@pytest.fixture(params=["meson", "setuptools"])
def workflow(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    ungil(tmp_path, "new", "proj", "--backend", request.param)
    return tmp_path / "proj" / WORKFLOW


def violations(file: Path) -> subprocess.CompletedProcess[str]:
    """Compares a file with the published schema of workflows, of which the checker has a copy."""
    schema = ["--builtin-schema", "vendor.github-workflows"]
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *schema, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_schema(workflow: Path) -> None:
    done = violations(workflow)
    assert done.returncode == 0, done.stdout
    text = workflow.read_text(encoding="utf-8")
    workflow.write_text(text.replace("runs-on:", "run-on:", 1), encoding="utf-8")
    assert "run-on" in violations(workflow).stdout


@pytest.mark.parametrize("platform", ["linux", "macos", "windows"])
def test_wheels(workflow: Path, platform: str) -> None:
    """What cibuildwheel reads out of the project's settings."""
    project = workflow.parents[2]
    command = [sys.executable, "-m", "cibuildwheel", "--print-build-identifiers"]
    done = subprocess.run(
        [*command, "--platform", platform, str(project)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pythons = {line.partition("-")[0] for line in done.stdout.split()}
    by_meson = (project / "meson.build").exists()
    assert pythons == ({"cp311", "cp314t"} if by_meson else {"cp311"})


def test_actions(workflow: Path) -> None:
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    assert {step["uses"] for job in jobs for step in job["steps"] if "uses" in step} == ACTIONS
