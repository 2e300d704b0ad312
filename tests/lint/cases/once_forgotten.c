/* One reader does not wait for the table to be filled. */
#include "once_forgotten.h"
#include <pthread.h>

static pthread_once_t made = PTHREAD_ONCE_INIT;
static int table[10];

static void make(void) {
    for (int i = 0; i < 10; i++) {
        table[i] = i * i;
    }
}

int get(int i) {
    pthread_once(&made, make);
    return table[i];
}

int first(void) {
    return table[0];
}
