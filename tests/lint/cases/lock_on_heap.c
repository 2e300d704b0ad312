/* Each box has a lock, but the total is one for all. */
#include "lock_on_heap.h"
#include <pthread.h>

struct box {
    pthread_mutex_t mutex;
};
static int total;

void put(struct box *box) {
    pthread_mutex_lock(&box->mutex);
    total++;
    pthread_mutex_unlock(&box->mutex);
}
