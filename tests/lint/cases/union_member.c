/* A member of a union. */
#include "union_member.h"

static union {
    float f;
    unsigned bits;
} scratch;

int store(float f) {
    scratch.f = f;
    return (int)scratch.bits;
}
