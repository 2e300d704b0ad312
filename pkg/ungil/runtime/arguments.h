/* arguments.h: from a vectorcall's arguments to one slot a parameter. */
#ifndef UNGIL_ARGUMENTS_H
#define UNGIL_ARGUMENTS_H

#include "state.h"

enum { UNGIL_MOST_NAMES = 12 }; /* that a message lists */

/* "a, b, n": the names of parameters from one on; a new reference, NULL with an exception. */
UNGIL_COLD PyObject *ungil_names_from(const ungil_signature *function, int first) {
    PyObject *names = PyUnicode_FromString("");
    const int last = first + UNGIL_MOST_NAMES;
    for (int i = first; names != NULL && i < function->total && i <= last; i++) {
        const char *name = i < last ? function->parameters[i].name : "...";
        PyObject *longer = PyUnicode_FromFormat("%U%s%s", names, i == first ? "" : ", ", name);
        Py_DECREF(names);
        names = longer;
    }
    return names;
}

UNGIL_COLD int ungil_unexpected(const ungil_signature *function, PyObject *keyword) {
    PyObject *names = ungil_names_from(function, 0);
    if (names != NULL) {
        ungil_complain(PyExc_TypeError, function,
                       "got an unexpected keyword argument '%U'; it takes %s%U", keyword,
                       function->total == 0 ? "none" : "", names);
        Py_DECREF(names);
    }
    return -1;
}

/* The parameter that a keyword names, or -1 with a TypeError. Keyword names are interned by the
 * compiler, so identity nearly always decides. */
UNGIL_CALL int
ungil_find_keyword(ungil_state *state, const ungil_signature *function, PyObject *keyword) {
    ungil_once *names = &state->names[function->names];
    for (int i = 0; i < function->total; i++) {
        if (ungil_once_is(&names[i], keyword)) {
            return i;
        }
    }
    for (int i = 0; i < function->total; i++) {
        PyObject *name = ungil_once_get(&names[i]);
        if (name == NULL) {
            name = PyUnicode_InternFromString(function->parameters[i].name);
            name = ungil_once_set(&names[i], name);
            if (name == NULL) {
                return -1;
            }
        }
        if (PyUnicode_Compare(name, keyword) == 0) {
            return i;
        }
        if (PyErr_Occurred()) {
            return -1;
        }
    }
    return ungil_unexpected(function, keyword);
}

UNGIL_COLD int ungil_too_many(const ungil_signature *function, Py_ssize_t given) {
    int required = 0;
    for (int i = 0; i < function->positional; i++) {
        required += function->parameters[i].flags & UNGIL_REQUIRED;
    }
    PyObject *names = ungil_names_from(function, function->positional);
    if (names != NULL) {
        bool by_name = function->total > function->positional;
        ungil_complain(PyExc_TypeError, function,
                       "takes %s%d positional argument%s, but %zd %s given%s%U",
                       required < function->positional ? "at most " : "", function->positional,
                       function->positional == 1 ? "" : "s", given, given == 1 ? "was" : "were",
                       by_name ? "; pass by name: " : "", names);
        Py_DECREF(names);
    }
    return -1;
}

UNGIL_COLD int ungil_missing(const ungil_signature *function, int index) {
    return ungil_complain(PyExc_TypeError, function, "'%s' is missing",
                          function->parameters[index].name);
}

/* Whether the keywords name the parameters from `first` on, in order, as their names were interned:
 * then the arguments already stand where the slots would be. */
UNGIL_FAST bool ungil_in_order(PyObject *module,
                               const ungil_signature *function,
                               Py_ssize_t first,
                               PyObject *kwnames,
                               Py_ssize_t keywords) {
    const ungil_once *names = &ungil_state_of(module)->names[function->names + first];
    for (Py_ssize_t k = 0; k < keywords; k++) {
        if (!ungil_once_is(&names[k], PyTuple_GetItem(kwnames, k))) {
            return false;
        }
    }
    return true;
}

/* Puts the keyword arguments into their parameters' slots. Returns 0, or -1 with a TypeError. */
UNGIL_CALL int ungil_bind_keywords(PyObject *module,
                                   const ungil_signature *function,
                                   PyObject *const *args,
                                   PyObject *kwnames,
                                   Py_ssize_t keywords,
                                   PyObject **slots) {
    ungil_state *state = ungil_state_of(module);
    for (Py_ssize_t k = 0; k < keywords; k++) {
        int i = ungil_find_keyword(state, function, PyTuple_GetItem(kwnames, k));
        if (UNGIL_UNLIKELY(i < 0)) {
            return -1;
        }
        if (UNGIL_UNLIKELY(slots[i] != NULL)) {
            return ungil_complain(PyExc_TypeError, function, "got '%s' twice",
                                  function->parameters[i].name);
        }
        slots[i] = args[k];
    }
    return 0;
}

/* Finds each argument its parameter: returns `args` itself where they stand in the order of the
 * parameters, none left out and none keyword-only, else `slots`, in which one left out is NULL;
 * NULL with a TypeError. */
UNGIL_CALL PyObject *const *ungil_bind_any(PyObject *module,
                                           const ungil_signature *function,
                                           PyObject *const *args,
                                           Py_ssize_t nargs,
                                           PyObject *kwnames,
                                           PyObject **slots) {
    const Py_ssize_t total = function->total;
    const Py_ssize_t keywords = kwnames == NULL ? 0 : PyTuple_Size(kwnames);
    if (UNGIL_UNLIKELY(nargs > function->positional)) {
        ungil_too_many(function, nargs);
        return NULL;
    }
    if (nargs + keywords == total && total == function->positional &&
        UNGIL_LIKELY(ungil_in_order(module, function, nargs, kwnames, keywords))) {
        return args;
    }
    for (Py_ssize_t i = 0; i < total; i++) {
        slots[i] = i < nargs ? args[i] : NULL;
    }
    if (keywords > 0 &&
        ungil_bind_keywords(module, function, args + nargs, kwnames, keywords, slots) < 0) {
        return NULL;
    }
    for (int i = (int)nargs; i < total; i++) {
        if (slots[i] == NULL && (function->parameters[i].flags & UNGIL_REQUIRED) != 0) {
            ungil_missing(function, i);
            return NULL;
        }
    }
    return slots;
}

/* The same, with the usual call (every positional parameter, no keyword) in line. `given` is where
 * the arguments are. Returns 0, or -1 with a TypeError. */
UNGIL_FAST int ungil_bind(PyObject *module,
                          const ungil_signature *function,
                          PyObject *const *args,
                          Py_ssize_t nargs,
                          PyObject *kwnames,
                          PyObject **slots,
                          PyObject *const **given) {
    if (UNGIL_LIKELY(nargs == function->positional && kwnames == NULL)) {
        *given = args; /* NULL where there are none */
        return 0;
    }
    *given = ungil_bind_any(module, function, args, nargs, kwnames, slots);
    return *given == NULL ? -1 : 0;
}

#endif
