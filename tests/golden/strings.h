/* Strings in and out. */
#ifndef STRINGS_H
#define STRINGS_H

#include <stddef.h>

#include "ungil.h"

/** Counts characters. */
size_t measure(const char *UNGIL_NUL_TERMINATED text);

const char *UNGIL_NUL_TERMINATED greeting(const char *UNGIL_NUL_TERMINATED UNGIL_DEFAULT("Mr. \"X\"")
                                              name,
                                          const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL
                                              UNGIL_DEFAULT(NULL) title);

const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL find_name(int number);

#endif
