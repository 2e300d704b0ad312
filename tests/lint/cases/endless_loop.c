/* A loop that only ends with the lock. Silent. */
#include "endless_loop.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

int count_up(void) {
    for (;;) {
        if (pthread_mutex_trylock(&lock) == 0) {
            break;
        }
    }
    int now = ++count;
    pthread_mutex_unlock(&lock);
    return now;
}
