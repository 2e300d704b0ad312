/* record_format.h: whether a format of the buffer protocol (PEP 3118, "T{d:x:d:y:}") lays a struct
 * out as C does.
 *
 * What the format leaves in doubt, such as the padding at the end of a struct inside, is refused.
 */
#ifndef UNGIL_RECORD_FORMAT_H
#define UNGIL_RECORD_FORMAT_H

#include "record.h"

typedef struct {
    const char *text;
    char order; /* the last of `@^=<>!` */
} ungil_format;

/* The number that stands here, -1 for none. */
UNGIL_COLD Py_ssize_t ungil_format_number(ungil_format *format) {
    if (*format->text < '0' || *format->text > '9') {
        return -1;
    }
    Py_ssize_t number = 0;
    while (*format->text >= '0' && *format->text <= '9' && number < PY_SSIZE_T_MAX / 16) {
        number = number * 10 + (*format->text++ - '0');
    }
    return number;
}

/* Goes past byte orders and padding. */
UNGIL_COLD void ungil_format_skip(ungil_format *format, size_t *offset) {
    for (;;) {
        const ungil_format start = *format;
        if (*format->text != '\0' && strchr("@^=<>!", *format->text) != NULL) {
            format->order = *format->text++;
            continue;
        }
        Py_ssize_t count = ungil_format_number(format);
        if (*format->text != 'x') {
            *format = start;
            return;
        }
        format->text++;
        *offset += count < 0 ? 1 : (size_t)count;
    }
}

/* Reads "(3,3)" if it stands here. Returns how many dimensions it has, -1 where they are not the
 * field's first ones. */
UNGIL_COLD int ungil_format_shape(ungil_format *format, const ungil_field *field) {
    int ndim = 0;
    if (*format->text != '(') {
        return 0;
    }
    do {
        format->text++;
        if (ndim == field->is.ndim || ungil_format_number(format) != field->shape[ndim]) {
            return -1;
        }
        ndim++;
    } while (*format->text == ',');
    return *format->text++ == ')' ? ndim : -1;
}

/* The size of a letter; 0 for those that have none, or another one in other byte orders. */
UNGIL_COLD size_t ungil_letter_size(char letter, char order) {
    static const struct {
        char letter;
        unsigned char native, standard;
    } sizes[] = {
        {'c', 1, 1},
        {'b', 1, 1},
        {'B', 1, 1},
        {'?', sizeof(bool), 1},
        {'s', 1, 1},
        {'h', sizeof(short), 2},
        {'H', sizeof(short), 2},
        {'i', sizeof(int), 4},
        {'I', sizeof(int), 4},
        {'l', sizeof(long), 4},
        {'L', sizeof(long), 4},
        {'q', sizeof(long long), 8},
        {'Q', sizeof(long long), 8},
        {'n', sizeof(size_t), 0},
        {'N', sizeof(size_t), 0},
        {'f', sizeof(float), 4},
        {'d', sizeof(double), 8},
        {'u', sizeof(wchar_t), sizeof(wchar_t)},
        {'w', 4, 4},
    };
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        if (sizes[i].letter == letter) {
            return order == '@' || order == '^' ? sizes[i].native : sizes[i].standard;
        }
    }
    return 0;
}

/* Reads one element's letter, whose kind and size must be the field's. `ndim` counts the
 * dimensions that the shape has said. */
UNGIL_COLD bool ungil_format_element(ungil_format *format, const ungil_field *field, int ndim) {
    const Py_ssize_t count = ungil_format_number(format);
    const bool complex = *format->text == 'Z';
    if (complex) {
        format->text++;
    }
    const char letter = *format->text;
    if (letter == '\0' || (letter & 0x80) != 0) {
        return false;
    }
    format->text++;
    const size_t size = ungil_letter_size(letter, format->order) * (complex ? 2 : 1);
    unsigned kinds = complex ? (letter == 'f' || letter == 'd') * UNGIL_BIT(UNGIL_COMPLEX)
                             : ungil_letters[(unsigned char)letter];
    if (size != field->is.size || (kinds >> field->is.kind & 1) == 0 ||
        (size > 1 && ungil_is_foreign(format->order))) {
        return false;
    }
    if ((letter == 's' || letter == 'w') && field->is.ndim == ndim + 1) {
        return count == field->shape[ndim];
    }
    return field->is.ndim == ndim && (count < 0 || (count == 1 && strchr("sw", letter) != NULL));
}

/* ":name:" */
UNGIL_COLD bool ungil_format_name(ungil_format *format, const char *name) {
    const size_t length = strlen(name);
    if (*format->text != ':' || strncmp(format->text + 1, name, length) != 0 ||
        format->text[length + 1] != ':') {
        return false;
    }
    format->text += length + 2;
    return true;
}

/* Reads "T{...}", whose fields must be the struct's, each at its offset. `size` becomes what the
 * format itself accounts for: without the padding at the end, unless it is written out. */
UNGIL_COLD bool
ungil_format_record(ungil_format *format, const ungil_record *record, size_t *size) {
    size_t offset = 0;
    if (format->text[0] != 'T' || format->text[1] != '{') {
        return false;
    }
    format->text += 2;
    for (int i = 0; i < record->count; i++) {
        const ungil_field *field = &record->fields[i];
        ungil_format_skip(format, &offset);
        const int ndim = ungil_format_shape(format, field);
        size_t inside = field->is.size, padding = 0;
        if (ndim < 0) {
            return false;
        }
        ungil_format_skip(format, &padding); /* NumPy has the byte order behind the shape */
        if (field->record != NULL) {
            if (!ungil_format_record(format, field->record, &inside) || ndim != field->is.ndim) {
                return false;
            }
        } else if (!ungil_format_element(format, field, ndim)) {
            return false;
        }
        if (format->order == '@' && field->record == NULL) {
            offset = (offset + field->is.align - 1) / field->is.align * field->is.align;
        }
        if (padding != 0 || inside != field->is.size || offset != field->offset ||
            !ungil_format_name(format, field->name)) {
            return false;
        }
        offset += ungil_item_size(field, 0);
    }
    ungil_format_skip(format, &offset);
    *size = offset;
    return *format->text++ == '}';
}

UNGIL_COLD bool ungil_format_fits(const char *text, const ungil_record *record) {
    ungil_format format = {text == NULL ? "B" : text, '@'};
    size_t size = 0;
    ungil_format_skip(&format, &size);
    return size == 0 && ungil_format_record(&format, record, &size) && *format.text == '\0' &&
           size <= record->size;
}

#endif
