/* Readers hold the lock together: none of them may write. */
#include "read_write_lock.h"
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int value;
static int reads;

void put(int x) {
    pthread_rwlock_wrlock(&lock);
    value = x;
    pthread_rwlock_unlock(&lock);
}

int get(void) {
    pthread_rwlock_rdlock(&lock);
    int result = value;
    pthread_rwlock_unlock(&lock);
    return result;
}

int count(void) {
    pthread_rwlock_rdlock(&lock);
    int result = ++reads;
    pthread_rwlock_unlock(&lock);
    return result;
}
