"""Calls that destructors make while the interpreter shuts down: they do not wait for threads that
never come back to Python."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from tests.runtime import modules

pytestmark = pytest.mark.thread_unsafe(reason="processes of its own")

DECLARATIONS = """
#include <stdlib.h>
#include <unistd.h>

static inline int stay(int wait, int done) {
    char byte = 'i';
    if (wait < 0) return 1;
    return write(done, &byte, 1) == 1 && read(wait, &byte, 1) == 1;
}
static inline int in_turn(int wait, int done) UNGIL_SERIALIZED { return stay(wait, done); }

typedef struct box { int content; } box;
typedef struct tag { int content; } tag;
static inline void box_free(box *UNGIL_CONSUMED b) { free(b); }
static inline box *UNGIL_OWNED(box_free) box_new(void) { return calloc(1, sizeof(box)); }
static inline int box_stay(box *b, int wait, int done) { return stay(wait, done); }
static inline int box_look(const box *b, int wait, int done) { return stay(wait, done); }
static inline void tag_free(tag *UNGIL_CONSUMED t) UNGIL_SERIALIZED { free(t); }
static inline tag *UNGIL_OWNED(tag_free) tag_new(const box *UNGIL_LIFETIMEBOUND b) {
    return calloc(1, sizeof(tag));
}
"""

START = """
import os, sys, threading, types
inside, done = os.pipe()
wait, go = os.pipe()
box = module.box()
threading.Thread(target=THREAD, daemon=True).start()
os.read(inside, 1)
class Last:
    def __del__(self, module=module, box=box, print=print):
        print(CALL, flush=True)
kept = sys.modules["kept"] = types.ModuleType("kept")
kept.last = Last()
print("end", flush=True)
"""

NOBODY = "lambda: os.write(done, b'i')"
BOX_STAY = "lambda: box.stay(wait, done)"
BOX_LOOK = "lambda: box.look(wait, done)"
IN_TURN = "lambda: module.in_turn(wait, done)"
SHUT = (
    "another thread was in the middle of a call with '{}' when the interpreter began to shut down"
)
TURN = (
    "another thread was in a serialized function of this module when the interpreter began to "
    "shut down"
)


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


def run(m: ModuleType, thread: str, call: str) -> tuple[str, str]:
    """What a process prints whose daemon thread is inside of C for good, and what it reports."""
    code = modules.loading(m) + START.replace("THREAD", thread).replace("CALL", call)
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout, ended.stderr


@pytest.mark.parametrize(
    ("thread", "call", "refusal"),
    [
        (BOX_STAY, "box.close()", "close(): " + SHUT.format("self")),
        (BOX_LOOK, "box.close()", "close(): " + SHUT.format("self")),
        (BOX_STAY, "box.look(-1, -1)", "box_look(): " + SHUT.format("b")),
        (BOX_LOOK, "box.stay(-1, -1)", "box_stay(): " + SHUT.format("b")),
        (IN_TURN, "module.in_turn(-1, -1)", "in_turn(): " + TURN),
        (IN_TURN, "module.tag(box).close()", "tag_free(): " + TURN),
    ],
)
def test_whoever_would_wait_for_good_is_refused(
    m: ModuleType, thread: str, call: str, refusal: str
) -> None:
    printed, reported = run(m, thread, call)
    assert printed == "end\n"
    assert f"RuntimeError: {refusal}\n" in reported


@pytest.mark.parametrize(
    ("thread", "call"),
    [
        (BOX_LOOK, "box.look(-1, -1)"),
        (BOX_STAY, "module.box().stay(-1, -1)"),
        (IN_TURN, "box.stay(-1, -1)"),
        (NOBODY, "module.box().stay(-1, -1) * module.in_turn(-1, -1)"),
    ],
)
def test_whoever_need_not_wait_is_not(m: ModuleType, thread: str, call: str) -> None:
    assert run(m, thread, call) == ("end\n1\n", "")
