/* handles.c: the functions of handles.h. */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct box {
    int64_t value;
};
static _Atomic int64_t freed;
box *box_new(int64_t start) {
    box *b = start < 0 ? NULL : malloc(sizeof *b);
    if (b)
        b->value = start;
    return b;
}
box *box_maybe(int64_t start) {
    return box_new(start);
}
void box_free(box *b) {
    b->value = -1;
    free(b);
    freed++;
}
int64_t box_add(box *b, int64_t by) {
    return b->value += by;
}
int64_t box_get(const box *b) {
    return b->value;
}
int64_t box_sum(const box *a, const box *b) {
    return a->value + (b ? b->value : 1000);
}
void box_swap(box *a, box *b) {
    int64_t v = a->value;
    a->value = b->value;
    b->value = v;
}
void box_copy(box *to, const box *from) {
    to->value = from->value;
}
int64_t box_take(box *b, int64_t least) {
    int64_t v = b->value;
    free(b);
    return v + least;
}
int64_t box_default(const box *b, int64_t value) {
    return b->value * 100 + value;
}
int64_t frees(void) {
    return freed;
}

static char log_[1000];
static atomic_size_t noted;
static void note(char c) { /* what no longer fits was not looked at in time */
    size_t at = atomic_fetch_add(&noted, 1);
    if (at < sizeof log_ - 1)
        log_[at] = c;
}
const char *gone(void) {
    return log_;
}
void forget(void) {
    memset(log_, 0, sizeof log_);
    noted = 0;
}

struct session {
    int code;
    char text[20];
};
const char *session_explain(const session *s) {
    return s->text;
}
static session *session_new(int code) {
    session *s = malloc(sizeof *s);
    s->code = code;
    strcpy(s->text, "out of order");
    return s;
}
int session_open(int fault, int leave, session **s) {
    if (!fault || leave)
        *s = session_new(0);
    return fault;
}
int session_close(session *s) {
    int code = s->code;
    memset(s, 0, sizeof *s);
    free(s);
    note('S');
    return code;
}
void session_fail(session *s, int code) {
    s->code = code;
}
int session_code(const session *s) {
    return s->code;
}
int session_pair(session **a, int *between, session **b, int fault) {
    if (fault != 2)
        *a = session_new(1 - 1);
    *between = 5;
    if (fault != 3)
        *b = session_new(0);
    return fault == 1;
}

struct reader {
    session *s;
    const double *values;
    size_t n;
    const char *name;
};
reader *reader_new(session *s, const double *values, size_t n, const char *name) {
    reader *r = malloc(sizeof *r);
    *r = (reader){s, values, n, name};
    return r;
}
reader *reader_again(const reader *r) {
    return reader_new(r->s, r->values, r->n, r->name);
}
void reader_free(reader *r) {
    note(r->s->code == 0 ? 'R' : '?'); /* its session must still be there */
    free(r);
}
double reader_sum(const reader *r) {
    double sum = r->s->code;
    for (size_t i = 0; i < r->n; i++)
        sum += r->values[i];
    return sum;
}
const char *reader_name(const reader *r) {
    return r->name;
}
void session_adopt(session *s, reader *r) {
    s->code = (int)reader_sum(r);
    free(r);
}
reader *reader_wrap(reader *r) {
    return r;
}
void reader_drop(reader *r) {
    reader_free(r);
}

struct view {
    int length;
};
void view_free(const view *v) {
    free((void *)(uintptr_t)v);
    note('V');
}
const view *view_new(int length) {
    view *v = malloc(sizeof *v);
    v->length = length;
    return v;
}
int view_open(int length, const view **v) {
    *v = view_new(length);
    return length < 0;
}
int view_length(const view *v) {
    return v->length;
}

int strange(stranger *s) {
    return s == NULL;
}

int dice_seed(dice *d, uint64_t seed) {
    d->state = seed;
    return seed == 13;
}
uint64_t dice_throw(dice *d) {
    return d->state = d->state * 6364136223846793005u + 1;
}
int dice_is_aligned(const dice *d) {
    return (uintptr_t)d % 64 == 0;
}

struct file {
    int number;
};
file *file_open(int number) {
    if (number < 0) {
        errno = -number;
        return NULL;
    }
    file *f = malloc(sizeof *f);
    f->number = number;
    return f;
}
int file_close(file *f) {
    int number = f->number;
    free(f);
    note('F');
    errno = number;
    return number ? -1 : 0;
}
file *file_marked(int good) {
    return good ? file_open(0) : (file *)-1;
}
