/* records.c: the functions of records.h. */
static int called;
int calls(void) {
    return called;
}
line same_line(line l) {
    called++;
    return l;
}
struct grid twice(struct grid g) {
    g.count *= 2;
    for (int i = 0; i < 6; i++)
        g.m[i / 3][i % 3] *= 2;
    return g;
}
struct tight same_tight(struct tight t) {
    return t;
}
struct renamed same_renamed(struct renamed r) {
    return r;
}
pair swapped(pair p) {
    return (pair){p.index, p.count};
}
double norm(const point *p) {
    called++;
    return p->x * p->x + p->y * p->y;
}
double norm_or_zero(const point *p) {
    return p == NULL ? 0 : norm(p);
}
bool corner(int which, point *p) {
    p->x = which;
    return true;
}
void shift(point *p, double by) {
    p->x += by;
    p->y += by;
}
point origin(void) {
    return (point){-1, -2};
}
point start(point p) {
    return p;
}
const point *find(int which) {
    static point p = {7, 8};
    return which ? &p : NULL;
}
point checked(int code) {
    return (point){code, code};
}
double total(const point *p, size_t n) {
    double sum = 0;
    called++;
    for (size_t i = 0; i < n; i++)
        sum += p[i].x * p[i].y;
    return sum;
}
void scale(point *p, size_t n, double by) {
    for (size_t i = 0; i < n; i++) {
        p[i].x *= by;
        p[i].y *= by;
    }
}
void move(line *l, size_t m, size_t n) {
    for (size_t i = 0; i < m * n; i++) {
        l[i].b.x += (double)i;
        l[i].name[1] = 'Q';
        l[i].big--;
    }
}
void raise_one(point *p) {
    p->y += 1;
}
double total_tight(const struct tight *t, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += t[i].value + t[i].numbers[1];
    return sum;
}
double total_grids(const struct grid *g, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += g[i].m[1][2] + g[i].corners[1].y + g[i].names[1][0];
    return sum;
}
double cross(const point *a, point *b, size_t n) {
    return n ? a->x * b->y : 0;
}
static int count;
void points(point *p, size_t n) {
    for (size_t i = 0; i < n; i++)
        p[i] = (point){(double)i, 1};
}
void table(point *p, size_t m, size_t n) {
    points(p, m * n);
}
void lines(line *l, size_t n) {
    for (size_t i = 0; i < n; i++) {
        l[i].b = (point){(double)i, 2};
        l[i].tags[1] = 3;
        memcpy(l[i].name, "abcdefgh", 8);
        wmemcpy(l[i].title, L"hi", 3);
        l[i].sign = L'+';
        l[i].letter = 'c';
        l[i].on = true;
        l[i].z = 2;
        l[i].level = HIGH;
        l[i].raw[2] = 9;
        l[i].big = -1 - (int64_t)i;
        l[i].ratio = 0.5f;
    }
}
void grids(struct grid *g, size_t n) {
    for (size_t i = 0; i < n; i++) {
        g[i].count = (int32_t)i;
        g[i].m[1][2] = 4;
        g[i].corners[1].y = 5;
        memcpy(g[i].names[1], "xyz", 3);
        g[i].last = -3;
    }
}
void tights(struct tight *t, size_t n) {
    for (size_t i = 0; i < n; i++) {
        t[i].kind = 'k';
        t[i].value = 1.5;
        t[i].numbers[1] = 2;
    }
}
int upper(const point *p, point *found, int n) {
    int m = 0;
    for (int i = 0; i < n; i++)
        if (p[i].y > 0)
            found[m++] = p[i];
    return m;
}
void plain(const double *x, point *p, int n) {
    for (int i = 0; i < n; i++)
        p[i].x = x[i];
}
int64_t sum_lines(const line *l, size_t n) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += l[i].big;
    return sum;
}
point *owned(size_t n) {
    point *p = calloc(n + 1, sizeof *p);
    if (p != NULL) {
        points(p, n);
        count++;
    }
    return p;
}
const line *borrowed(bool null) {
    static line l[2];
    lines(l, 2);
    return null ? NULL : l;
}
double _Complex *roots(size_t n) {
    double _Complex *z = calloc(n + 1, sizeof *z);
    for (size_t i = 0; z != NULL && i < n; i++)
        z[i] = (double)i;
    return z;
}
void release(void *p) {
    free(p);
    count--;
}
int held(void) {
    return count;
}
struct path {
    const point *points;
    size_t n;
};
struct path *path_new(const point *p, size_t n) {
    struct path *path = malloc(sizeof(*path));
    *path = (struct path){p, n};
    return path;
}
void path_free(struct path *p) {
    free(p);
}
point path_end(const struct path *p) {
    return p->points[p->n - 1];
}
