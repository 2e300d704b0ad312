#include "ungil.h"
#include <otherlib.h>
OTHER_API int u1(int a);
OTHER_EXTERN const char *OTHER_CALL UNGIL_NUL_TERMINATED u2(int a) OTHER_NOTHROW;
OTHER_API struct THING *OTHER_CALL u3(int a) UNGIL_SKIP;
