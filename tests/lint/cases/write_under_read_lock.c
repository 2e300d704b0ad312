/* Written under a lock that is held for reading. */
#include "write_under_read_lock.h"
#include <pthread.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int hits, table[16];

int get(int i) {
    pthread_rwlock_rdlock(&lock);
    hits++;
    int found = table[i & 15];
    pthread_rwlock_unlock(&lock);
    return found;
}

void set(int i, int x) {
    pthread_rwlock_wrlock(&lock);
    table[i & 15] = x;
    pthread_rwlock_unlock(&lock);
}
