"""What happens to a process while one of its threads is inside of C: a fork, the end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from types import ModuleType

import pytest

from tests.runtime import modules

pytestmark = pytest.mark.thread_unsafe(reason="processes of its own, as fork wants it")

HEADER = """
int released(int wait, int done);
int automatic(int wait, int done) UNGIL_AUTO;
int with_array(const int *UNGIL_COUNTED_BY(n) a, size_t n, int wait, int done);
int in_turn(int wait, int done) UNGIL_SERIALIZED;
int with_context(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c, int i), void *UNGIL_CONTEXT c,
                 int wait, int done);
int without_context(int (*UNGIL_NOESCAPE f)(int i), int wait, int done);
double scaled(double x, int UNGIL_DEFAULT(-1) wait, int UNGIL_DEFAULT(-1) done) UNGIL_VECTORIZE;
"""

# Says that it is inside, by a byte to `done`, then waits for one from `wait`.
CODE = """
#include <unistd.h>
static int stay(int wait, int done) {
    char byte = 'i';
    if (wait < 0) return 1;
    return write(done, &byte, 1) == 1 && read(wait, &byte, 1) == 1;
}
int released(int wait, int done) { return stay(wait, done); }
int automatic(int wait, int done) { return stay(wait, done); }
int with_array(const int *a, size_t n, int wait, int done) {
    int sum = stay(wait, done);
    for (size_t i = 0; i < n; i++) sum += a[i];
    return sum;
}
int in_turn(int wait, int done) { return stay(wait, done); }
int with_context(int (*f)(void *, int), void *c, int wait, int done) {
    return f(c, 1) + stay(wait, done) + f(c, 2);
}
int without_context(int (*f)(int), int wait, int done) { return f(1) + stay(wait, done) + f(2); }
double scaled(double x, int wait, int done) { return x * stay(wait, done); }
"""

# the call of a thread that stays, what it gives, and what a child's own call gives
CALLS = {
    "released": ("module.released(wait, done)", "1"),
    "automatic": ("module.automatic(wait, done)", "1"),
    "with_array": ("module.with_array(np.arange(5, dtype='i4'), wait=wait, done=done)", "11"),
    "array_array": ("module.with_array(array.array('i', [1, 2]), wait=wait, done=done)", "4"),
    "in_turn": ("module.in_turn(wait, done)", "1"),
    "with_context": ("module.with_context(lambda i: i, wait, done)", "4"),
    "without_context": ("module.without_context(lambda i: i, wait, done)", "4"),
    "scaled": ("module.scaled(np.ones(1), wait, done)[0]", "1.0"),
}

START = """
import array, os, sys, threading
import numpy as np
result = None
inside, done = os.pipe()
wait, go = os.pipe()
def call(wait, done):
    global result
    result = CALL
thread = threading.Thread(target=call, args=(wait, done), daemon=True)
thread.start()
os.read(inside, 1)
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(HEADER, CODE)


def run(m: ModuleType, call: str, script: str) -> str:
    """What a process prints, one of whose threads is inside of a call."""
    code = modules.loading(m) + START.replace("CALL", call) + script
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.parametrize("name", CALLS)
def test_fork(m: ModuleType, name: str) -> None:
    """The child has none of the thread's call, and makes the same one; the parent's goes on."""
    call, expected = CALLS[name]
    script = """
child = os.fork()
if child == 0:
    call(-1, -1)
    print("child", result, flush=True)
    os._exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
os.write(go, b"x")
thread.join()
print("parent", result)
"""
    assert run(m, call, script) == f"child {expected}\nparent {expected}\n"


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("returns", [False, True], ids=["stays inside", "returns meanwhile"])
def test_end_of_the_interpreter(m: ModuleType, name: str, returns: bool) -> None:
    """A daemon thread is inside of C, or comes back, or calls back, when there is no Python."""
    call, _ = CALLS[name]
    script = 'print("end")\n'
    if returns:  # when Python's other threads can no longer run
        script += "class Last:\n    def __del__(self, write=os.write, go=go): write(go, b'x')\n"
        script += "sys.kept = Last()\n"
    assert run(m, call, script) == "end\n"
