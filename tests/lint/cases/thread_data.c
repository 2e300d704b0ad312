/* A thread of its own is given the object. */
#include "thread_data.h"
#include <pthread.h>

static int shared;

static void *work(void *data) {
    *(int *)data += 1;
    return 0;
}

int start(void) {
    pthread_t thread;
    if (pthread_create(&thread, 0, work, &shared) != 0) {
        return -1;
    }
    return pthread_join(thread, 0);
}
