/* The locks of C11's threads.h. */
#include "c11_mutex.h"
#include <threads.h>

static mtx_t mutex;
static once_flag made = ONCE_FLAG_INIT;
static uint64_t last;

static void make(void) {
    mtx_init(&mutex, mtx_plain);
}

uint64_t next(void) {
    call_once(&made, make);
    mtx_lock(&mutex);
    uint64_t value = ++last;
    mtx_unlock(&mutex);
    return value;
}
