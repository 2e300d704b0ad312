/* The reference kernels; cdefs/kernels.h says what each one does.
 *
 * Sums are computed in unsigned types, where wrapping around is defined, and converted back:
 * that is defined by every compiler that has int32_t (two's complement). */
#include "kernels.h"

#include <stdatomic.h>
#include <string.h>

#include "platform.h"

double compute_pi(uint64_t iterations) {
    double sum = 0.0;
    double numerator = 4.0;
    for (uint64_t k = 0; k < iterations; k++) {
        sum += numerator / (2.0 * (double)k + 1.0);
        numerator = -numerator;
    }
    return sum;
}

static int32_t wrapping_sum(int32_t a, int32_t b) {
    return (int32_t)((uint32_t)a + (uint32_t)b);
}

int32_t add(int32_t a, int32_t b) {
    return wrapping_sum(a, b);
}

double multiply(double a, double b) {
    return a * b;
}

void add_arrays(const int32_t *a, const int32_t *b, int32_t *result, size_t n) {
    for (size_t i = 0; i < n; i++) {
        result[i] = wrapping_sum(a[i], b[i]);
    }
}

uint32_t process_with_buffer(const uint8_t *input, size_t n) {
    enum { CAPACITY = 1024 /* the header requires n <= 1024 */, MODULUS = 65521 };
    static _Thread_local uint8_t buffer[CAPACITY];

    if (n > 0) { /* an empty input may be NULL, which memcpy does not take */
        memcpy(buffer, input, n);
    }
    uint32_t low = 1;
    uint32_t high = 0;
    for (size_t i = 0; i < n; i++) {
        low = (low + buffer[i]) % MODULUS;
        high = (high + low) % MODULUS;
    }
    return (high << 16) | low;
}

UNGIL_SHARED("atomic, and nothing is ordered by it")
static _Atomic uint64_t counter;

uint64_t increment_counter(void) {
    return atomic_fetch_add_explicit(&counter, 1, memory_order_relaxed) + 1;
}

uint64_t get_counter(void) {
    return atomic_load_explicit(&counter, memory_order_relaxed);
}

uint64_t fibonacci(uint32_t n) {
    uint64_t current = 0;
    uint64_t next = 1;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t sum = current + next;
        current = next;
        next = sum;
    }
    return current;
}

bool is_prime(uint64_t n) {
    if (n < 4) {
        return n > 1;
    }
    if (n % 2 == 0 || n % 3 == 0) {
        return false;
    }
    /* every other prime is one less or one more than a multiple of 6 */
    for (uint64_t divisor = 5; divisor <= n / divisor; divisor += 6) {
        if (n % divisor == 0 || n % (divisor + 2) == 0) {
            return false;
        }
    }
    return true;
}

void sleep_ms(uint32_t milliseconds) {
    platform_sleep(milliseconds);
}

uint64_t thread_safe_function(uint32_t n) {
    uint64_t sum = 0;
    for (uint64_t i = 1; i <= n; i++) {
        sum += i * i;
    }
    return sum;
}
