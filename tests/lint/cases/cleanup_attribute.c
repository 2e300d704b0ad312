/* A cleanup function lets the lock go. Silent. */
#include "cleanup_attribute.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static void release(pthread_mutex_t **held) {
    pthread_mutex_unlock(*held);
}

int count_up(void) {
    __attribute__((cleanup(release))) pthread_mutex_t *held = &lock;
    pthread_mutex_lock(held);
    return ++count;
}
