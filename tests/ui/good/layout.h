#include "ungil.h"
#pragma pack(push, 1)
struct packed {
    char a;
    int b;
};
#pragma pack(pop)
struct aligned {
    _Alignas(8) char a;
    char rest[3];
};
int together(struct packed p, const struct aligned *UNGIL_SINGLE a);
