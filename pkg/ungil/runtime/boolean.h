/* boolean.h: bytes that C reads as bool.
 *
 * C may take a bool for 0 or 1 without looking, so that any other byte does whatever it likes
 * there: each byte is looked at before.
 */
#ifndef UNGIL_BOOLEAN_H
#define UNGIL_BOOLEAN_H

#include "array.h"
#include "record.h"

_Static_assert(sizeof(bool) == 1, "a bool is a byte");

UNGIL_FAST uint64_t ungil_word(const unsigned char *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
    return word;
}

/* Whether each of these bytes is 0 or 1: 64 of them at a time, without a branch for each. In
 * variables rather than in an array, which gcc would keep in memory: five times as fast. */
UNGIL_CALL bool ungil_are_booleans(const unsigned char *bytes, size_t length) {
    const unsigned char *const end = bytes + length;
    uint64_t a = 0, b = 0, c = 0, d = 0;
    for (; end - bytes >= 64; bytes += 64) {
        a |= ungil_word(bytes) | ungil_word(bytes + 32);
        b |= ungil_word(bytes + 8) | ungil_word(bytes + 40);
        c |= ungil_word(bytes + 16) | ungil_word(bytes + 48);
        d |= ungil_word(bytes + 24) | ungil_word(bytes + 56);
    }
    uint64_t seen = a | b | c | d;
    for (; end - bytes >= 8; bytes += 8) {
        seen |= ungil_word(bytes);
    }
    for (; bytes < end; bytes++) {
        seen |= *bytes;
    }
    return (seen & 0xfefefefefefefefeu) == 0;
}

/* Names the first byte that is neither 0 nor 1; returns -1. */
UNGIL_COLD int
ungil_no_boolean(const ungil_signature *function, int index, const ungil_array *array) {
    const char *name = function->parameters[index].name;
    const unsigned char *bytes = array->data;
    Py_ssize_t i = 0, length = ungil_length(array);
    while (i < length - 1 && bytes[i] <= 1) {
        i++;
    }
    const char *format = array->numpy
                             ? "element %zd of '%s' is %d, but a bool in C is 0 or 1; pass "
                               "%s.view('u1') != 0"
                             : "element %zd of '%s' is %d, but a bool in C is 0 or 1";
    return ungil_complain(PyExc_ValueError, function, format, i, name, bytes[i], name);
}

/* Checks an array of bool: 0, or -1 with a ValueError. */
UNGIL_FAST int
ungil_check_booleans(const ungil_signature *function, int index, const ungil_array *array) {
    bool good = ungil_are_booleans(array->data, (size_t)ungil_length(array));
    return UNGIL_LIKELY(good) ? 0 : ungil_no_boolean(function, index, array);
}

/* The field of a struct at `item`, or of one inside it, that holds another byte; NULL for none. */
UNGIL_CALL const ungil_field *ungil_other_byte(const ungil_record *record,
                                               const unsigned char *item) {
    for (int i = 0; i < record->count; i++) {
        const ungil_field *field = &record->fields[i];
        const unsigned char *start = item + field->offset;
        size_t size = ungil_item_size(field, 0), step = field->is.size;
        if (field->is.kind == UNGIL_BOOLEAN && !ungil_are_booleans(start, size)) {
            return field;
        }
        for (size_t k = 0; field->record != NULL && k < size; k += step) {
            const ungil_field *inside = ungil_other_byte(field->record, start + k);
            if (inside != NULL) {
                return inside;
            }
        }
    }
    return NULL;
}

/* Checks an array of structs that have fields of bool: 0, or -1 with a ValueError. */
UNGIL_CALL int ungil_check_record_booleans(const ungil_signature *function,
                                           int index,
                                           const ungil_array *array,
                                           const ungil_record *record) {
    const unsigned char *items = array->data;
    const Py_ssize_t length = ungil_length(array);
    for (Py_ssize_t i = 0; i < length; i++) {
        const ungil_field *field = ungil_other_byte(record, items + (size_t)i * record->size);
        if (UNGIL_UNLIKELY(field != NULL)) {
            return ungil_complain(PyExc_ValueError, function,
                                  "element %zd of '%s' has a byte in its field '%s' that is "
                                  "neither 0 nor 1, as a bool in C is",
                                  i, function->parameters[index].name, field->name);
        }
    }
    return 0;
}

#endif
