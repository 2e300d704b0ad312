/* What trylock gave is kept in a variable. Silent. */
#include "trylock_variable.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int count;

int count_up(void) {
    int failed = pthread_mutex_trylock(&lock);
    if (failed) {
        return -1;
    }
    int now = ++count;
    pthread_mutex_unlock(&lock);
    return now;
}
