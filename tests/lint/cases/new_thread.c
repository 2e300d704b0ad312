/* A new thread holds no lock of its maker's. */
#include "new_thread.h"
#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int value;

static void *work(void *unused) {
    value++;
    return unused;
}

void start(void) {
    pthread_t thread;
    pthread_mutex_lock(&mutex);
    pthread_create(&thread, NULL, work, NULL);
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
}
