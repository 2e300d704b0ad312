/* Bytes: in, changed in place, and out with a length that goes both ways. */
#ifndef SIZED_H
#define SIZED_H

#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

uint32_t checksum(uint32_t start,
                  const uint8_t *UNGIL_SIZED_BY(n) UNGIL_OR_NULL UNGIL_DEFAULT(NULL) data,
                  size_t n);

void invert(unsigned char *UNGIL_SIZED_BY(n) data, size_t n);

size_t pack_bound(size_t n);

/** Packs bytes. */
void pack(uint8_t *UNGIL_OUT UNGIL_SIZED_BY(*dest_len) dest,
          size_t *UNGIL_INOUT UNGIL_DEFAULT(pack_bound(source_len)) dest_len,
          const uint8_t *UNGIL_SIZED_BY(source_len) source,
          size_t source_len,
          int UNGIL_DEFAULT(-1) level);

#endif
