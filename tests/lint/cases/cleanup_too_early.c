/* The cleanup function has let the lock go when the function returns. */
#include "cleanup_too_early.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void release(pthread_mutex_t **held) {
    pthread_mutex_unlock(*held);
}
#define GUARDED __attribute__((cleanup(release)))
static int look(void) {
    GUARDED pthread_mutex_t *held = &lock;
    pthread_mutex_lock(held);
    return count;
}

int count_up(void) {
    int seen = look();
    count = seen + 1;
    return seen;
}
