/* What a bench meets: functions that it can call, and some that it cannot. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "ungil.h"

typedef unsigned long word;
typedef struct table table;
typedef struct {
    double x, y;
} point;
#define LIMIT 1024

double total(const double *UNGIL_COUNTED_BY(n) a, word n) UNGIL_RELEASE_ABOVE(n, 100);
void matmul(const double *UNGIL_SHAPE(m, k) a,
            const double *UNGIL_SHAPE(k, n) b,
            double *UNGIL_OUT UNGIL_SHAPE(m, n) c,
            size_t m,
            size_t k,
            size_t n);
size_t odd(const unsigned char *UNGIL_SIZED_BY(n) a,
           size_t n,
           unsigned char *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(return) out);
int pack(unsigned char *UNGIL_OUT UNGIL_SIZED_BY(*size) packed,
         size_t *UNGIL_INOUT UNGIL_DEFAULT(n + 10) size,
         const unsigned char *UNGIL_SIZED_BY(n) source,
         size_t n) UNGIL_STATUS();
void bounds(const float *UNGIL_COUNTED_BY(n) a,
            size_t n,
            float *UNGIL_OUT low,
            float *UNGIL_OUT high) UNGIL_REQUIRES(n > 0 && n * sizeof(float) <= 4 * LIMIT);
int both(int8_t a, bool b) UNGIL_REQUIRES(a > 100) UNGIL_HOLD;
double half(double x) UNGIL_VECTORIZE UNGIL_HOLD;
size_t length(const char *UNGIL_NUL_TERMINATED text);
char *UNGIL_OWNED(free)
UNGIL_NUL_TERMINATED greeting(const char *UNGIL_NUL_TERMINATED name);
static inline int twice(int x) {
    return 2 * x;
}
int unnamed(int, int);
void loud(int x);
void nap(uint32_t UNGIL_RANGE(1, 20) milliseconds);

table *UNGIL_OWNED(table_free) table_new(uint32_t UNGIL_RANGE(1, 4096) size);
void table_free(table *UNGIL_CONSUMED t);
int table_put(table *t, uint32_t key);

double norm(point p);
int each(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c, int n), void *UNGIL_CONTEXT c);
int impossible(int a) UNGIL_REQUIRES(a > 5 && a < 3);
void crash(const char *UNGIL_COUNTED_BY(n) a, size_t n);
int refuse(int a) UNGIL_STATUS();
