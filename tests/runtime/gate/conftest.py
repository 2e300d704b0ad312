"""Fixtures of tests of who may be inside a handle, and when."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from tests.runtime import modules


@pytest.fixture(scope="session")
def m(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The functions of gate.h, bound."""
    header = Path(__file__).parent / "gate.h"
    return modules.build_header(tmp_path_factory.mktemp("gate"), header)
