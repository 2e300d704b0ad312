/* hostile.c: the functions of hostile.h. */
#include <stdatomic.h>
#include <time.h>

static atomic_int gate, inside;
void set_gate(int open) {
    atomic_store(&gate, open);
}
int waiting(void) {
    return atomic_load(&inside);
}

int64_t sum(const int32_t *a, size_t n) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}
int64_t after(int32_t factor, const int32_t *a, size_t n) {
    return factor * sum(a, n);
}
int64_t before(const int32_t *a, size_t n, int32_t factor) {
    return factor * sum(a, n);
}
int64_t two(const int32_t *a, size_t n, const int32_t *b, size_t m) {
    return sum(a, n) * 1000 + sum(b, m);
}
int64_t two_in_turn(const int32_t *a, size_t n, const int32_t *b, size_t m) {
    return two(a, n, b, m);
}
void change(int32_t *a, size_t n, const uint8_t *b, size_t m) {
    for (size_t i = 0; i < n; i++) {
        a[i] += (int32_t)m;
    }
}
size_t copy(const int32_t *a, double *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        out[i] = a[i];
    }
    return n;
}
static void wait_for_gate(void) {
    atomic_fetch_add(&inside, 1);
    for (int i = 0; i < 2000 && atomic_load(&gate) == 0; i++) {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    atomic_fetch_sub(&inside, 1);
}
int64_t slow(const int32_t *a, size_t n) {
    wait_for_gate();
    return sum(a, n);
}
int64_t slow_bytes(const uint8_t *a, size_t n) {
    wait_for_gate();
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}
