/* A function that the C library calls back. */
#include "qsort_callback.h"
#include <stdlib.h>

static int comparisons;

static int compare(const void *left, const void *right) {
    comparisons++;
    return *(const int *)left - *(const int *)right;
}

void sort(int *values, int n) {
    qsort(values, (size_t)n, sizeof *values, compare);
}
