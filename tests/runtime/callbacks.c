/* callbacks.c: the functions of callbacks.h. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
static int answer;
int each(int (*row)(void *, int, const char *), void *ctx, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
        char name[] = "row 0";
        name[4] += i % 10;
        sum += answer = row(ctx, i, name);
        memset(name, '#', sizeof name - 1);
    }
    return sum;
}
int last_answer(void) {
    return answer;
}
int held(int (*f)(void *, int), void *ctx, int x) {
    return f(ctx, x);
}
int above(int (*f)(void *, int), void *ctx, int x) {
    return f(ctx, x);
}
int alone(int (*f)(void *, int), void *ctx, int x) {
    return f(ctx, x);
}
int maybe(int (*f)(void *), void *ctx) {
    return f == NULL ? -1 : f(ctx);
}
double two(double (*f)(double, void *), double (*g)(double, void *), void *ctx, double x) {
    return 1000 * f(x, ctx) + g(x, ctx);
}
void step(void (*f)(double, const double *, double *, size_t, void *),
          void *ctx,
          double *y,
          size_t n) {
    double dy[16];
    f(0.5, y, dy, n, ctx);
    for (size_t i = 0; i < n; i++)
        y[i] += dy[i];
}
double integral(double (*f)(void *, double), void *ctx, double low, double high, int parts) {
    double sum = 0, width = (high - low) / parts;
    for (int i = 0; i < parts; i++)
        sum += f(ctx, low + (i + 0.5) * width) * width;
    return sum;
}
static int seen;
uint8_t narrow(uint8_t (*f)(void *), void *ctx) {
    uint8_t x = f(ctx);
    answer = x;
    return x;
}
bool truth(bool (*f)(void *, bool), void *ctx, bool b) {
    return f(ctx, b);
}
uint64_t wide(uint64_t (*f)(void *, uint64_t, int64_t, float), void *ctx, uint64_t a, int64_t b) {
    return f(ctx, a, b, 0.5f);
}
enum colour other(enum colour (*f)(void *, enum colour), void *ctx, enum colour c) {
    return f(ctx, c);
}
size_t pump(size_t (*read)(void *, void *, size_t),
            int (*write)(void *, const void *, size_t),
            void *ctx) {
    char buffer[8];
    size_t total = 0, size;
    memset(buffer, '#', sizeof buffer);
    while ((size = read(ctx, buffer, sizeof buffer)) > 0) {
        total += size;
        if (write(ctx, buffer, size) < 0)
            break;
    }
    return total;
}
int several(int (*f)(void *, double *, int *), void *ctx, int count, double *half, int *counted) {
    *half = 99;
    *counted = count;
    return f(ctx, half, counted);
}
int points(int (*f)(void *, const int *, int *, const int32_t *, int, const char *),
           void *ctx,
           bool null,
           int *place) {
    const int one = 1;
    const int32_t many[] = {1, 2, 3};
    *place = 5;
    return null ? f(ctx, NULL, place, NULL, 0, NULL) : f(ctx, &one, place, many, 3, "text");
}
void grid(void (*f)(void *, float *, int, int), void *ctx, float *a, int m, int n) {
    f(ctx, a, m, n);
}
void broken(void (*f)(void *, const double *, int64_t, const char *), void *ctx, int how) {
    const double a[] = {1};
    switch (how) {
    case 0:
        f(ctx, NULL, 1, "");
        break;
    case 1:
        f(ctx, a, -1, "");
        break;
    case 2:
        f(ctx, a, INT64_MAX, "");
        break;
    case 3:
        f(ctx, a, 1, NULL);
        break;
    case 4:
        f(ctx, a, 1, "\377");
        break;
    case 5:
        f(ctx, NULL, 0, "");
        break;
    }
}
struct job {
    int (*f)(void *);
    void *ctx;
    int got;
};
static void *work(void *p) {
    struct job *job = p;
    job->got = job->f(job->ctx);
    return NULL;
}
int elsewhere(int (*f)(void *), void *ctx, int *got) {
    struct job job = {f, ctx, 0};
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, &job) != 0)
        return -1;
    pthread_join(thread, NULL);
    *got = seen = job.got;
    return f(ctx);
}
int last_elsewhere(void) {
    return seen;
}
int failing(int (*f)(void *), void *ctx) {
    f(ctx);
    return 3;
}
int with_errno(int (*f)(void *), void *ctx) {
    errno = ENOENT;
    int x = f(ctx);
    return x < 0 ? -1 : errno;
}
const char *owned(void (*f)(void *), void *ctx) {
    char *text = malloc(6);
    if (text != NULL)
        memcpy(text, "owned", 6);
    f(ctx);
    return text;
}
void fill(void (*f)(void *, size_t), void *ctx, const double *in, double *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        f(ctx, i);
        out[i] = in[i] + 1;
    }
}

struct box {
    int value;
};
static int living;
void box_free(box *b) {
    living--;
    free(b);
}
box *box_new(int (*f)(void *), void *ctx) {
    box *b = malloc(sizeof *b);
    if (b != NULL) {
        living++;
        b->value = f(ctx);
    }
    return b;
}
int box_visit(box *b, int (*f)(void *), void *ctx) {
    return b->value + f(ctx);
}
int boxes(void) {
    return living;
}

point moved(point (*f)(void *, point, const point *, point *), void *ctx, point p, point *half) {
    const point by = {10, 20};
    *half = by;
    return f(ctx, p, &by, half);
}
double _Complex turned(double _Complex (*f)(void *, double _Complex, char),
                       void *ctx,
                       double _Complex z) {
    return f(ctx, z, 'c');
}
