/* real.h: what the notation's expressions compute in floating point.
 *
 * In long double, which holds every 64-bit integer where it has 64 bits of mantissa. A value
 * carries its fault along, as in exact.h; infinities and NaN are no faults.
 */
#ifndef UNGIL_REAL_H
#define UNGIL_REAL_H

#include "exact.h"

typedef struct {
    long double value;
    ungil_fault fault;
} ungil_real;

UNGIL_FAST ungil_real ungil_real_of(long double value) {
    return (ungil_real){value, UNGIL_FINE};
}

UNGIL_FAST ungil_real ungil_real_from(ungil_exact a) {
    return (ungil_real){(long double)a.value, a.fault};
}

UNGIL_FAST ungil_real ungil_real_negate(ungil_real a) {
    return (ungil_real){-a.value, a.fault};
}

#define UNGIL_REAL_OPERATION(name, operation)                                                      \
    UNGIL_INLINE ungil_real name(ungil_real a, ungil_real b) {                                     \
        return (ungil_real){a.value operation b.value, a.fault != UNGIL_FINE ? a.fault : b.fault}; \
    }

UNGIL_REAL_OPERATION(ungil_real_add, +)
UNGIL_REAL_OPERATION(ungil_real_subtract, -)
UNGIL_REAL_OPERATION(ungil_real_multiply, *)

UNGIL_FAST ungil_real ungil_real_divide(ungil_real a, ungil_real b) {
    ungil_fault fault = a.fault != UNGIL_FINE ? a.fault : b.fault;
    if (fault == UNGIL_FINE && b.value == 0) {
        fault = UNGIL_DIVIDED_BY_ZERO;
    }
    return (ungil_real){fault == UNGIL_FINE ? a.value / b.value : 0, fault};
}

#define UNGIL_REAL_COMPARISON(name, operation)                                                     \
    UNGIL_INLINE ungil_exact name(ungil_real a, ungil_real b) {                                    \
        return (ungil_exact){a.value operation b.value,                                            \
                             a.fault != UNGIL_FINE ? a.fault : b.fault};                           \
    }

UNGIL_REAL_COMPARISON(ungil_real_equal, ==)
UNGIL_REAL_COMPARISON(ungil_real_unequal, !=)
UNGIL_REAL_COMPARISON(ungil_real_less, <)
UNGIL_REAL_COMPARISON(ungil_real_less_equal, <=)
UNGIL_REAL_COMPARISON(ungil_real_greater, >)
UNGIL_REAL_COMPARISON(ungil_real_greater_equal, >=)

/* As in exact.h, the branch that is not taken does not matter. */
UNGIL_FAST ungil_real ungil_real_choose(ungil_exact condition,
                                        ungil_real then,
                                        ungil_real otherwise) {
    if (condition.fault != UNGIL_FINE) {
        return (ungil_real){0, condition.fault};
    }
    return condition.value != 0 ? then : otherwise;
}

#endif
