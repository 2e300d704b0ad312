/* records.h: structs by value, in arrays, and kept by handles. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { ROWS = 2 };

typedef struct {
    double x, y;
} point;

typedef struct {
    point a, b;
    int16_t tags[2];
    char name[8];
    wchar_t title[4];
    wchar_t sign;
    char letter;
    bool on;
    float _Complex z;
    enum { LOW, HIGH } level;
    uint8_t raw[3];
    int64_t big;
    uint64_t natural;
    float ratio;
} line;

struct grid {
    int32_t count;
    double m[ROWS][3];
    point corners[2];
    char names[2][3];
    int8_t last;
};

struct __attribute__((packed)) tight {
    char kind;
    double value;
    wchar_t wide[2];
    int32_t numbers[2];
};

struct renamed {
    int from;
    int _hidden;
    int __x;
    int _1;
};

typedef struct {
    int8_t count;
    int8_t index;
} pair;

line same_line(line l);
struct grid twice(struct grid g);
struct tight same_tight(struct tight t);
struct renamed same_renamed(struct renamed r);
pair swapped(pair p);
double norm(const point *UNGIL_SINGLE p);
double norm_or_zero(const point *UNGIL_SINGLE UNGIL_OR_NULL p);
bool corner(int which, point *UNGIL_OUT p);
void shift(point *UNGIL_INOUT p, double UNGIL_DEFAULT(1.0) by);
point start(point UNGIL_DEFAULT(origin()) p);
point origin(void);
const point *UNGIL_SINGLE UNGIL_OR_NULL find(int which);
point checked(int code) UNGIL_SUCCESS(return.x >= 0);
int calls(void);

double total(const point *UNGIL_COUNTED_BY(n) points, size_t n);
void scale(point *UNGIL_COUNTED_BY(n) points, size_t n, double by);
void move(line *UNGIL_SHAPE(m, n) lines, size_t m, size_t n);
void raise_one(point *UNGIL_SINGLE p);
double total_tight(const struct tight *UNGIL_COUNTED_BY(n) items, size_t n);
double total_grids(const struct grid *UNGIL_COUNTED_BY(n) grids, size_t n);
double
cross(const point *UNGIL_COUNTED_BY(n) restrict a, point *UNGIL_COUNTED_BY(n) restrict b, size_t n);

/* made by ungil: outputs left out, and what C returns */
void points(point *UNGIL_OUT UNGIL_COUNTED_BY(n) made, size_t n);
void table(point *UNGIL_OUT UNGIL_SHAPE(m, n) made, size_t m, size_t n);
void lines(line *UNGIL_OUT UNGIL_COUNTED_BY(n) made, size_t n);
void grids(struct grid *UNGIL_OUT UNGIL_COUNTED_BY(n) made, size_t n);
void tights(struct tight *UNGIL_OUT UNGIL_COUNTED_BY(n) made, size_t n);
int upper(const point *UNGIL_COUNTED_BY(n) given,
          point *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) found,
          int n);
void plain(const double *UNGIL_COUNTED_BY(n) x, point *UNGIL_OUT UNGIL_COUNTED_BY(n) made, int n);
int64_t sum_lines(const line *UNGIL_COUNTED_BY(n) given, size_t n);
point *UNGIL_OWNED(release) UNGIL_COUNTED_BY(n) owned(size_t n);
const line *UNGIL_COUNTED_BY(2) UNGIL_OR_NULL borrowed(bool null);
double _Complex *UNGIL_OWNED(free) UNGIL_COUNTED_BY(n) roots(size_t n);
void release(void *p) UNGIL_SKIP;
int held(void);

/* keeps an array of structs */
struct path;
struct path *UNGIL_OWNED(path_free)
    path_new(const point *UNGIL_COUNTED_BY(n) UNGIL_LIFETIMEBOUND p, size_t n);
void path_free(struct path *p);
point path_end(const struct path *p);
