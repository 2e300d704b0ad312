#include "ungil.h"
typedef struct box box;
void box_free(box *b);
box *UNGIL_OWNED(box_free) box_new(void);
void box_put(box *b, int x);
