/* exact.h: counts, ranges and conditions of the notation, computed without wrapping.
 *
 * A value carries its fault along: once something overflowed or was divided by zero, the whole
 * expression is a ValueError. With 128 bits a product of any two C values is exact; where the
 * compiler has no such type, what leaves 64 bits is a fault rather than a wrong number.
 */
#ifndef UNGIL_EXACT_H
#define UNGIL_EXACT_H

#include "base.h"

#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 ungil_wide;
#define UNGIL_WIDE_MAX ((ungil_wide)INT64_MAX << 64 | UINT64_MAX)
#else
typedef int64_t ungil_wide;
#define UNGIL_WIDE_MAX INT64_MAX
#endif
#define UNGIL_WIDE_MIN (-UNGIL_WIDE_MAX - 1)

typedef enum {
    UNGIL_FINE = 0,
    UNGIL_TOO_LARGE,
    UNGIL_DIVIDED_BY_ZERO,
    UNGIL_BAD_SHIFT
} ungil_fault;

typedef struct {
    ungil_wide value;
    ungil_fault fault;
} ungil_exact;

UNGIL_FAST ungil_exact ungil_whole(ungil_wide value) {
    return (ungil_exact){value, UNGIL_FINE};
}

UNGIL_FAST ungil_exact ungil_natural(uint64_t value) {
#ifndef __SIZEOF_INT128__
    if (value > INT64_MAX) {
        return (ungil_exact){0, UNGIL_TOO_LARGE};
    }
#endif
    return (ungil_exact){(ungil_wide)value, UNGIL_FINE};
}

/* The exact value of any C integer. */
#define UNGIL_EXACT(x) ((x) > 0 ? ungil_natural((uint64_t)(x)) : ungil_whole((ungil_wide)(x)))

/* Whether C computes with an expression in floating point. */
#define UNGIL_IS_REAL(x) _Generic((x), float: true, double: true, long double: true, default: false)

UNGIL_FAST ungil_fault ungil_faults(ungil_exact a, ungil_exact b) {
    return a.fault != UNGIL_FINE ? a.fault : b.fault;
}

UNGIL_FAST ungil_exact ungil_add(ungil_exact a, ungil_exact b) {
    ungil_exact r = {0, ungil_faults(a, b)};
    if (r.fault == UNGIL_FINE) {
        if (b.value > 0 ? a.value > UNGIL_WIDE_MAX - b.value : a.value < UNGIL_WIDE_MIN - b.value) {
            r.fault = UNGIL_TOO_LARGE;
        } else {
            r.value = a.value + b.value;
        }
    }
    return r;
}

UNGIL_FAST ungil_exact ungil_negate(ungil_exact a) {
    if (a.fault == UNGIL_FINE && a.value == UNGIL_WIDE_MIN) {
        a.fault = UNGIL_TOO_LARGE;
    }
    return a.fault == UNGIL_FINE ? (ungil_exact){-a.value, UNGIL_FINE} : a;
}

UNGIL_FAST ungil_exact ungil_subtract(ungil_exact a, ungil_exact b) {
    return ungil_add(a, ungil_negate(b));
}

UNGIL_FAST ungil_exact ungil_multiply(ungil_exact a, ungil_exact b) {
    ungil_exact r = {0, ungil_faults(a, b)};
    if (r.fault != UNGIL_FINE) {
        return r;
    }
#if defined(__GNUC__) || defined(__clang__)
    if (__builtin_mul_overflow(a.value, b.value, &r.value)) {
        r.fault = UNGIL_TOO_LARGE;
    }
#else
    if (a.value != 0 && b.value != 0) {
        ungil_wide limit = (a.value < 0) == (b.value < 0) ? UNGIL_WIDE_MAX : UNGIL_WIDE_MIN;
        bool over = a.value < 0
                        ? (b.value < 0 ? b.value < limit / a.value : b.value > limit / a.value)
                        : (b.value < 0 ? a.value > limit / b.value : a.value > limit / b.value);
        if (over) {
            r.fault = UNGIL_TOO_LARGE;
            return r;
        }
    }
    r.value = a.value * b.value;
#endif
    return r;
}

/* C's division: towards zero. */
UNGIL_FAST ungil_exact ungil_divide(ungil_exact a, ungil_exact b) {
    ungil_exact r = {0, ungil_faults(a, b)};
    if (r.fault == UNGIL_FINE) {
        if (b.value == 0) {
            r.fault = UNGIL_DIVIDED_BY_ZERO;
        } else if (b.value == -1) {
            return ungil_negate(a);
        } else {
            r.value = a.value / b.value;
        }
    }
    return r;
}

UNGIL_FAST ungil_exact ungil_remainder(ungil_exact a, ungil_exact b) {
    ungil_exact r = {0, ungil_faults(a, b)};
    if (r.fault == UNGIL_FINE) {
        if (b.value == 0) {
            r.fault = UNGIL_DIVIDED_BY_ZERO;
        } else if (b.value != -1) {
            r.value = a.value % b.value;
        }
    }
    return r;
}

/* a * 2**b: a shift that C would leave undefined is a fault. */
UNGIL_FAST ungil_exact ungil_shift_left(ungil_exact a, ungil_exact b) {
    ungil_fault fault = ungil_faults(a, b);
    if (fault != UNGIL_FINE || b.value < 0 || b.value > (ungil_wide)(8 * sizeof(ungil_wide) - 2)) {
        return (ungil_exact){0, fault != UNGIL_FINE ? fault : UNGIL_BAD_SHIFT};
    }
    return ungil_multiply(a, ungil_whole((ungil_wide)1 << (int)b.value));
}

/* a / 2**b, towards minus infinity. */
UNGIL_FAST ungil_exact ungil_shift_right(ungil_exact a, ungil_exact b) {
    ungil_fault fault = ungil_faults(a, b);
    if (fault != UNGIL_FINE || b.value < 0) {
        return (ungil_exact){0, fault != UNGIL_FINE ? fault : UNGIL_BAD_SHIFT};
    }
    if (b.value > (ungil_wide)(8 * sizeof(ungil_wide) - 1)) {
        return ungil_whole(a.value < 0 ? -1 : 0);
    }
    return ungil_whole(a.value < 0 ? ~(~a.value >> (int)b.value) : a.value >> (int)b.value);
}

#define UNGIL_EXACT_OPERATION(name, operation)                                                     \
    UNGIL_INLINE ungil_exact name(ungil_exact a, ungil_exact b) {                                  \
        return (ungil_exact){(a.value operation b.value), ungil_faults(a, b)};                     \
    }

UNGIL_EXACT_OPERATION(ungil_bit_and, &)
UNGIL_EXACT_OPERATION(ungil_bit_or, |)
UNGIL_EXACT_OPERATION(ungil_equal, ==)
UNGIL_EXACT_OPERATION(ungil_unequal, !=)
UNGIL_EXACT_OPERATION(ungil_less, <)
UNGIL_EXACT_OPERATION(ungil_less_equal, <=)
UNGIL_EXACT_OPERATION(ungil_greater, >)
UNGIL_EXACT_OPERATION(ungil_greater_equal, >=)

UNGIL_FAST ungil_exact ungil_not(ungil_exact a) {
    return (ungil_exact){a.value == 0, a.fault};
}

/* As in C, what && and || and ?: do not need does not matter, its faults neither. */
UNGIL_FAST ungil_exact ungil_and(ungil_exact a, ungil_exact b) {
    if (a.fault != UNGIL_FINE || a.value == 0) {
        return (ungil_exact){0, a.fault};
    }
    return (ungil_exact){b.value != 0, b.fault};
}

UNGIL_FAST ungil_exact ungil_or(ungil_exact a, ungil_exact b) {
    if (a.fault != UNGIL_FINE || a.value != 0) {
        return (ungil_exact){1, a.fault};
    }
    return (ungil_exact){b.value != 0, b.fault};
}

UNGIL_FAST ungil_exact ungil_choose(ungil_exact condition,
                                    ungil_exact then,
                                    ungil_exact otherwise) {
    if (condition.fault != UNGIL_FINE) {
        return condition;
    }
    return condition.value != 0 ? then : otherwise;
}

UNGIL_FAST bool ungil_holds(ungil_exact condition) {
    return UNGIL_LIKELY(condition.fault == UNGIL_FINE && condition.value != 0);
}

/* A decimal text of a value, for messages: a new reference. Values beyond 64 bits are named by
 * their sign only. */
UNGIL_COLD PyObject *ungil_exact_text(ungil_wide value) {
    if (value < 0) {
        return value >= INT64_MIN ? PyUnicode_FromFormat("%lld", (long long)value)
                                  : PyUnicode_FromString("below -2**63");
    }
#ifdef __SIZEOF_INT128__
    if (value > (ungil_wide)UINT64_MAX) {
        return PyUnicode_FromString("above 2**64");
    }
#endif
    return PyUnicode_FromFormat("%llu", (unsigned long long)value);
}

/* "f(): 'm * k' cannot be computed: division by zero"; returns -1. */
UNGIL_COLD int
ungil_complain_fault(const ungil_signature *function, const char *expression, ungil_fault fault) {
    return ungil_complain(PyExc_ValueError, function, "'%s' cannot be computed: %s", expression,
                          fault == UNGIL_TOO_LARGE         ? "the value is too large"
                          : fault == UNGIL_DIVIDED_BY_ZERO ? "division by zero"
                                                           : "shift by a negative or huge count");
}

UNGIL_COLD int
ungil_bad_size(const ungil_signature *function, const char *expression, ungil_exact size) {
    if (size.fault != UNGIL_FINE) {
        return ungil_complain_fault(function, expression, size.fault);
    }
    PyObject *text = ungil_exact_text(size.value);
    if (text != NULL) {
        ungil_complain(PyExc_ValueError, function, "the size %s is %U, which no memory can have",
                       expression, text);
        Py_DECREF(text);
    }
    return -1;
}

/* A value on its way into the message of a condition that does not hold. */
typedef struct {
    const char *name;
    PyObject *value; /* a new reference, NULL where making it failed */
} ungil_named;

/* UNGIL_REQUIRES does not hold: a ValueError that quotes it, with the values that it names. Takes
 * over the references. */
UNGIL_COLD void ungil_unmet(const ungil_signature *function,
                            const char *expression,
                            ungil_exact condition,
                            const ungil_named *values,
                            int count) {
    PyObject *text = PyUnicode_FromFormat("requires %s", expression);
    for (int i = 0; i < count; i++) {
        if (text != NULL && values[i].value != NULL) {
            PyObject *longer = PyUnicode_FromFormat("%U%s %s is %R", text, i == 0 ? ", but" : ",",
                                                    values[i].name, values[i].value);
            Py_DECREF(text);
            text = longer;
        }
        Py_XDECREF(values[i].value);
    }
    if (condition.fault != UNGIL_FINE) {
        ungil_complain_fault(function, expression, condition.fault);
    } else if (text != NULL) {
        ungil_complain(PyExc_ValueError, function, "%U", text);
    }
    Py_XDECREF(text);
}

/* UNGIL_RANGE, for a value (`element` negative) or an element of an array. Takes over the
 * reference to `value`. */
UNGIL_COLD void ungil_outside(const ungil_signature *function,
                              int index,
                              Py_ssize_t element,
                              const char *range,
                              PyObject *value) {
    const char *name = function->parameters[index].name;
    if (value != NULL && element < 0) {
        ungil_complain(PyExc_ValueError, function, "'%s' is %R, outside %s", name, value, range);
    } else if (value != NULL) {
        ungil_complain(PyExc_ValueError, function, "element %zd of '%s' is %R, outside %s", element,
                       name, value, range);
    }
    Py_XDECREF(value);
}

/* A size in elements or bytes: 0, or -1 with a ValueError for what no memory can have. */
UNGIL_COLD int ungil_size(const ungil_signature *function,
                          const char *expression,
                          ungil_exact e,
                          Py_ssize_t *size) {
    if (UNGIL_LIKELY(e.fault == UNGIL_FINE && e.value >= 0 && e.value <= PY_SSIZE_T_MAX)) {
        *size = (Py_ssize_t)e.value;
        return 0;
    }
    return ungil_bad_size(function, expression, e);
}

#endif
