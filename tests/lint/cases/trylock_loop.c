/* trylock until it succeeds. Silent. */
#include "trylock_loop.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

int count_up(void) {
    while (pthread_mutex_trylock(&lock) != 0) {
    }
    int now = ++count;
    pthread_mutex_unlock(&lock);
    return now;
}
