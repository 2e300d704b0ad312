/* count.h: lengths that arrays tell, and lengths that they must have. */
#ifndef UNGIL_COUNT_H
#define UNGIL_COUNT_H

#include "array.h"
#include "real.h"

/* A count on its way from arrays or from an argument to its C parameter. */
typedef struct {
    const char *name; /* as the header has it */
    Py_ssize_t value;
    int from;     /* the parameter that told it, -1: none yet */
    int axis;     /* the dimension of `from` that told it, -1: passed as an argument */
    bool keyword; /* passed by keyword: then arrays may be longer */
} ungil_count;

#define UNGIL_COUNT(name) ((ungil_count){(name), 0, -1, -1, false})

/* " elements", " bytes" or " along axis 1", for messages */
UNGIL_COLD PyObject *
ungil_extent(const ungil_signature *function, int index, int axis, Py_ssize_t value) {
    const ungil_parameter *parameter = &function->parameters[index];
    if (parameter->ndim > 1) {
        return PyUnicode_FromFormat("%zd along axis %d", value, axis);
    }
    return PyUnicode_FromFormat("%zd %s%s", value,
                                (parameter->flags & UNGIL_ANY_BYTES) != 0 ? "byte" : "element",
                                value == 1 ? "" : "s");
}

UNGIL_COLD int ungil_disagree(
    const ungil_signature *function, ungil_count count, int index, int axis, Py_ssize_t length) {
    const ungil_parameter *parameters = function->parameters;
    PyObject *has = ungil_extent(function, index, axis, length);
    if (has == NULL) {
        return -1;
    }
    if (count.axis < 0 && count.name[strspn(count.name, "0123456789")] == '\0') {
        ungil_complain(PyExc_ValueError, function, "'%s' has %U, but must have %zd",
                       parameters[index].name, has, count.value);
    } else if (count.axis < 0) {
        ungil_complain(PyExc_ValueError, function, "'%s' has %U, but %s is %zd",
                       parameters[index].name, has, count.name, count.value);
    } else if (parameters[index].ndim > 1 || parameters[count.from].ndim > 1) {
        ungil_complain(PyExc_ValueError, function, "'%s' has %U, but %s is %zd by axis %d of '%s'",
                       parameters[index].name, has, count.name, count.value, count.axis,
                       parameters[count.from].name);
    } else {
        ungil_complain(
            PyExc_ValueError, function, "'%s' has %U, but '%s' has %zd (both are counted by %s)",
            parameters[index].name, has, parameters[count.from].name, count.value, count.name);
    }
    Py_DECREF(has);
    return -1;
}

UNGIL_COLD int ungil_negative_count(const ungil_signature *function, int index, ungil_exact value) {
    return ungil_complain(PyExc_ValueError, function,
                          "'%s' is %lld, but a length cannot be negative",
                          function->parameters[index].name, (long long)value.value);
}

/* The count was passed as argument `index`. */
UNGIL_FAST int ungil_count_passed(const ungil_signature *function,
                                  int index,
                                  ungil_count *count,
                                  ungil_exact value,
                                  bool keyword) {
    if (UNGIL_UNLIKELY(value.value < 0)) {
        return ungil_negative_count(function, index, value);
    }
    /* what no array can have stays out of reach for every array */
    count->value = value.value > PY_SSIZE_T_MAX ? PY_SSIZE_T_MAX : (Py_ssize_t)value.value;
    count->from = index;
    count->keyword = keyword;
    return 0;
}

/* Whether there is an array with the axes of its word: not None, and no 1-D array in the place of
 * a shape, which is checked as a whole. */
UNGIL_FAST bool
ungil_has_axes(const ungil_signature *function, int index, const ungil_array *array) {
    const ungil_parameter *parameter = &function->parameters[index];
    return ((parameter->flags & UNGIL_OPTIONAL) == 0 || array->data != NULL) &&
           ((parameter->flags & UNGIL_FLAT) == 0 || array->ndim == parameter->ndim);
}

/* A given array tells the count, or must agree with it. None tells nothing. */
UNGIL_FAST int ungil_count_array(const ungil_signature *function,
                                 ungil_count *count,
                                 int index,
                                 const ungil_array *array,
                                 int axis,
                                 bool longer) {
    if (!ungil_has_axes(function, index, array)) {
        return 0;
    }
    Py_ssize_t length = array->shape[axis];
    if (count->from < 0) {
        count->value = length;
        count->from = index;
        count->axis = axis;
        return 0;
    }
    if (UNGIL_LIKELY(length == count->value) ||
        (length > count->value && axis == 0 && (longer || count->keyword))) {
        return 0;
    }
    /* a copy, so that the count itself can stay in registers */
    ungil_count told = {count->name, count->value, count->from, count->axis, count->keyword};
    return ungil_disagree(function, told, index, axis, length);
}

UNGIL_COLD int ungil_count_overflows(const ungil_signature *function, int index, Py_ssize_t value) {
    return ungil_complain(PyExc_OverflowError, function, "'%s' is %zd, which does not fit %s",
                          function->parameters[index].name, value,
                          function->parameters[index].type);
}

/* Puts an inferred count into its C variable; an OverflowError where it does not fit. */
#define UNGIL_SET_COUNT(function, index, count, type, target)                                      \
    ((target) = (type)(count).value,                                                               \
     UNGIL_UNLIKELY((uint64_t)(target) != (uint64_t)(count).value)                                 \
         ? ungil_count_overflows((function), (index), (count).value)                               \
         : 0)

/* A given array must have exactly `length` along `axis` (at least, where `longer`). */
UNGIL_FAST int ungil_check_length(const ungil_signature *function,
                                  int index,
                                  const ungil_array *array,
                                  int axis,
                                  const char *expression,
                                  ungil_exact length,
                                  bool longer) {
    Py_ssize_t size = 0;
    if (!ungil_has_axes(function, index, array)) {
        return 0;
    }
    if (UNGIL_UNLIKELY(ungil_size(function, expression, length, &size) < 0)) {
        return -1;
    }
    if (UNGIL_LIKELY(array->shape[axis] == size) || (longer && array->shape[axis] > size)) {
        return 0;
    }
    ungil_count count = {expression, size, -1, -1, false};
    return ungil_disagree(function, count, index, axis, array->shape[axis]);
}

/* A 1-D array in the place of a shape must have as many elements as the shape. */
UNGIL_FAST int ungil_check_flat(const ungil_signature *function,
                                int index,
                                const ungil_array *array,
                                const char *expression,
                                ungil_exact total,
                                bool longer) {
    Py_ssize_t size = 0;
    if (array->data == NULL || array->ndim == function->parameters[index].ndim) {
        return 0;
    }
    if (ungil_size(function, expression, total, &size) < 0) {
        return -1;
    }
    Py_ssize_t given = ungil_length(array);
    if (given == size || (longer && given > size)) {
        return 0;
    }
    return ungil_complain(PyExc_ValueError, function, "'%s' has %zd elements, but %s is %zd",
                          function->parameters[index].name, given, expression, size);
}

/* A flat array cannot tell a count of its shape. */
UNGIL_COLD int ungil_unknown_count(const ungil_signature *function, const char *name) {
    return ungil_complain(PyExc_TypeError, function,
                          "'%s' is missing, and no array that was given tells it", name);
}

#endif
