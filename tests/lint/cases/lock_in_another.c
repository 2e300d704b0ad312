/* The lock of another element. Known trap: elements are not told apart, so silent. */
#include "lock_in_another.h"
#include <pthread.h>

static struct account {
    pthread_mutex_t lock;
    int balance;
} accounts[4];

int add(int which, int x) {
    pthread_mutex_lock(&accounts[0].lock);
    accounts[which & 3].balance += x;
    pthread_mutex_unlock(&accounts[0].lock);
    return 0;
}

int balance(int which) {
    int found;
    pthread_mutex_lock(&accounts[which & 3].lock);
    found = accounts[which & 3].balance;
    pthread_mutex_unlock(&accounts[which & 3].lock);
    return found;
}
