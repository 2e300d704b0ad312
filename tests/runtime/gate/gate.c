/* gate.c: the functions of gate.h. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct box {
    int64_t count;
    atomic_int changing, reading, clashes, met;
};
static atomic_llong freed;
box *box_new(void) {
    return calloc(1, sizeof(box));
}
void box_free(box *b) {
    if (b->changing || b->reading)
        abort();
    memset(b, 0xFF, sizeof *b);
    free(b);
    freed++;
}
static void rest(int microseconds) {
    struct timespec t = {0, microseconds * 1000L};
    if (microseconds > 0)
        nanosleep(&t, NULL);
}
static void change(box *b, int microseconds) {
    if (b->changing++ || b->reading)
        b->clashes++;
    int64_t count = b->count;
    rest(microseconds);
    b->count = count + 1;
    if (--b->changing || b->reading)
        b->clashes++;
}
int box_change(box *b, int microseconds) {
    change(b, microseconds);
    return 0;
}
int box_move(box *from, box *to, int microseconds) {
    change(from, microseconds);
    change(to, 0);
    return 0;
}
int box_read(const box *b, int microseconds) {
    box *mine = (box *)(uintptr_t)b;
    mine->reading++;
    if (b->changing)
        mine->clashes++;
    rest(microseconds);
    if (b->changing)
        mine->clashes++;
    mine->reading--;
    return 0;
}
int64_t box_count(const box *b) {
    return b->count;
}
int box_clashes(const box *b) {
    return b->clashes;
}
int64_t frees(void) {
    return freed;
}
int box_meet(const box *b) {
    box *mine = (box *)(uintptr_t)b;
    mine->met++;
    for (int i = 0; i < 20000 && mine->met < 2; i++)
        rest(1000);
    return mine->met >= 2;
}

static int call(void) {
    PyGILState_STATE state = PyGILState_Ensure();
    int done = PyRun_SimpleString("import builtins; builtins.reenter()");
    PyGILState_Release(state);
    return done;
}
int box_call(box *b) {
    (void)b;
    return call();
}
int box_call_const(const box *b) {
    (void)b;
    return call();
}

int box_each(const box *b, int n, int (*f)(void *c, int i), void *c) {
    (void)b;
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += f(c, i);
    return sum;
}
int box_each_alone(box *b, int n, int (*f)(void *c, int i), void *c) {
    return box_each(b, n, f, c);
}

static int wait_for(int fd) {
    struct pollfd poll_fd = {fd, POLLIN, 0};
    return poll(&poll_fd, 1, 60000);
}
int box_wait(box *b, int fd) {
    b->changing++;
    int n = wait_for(fd);
    b->changing--;
    return n;
}
int box_wait_const(const box *b, int fd) {
    (void)b;
    return wait_for(fd);
}

struct loud {
    char name;
};
loud *loud_new(int name) {
    loud *l = malloc(sizeof *l);
    l->name = (char)name;
    return l;
}
loud *loud_child(loud *l, int name) {
    (void)l;
    return loud_new(name);
}
void loud_free(loud *l) {
    if (write(1, &l->name, 1) != 1)
        abort();
    free(l);
}
int loud_wait(loud *l, int fd) {
    (void)l;
    return wait_for(fd);
}

struct single {
    int nothing;
};
static atomic_llong single_freed;
single *single_new(void) {
    return malloc(sizeof(single));
}
void single_free(single *s) {
    free(s);
    single_freed++;
}
int single_call(int x) {
    return x + call();
}
int64_t single_frees(void) {
    return single_freed;
}
