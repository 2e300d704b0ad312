/* An array of structs, each with a lock of its own. Silent. */
#include "lock_in_each.h"
#include <pthread.h>

static struct account {
    pthread_mutex_t lock;
    int balance;
} accounts[4] = {
    {PTHREAD_MUTEX_INITIALIZER, 0},
    {PTHREAD_MUTEX_INITIALIZER, 0},
    {PTHREAD_MUTEX_INITIALIZER, 0},
    {PTHREAD_MUTEX_INITIALIZER, 0},
};

int add(int which, int x) {
    struct account *account = &accounts[which & 3];
    pthread_mutex_lock(&account->lock);
    account->balance += x;
    int balance = account->balance;
    pthread_mutex_unlock(&account->lock);
    return balance;
}
