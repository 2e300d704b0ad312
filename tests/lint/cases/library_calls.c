/* The C library's usual suspects. */
#include "library_calls.h"
#include <locale.h>
#include <stdlib.h>
#include <time.h>

static time_t seconds;

void all(int64_t t) {
    time_t now = (time_t)t;
    (void)rand();
    (void)localtime(&now);
    (void)asctime(gmtime(&seconds));
    (void)setlocale(LC_ALL, "");
}
