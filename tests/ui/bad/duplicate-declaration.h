#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

int32_t add(int32_t a, int32_t b);
int32_t sub(int32_t a, int32_t b);
int32_t add(int32_t a, int32_t b);
struct point { double x, y; };
struct point { double x, y; };
enum colour { RED, GREEN };
enum shade { DARK, RED };
