"""Sub-interpreters with a lock of their own: one module in each, one C library under all."""

from __future__ import annotations

import sysconfig
from collections.abc import Callable
from types import ModuleType

import pytest

from tests.packages.environments import Interpreter
from tests.runtime.subinterpreters import WITH_OWN_LOCKS, run_script

pytestmark = [
    pytest.mark.thread_unsafe(reason="processes of their own"),
    pytest.mark.skipif(
        sysconfig.get_config_var("Py_GIL_DISABLED") == 1,
        reason="a module for a free-threaded Python cannot be loaded by the others",
    ),
]

DECLARATIONS = """
typedef struct { int x, y; } pair;
typedef struct box box;
box *UNGIL_OWNED(box_free) box_new(void);
void box_free(box *b);
int box_add(box *b, int n);
int64_t frees(void);

/* waits, the lock held, until as many calls are inside */
bool meet(int calls) UNGIL_HOLD;

void add(const int32_t *UNGIL_COUNTED_BY(n) a, int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result,
         size_t n) UNGIL_AUTO;
double scaled(double x, double UNGIL_DEFAULT(2.0) by) UNGIL_VECTORIZE;
pair swapped(pair p);
int fails(int code) UNGIL_STATUS();
int each(int n, int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c, int i), void *UNGIL_CONTEXT c);

int alone(int microseconds) UNGIL_SERIALIZED;
int alone_held(int microseconds) UNGIL_SERIALIZED UNGIL_HOLD;
int collisions(void);
"""

CODE = """
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

struct box { int sum; };
static atomic_llong freed;
box *box_new(void) { return calloc(1, sizeof(box)); }
void box_free(box *b) { free(b); freed++; }
int box_add(box *b, int n) { return b->sum += n; }
int64_t frees(void) { return freed; }

static void rest(long microseconds) {
    nanosleep(&(struct timespec){0, microseconds * 1000}, NULL);
}
static atomic_int inside;
bool meet(int calls) {
    atomic_fetch_add(&inside, 1);
    for (int i = 0; i < 20000 && inside < calls; i++) rest(1000);
    return inside >= calls;
}

void add(const int32_t *a, int32_t *result, size_t n) {
    for (size_t i = 0; i < n; i++) result[i] = a[i] + 1;
}
double scaled(double x, double by) { return x * by; }
pair swapped(pair p) { return (pair){p.y, p.x}; }
int fails(int code) { return code; }
int each(int n, int (*f)(void *c, int i), void *c) {
    int sum = 0;
    for (int i = 0; i < n; i++) sum += f(c, i);
    return sum;
}

static int busy, clashes;
int alone(int microseconds) {
    clashes += busy++ != 0;
    rest(microseconds);
    busy--;
    return microseconds;
}
int alone_held(int microseconds) { return alone(microseconds); }
int collisions(void) { return clashes; }
"""

# Every part of the runtime: arrays, structs, handles, callbacks, errors, the policy.
USE = """
from array import array
def use(m):
    numbers = array("i", [1, 2, 3])
    assert list(m.add(numbers)) == [2, 3, 4] == list(m.add(a=numbers))
    assert m.scaled(1.5) == 3.0 and list(m.scaled(array("d", [1, 2]), by=3)) == [3.0, 6.0]
    assert m.swapped(m.pair(1, 2)) == (2, 1)
    assert m.each(3, lambda i: i) == 3
    try:
        m.fails(3)
    except m.Error as error:
        assert error.code == 3
    else:
        raise AssertionError("no error")
    left = m.box()
    with m.box() as b:
        assert (b.add(1), b.add(n=2)) == (1, 3)
    assert m.alone(0) == m.alone_held(0)
    return left
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS, CODE)


@pytest.fixture(params=WITH_OWN_LOCKS, ids=lambda found: found.name)
def python(request: pytest.FixtureRequest) -> Interpreter:
    found: Interpreter = request.param
    return found


# The import comes first: CPython 3.13 wants the main interpreter's lock for a moment.
IN_PARALLEL = """
import threading
exec(LOAD)
others = [create(), create()]
for interpreter in others: run(interpreter, LOAD)
meet = "assert module.meet(3)"
threads = [threading.Thread(target=run, args=(interpreter, meet)) for interpreter in others]
for thread in threads: thread.start()
print(module.meet(3))
for thread in threads: thread.join()
for interpreter in others: destroy(interpreter)
"""


def test_kernels_run_in_parallel(m: ModuleType, python: Interpreter) -> None:
    """Each keeps its own lock, and they meet inside of C."""
    assert run_script(python, m, IN_PARALLEL) == "True\n"


EXCLUSION = """
import threading
exec(LOAD)
code = LOAD + '''
for _ in range(30):
    module.alone(30)
    module.alone_held(30)
'''
others = [create() for _ in range(3)]
threads = [threading.Thread(target=run, args=(interpreter, code)) for interpreter in others]
for thread in threads: thread.start()
exec(code)
for thread in threads: thread.join()
for interpreter in others: destroy(interpreter)
print(module.collisions())
"""


def test_serialized_functions_exclude_all_interpreters(m: ModuleType, python: Interpreter) -> None:
    """What is guarded are the C code's statics, which are the process's."""
    assert run_script(python, m, EXCLUSION) == "0\n"


COMING_AND_GOING = """
import threading
exec(LOAD + USE)
mine = use(module)
def come_and_go():
    for _ in range(5):
        interpreter = create()
        run(interpreter, LOAD + USE + "left = use(module)")
        destroy(interpreter)
threads = [threading.Thread(target=come_and_go) for _ in range(3)]
for thread in threads: thread.start()
while any(thread.is_alive() for thread in threads):
    use(module)
freed = module.frees()
mine.close()
print(module.frees() - freed, mine)
interpreter = create()
run(interpreter, LOAD + USE + "left = [use(module)]; left.append(left)")
before = module.frees()
destroy(interpreter)
print(module.frees() - before)
"""


def test_interpreters_come_and_go(m: ModuleType, python: Interpreter) -> None:
    """While others call; what they leave open is freed when they end."""
    script = f"USE = {USE!r}\n{COMING_AND_GOING}"
    first, freed = run_script(python, m, script).splitlines()
    assert first.startswith("1 <closed ")
    assert freed == "1"


# How much more memory is in use after so many interpreters, by the C library's own account.
LEAKS = """
import ctypes
class Usage(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split())]
mallinfo2 = ctypes.CDLL(None).mallinfo2
mallinfo2.restype = Usage
def in_use():
    usage = mallinfo2()
    return usage.uordblks + usage.hblkhd
def growth(code, times):
    before = in_use()
    for _ in range(times):
        interpreter = create()
        run(interpreter, code)
        destroy(interpreter)
    return in_use() - before
exec(LOAD)
same = LOAD.partition("module =")[0] + USE + "import gc"  # all but the module itself
full = LOAD + USE + "import gc; left = use(module)"
growth(same, 3), growth(full, 3)
print(growth(same, 10), growth(full, 10))
"""


def test_no_leak(m: ModuleType, python: Interpreter) -> None:
    """An interpreter that has used the module leaves no more behind than one that has not.

    CPython itself leaves 100 kB and more, give or take some hundred bytes; the module, its state
    and its functions take some thousand.
    """
    script = f"USE = {USE!r}\n{LEAKS}"
    without, used = map(int, run_script(python, m, script, PYTHONMALLOC="malloc").split())
    assert (used - without) / 10 < 2000
