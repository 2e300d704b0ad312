/* Case 3 may be entered without the lock. */
#include "mutex_switch.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last;

int put(int what) {
    switch (what) {
    case 1:
        pthread_mutex_lock(&mutex);
        last = 1;
        pthread_mutex_unlock(&mutex);
        break;
    case 2:
        pthread_mutex_lock(&mutex);
        /* falls through */
    case 3:
        last = 3;
        break;
    default:
        return -1;
    }
    return 0;
}
