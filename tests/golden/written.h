/* Output that C fills in part. */
#ifndef WRITTEN_H
#define WRITTEN_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "ungil.h"

/** Copies what is positive. */
size_t positive(const double *UNGIL_COUNTED_BY(n) values,
                double *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) kept,
                size_t n);

void split(const uint8_t *UNGIL_SIZED_BY(n) data,
           size_t n,
           uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(*low_len) low,
           size_t *UNGIL_OUT low_len,
           uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) high);

/** Encodes; without a place to write to it tells how much room it needs. */
ssize_t encode(const uint8_t *UNGIL_SIZED_BY(n) data,
               size_t n,
               uint8_t *UNGIL_OUT UNGIL_OR_NULL UNGIL_SIZED_BY(room) UNGIL_WRITTEN(return) out,
               size_t UNGIL_DEFAULT(2 * n) room);

#endif
