/* A macro that locks, in the usual wrapping. */
#include "mutex_do_while.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last;

#define ENTER()                                                                                    \
    do {                                                                                           \
        pthread_mutex_lock(&mutex);                                                                \
    } while (0)

uint64_t next(void) {
    ENTER();
    uint64_t value = ++last;
    pthread_mutex_unlock(&mutex);
    return value;
}
