/* errors.c: what the headers of docs/errors.md declare. Most of it is never called: its arguments
 * are refused. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

double scale(double x, double factor) {
    return x * factor;
}
double total(const double *values, size_t n) {
    return n > 0 ? values[0] : 0;
}
int answer(void) {
    return 42;
}
double trace(const double *matrix, size_t m, size_t n) {
    return m * n > 0 ? matrix[0] : 0;
}

int32_t step(int32_t n) {
    return n;
}
uint8_t shade(uint8_t level) {
    return level;
}
float gain(float by) {
    return by;
}
bool toggle(bool on) {
    return !on;
}
char upper(char letter) {
    return letter;
}
wchar_t mirrored(wchar_t sign) {
    return sign;
}
double _Complex turned(double _Complex z) {
    return z;
}
int bit(uint32_t bits, int place) {
    return bits >> place & 1;
}
double between(double low, double high) {
    return (low + high) / 2;
}
int share(int all, int parts) {
    return all / parts;
}

size_t letters(const char *text) {
    return text[0] != 0;
}

int32_t sum(const int32_t *a, size_t n) {
    return n > 0 ? a[0] : 0;
}
void negate(int32_t *a, size_t n) {
    a[0] = -a[n - 1];
}
uint32_t checksum(const void *data, size_t n) {
    return n > 0 ? *(const uint8_t *)data : 0;
}
size_t count(const bool *flags, size_t n) {
    return n > 0 && flags[0];
}
int best(const int *marks, size_t n) {
    return n > 0 ? marks[0] : 0;
}
void append(const double *x, double *y, size_t n) {
    y[0] = x[n - 1];
}

void add(const double *a, const double *b, double *result, size_t n) {
    result[0] = a[0] + b[n - 1];
}
void multiply(const double *a, const double *b, double *c, size_t m, size_t k, size_t n) {
    c[0] = a[0] + b[0] + (double)(m * k * n);
}
void pairs(const double *data, double *sums, size_t n) {
    sums[0] = data[n];
}
double norm(const double point[3]) {
    return point[0];
}
void ramp(double *out, int64_t n) {
    out[0] = (double)n;
}
void opened(const uint8_t *box, uint8_t *text, size_t length) {
    text[0] = box[length - 1];
}
uint8_t short_sum(const uint8_t *a, uint8_t n) {
    return n > 0 ? a[0] : 0;
}

double length(point p) {
    return p.x + p.y;
}
void place(label l) {
    (void)l;
}
double path(const point *points, size_t n) {
    return n > 0 ? points[0].x : 0;
}
size_t marked(const struct mark *marks, size_t n) {
    return n > 0 && marks[0].set;
}

double hypotenuse(double x, double y) {
    return x * x + y * y;
}

struct box {
    int size;
};
void box_close(box *b) {
    free(b);
}
box *box_new(int size) {
    box *b = size < 0 ? NULL : malloc(sizeof *b);
    if (b != NULL)
        b->size = size;
    return b;
}
int box_open(const char *name, box **made) {
    *made = name[0] == 0 ? NULL : box_new(1);
    return 0;
}
int box_size(const box *b) {
    return b->size;
}
void box_move(box *from, box *to) {
    to->size = from->size;
}
int box_visit(box *b, int (*f)(void *), void *c) {
    return b->size + f(c);
}

int each(int (*f)(void *, int), void *c) {
    return f(c, 1);
}
int split(int (*f)(void *, double *), void *c) {
    double rest;
    return f(c, &rest);
}
int pump(int (*f)(void *, char *), void *c) {
    char data[4];
    return f(c, data);
}
int without(int (*f)(void *, const int *), void *c) {
    return f(c, NULL);
}
struct job {
    int (*f)(void *);
    int (*g)(int);
    void *c;
};
static void *work(void *given) {
    struct job *job = given;
    if (job->f != NULL)
        job->f(job->c);
    else
        job->g(1);
    return NULL;
}
static int elsewhere(struct job job) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, &job) != 0)
        abort();
    return pthread_join(thread, NULL);
}
int beside(int (*f)(void *), void *c) {
    return elsewhere((struct job){f, NULL, c});
}
int beside_too(int (*f)(int)) {
    return elsewhere((struct job){NULL, f, NULL});
}
int alone(int (*f)(void *), void *c) {
    return f(c);
}

int store(int key) {
    return key;
}
int fetch(int key) {
    return key;
}
const char *reason(int code) {
    return code == 3 ? "no such key" : "?";
}
double root(double x) {
    return x < 0 ? -1 : x;
}
int descriptor(const char *path) {
    errno = ENOENT;
    return path[0] == 0 ? 0 : -1;
}
const char *name_of(int id) {
    return id == 0 ? NULL : "name";
}
char *copy_of(int id) {
    return id == 0 ? NULL : calloc(1, 1);
}
int32_t compact(const int32_t *a, int32_t *kept, int32_t n) {
    if (n > 0)
        kept[0] = a[0];
    return 5;
}
