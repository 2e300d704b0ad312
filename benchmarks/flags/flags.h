/* Functions of bools, whose bytes ungil checks before each call, and the same of bytes. */
#ifndef FLAGS_H
#define FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

size_t take_flags(const bool *UNGIL_COUNTED_BY(n) flags, size_t n) UNGIL_HOLD;
size_t take_bytes(const uint8_t *UNGIL_COUNTED_BY(n) bytes, size_t n) UNGIL_HOLD;
size_t count_flags(const bool *UNGIL_COUNTED_BY(n) flags, size_t n) UNGIL_HOLD;
size_t count_bytes(const uint8_t *UNGIL_COUNTED_BY(n) bytes, size_t n) UNGIL_HOLD;

#endif
