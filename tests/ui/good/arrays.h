#pragma once
#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

#define SIDE 3
enum { DEPTH = SIDE + 1 };
typedef double vec3[3];

void a1(const int32_t *UNGIL_COUNTED_BY(n) a, int32_t *UNGIL_COUNTED_BY(n) b,
        int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) c, size_t n);
void a2(const double *UNGIL_SHAPE(m, k) restrict a, double *restrict UNGIL_OUT UNGIL_SHAPE(m, k) b,
        size_t m, size_t k);
void a3(size_t m, size_t k, const double a[m][k], double UNGIL_OUT b[m]);
void a4(const double a[3][3], double UNGIL_OUT b[SIDE][DEPTH], const float c[static 2]);
void a5(const vec3 a, vec3 UNGIL_OUT b, const vec3 *UNGIL_COUNTED_BY(n) many, size_t n);
void a6(const double (*UNGIL_COUNTED_BY(n) points)[3], size_t n);
void a7(const uint8_t *UNGIL_SIZED_BY(n) data, void *UNGIL_OUT UNGIL_SIZED_BY(2 * n) out, size_t n);
size_t a8(const char *UNGIL_NUL_TERMINATED text, const char *UNGIL_OR_NULL UNGIL_NUL_TERMINATED also);
size_t a9(double *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) a, size_t n);
void a10(int32_t *UNGIL_OUT low, int32_t *UNGIL_INOUT count, const double *UNGIL_SINGLE one);
void a11(const int32_t *UNGIL_COUNTED_BY(n) UNGIL_RANGE(0, 9) UNGIL_OR_NULL UNGIL_DEFAULT(NULL) a,
         size_t n);
void a12(const double UNGIL_COUNTED_BY(n) a[], size_t n);
const char *UNGIL_NUL_TERMINATED a13(void);
void a14(const float *__counted_by(n) a, const void *__sized_by_or_null(n) b, size_t n);
void a15(const double *UNGIL_RESTRICT UNGIL_COUNTED_BY(n) a, double *__restrict UNGIL_COUNTED_BY(n) b,
         size_t n);
