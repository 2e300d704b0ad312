/* Known trap: a for loop that is a lock's block; its only round is not known to be that. */
#include "comma_for_lock.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int sum;
#define WITH(lock)                                                                                 \
    for (int once = (pthread_mutex_lock(lock), 1); once; once = 0, pthread_mutex_unlock(lock))
int total(void) {
    int seen = 0;
    WITH(&lock) {
        seen = ++sum;
    }
    return seen;
}
