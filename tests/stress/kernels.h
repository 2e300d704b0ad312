/* Kernels good and bad, for the stress. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

/* good */
int add(int a, int b);
void add_arrays(const int32_t *UNGIL_COUNTED_BY(n) a,
                const int32_t *UNGIL_COUNTED_BY(n) b,
                int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result,
                size_t n);
void multiply(const double *UNGIL_SHAPE(m, k) a,
              const double *UNGIL_SHAPE(k, n) b,
              double *UNGIL_OUT UNGIL_SHAPE(m, n) c,
              size_t m,
              size_t k,
              size_t n);
size_t length(const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL text);
int digit(const int *UNGIL_RANGE(0, 9) UNGIL_COUNTED_BY(n) digits, size_t n);
uint64_t count_up(void) UNGIL_SERIALIZED;
size_t squeeze(unsigned char *UNGIL_OUT UNGIL_SIZED_BY(*size) to,
               size_t *UNGIL_INOUT UNGIL_DEFAULT(n + 1) size,
               const unsigned char *UNGIL_SIZED_BY(n) from,
               size_t n);
unsigned checked(const unsigned char *UNGIL_SIZED_BY(n) bytes, size_t n)
    UNGIL_REQUIRES(n <= 1024 && n > 3);

/* bad: a race that each of them has with itself */
uint64_t bad_increment(void);
int lookup(int UNGIL_RANGE(0, 255) i);

/* bad: a race between two */
void set_level(int level);
int get_level(void);

/* bad: memory and undefined behaviour */
unsigned overrun(const unsigned char *UNGIL_SIZED_BY(n) bytes, size_t n);
void scale(double *UNGIL_COUNTED_BY(n) a, size_t n, double by);
int shift(int UNGIL_RANGE(0, 64) by);

/* bad: no end, a bad end */
int hang(int UNGIL_RANGE(1, 9) x);
int crash(int x);

/* left out */
void nobody_draws(int x) UNGIL_REQUIRES(x < 0);
void configure(int x) UNGIL_SHARED("called before threads start");
