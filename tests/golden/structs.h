/* Structs by value and in arrays, complex numbers, characters. */
#ifndef STRUCTS_H
#define STRUCTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#include "ungil.h"

enum { NAME_SIZE = 16 };

typedef struct {
    double x;
    double y;
} point;

/** A straight line. */
typedef struct {
    point from;
    point to;
    uint8_t colour[3];
    char name[NAME_SIZE];
    float weights[2][2];
} line;

struct counted {
    size_t count;
    bool index;
    int32_t _secret;
};

point middle(line l);

/** Moves a point.
 *  @param p   the point
 *  @param by  how far */
void shift(point *UNGIL_INOUT p, double UNGIL_DEFAULT(1.0) by);

point centre(const point *UNGIL_COUNTED_BY(n) points, size_t n);

double length(const line *UNGIL_SINGLE UNGIL_OR_NULL l);

bool first(const line *UNGIL_COUNTED_BY(n) lines, size_t n, point *UNGIL_OUT start);

void clear(line *UNGIL_SINGLE l);

struct counted count_all(void);

double _Complex rotate(double _Complex z, double _Complex UNGIL_DEFAULT(1) by);

void conjugate(float _Complex *UNGIL_COUNTED_BY(n) z, size_t n);

char next_letter(char c, char UNGIL_DEFAULT('z') last);

wchar_t next_wide(wchar_t c);

void determinants(const double (*UNGIL_SHAPE(n) m)[3][3],
                  double *UNGIL_OUT UNGIL_COUNTED_BY(n) d,
                  size_t n);

#endif
