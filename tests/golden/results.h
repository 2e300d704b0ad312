/* Memory that C keeps and ungil copies. */
#ifndef RESULTS_H
#define RESULTS_H

#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

const double *UNGIL_COUNTED_BY(n) UNGIL_OR_NULL table(size_t UNGIL_RANGE(0, 16) n);

const uint8_t *UNGIL_SIZED_BY(16) digest(const uint8_t *UNGIL_SIZED_BY(n) data, size_t n);

#endif
