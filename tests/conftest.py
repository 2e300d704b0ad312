"""What holds for every test."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

NO_SKIP = os.environ.get("UNGIL_NO_SKIP") == "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the expected outputs with the actual ones"
    )
    parser.addoption(
        "--model-calls",
        type=int,
        default=3000,
        metavar="N",
        help="how many random calls tests/runtime/test_model.py compares with its model",
    )


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
