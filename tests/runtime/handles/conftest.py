"""Fixtures of tests of handles: objects that live in C, owned through Python objects."""

from __future__ import annotations

import gc
from pathlib import Path
from types import ModuleType

import pytest

from tests.runtime import modules


@pytest.fixture(scope="session")
def handles(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The functions of handles.h, bound."""
    header = Path(__file__).parent / "handles.h"
    return modules.build_header(tmp_path_factory.mktemp("handles"), header)


@pytest.fixture
def m(handles: ModuleType) -> ModuleType:
    """The same, and nothing has been freed since the test began."""
    gc.collect()
    handles.forget()
    return handles
