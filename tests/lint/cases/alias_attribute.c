/* By another name of the object. */
#include "alias_attribute.h"

int original;
extern int other __attribute__((alias("original")));

int get(void) {
    return ++other;
}
