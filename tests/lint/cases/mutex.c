/* One lock for all accesses. */
#include "mutex.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last;

uint64_t next(void) {
    pthread_mutex_lock(&mutex);
    uint64_t value = ++last;
    pthread_mutex_unlock(&mutex);
    return value;
}

uint64_t get(void) {
    pthread_mutex_lock(&mutex);
    uint64_t value = last;
    pthread_mutex_unlock(&mutex);
    return value;
}
