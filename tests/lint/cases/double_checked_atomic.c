/* With an atomic flag double-checked locking is right. Known trap: reported all the same. */
#include "double_checked_atomic.h"
#include <pthread.h>
#include <stdatomic.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic int ready;
static int squares[256];

int square(int i) {
    if (!atomic_load(&ready)) {
        pthread_mutex_lock(&lock);
        if (!atomic_load(&ready)) {
            for (int k = 0; k < 256; k++) {
                squares[k] = k * k;
            }
            atomic_store(&ready, 1);
        }
        pthread_mutex_unlock(&lock);
    }
    return squares[i & 255];
}
