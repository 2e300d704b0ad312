"""UNGIL_AUTO: short calls keep the lock, long ones release it, and waits are paid back.

No test asks how fast. The C functions tell themselves whether the lock was held: `spin` runs for
some microseconds and returns that.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import sysconfig
import threading
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from tests.packages.environments import Interpreter, interpreters
from tests.runtime.conftest import Bind
from tests.runtime.threads import runs_during

pytestmark = pytest.mark.thread_unsafe(reason="what one thread measures, another disturbs")

HEADER = """
bool spin(uint64_t microseconds) UNGIL_AUTO;
bool spin_array(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n, double microseconds) UNGIL_AUTO;
bool nothing(void) UNGIL_AUTO;
bool spin_each(uint32_t microseconds) UNGIL_VECTORIZE UNGIL_AUTO;
bool scaled(int32_t n, int64_t UNGIL_INOUT *m, double UNGIL_OUT *twice) UNGIL_AUTO;
bool one_at_a_time(uint64_t microseconds) UNGIL_SERIALIZED UNGIL_AUTO;
bool calls_back(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c), void *UNGIL_CONTEXT c) UNGIL_AUTO;
int fails(int code) UNGIL_ERRNO UNGIL_AUTO;
void add(const int32_t *UNGIL_COUNTED_BY(n) a, int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result,
         size_t n) UNGIL_REQUIRES(n != 3) UNGIL_AUTO;
"""

CODE = """
#include <Python.h>
#include <errno.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec * 1e-3;
}
static bool spin_for(double microseconds) {
    if (microseconds > 0) {
        double end = now() + microseconds;
        while (now() < end) {
        }
    }
    return PyGILState_Check();
}
bool spin(uint64_t microseconds) { return spin_for((double)microseconds); }
bool spin_array(const int32_t *a, size_t n, double microseconds) {
    (void)a, (void)n;
    return spin_for(microseconds);
}
bool spin_each(uint32_t microseconds) { return spin_for(microseconds); }
bool nothing(void) { return PyGILState_Check(); }
bool scaled(int32_t n, int64_t *m, double *twice) {
    *twice = 2.0 * n;
    *m += 1;
    return true;
}
bool one_at_a_time(uint64_t microseconds) {
    static int inside;
    int before = inside++;
    spin_for((double)microseconds);
    inside--;
    return before == 0;
}
bool calls_back(int (*f)(void *), void *c) {
    f(c);
    return PyGILState_Check();
}
int fails(int code) {
    spin_for(50);
    errno = code;
    return code == 0 ? 7 : -1;
}
void add(const int32_t *a, int32_t *result, size_t n) {
    for (size_t i = 0; i < n; i++) result[i] = a[i] + 1;
}
"""


@pytest.fixture(scope="module")
def automatic(bind: Bind) -> ModuleType:
    return bind(HEADER, CODE)


WITH_A_LOCK = pytest.mark.skipif(
    sysconfig.get_config_var("Py_GIL_DISABLED") == 1, reason="there is no lock to be held"
)


@contextmanager
def busy_thread() -> Iterator[None]:
    """Beside a thread that runs Python code all the time."""
    over = False

    def run() -> None:
        while not over:
            pass

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over = True
        thread.join()


def share_held(call: Callable[[], object], count: int) -> float:
    return sum(bool(call()) for _ in range(count)) / count


def test_short_calls_hold(automatic: ModuleType) -> None:
    assert share_held(lambda: automatic.spin(0), 10_000) > 0.9
    assert share_held(automatic.nothing, 10_000) > 0.9


def test_the_first_call_releases_whatever_it_is(automatic: ModuleType) -> None:
    """What was never timed may be long."""
    sizes = [array("i", bytes(4 * 2**bits)) for bits in range(1, 16)]
    assert [automatic.spin_array(a, 0.0) for a in sizes] == [False] * len(sizes)


def test_long_calls_release(automatic: ModuleType) -> None:
    assert share_held(lambda: automatic.spin(30_000), 10) == 0
    with busy_thread():
        assert share_held(lambda: automatic.spin(30_000), 10) == 0


def test_python_runs_while_a_long_call_does(automatic: ModuleType) -> None:
    assert runs_during(lambda: automatic.spin(600_000))


@WITH_A_LOCK
def test_calls_in_between_release_when_nobody_else_wants_the_lock(automatic: ModuleType) -> None:
    assert share_held(lambda: automatic.spin(100), 500) < 0.2


@WITH_A_LOCK
def test_they_hold_to_pay_back_what_a_busy_thread_took(automatic: ModuleType) -> None:
    with busy_thread():
        assert share_held(lambda: automatic.spin(100), 1000) > 0.5
    assert share_held(lambda: automatic.spin(100), 1000) < 0.2  # and only as long


@WITH_A_LOCK
def test_brief_calls_notice_a_busy_thread_that_comes_later(automatic: ModuleType) -> None:
    """Having met nobody for so long, they read the clock only before they begin."""
    share_held(lambda: automatic.spin(5), 3000)
    with busy_thread():
        assert share_held(lambda: automatic.spin(5), 3000) > 0.5


def test_kernels_alone_do_not_make_each_other_hold(automatic: ModuleType) -> None:
    shares: list[float] = []
    threads = [
        threading.Thread(target=lambda: shares.append(share_held(lambda: automatic.spin(100), 500)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(shares) < 0.5


def test_each_size_of_array_is_predicted_by_itself(automatic: ModuleType) -> None:
    small, large = array("i", bytes(4 * 5)), array("i", bytes(4 * 300_000))
    small_held = large_held = 0
    for _ in range(100):
        small_held += sum(automatic.spin_array(small, 0.0) for _ in range(10))
        large_held += automatic.spin_array(large, 10_000.0)
    assert small_held > 900
    assert large_held == 0


def test_vectorized_calls_release_once_for_all_elements(automatic: ModuleType) -> None:
    short, long = array("I", [0] * 5), array("I", [10_000] * 9)
    assert share_held(lambda: list(automatic.spin_each(short)) == [True] * 5, 1000) > 0.9
    for _ in range(2):
        assert list(automatic.spin_each(long)) == [False] * 9
    assert share_held(lambda: automatic.spin_each(0), 1000) > 0.9


def test_a_function_that_turns_long_is_noticed(automatic: ModuleType) -> None:
    data = array("i", bytes(4 * 9))
    assert share_held(lambda: automatic.spin_array(data, 0.0), 1000) > 0.9
    assert share_held(lambda: automatic.spin_array(data, 10_000.0), 100) < 0.9
    assert share_held(lambda: automatic.spin_array(data, 10_000.0), 20) == 0


def test_results_and_errors_are_those_of_every_policy(automatic: ModuleType) -> None:
    for number in range(200):
        assert automatic.scaled(number, -number) == (True, 1 - number, 2.0 * number)
        assert automatic.fails(0) == 7
        with pytest.raises(FileNotFoundError):
            automatic.fails(errno.ENOENT)
        with pytest.raises(ValueError, match="requires n != 3"):
            automatic.add(array("i", [1, 2, 3]))
        assert list(automatic.add(array("i", [1, number]))) == [2, number + 1]


def test_calls_with_callbacks_release(automatic: ModuleType) -> None:
    called: list[int] = []

    def callback() -> int:
        called.append(1)
        return 0

    assert share_held(lambda: automatic.calls_back(callback), 300) == 0
    assert len(called) == 300


def test_arrays_are_let_go(automatic: ModuleType) -> None:
    """Whether the call held or released: a reference too many would leak them."""
    for size in [2, 60_000]:
        data, result = array("i", bytes(4 * size)), array("i", bytes(4 * size))
        before = sys.getrefcount(data), sys.getrefcount(result)
        for _ in range(100):
            assert automatic.add(data, result) is result
        assert (sys.getrefcount(data), sys.getrefcount(result)) == before


def test_threads_of_mixed_calls(automatic: ModuleType) -> None:
    wrong: list[object] = []

    def work(seed: int) -> None:
        for number in range(300):
            data = array("i", [seed]) * (1 + (number * 37) % 500)
            if list(automatic.add(data)) != [seed + 1] * len(data) and len(data) != 3:
                wrong.append((seed, number))
            if not automatic.one_at_a_time(number % 20):
                wrong.append("two at a time")

    with busy_thread():
        threads = [threading.Thread(target=work, args=(seed * 10,)) for seed in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_threads_that_end_leave_nothing_behind(automatic: ModuleType) -> None:
    """What is kept by thread lies where the next thread's may lie."""
    right: list[int] = []

    def work() -> None:
        right.append(sum(automatic.scaled(3, n) == (True, n + 1, 6.0) for n in range(20)))
        automatic.spin(30)

    for _ in range(3):
        threads = [threading.Thread(target=work) for _ in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert right == [20] * 192


FORK = """
import importlib.util, os, threading
spec = importlib.util.spec_from_file_location({name!r}, {file!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
over = False
def busy():
    while not over:
        pass
def work():
    while not over:
        module.spin(10)
threads = [threading.Thread(target=busy), threading.Thread(target=work)]
for thread in threads: thread.start()
for _ in range(200): module.spin(10)
child = os.fork()
if child == 0:  # alone, whatever the other threads were owed and had promised
    for _ in range(15000): module.spin(10)  # until strangers are forgotten
    held = sum(module.spin(10) for _ in range(2000))
    os._exit(held > 1500)
over = True
for thread in threads: thread.join()
assert os.waitpid(child, 0)[1] == 0
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_fork(automatic: ModuleType) -> None:
    script = FORK.replace("{name!r}", repr(automatic.__name__))
    script = script.replace("{file!r}", repr(str(automatic.__file__)))
    command = [sys.executable, "-W", "ignore", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


INTERPRETERS = """
import sys, threading
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters

code = '''
import importlib.util, sys, threading, time

spec = importlib.util.spec_from_file_location({name!r}, {file!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
end = time.monotonic() + 0.4
def work():
    while time.monotonic() < end:
        module.spin(0), module.spin(100)
        assert list(module.add(memoryview(bytes(400)).cast("i"))) == [1] * 100
        assert module.scaled(3, 4) == (True, 5, 6.0)
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
'''
def run():
    if sys.version_info >= (3, 13):
        interpreter = interpreters.create("isolated")
        assert interpreters.exec(interpreter, code) is None
    else:
        interpreter = interpreters.create(isolated=sys.version_info >= (3, 12))
        interpreters.run_string(interpreter, code)
    interpreters.destroy(interpreter)
    done.append(1)

done = []
threads = [threading.Thread(target=run) for _ in range(2)]
for thread in threads: thread.start()
exec(code, {})
for thread in threads: thread.join()
assert len(done) == 2
"""


@pytest.mark.parametrize("interpreter", interpreters(), ids=lambda interpreter: interpreter.name)
def test_subinterpreters_with_a_lock_of_their_own(
    automatic: ModuleType, interpreter: Interpreter
) -> None:
    """Each has the module for itself, its policy and measurements too; 3.11's share one lock."""
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        pytest.skip("the module is for free-threaded interpreters only")
    script = INTERPRETERS.replace("{name!r}", repr(automatic.__name__))
    script = script.replace("{file!r}", repr(str(automatic.__file__)))
    done = subprocess.run(
        [str(interpreter.path), "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


DRIVER = Path(__file__).parent / "policy_driver.c"


def test_bookkeeping_in_times_that_are_made_up(tmp_path: Path) -> None:
    """The policy's C alone, without an interpreter: tests/runtime/policy_driver.c checks itself."""
    from tests.runtime import modules

    program = tmp_path / "policy"
    runtime = Path(__file__).parents[2] / "pkg/ungil/runtime"
    command = [*modules.COMPILER, "-std=c11", "-O1", *modules.WARNINGS, "-Wno-unused-function"]
    subprocess.run([*command, f"-I{runtime}", str(DRIVER), "-o", str(program)], check=True)
    done = subprocess.run([str(program)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
