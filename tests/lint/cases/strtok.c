/* strtok() remembers. */
#include "strtok.h"
#include <string.h>

int words(char *text, size_t n) {
    int count = 0;
    (void)n;
    for (char *word = strtok(text, " "); word != NULL; word = strtok(NULL, " ")) {
        count++;
    }
    return count;
}
