#include "ungil.h"
#include <limits.h>
#include <otherlib.h>
#define COUNT 10
#define MASK (1u << 4 | 0x0f)
#define NEGATIVE (-1)
#define CAST ((unsigned char)0xff)
#define NOT_ZERO (~0)
#define LETTER 'a'
#define HALF 0.5
#define TWICE (2 * HALF)
#define COMPARED (HALF > 1)
#define NAME "name" "s"
#define SIZE sizeof(int)
#define AGAIN COUNT
#define MOST INT_MAX
#define FROM_ENUM (FIRST + 1)
#define SELF SELF
#define CALL(x) ((x) + 1)
#define CALLED CALL(1)
#define STATEMENT do { } while (0)
#define TYPE unsigned int
#define EMPTY
#define GONE 3
#undef GONE
#define _INTERNAL 1
enum { FIRST = COUNT, SECOND, THIRD = sizeof(int) };
static const int LIMIT = 3;
UNGIL_CONSTANT(OTHER_MACRO);
#define OTHER_TWICE (2 * OTHER_MACRO)
int k1(int UNGIL_RANGE(0, COUNT) a, int UNGIL_RANGE(FIRST, OTHER_MACRO) b);
void k2(double *UNGIL_COUNTED_BY(LIMIT) a);
