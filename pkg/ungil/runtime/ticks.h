/* ticks.h: the cheapest clock that only counts up.
 *
 * The processor's own counter where there is one (some 10 ns to read), else the system's monotonic
 * clock. How long a tick is shows when both were read twice.
 */
#ifndef UNGIL_TICKS_H
#define UNGIL_TICKS_H

#include "base.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <time.h>
#endif
#if defined(_MSC_VER) && defined(_M_X64)
#include <intrin.h>
#elif defined(__x86_64__)
#include <x86intrin.h>
#endif

/* The system's clock: nanoseconds since some start. */
UNGIL_FAST uint64_t ungil_nanoseconds(void) {
#ifdef _WIN32
    LARGE_INTEGER count, frequency;
    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&frequency);
    return (uint64_t)((double)count.QuadPart * 1e9 / (double)frequency.QuadPart);
#else
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
#endif
}

UNGIL_FAST uint64_t ungil_ticks(void) {
#if defined(__x86_64__) || (defined(_MSC_VER) && defined(_M_X64))
    return __rdtsc();
#elif defined(__aarch64__) && defined(__GNUC__)
    uint64_t count;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(count));
    return count;
#else
    return ungil_nanoseconds();
#endif
}

/* The same moment on both clocks. */
typedef struct {
    uint64_t ticks, nanoseconds;
} ungil_moment;

/* Reads both clocks. When the thread was put aside between the two the pair would be wrong by
 * milliseconds, so the closest of three tries is taken. */
UNGIL_COLD ungil_moment ungil_now(void) {
    ungil_moment best = {0, 0};
    uint64_t closest = UINT64_MAX;
    for (int i = 0; i < 3; i++) {
        const uint64_t before = ungil_nanoseconds();
        const uint64_t ticks = ungil_ticks();
        const uint64_t after = ungil_nanoseconds();
        if (after - before < closest) {
            closest = after - before;
            best = (ungil_moment){ticks, before + (after - before) / 2};
        }
    }
    return best;
}

enum { UNGIL_SHORTEST_CALIBRATION = 20000 }; /* ns: for an error below a hundredth */

/* Ticks a microsecond, by the time since `start`; waits until that is long enough. */
UNGIL_COLD double ungil_ticks_a_microsecond(ungil_moment start) {
    ungil_moment end;
    do {
        end = ungil_now();
    } while (end.nanoseconds - start.nanoseconds < UNGIL_SHORTEST_CALIBRATION);
    return (double)(end.ticks - start.ticks) * 1000.0 /
           (double)(end.nanoseconds - start.nanoseconds);
}

#endif
