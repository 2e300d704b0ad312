"""Keywords in a dict that is still its owner's: `T(...)` by way of `_thread.start_new_thread`."""

from __future__ import annotations

import _thread
import gc
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

DECLARATIONS = """
#include <stdlib.h>
#include <string.h>

typedef struct word { char *text; } word;
static inline void word_free(word *UNGIL_CONSUMED w) { free(w->text); free(w); }
static inline word *UNGIL_OWNED(word_free) word_new(int count,
                                                    const char *UNGIL_NUL_TERMINATED text) {
    word *made = malloc(sizeof(word));
    made->text = strdup(text);
    return made;
}
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


@pytest.mark.parametrize("name", ["word", "word_new"])
def test_a_dict_that_changes_during_the_call(m: ModuleType, name: str) -> None:
    done = threading.Event()

    class Clears:
        def __index__(self) -> int:
            keywords.clear()  # frees what nobody but the dict has
            gc.collect()
            done.set()
            return 1

    keywords: dict[str, Any] = {"text": "".join(["no ", "literal"]), "count": Clears()}
    _thread.start_new_thread(getattr(m, name), (), keywords)
    assert done.wait(60)


def test_keywords_must_be_strings(m: ModuleType) -> None:
    for make in (m.word, m.word_new):
        with pytest.raises(TypeError, match="keywords must be strings"):
            make(**{1: 2})
