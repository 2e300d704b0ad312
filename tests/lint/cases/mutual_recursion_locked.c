/* Functions that call each other, all under the lock of the first. Silent. */
#include "mutual_recursion_locked.h"
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int steps;

static int odd(int n);

static int is_even(int n) {
    return n == 0 ? 1 : odd(n - 1);
}

static int odd(int n) {
    steps++;
    return n == 0 ? 0 : is_even(n - 1);
}

int even(int n) {
    pthread_mutex_lock(&lock);
    int answer = is_even(n);
    pthread_mutex_unlock(&lock);
    return answer;
}
