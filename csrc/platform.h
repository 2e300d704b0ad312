/* What POSIX and Windows spell differently. */
#ifndef UNGIL_PLATFORM_H
#define UNGIL_PLATFORM_H

#include <stdint.h>

/* Wait for at least `milliseconds`, whatever signals come. */
void platform_sleep(uint32_t milliseconds);

#endif /* UNGIL_PLATFORM_H */
