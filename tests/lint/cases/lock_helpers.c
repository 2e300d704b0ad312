/* A function returns with the lock held, and hands out the object. Silent. */
#include "lock_helpers.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

static int *enter(void) {
    pthread_mutex_lock(&lock);
    return &count;
}

static void leave(void) {
    pthread_mutex_unlock(&lock);
}

int count_up(void) {
    int *value = enter();
    int now = ++*value;
    leave();
    return now;
}
