/* What C reports as a failure, calls one at a time, and memory that the caller frees. */
#ifndef FAILURES_H
#define FAILURES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "ungil.h"

const char *explain(int code);

void release(void *memory) UNGIL_SKIP;

/** Opens what there is to open. */
int start(int level) UNGIL_STATUS(explain) UNGIL_SERIALIZED;

int search(int key) UNGIL_SUCCESS(return >= 0);

ssize_t receive(int file, uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(return) data, size_t n)
    UNGIL_ERRNO;

char *UNGIL_NUL_TERMINATED UNGIL_OWNED(release) describe(int key);

#endif
