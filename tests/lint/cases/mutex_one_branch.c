/* Locked in one branch only. */
#include "mutex_one_branch.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last;

void put(int when) {
    if (when) {
        pthread_mutex_lock(&mutex);
    }
    last = 1;
    if (when) {
        pthread_mutex_unlock(&mutex);
    }
}
