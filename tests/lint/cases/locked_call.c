/* A lock of one's own keeps other libraries out of nothing: a warning. */
#include "locked_call.h"
#include <pthread.h>
#include <time.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

int64_t when(int64_t t) {
    time_t now = (time_t)t;
    pthread_mutex_lock(&mutex);
    int64_t hour = localtime(&now)->tm_hour;
    pthread_mutex_unlock(&mutex);
    return hour;
}
