/** @file
 *  A counter that threads get wrong: what `ungil check` is for. Not part of any module.
 */
#ifndef COUNTER_H
#define COUNTER_H

#include <stdint.h>

#include "ungil.h"

/** Adds one to a counter that all threads share, without any care.
 *
 *  @return the counter after the addition, which another thread's call may have got as well */
uint64_t bad_increment(void);

#endif /* COUNTER_H */
