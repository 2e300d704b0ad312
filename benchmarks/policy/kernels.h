/** @file
 *  One kernel under each policy of the interpreter lock: `n` steps of about a nanosecond. */
#ifndef POLICY_KERNELS_H
#define POLICY_KERNELS_H

#include <stdint.h>

#include "ungil.h"

uint64_t hold(uint64_t n) UNGIL_HOLD;
uint64_t release(uint64_t n) UNGIL_RELEASE;
uint64_t automatic(uint64_t n) UNGIL_AUTO UNGIL_NAME(auto);

#endif
