/* Out by a goto, the lock still held. */
#include "mutex_goto.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last;

int put(int when) {
    int result = -1;
    pthread_mutex_lock(&mutex);
    if (when < 0) {
        goto out;
    }
    last = 1;
    result = 0;
out:
    last = 2;
    pthread_mutex_unlock(&mutex);
    return result;
}
