#include "shared.h"

#include <stdlib.h>

struct box {
    int sum;
};

box *box_new(void) {
    return calloc(1, sizeof(box));
}

void box_free(box *b) {
    free(b);
}

int box_add(box *b, int n) {
    return b->sum += n;
}

int hold(int a, int b) {
    return a + b;
}

int release(int a, int b) {
    return a + b;
}

int automatic(int a, int b) {
    return a + b;
}

int serialized(int a, int b) {
    return a + b;
}

int first(const int32_t *a, size_t n) {
    return n == 0 ? 0 : a[0];
}
