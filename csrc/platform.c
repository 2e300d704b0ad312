/* POSIX and Windows. The Windows half has not been tried. */
#ifndef _WIN32
#define _POSIX_C_SOURCE 200809L
#endif

#include "platform.h"

#ifdef _WIN32

#include <windows.h>

void platform_sleep(uint32_t milliseconds) {
    /* INFINITE, the largest value, would wait for ever. */
    Sleep(milliseconds == INFINITE ? INFINITE - 1 : milliseconds);
}

#else

#include <errno.h>
#include <time.h>

void platform_sleep(uint32_t milliseconds) {
    struct timespec left = {
        .tv_sec = (time_t)(milliseconds / 1000),
        .tv_nsec = (long)(milliseconds % 1000) * 1000000L,
    };
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

#endif
