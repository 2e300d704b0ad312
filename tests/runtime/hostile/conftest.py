"""Fixtures of tests of arguments that change or free others."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.runtime import modules


@pytest.fixture(scope="session")
def m(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The functions of hostile.h, bound."""
    header = Path(__file__).parent / "hostile.h"
    return modules.build_header(tmp_path_factory.mktemp("hostile"), header)


@pytest.fixture(autouse=True)
def _keep_modules() -> Iterator[None]:
    before = sys.modules["numpy"]
    yield
    assert sys.modules["numpy"] is before
    assert isinstance(before, types.ModuleType)
