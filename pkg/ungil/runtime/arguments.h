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

/* Puts each argument into its parameter's slot; a slot left out is NULL. Returns 0, or -1 with a
 * TypeError. */
UNGIL_CALL int ungil_bind_any(PyObject *module,
                              const ungil_signature *function,
                              PyObject *const *args,
                              Py_ssize_t nargs,
                              PyObject *kwnames,
                              PyObject **slots) {
    if (UNGIL_UNLIKELY(nargs > function->positional)) {
        return ungil_too_many(function, nargs);
    }
    const Py_ssize_t total = function->total;
    for (Py_ssize_t i = 0; i < nargs; i++) {
        slots[i] = args[i];
    }
    for (Py_ssize_t i = nargs; i < total; i++) {
        slots[i] = NULL;
    }
    Py_ssize_t keywords = kwnames == NULL ? 0 : PyTuple_Size(kwnames);
    ungil_state *state = keywords > 0 ? ungil_state_of(module) : NULL;
    for (Py_ssize_t k = 0; k < keywords; k++) {
        PyObject *keyword = PyTuple_GetItem(kwnames, k);
        Py_ssize_t i = nargs + k; /* where it stands when keywords come in order */
        if (i >= total || !ungil_once_is(&state->names[function->names + i], keyword)) {
            i = ungil_find_keyword(state, function, keyword);
            if (UNGIL_UNLIKELY(i < 0)) {
                return -1;
            }
        }
        if (UNGIL_UNLIKELY(slots[i] != NULL)) {
            return ungil_complain(PyExc_TypeError, function, "got '%s' twice",
                                  function->parameters[i].name);
        }
        slots[i] = args[nargs + k];
    }
    if (nargs + keywords == total) {
        return 0; /* none was given twice, so none is missing */
    }
    for (int i = (int)nargs; i < total; i++) {
        if (slots[i] == NULL && (function->parameters[i].flags & UNGIL_REQUIRED) != 0) {
            return ungil_missing(function, i);
        }
    }
    return 0;
}

/* The same, with the usual call (every positional parameter, no keyword) in line. Returns where
 * the arguments are: `args` itself, in which there are no keyword-only ones, or `slots`; NULL with
 * a TypeError. */
UNGIL_FAST PyObject *const *ungil_bind(PyObject *module,
                                       const ungil_signature *function,
                                       PyObject *const *args,
                                       Py_ssize_t nargs,
                                       PyObject *kwnames,
                                       PyObject **slots) {
    if (UNGIL_LIKELY(nargs == function->positional && kwnames == NULL)) {
        return args;
    }
    return ungil_bind_any(module, function, args, nargs, kwnames, slots) < 0 ? NULL : slots;
}

#endif
