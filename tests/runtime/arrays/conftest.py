"""Fixtures of tests of arrays as arguments."""

from __future__ import annotations

from types import ModuleType

import pytest

from tests.runtime import modules
from tests.runtime.arrays.functions import DECLARATIONS


@pytest.fixture(scope="session")
def m(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The functions of functions.py, bound."""
    return modules.build(tmp_path_factory.mktemp("arrays"), "arrays", DECLARATIONS)
