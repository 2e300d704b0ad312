/* A condition variable has the lock again when it returns. Silent. */
#include "condition_variable.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int held, value;

void give(int x) {
    pthread_mutex_lock(&lock);
    value = x;
    held = 1;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

int take(void) {
    pthread_mutex_lock(&lock);
    while (!held) {
        pthread_cond_wait(&changed, &lock);
    }
    held = 0;
    int taken = value;
    pthread_mutex_unlock(&lock);
    return taken;
}
