"""Handles under threads, re-entry, fork, sub-interpreters and the interpreter's end."""

from __future__ import annotations

import builtins
import gc
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.thread_unsafe(
    reason="threads of its own, and counters of C for all of them"
)

THREADS = 10

DECLARATIONS = """
typedef struct box box;
box *UNGIL_OWNED(box_free) box_new(void);
void box_free(box *b);

/* looks for others inside while it sleeps; counts itself without an atomic */
int box_change(box *b, int microseconds);
int box_read(const box *b, int microseconds);
int box_move(box *from, box *to, int microseconds);
int64_t box_count(const box *b);
int box_clashes(const box *b);
int64_t frees(void);

/* meets another call on the same handle inside C, or gives up after some seconds */
int box_meet(const box *b);

/* calls builtins.reenter() in the middle of the call */
int box_call(box *b) UNGIL_HOLD;
int box_call_const(const box *b) UNGIL_HOLD;

/* calls back, without the interpreter lock in between */
int box_each(const box *b, int n, int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c, int i),
             void *UNGIL_CONTEXT c);
int box_each_alone(box *b, int n, int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c, int i),
                   void *UNGIL_CONTEXT c);

/* waits inside, until the file descriptor can be read */
int box_wait(box *b, int fd);
int box_wait_const(const box *b, int fd);

/* says on the standard output that it was freed */
typedef struct loud loud;
loud *UNGIL_OWNED(loud_free) loud_new(int name);
void loud_free(loud *l);
loud *UNGIL_OWNED(loud_free) loud_child(loud *UNGIL_LIFETIMEBOUND l, int name);
int loud_wait(loud *l, int fd);

/* an object whose destructor is serialized, as is the call that drops it */
typedef struct single single;
single *UNGIL_OWNED(single_free) single_new(void) UNGIL_SERIALIZED;
void single_free(single *s) UNGIL_SERIALIZED;
int single_call(int x) UNGIL_SERIALIZED UNGIL_HOLD;
int64_t single_frees(void);
"""

CODE = r"""
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct box { int64_t count; atomic_int changing, reading, clashes, met; };
static atomic_llong freed;
box *box_new(void) { return calloc(1, sizeof(box)); }
void box_free(box *b) {
    if (b->changing || b->reading) abort();
    memset(b, 0xFF, sizeof *b);
    free(b);
    freed++;
}
static void rest(int microseconds) {
    struct timespec t = {0, microseconds * 1000L};
    if (microseconds > 0) nanosleep(&t, NULL);
}
static void change(box *b, int microseconds) {
    if (b->changing++ || b->reading) b->clashes++;
    int64_t count = b->count;
    rest(microseconds);
    b->count = count + 1;
    if (--b->changing || b->reading) b->clashes++;
}
int box_change(box *b, int microseconds) { change(b, microseconds); return 0; }
int box_move(box *from, box *to, int microseconds) {
    change(from, microseconds);
    change(to, 0);
    return 0;
}
int box_read(const box *b, int microseconds) {
    box *mine = (box *)(uintptr_t)b;
    mine->reading++;
    if (b->changing) mine->clashes++;
    rest(microseconds);
    if (b->changing) mine->clashes++;
    mine->reading--;
    return 0;
}
int64_t box_count(const box *b) { return b->count; }
int box_clashes(const box *b) { return b->clashes; }
int64_t frees(void) { return freed; }
int box_meet(const box *b) {
    box *mine = (box *)(uintptr_t)b;
    mine->met++;
    for (int i = 0; i < 20000 && mine->met < 2; i++) rest(1000);
    return mine->met >= 2;
}

static int call(void) {
    PyGILState_STATE state = PyGILState_Ensure();
    int done = PyRun_SimpleString("import builtins; builtins.reenter()");
    PyGILState_Release(state);
    return done;
}
int box_call(box *b) { (void)b; return call(); }
int box_call_const(const box *b) { (void)b; return call(); }

int box_each(const box *b, int n, int (*f)(void *c, int i), void *c) {
    (void)b;
    int sum = 0;
    for (int i = 0; i < n; i++) sum += f(c, i);
    return sum;
}
int box_each_alone(box *b, int n, int (*f)(void *c, int i), void *c) {
    return box_each(b, n, f, c);
}

static int wait_for(int fd) {
    struct pollfd poll_fd = {fd, POLLIN, 0};
    return poll(&poll_fd, 1, 60000);
}
int box_wait(box *b, int fd) { b->changing++; int n = wait_for(fd); b->changing--; return n; }
int box_wait_const(const box *b, int fd) { (void)b; return wait_for(fd); }

struct loud { char name; };
loud *loud_new(int name) { loud *l = malloc(sizeof *l); l->name = (char)name; return l; }
loud *loud_child(loud *l, int name) { (void)l; return loud_new(name); }
void loud_free(loud *l) { if (write(1, &l->name, 1) != 1) abort(); free(l); }
int loud_wait(loud *l, int fd) { (void)l; return wait_for(fd); }

struct single { int nothing; };
static atomic_llong single_freed;
single *single_new(void) { return malloc(sizeof(single)); }
void single_free(single *s) { free(s); single_freed++; }
int single_call(int x) { return x + call(); }
int64_t single_frees(void) { return single_freed; }
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS, CODE)


def run_all(jobs: Sequence[Callable[[], object]]) -> list[BaseException | None]:
    """Runs every job in a thread of its own, all at once; what each has raised."""
    start = threading.Barrier(len(jobs))
    raised: list[BaseException | None] = [None] * len(jobs)

    def run(number: int) -> None:
        start.wait()
        try:
            jobs[number]()
        except BaseException as error:
            raised[number] = error

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


# --- exclusion ---------------------------------------------------------------------------------


def test_calls_that_change_exclude_each_other(m: ModuleType) -> None:
    b = m.box()

    def work() -> None:
        for i in range(100):
            b.change(i % 20)
            b.read(i % 10)

    assert run_all([work] * THREADS) == [None] * THREADS
    assert b.count() == 100 * THREADS
    assert b.clashes() == 0


def test_calls_on_a_const_handle_run_at_the_same_time(m: ModuleType) -> None:
    b = m.box()
    met: list[int] = []
    assert run_all([lambda: met.append(b.meet())] * 2) == [None, None]
    assert met == [1, 1]


def test_readers_do_not_starve_a_writer(m: ModuleType) -> None:
    """Ever new readers, of which some are always inside, let a writer in between."""
    b = m.box()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            b.read(2000)

    def write() -> None:
        try:
            for _ in range(20):
                b.change(10)
        finally:
            done.set()

    assert run_all([read, read, read, read, write]) == [None] * 5
    assert (b.count(), b.clashes()) == (20, 0)


def test_handles_are_taken_in_one_order(m: ModuleType) -> None:
    """Every pair in every order, from many threads: none waits for another forever."""
    boxes = [m.box() for _ in range(4)]

    def work() -> None:
        mine = random.Random(threading.get_ident())
        for _ in range(200):
            from_, to = mine.sample(boxes, 2)
            from_.move(to, mine.randrange(3))

    assert run_all([work] * THREADS) == [None] * THREADS
    assert sum(b.count() for b in boxes) == 200 * THREADS * 2
    assert all(b.clashes() == 0 for b in boxes)


# --- closing -----------------------------------------------------------------------------------


def test_ten_threads_one_of_which_closes(m: ModuleType) -> None:
    before = m.frees()
    for round_ in range(20):
        b = m.box()
        counts = [0] * THREADS

        def work(number: int, b: Any = b, counts: list[int] = counts) -> None:
            while True:
                b.change(5)
                b.read(0)
                counts[number] += 1

        def close(b: Any = b, counts: list[int] = counts) -> None:
            while sum(counts) < 30:
                b.change(0)
            b.close()

        jobs = [lambda number=number: work(number) for number in range(THREADS - 1)]
        raised = run_all([*jobs, close])
        assert raised[-1] is None
        for error in raised[:-1]:
            assert isinstance(error, ValueError)
            assert str(error) in ("box_change(): 'b' is closed", "box_read(): 'b' is closed")
        assert m.frees() - before == round_ + 1


def test_closing_waits_for_the_calls_inside(m: ModuleType) -> None:
    """box_free aborts the process when someone is inside."""
    for work in (lambda b: b.change(20_000), lambda b: b.read(20_000)):
        b = m.box()
        inside = [lambda work=work, b=b: work(b)] * 4
        before = m.frees()
        raised = run_all([*inside, *[b.close] * 4])
        assert m.frees() - before == 1
        assert all(error is None or isinstance(error, ValueError) for error in raised)
        assert raised[4:] == [None] * 4


def test_every_close_returns_after_the_destructor(m: ModuleType) -> None:
    for _ in range(50):
        b = m.box()
        before = m.frees()

        def close(b: Any = b, before: int = before) -> None:
            b.close()
            assert m.frees() == before + 1

        assert run_all([close] * 4) == [None] * 4


def test_ends_in_many_threads(m: ModuleType) -> None:
    before = m.frees()

    def work() -> None:
        for i in range(200):
            b = m.box()
            b.change(0)
            if i % 3 == 0:
                b.close()
            elif i % 3 == 1:
                cycle = [b]
                cycle.append(cycle)  # type: ignore[arg-type]

    assert run_all([work] * THREADS) == [None] * THREADS
    gc.collect()
    assert m.frees() - before == 200 * THREADS


# --- re-entry ----------------------------------------------------------------------------------


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], list[object]]:
    """Sets what runs in the middle of box_call; gives a list of what came of it."""

    def set_(job: Callable[[], object]) -> list[object]:
        results: list[object] = []

        def reenter() -> None:
            try:
                results.append(job())
            except Exception as error:
                results.append(f"{type(error).__name__}: {error}")

        monkeypatch.setattr(builtins, "reenter", reenter, raising=False)
        return results

    return set_


Inside = Callable[[Callable[[], object]], list[object]]


def test_reentry(m: ModuleType, inside: Inside) -> None:
    b = m.box()
    middle = "RuntimeError: {}(): this thread is in the middle of another call with '{}'"
    for outer in (b.call, b.call_const):
        for job, function, name in (
            (lambda: b.change(0), "box_change", "b"),
            (lambda: b.move(m.box(), 0), "box_move", "from"),
            (b.close, "close", "self"),
            (lambda: m.box_free(b), "box_free", "b"),
        ):
            results = inside(job)
            assert outer() == 0
            name = f"{name}_" if name == "from" else name
            assert results == [middle.format(function, name)]
    results = inside(lambda: b.read(0))
    b.call()
    assert results == [middle.format("box_read", "b")]
    results = inside(lambda: b.read(0))
    b.call_const()
    assert results == [0]  # sharing with oneself is sharing
    assert b.change(0) == 0


def test_reentry_with_another_handle(m: ModuleType, inside: Inside) -> None:
    first, second = m.box(), m.box()
    results = inside(lambda: (second.change(0), second.close()))
    first.call()
    assert results == [(0, None)]


def test_callbacks_find_the_handle_in_use(m: ModuleType) -> None:
    b, other = m.box(), m.box()
    assert b.each(3, lambda i: other.change(0) + b.read(0) + i) == 3
    assert b.each_alone(3, lambda i: other.read(0) + i) == 3
    middle = r"box_read\(\): this thread is in the middle of another call with 'b'"
    with pytest.raises(RuntimeError, match=middle):
        b.each_alone(3, lambda i: b.read(0))
    with pytest.raises(RuntimeError, match="middle of another call"):
        b.each(3, lambda i: b.close())
    assert (b.change(0), other.count()) == (0, 3)


def test_a_handle_dropped_in_a_callback_of_its_own_call(m: ModuleType) -> None:
    boxes = [m.box()]
    before = m.frees()
    assert boxes[0].each(1, lambda i: boxes.clear() or 5) == 5
    assert m.frees() - before == 1


def test_reader_that_reads_again_does_not_wait_for_a_writer(m: ModuleType, inside: Inside) -> None:
    b = m.box()
    started = threading.Event()

    def reenter() -> object:
        started.set()
        for _ in range(100):
            b.read(1000)  # meanwhile the writer waits
        return b.read(0)

    results = inside(reenter)
    raised = run_all([b.call_const, lambda: (started.wait(), b.change(0))])
    assert raised == [None, None]
    assert results == [0]


def test_serialized_destructor_in_the_middle_of_a_serialized_call(
    m: ModuleType, inside: Inside
) -> None:
    """It cannot run at once; it runs later, and once."""
    held = [m.single() for _ in range(3)]
    results = inside(held.clear)
    before = m.single_frees()
    m.single_call(1)
    assert results == [None]
    m.single()
    m.single()
    assert m.single_frees() - before == 5


# --- fork --------------------------------------------------------------------------------------


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


# --- the interpreter's end, other interpreters -------------------------------------------------


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
