/* The lock is an argument. */
#include "mutex_argument.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last;

struct guard {
    pthread_mutex_t *mutex;
};

static void enter(pthread_mutex_t *which) {
    pthread_mutex_lock(which);
}

uint64_t next(void) {
    enter(&mutex);
    uint64_t value = ++last;
    pthread_mutex_unlock(&mutex);
    return value;
}
