/* Read when the lock is gone. */
#include "mutex_after_unlock.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last;

uint64_t next(void) {
    pthread_mutex_lock(&mutex);
    ++last;
    pthread_mutex_unlock(&mutex);
    return last;
}
