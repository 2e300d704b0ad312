/* A field of a struct. */
#include "struct_field.h"
static struct {
    int a;
    int b;
} both;

void put(int x) {
    both.b = x;
}
