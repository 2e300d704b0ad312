"""Handles under fork, at the interpreter's end, and in sub-interpreters."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

pytestmark = pytest.mark.thread_unsafe(
    reason="threads of its own, and counters of C for all of them"
)


def run_script(m: ModuleType, script: str) -> str:
    """Runs a script in a new interpreter, the module imported as `m`; its output."""
    head = (
        "import importlib.util, os, sys, threading, gc, builtins, warnings\n"
        "warnings.simplefilter('ignore')\n"
        f"spec = importlib.util.spec_from_file_location({m.__name__!r}, {m.__file__!r})\n"
        "m = importlib.util.module_from_spec(spec)\n"
        f"sys.modules[{m.__name__!r}] = m\n"
        "spec.loader.exec_module(m)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", head + script], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


FORK = """
b, other, shared, idle = m.box(), m.box(), m.box(), m.loud(ord("i"))
wait, go = os.pipe()
threads = [
    threading.Thread(target=b.wait, args=(wait,)),
    threading.Thread(target=shared.wait_const, args=(wait,)),
]
for thread in threads:
    thread.start()
while not b_is_inside():
    pass
child = os.fork()
if child == 0:
    results = []
    for job in (lambda: b.change(0), lambda: b.count(), lambda: shared.change(0),
                lambda: other.change(0), lambda: shared.close(), lambda: b.close(),
                lambda: b.count()):
        try:
            results.append(job())
        except Exception as error:
            results.append(f"{type(error).__name__}: {error}")
    print(*results, m.frees(), sep="\\n", flush=True)
    del idle
    os._exit(0)
os.waitpid(child, 0)
os.write(go, b"x")
for thread in threads:
    thread.join()
print(b.change(0), b.count(), shared.change(0), flush=True)
"""


def test_fork_while_another_thread_is_inside(m: ModuleType) -> None:
    inside_ = "def b_is_inside():\n    import time\n    time.sleep(0.5)\n    return True\n"
    lines = run_script(m, inside_ + FORK).splitlines()
    orphan = (
        "RuntimeError: {}(): another thread of the parent process was in the middle of a call "
        "with 'b' when this process was forked"
    )
    assert lines[:8] == [
        orphan.format("box_change"),
        orphan.format("box_count"),
        "0",
        "0",
        "None",
        "None",  # b is closed, but what another thread has half changed is not freed
        "ValueError: box_count(): 'b' is closed",
        "1",
    ]
    assert lines[8:] == ["i0 1 0", "i"] or lines[8:] == ["i0 1 0"]


def test_fork_in_the_middle_of_a_call(m: ModuleType) -> None:
    """The child's only thread is inside a call, and goes on."""
    script = """
b = m.box()
def fork():
    global child
    child = os.fork()
builtins.reenter = fork
b.call()
b.change(0)
b.close()
print(m.frees(), flush=True)
if child:
    os.waitpid(child, 0)
else:
    os._exit(0)
"""
    assert sorted(run_script(m, script)) == sorted("1\n1\n")


def test_interpreter_shutdown(m: ModuleType) -> None:
    script = """
a = m.loud(ord("a"))
cycle = [m.loud(ord("b"))]
cycle.append(cycle)
sys.modules["other"] = other = type(sys)("other")
other.c = m.loud(ord("c"))
def function(d=m.loud(ord("d"))):
    return function
m.e = m.loud(ord("e"))
closed = m.loud(ord("f"))
closed.close()
parent = m.loud(ord("P"))
child = parent.child(ord("C"))
"""
    output = run_script(m, script)
    assert sorted(output) == sorted("abcdefPC")
    assert output.index("C") < output.index("P")


def test_interpreter_shutdown_with_a_daemon_thread_inside(m: ModuleType) -> None:
    script = """
a, b = m.loud(ord("a")), m.loud(ord("b"))
wait, go = os.pipe()
threading.Thread(target=b.wait, args=(wait,), daemon=True).start()
import time
time.sleep(0.3)
"""
    assert run_script(m, script) in ("a", "ab"[:1])


def test_subinterpreter_has_classes_of_its_own(m: ModuleType) -> None:
    if sys.version_info >= (3, 13):
        run = "import _interpreters as i; x = i.create(); e = i.exec(x, code); assert e is None, e"
    else:
        run = "import _xxsubinterpreters as i; x = i.create(); i.run_string(x, code)"
    script = f"""
code = '''
import importlib.util, sys

spec = importlib.util.spec_from_file_location({m.__name__!r}, {m.__file__!r})
m = importlib.util.module_from_spec(spec)
spec.loader.exec_module(m)
b = m.box()
b.change(0)
assert b.count() == 1
left = m.loud(ord("s"))
with m.loud(ord("w")):
    pass
'''
mine = m.box()
{run}
i.destroy(x)
mine.change(0)
print(mine.count(), m.frees(), flush=True)
"""
    assert run_script(m, script) == "ws1 1\n"
