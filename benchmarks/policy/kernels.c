/* A chain of multiplications and additions that the compiler can neither shorten nor vectorise,
 * and that needs no memory: its speed depends on nothing but the processor's. */
#include "kernels.h"

static uint64_t steps(uint64_t n) {
    uint64_t x = n;
    for (uint64_t i = 0; i < n; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        __asm__ volatile("" : "+r"(x));
    }
    return x;
}

uint64_t hold(uint64_t n) {
    return steps(n);
}

uint64_t release(uint64_t n) {
    return steps(n);
}

uint64_t automatic(uint64_t n) {
    return steps(n);
}
