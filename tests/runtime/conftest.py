"""Fixtures of tests that call modules made on the spot."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.runtime import modules

Bind = Callable[..., ModuleType]

_numbers = itertools.count()


@pytest.fixture(scope="module")
def bind(tmp_path_factory: pytest.TempPathFactory) -> Bind:
    """`bind(declarations, c, libraries=[], prefix="")`: the module that ungil makes of them.

    <stdint.h> and the like are included; the C may be in the declarations (`static inline`).
    """

    def make(declarations: str, code: str = "", **options: Any) -> ModuleType:
        folder = tmp_path_factory.mktemp("bound")
        return modules.build(folder, f"bound_{next(_numbers)}", declarations, code, **options)

    return make


@pytest.fixture(scope="session")
def exporter(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The class of exporter.c: memory that is exported with any format, shape and strides."""
    library = tmp_path_factory.mktemp("exporter") / "exporter.so"
    modules.compile_c(library, [Path(__file__).parent / "exporter.c"])
    return modules.load("exporter", library).Exporter


@pytest.fixture(scope="session")
def callbacks(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The functions of callbacks.h, bound."""
    header = Path(__file__).parent / "callbacks.h"
    return modules.build_header(tmp_path_factory.mktemp("callbacks"), header)
