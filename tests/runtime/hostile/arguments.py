"""Arguments that do something when they are converted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

N = 5000  # large enough that memory that was let go really goes


class Hook:
    """An integer that does something when C asks for its value."""

    def __init__(self, action: Callable[[], object]) -> None:
        self.action = action

    def __index__(self) -> int:
        self.action()
        return 2


def ones() -> np.ndarray[Any, Any]:
    return np.ones(N, "i4")


def resize(a: np.ndarray[Any, Any], length: int) -> None:
    a.resize(length, refcheck=False)
