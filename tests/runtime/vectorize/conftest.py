"""Fixtures of tests of UNGIL_VECTORIZE."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from tests.runtime import modules


@pytest.fixture(scope="session")
def m(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The functions of vectorize.h, bound."""
    header = Path(__file__).parent / "vectorize.h"
    return modules.build_header(tmp_path_factory.mktemp("vectorize"), header, libraries=["-lm"])
