/* counts.h: functions with lengths of every kind; each returns what its counts came to. */
enum { BLOCK = 4, HALF = BLOCK / 2 };
#define TAG 16

static inline long one(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n) {
    return (long)n;
}
static inline long
two(const int32_t *UNGIL_COUNTED_BY(n) a, const int32_t *UNGIL_COUNTED_BY(n) b, size_t n) {
    return (long)n;
}
static inline long
to(const int32_t *UNGIL_COUNTED_BY(n) a, int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result, size_t n) {
    for (size_t i = 0; i < n; i++) {
        result[i] = a[i] + 1;
    }
    return (long)n;
}
static inline void
linspace(double lo, double hi, double *UNGIL_OUT UNGIL_COUNTED_BY(n) x, size_t n) {
    for (size_t i = 0; i < n; i++) {
        x[i] = n < 2 ? lo : lo + (hi - lo) * (double)i / (double)(n - 1);
    }
}
static inline long defaulted(double *UNGIL_OUT UNGIL_COUNTED_BY(n) x, size_t UNGIL_DEFAULT(3) n) {
    return (long)n;
}
static inline long maybe(const int32_t *UNGIL_OR_NULL UNGIL_COUNTED_BY(n) a,
                         const int32_t *UNGIL_OR_NULL UNGIL_COUNTED_BY(n) b,
                         size_t n) {
    return (long)n * 100 + (a != NULL) * 10 + (b != NULL);
}
static inline long inout(const int32_t *UNGIL_COUNTED_BY(*n) a, size_t *UNGIL_INOUT n) {
    *n *= 2;
    return (long)*n;
}
static inline long inout_or_null(const int32_t *UNGIL_COUNTED_BY(*n) a,
                                 size_t *UNGIL_OR_NULL UNGIL_INOUT n) {
    return n == NULL ? -1 : (long)*n;
}
static inline double matmul(const double *UNGIL_SHAPE(m, k) a,
                            const double *UNGIL_SHAPE(k, n) b,
                            double *UNGIL_OUT UNGIL_SHAPE(m, n) c,
                            size_t m,
                            size_t k,
                            size_t n) {
    return (double)m * 1e6 + (double)k * 1e3 + (double)n;
}
static inline double trace(const double *UNGIL_SHAPE(n, n) a, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i * n + i];
    }
    return sum;
}
static inline long tall(const double *UNGIL_SHAPE(m, 3) a, size_t m) {
    return (long)m;
}
static inline long pixels(const uint8_t *UNGIL_SHAPE(h, w, 3) a, int h, int w) {
    return h * 1000 + w;
}

/* exact expressions: checked only */
/* a product here is a pointer to clang-format */
/* clang-format off */
static inline long product(const int32_t *UNGIL_COUNTED_BY(m * k) a, size_t m, size_t k) {
    return (long)(m * k);
}
/* clang-format on */
static inline long full(const int32_t *UNGIL_COUNTED_BY(n) a,
                        const int32_t *UNGIL_COUNTED_BY(k) b,
                        int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n + k - 1) c,
                        size_t n,
                        size_t k) {
    return (long)(n + k);
}
static inline void opened(const uint8_t *UNGIL_SIZED_BY(clen) c,
                          size_t clen,
                          uint8_t *UNGIL_OUT UNGIL_SIZED_BY(clen - TAG) m) {
    for (size_t i = 0; i + TAG < clen; i++) {
        m[i] = c[i];
    }
}
static inline long divided(const int32_t *UNGIL_COUNTED_BY(n / k) a, int n, int k) {
    return n / k;
}
static inline long remainder_of(const int32_t *UNGIL_COUNTED_BY(n % k) a, int n, int k) {
    return n % k;
}
static inline long shifted(const int32_t *UNGIL_COUNTED_BY((1 << s) >> t) a, int s, int t) {
    return s;
}
static inline long bits(const int32_t *UNGIL_COUNTED_BY((n & 12) | 1) a, int n) {
    return n;
}
static inline long size_of(const uint8_t *UNGIL_SIZED_BY(n * sizeof(int64_t)) a, size_t n) {
    return (long)n;
}
static inline long constants(const int32_t *UNGIL_COUNTED_BY(BLOCK + HALF + TAG) a) {
    return 0;
}
static inline long chosen(const int32_t *UNGIL_COUNTED_BY(side ? n : 2 * n) a, int side, int n) {
    return n;
}
static inline long compared(const int32_t *UNGIL_COUNTED_BY((n > 2) + (n != 5 && !(n < 0)) + 1) a,
                            int n) {
    return n;
}
/* a product here is a pointer to clang-format */
/* clang-format off */
static inline long triangle(const double *UNGIL_COUNTED_BY(n * (n + 1) / 2) a, uint32_t n) {
    return (long)n;
}
/* clang-format on */
static inline long nested(const double *UNGIL_SHAPE(n + 1, 2 * k) a, int n, int k) {
    return n + k;
}

/* counts of narrow types */
static inline int narrow(const uint8_t *UNGIL_COUNTED_BY(n) a, int8_t n) {
    return n;
}
static inline int narrow_unsigned(const uint8_t *UNGIL_COUNTED_BY(n) a, uint8_t n) {
    return n;
}
static inline long signed_out(uint8_t *UNGIL_OUT UNGIL_COUNTED_BY(n) a, int n) {
    return n;
}
static inline int written(const uint8_t *UNGIL_COUNTED_BY(n) a,
                          uint8_t *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) b,
                          int n) {
    int kept = 0;
    for (int i = 0; i < n; i++) {
        if (a[i] != 0) {
            b[kept++] = a[i];
        }
    }
    return kept;
}
