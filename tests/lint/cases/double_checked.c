/* Double-checked locking with a plain flag: a race on the flag and on the table. */
#include "double_checked.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int ready;
static int squares[256];

int square(int i) {
    if (!ready) {
        pthread_mutex_lock(&lock);
        if (!ready) {
            for (int k = 0; k < 256; k++) {
                squares[k] = k * k;
            }
            ready = 1;
        }
        pthread_mutex_unlock(&lock);
    }
    return squares[i & 255];
}
