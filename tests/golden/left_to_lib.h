/* What stays with cffi's face. */
#ifndef LEFT_TO_LIB_H
#define LEFT_TO_LIB_H

#include "ungil.h"

struct point {
    double x, y;
};

void move(struct point *where);

int internal(int number) UNGIL_SKIP;

int bound(int number);

#endif
