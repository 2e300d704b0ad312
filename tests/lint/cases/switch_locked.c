/* Each case takes the lock. Silent. */
#include "switch_locked.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

int step(int how) {
    int now = 0;
    switch (how) {
    case 0:
        return -1;
    case 1:
        pthread_mutex_lock(&lock);
        now = ++count;
        break;
    default:
        pthread_mutex_lock(&lock);
        now = --count;
    }
    pthread_mutex_unlock(&lock);
    return now;
}
