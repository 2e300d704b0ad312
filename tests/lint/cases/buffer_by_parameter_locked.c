/* A static buffer handed out through a parameter: the lock is let go before it is read. */
#include "buffer_by_parameter_locked.h"
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char buffer[32];

void name_of(int n, const char **text) {
    pthread_mutex_lock(&lock);
    snprintf(buffer, sizeof buffer, "%d", n);
    *text = buffer;
    pthread_mutex_unlock(&lock);
}
