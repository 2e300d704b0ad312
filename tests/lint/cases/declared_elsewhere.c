/* An object that another library defines. */
#include "declared_elsewhere.h"
extern uint64_t elsewhere;

uint64_t next(void) {
    return elsewhere++;
}
