#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

/** Adds.
 *  @param a  first */
void add(const double *UNGIL_COUNTED_BY(m) a,
         const double *UNGIL_COUNTED_BY(length) b,
         double *UNGIL_OUT UNGIL_COUNTED_BY(lenght) result,
         size_t length);
