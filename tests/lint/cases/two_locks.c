/* Two locks guard nothing. */
#include "two_locks.h"
#include <pthread.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
static int value;

void a(void) {
    pthread_mutex_lock(&first);
    value = 1;
    pthread_mutex_unlock(&first);
}

void b(void) {
    pthread_mutex_lock(&second);
    value = 2;
    pthread_mutex_unlock(&second);
}
