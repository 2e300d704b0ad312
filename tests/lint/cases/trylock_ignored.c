/* Who did not get the lock writes all the same. */
#include "trylock_ignored.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last;

void put(int x) {
    if (pthread_mutex_trylock(&mutex) == 0) {
        last = 1;
        pthread_mutex_unlock(&mutex);
    } else {
        last = (uint64_t)x;
    }
}
