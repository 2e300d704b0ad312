/* A way out that unlocks does not unlock the others. */
#include "mutex_early_return.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last;

int put(int when) {
    pthread_mutex_lock(&mutex);
    if (when < 0) {
        pthread_mutex_unlock(&mutex);
        return -1;
    }
    for (int i = 0; i < when; i++) {
        if (i == 7) {
            break;
        }
        last += 1;
    }
    pthread_mutex_unlock(&mutex);
    return 0;
}
