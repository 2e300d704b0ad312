"""Two instances of one module: their classes of handles have one name, and are not the same."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from types import ModuleType

import pytest

DECLARATIONS = """
#include <stdlib.h>
typedef struct apple { int size; } apple;
static inline void apple_free(apple *UNGIL_CONSUMED a) { free(a); }
static inline apple *UNGIL_OWNED(apple_free) apple_new(void) { return calloc(1, sizeof(apple)); }
static inline int apple_size(const apple *a) { return a->size; }
"""


def test_handles_of_the_other_instance(bind: Callable[..., ModuleType]) -> None:
    first = bind(DECLARATIONS)
    assert first.__spec__ is not None
    assert first.__spec__.loader is not None
    second = importlib.util.module_from_spec(first.__spec__)
    first.__spec__.loader.exec_module(second)
    assert second.apple().size() == 0
    for one, other in ((first, second), (second, first)):
        with pytest.raises(TypeError) as caught:
            one.apple_size(other.apple())
        assert str(caught.value) == (
            "apple_size(): 'a' must be an apple of this module, not apple of another, as when it "
            "was imported twice"
        )
    with pytest.raises(TypeError, match="'a' must be an apple, not int"):
        first.apple_size(5)
