/* format.h: what an element of an array is, and how the buffer protocol (PEP 3118) spells it. */
#ifndef UNGIL_FORMAT_H
#define UNGIL_FORMAT_H

#include "base.h"

/* What an element is, besides its size: arrays are compared by kind, size and byte order. */
typedef enum {
    UNGIL_SIGNED = 0,
    UNGIL_UNSIGNED,
    UNGIL_REAL,
    UNGIL_BOOLEAN,
    UNGIL_COMPLEX,
    UNGIL_CHARACTER, /* char: whatever has one byte */
    UNGIL_WIDE,      /* wchar_t */
    UNGIL_RAW,       /* SIZED_BY: whatever it is */
    UNGIL_STRUCT,    /* record_array.h compares its fields */
} ungil_kind;

#define UNGIL_INTEGER_KIND(type) (UNGIL_IS_SIGNED(type) ? UNGIL_SIGNED : UNGIL_UNSIGNED)

/* The kinds that a letter of the struct module may stand for, as bits. */
#define UNGIL_BIT(kind) (1u << (kind))
static const unsigned char ungil_letters[256] = {
    ['b'] = UNGIL_BIT(UNGIL_SIGNED) | UNGIL_BIT(UNGIL_CHARACTER),
    ['h'] = UNGIL_BIT(UNGIL_SIGNED),
    ['i'] = UNGIL_BIT(UNGIL_SIGNED),
    ['l'] = UNGIL_BIT(UNGIL_SIGNED),
    ['q'] = UNGIL_BIT(UNGIL_SIGNED),
    ['n'] = UNGIL_BIT(UNGIL_SIGNED),
    ['B'] = UNGIL_BIT(UNGIL_UNSIGNED) | UNGIL_BIT(UNGIL_CHARACTER),
    ['H'] = UNGIL_BIT(UNGIL_UNSIGNED),
    ['I'] = UNGIL_BIT(UNGIL_UNSIGNED),
    ['L'] = UNGIL_BIT(UNGIL_UNSIGNED),
    ['Q'] = UNGIL_BIT(UNGIL_UNSIGNED),
    ['N'] = UNGIL_BIT(UNGIL_UNSIGNED),
    ['e'] = UNGIL_BIT(UNGIL_REAL),
    ['f'] = UNGIL_BIT(UNGIL_REAL),
    ['d'] = UNGIL_BIT(UNGIL_REAL),
    ['g'] = UNGIL_BIT(UNGIL_REAL),
    ['?'] = UNGIL_BIT(UNGIL_BOOLEAN),
    ['F'] = UNGIL_BIT(UNGIL_COMPLEX),
    ['D'] = UNGIL_BIT(UNGIL_COMPLEX),
    ['c'] = UNGIL_BIT(UNGIL_CHARACTER),
    ['s'] = UNGIL_BIT(UNGIL_CHARACTER),
    ['u'] = UNGIL_BIT(UNGIL_WIDE),
    ['w'] = UNGIL_BIT(UNGIL_WIDE),
};

/* Whether the byte order that a format begins with is another machine's. */
UNGIL_FAST bool ungil_is_foreign(char order) {
    const uint16_t one = 1;
    const bool little = *(const unsigned char *)&one == 1;
    return order == '<' ? !little : (order == '>' || order == '!') && little;
}

/* A format without the byte order that it may begin with. */
UNGIL_FAST const char *ungil_skip_order(const char *format) {
    switch (*format) {
    case '@':
    case '=':
    case '<':
    case '>':
    case '!':
    case '^':
        return format + 1;
    default:
        return format;
    }
}

/* Whether a format of the struct module says the kind; sizes are the exporter's word. */
UNGIL_FAST bool ungil_format_matches(const char *format, unsigned kind, Py_ssize_t size) {
    if (format == NULL) {
        format = "B";
    }
    if (size > 1 && ungil_is_foreign(*format)) {
        return false;
    }
    format = ungil_skip_order(format);
    if (*format == '1') { /* NumPy's "1s" */
        format++;
    }
    if (*format == 'Z') { /* complex: Zf, Zd */
        return kind == UNGIL_COMPLEX && (format[1] == 'f' || format[1] == 'd') && format[2] == '\0';
    }
    return (ungil_letters[(unsigned char)*format] >> kind & 1) != 0 && format[1] == '\0';
}

/* Whether a format says that there are pointers to Python objects in the memory. Names of fields,
 * which stand between colons, may hold any letter. */
UNGIL_CALL bool ungil_format_has_objects(const char *format) {
    bool name = false;
    for (; format != NULL && *format != '\0'; format++) {
        if (*format == 'O' && !name) {
            return true;
        }
        name ^= *format == ':';
    }
    return false;
}

#endif
