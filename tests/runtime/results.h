/* results.h: functions that give back in every way. */
static inline void nothing(void) {
}
static inline int all(int a,
                      int *UNGIL_OUT b,
                      int *UNGIL_INOUT c,
                      int8_t *UNGIL_OUT UNGIL_COUNTED_BY(2) d,
                      double *UNGIL_OUT e) {
    *b = 2;
    d[0] = 4;
    d[1] = (int8_t)*c;
    *c = 3;
    *e = 5.5;
    return a;
}
static inline void outs(bool *UNGIL_OUT yes,
                        float *UNGIL_OUT half,
                        uint64_t *UNGIL_OUT large,
                        size_t *UNGIL_OUT untouched) {
    *yes = true;
    *half = 0.5F;
    *large = UINT64_MAX;
    (void)untouched;
}
static inline void in_place(int32_t *UNGIL_COUNTED_BY(n) a, size_t n) {
    for (size_t i = 0; i < n; i++) {
        a[i] *= 2;
    }
}
static inline void fill(const int32_t *UNGIL_OR_NULL UNGIL_COUNTED_BY(n) like,
                        double *UNGIL_OUT UNGIL_COUNTED_BY(n) out,
                        size_t n) {
    for (size_t i = 0; i < n; i++) {
        out[i] += 1.5;
    }
}
static inline void grid(const int32_t *UNGIL_OR_NULL UNGIL_COUNTED_BY(n) like,
                        size_t n,
                        size_t m,
                        int16_t *UNGIL_OUT UNGIL_SHAPE(m, 2, n) out) {
    for (size_t i = 0; i < m * 2 * n; i++) {
        out[i] += (int16_t)i;
    }
}
static inline void flags(size_t n, bool *UNGIL_OUT UNGIL_COUNTED_BY(n) out) {
    for (size_t i = 0; i < n; i++) {
        out[i] = i % 2;
    }
}
static inline void letters(size_t n, char *UNGIL_OUT UNGIL_COUNTED_BY(n) out) {
    for (size_t i = 0; i < n; i++) {
        out[i] = (char)('a' + i);
    }
}
static inline void data(size_t n, void *UNGIL_OUT UNGIL_SIZED_BY(n) out) {
    for (size_t i = 0; i < n; i++) {
        ((unsigned char *)out)[i] += (unsigned char)i;
    }
}
static inline int either(int32_t *UNGIL_OUT UNGIL_OR_NULL UNGIL_COUNTED_BY(3) out) {
    return out == NULL ? -1 : (out[0] = 7);
}
static inline int single(const int *UNGIL_SINGLE UNGIL_OR_NULL a,
                         int *UNGIL_INOUT UNGIL_OR_NULL b) {
    if (b != NULL) {
        *b += 1;
    }
    return a == NULL ? -1 : *a;
}

/* outputs that C fills in part */
static inline long first(long n, int32_t *UNGIL_OUT UNGIL_COUNTED_BY(8) UNGIL_WRITTEN(return) out) {
    for (long i = 0; i < n && i < 8; i++) {
        out[i] = (int32_t)i;
    }
    return n;
}
static inline int first_of(long n,
                           uint8_t *UNGIL_OUT UNGIL_SIZED_BY(8) UNGIL_WRITTEN(*len) out,
                           long *UNGIL_OUT len) {
    out[0] = 1;
    *len = n;
    return 77;
}
static inline void first_rows(int n, float *UNGIL_OUT UNGIL_SHAPE(4, 2) UNGIL_WRITTEN(n) out) {
    for (int i = 0; i < 2 * n && i < 8; i++) {
        out[i] = (float)i;
    }
}
static inline void two_parts(const uint8_t *UNGIL_SIZED_BY(n) in,
                             size_t n,
                             uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(*low) a,
                             size_t *UNGIL_OUT low,
                             uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(n - *low) b) {
    *low = 0;
    size_t high = 0;
    for (size_t i = 0; i < n; i++) {
        if (in[i] < 128) {
            a[(*low)++] = in[i];
        } else {
            b[high++] = in[i];
        }
    }
}
static inline uint64_t huge(uint8_t *UNGIL_OUT UNGIL_SIZED_BY(4) UNGIL_WRITTEN(return) out) {
    (void)out;
    return UINT64_MAX;
}
static inline int
none_written(int n, uint8_t *UNGIL_OUT UNGIL_OR_NULL UNGIL_SIZED_BY(4) UNGIL_WRITTEN(return) out) {
    return out == NULL ? 1000 : n;
}

/* what C returns through a pointer */
static int32_t table[6] = {1, 2, 3, 4, 5, 6};
static inline const int32_t *UNGIL_COUNTED_BY(n) head(size_t UNGIL_RANGE(0, 6) n) {
    return table;
}
static inline const int32_t *UNGIL_SHAPE(2, 3) whole(void) {
    return table;
}
static inline const void *UNGIL_SIZED_BY(*n) raw(size_t *UNGIL_OUT n) {
    *n = 3;
    return table;
}
static inline const int32_t *UNGIL_COUNTED_BY(n)
    like(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n) {
    return a;
}
static inline const int32_t *UNGIL_SINGLE one(int which) {
    return which < 0 ? NULL : table + which;
}
static inline const int32_t *UNGIL_SINGLE UNGIL_OR_NULL maybe_one(int which) {
    return one(which);
}
static inline const int32_t *UNGIL_OR_NULL UNGIL_COUNTED_BY(2) maybe(bool yes) {
    return yes ? table : NULL;
}
