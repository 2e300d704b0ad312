#include "ungil.h"

struct opaque;
typedef struct opaque opaque;
typedef void nothing;
int a(const int *UNGIL_COUNTED_BY(sizeof(struct opaque)) p);
int b(const int *UNGIL_COUNTED_BY(sizeof(opaque)) p);
int c(const int *UNGIL_COUNTED_BY(sizeof(struct missing)) p);
int d(const int *UNGIL_COUNTED_BY(sizeof(nothing) + sizeof(void)) p);
int e(const int *UNGIL_COUNTED_BY(sizeof(int + 3)) p);
int f(const int *UNGIL_COUNTED_BY(sizeof(int[k])) p, int k);
int g(const int *UNGIL_COUNTED_BY(sizeof(unsigned float)) p);
int h(const int *UNGIL_COUNTED_BY(sizeof(const)) p);
int i(const int *UNGIL_COUNTED_BY(sizeof(struct)) p);
int good(const int *UNGIL_COUNTED_BY(sizeof(const opaque *[3]) + sizeof(unsigned long)) p);
