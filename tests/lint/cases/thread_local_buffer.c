/* Each thread has a buffer. */
#include "thread_local_buffer.h"
#include <stdio.h>

const char *describe(int x) {
    static _Thread_local char text[32];
    snprintf(text, sizeof text, "%d", x);
    return text;
}
