#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ungil.h"

/** Calls back for each row.
 *  @param row  is given the number and the name */
int each(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(-1) row)(void *UNGIL_CONTEXT ctx,
                                                          int number,
                                                          const char *UNGIL_NUL_TERMINATED name),
         void *UNGIL_CONTEXT ctx,
         int UNGIL_DEFAULT(3) count);

/** Steps an ordinary differential equation. */
void step(void (*UNGIL_NOESCAPE f)(double t,
                                   const double *UNGIL_COUNTED_BY(n) y,
                                   double *UNGIL_OUT UNGIL_COUNTED_BY(n) dy,
                                   size_t n,
                                   void *UNGIL_CONTEXT ctx),
          void *UNGIL_CONTEXT ctx,
          double *UNGIL_COUNTED_BY(n) y,
          size_t n) UNGIL_HOLD;

/* what a callback may say */
long transform(bool (*UNGIL_NOESCAPE UNGIL_OR_NULL f)(void *UNGIL_CONTEXT ctx,
                                                      const void *UNGIL_SIZED_BY(size) data,
                                                      size_t size,
                                                      void *UNGIL_SIZED_BY(*room) target,
                                                      size_t *UNGIL_INOUT room,
                                                      double *UNGIL_OUT UNGIL_RANGE(0, 1) weight,
                                                      float *UNGIL_SINGLE UNGIL_OR_NULL sum),
               void (*UNGIL_NOESCAPE UNGIL_DEFAULT(NULL) done)(const void *UNGIL_CONTEXT ctx),
               void *UNGIL_CONTEXT ctx,
               long work) UNGIL_RELEASE_ABOVE(work, 10) UNGIL_SERIALIZED;

/* without a context; the words of a callback may name what is around it */
void sort(void *UNGIL_SIZED_BY(count * size) base,
          size_t count,
          size_t size,
          int (*UNGIL_NOESCAPE compare)(const void *UNGIL_SIZED_BY(size) a,
                                        const void *UNGIL_SIZED_BY(size) b));

/* left to lib */
void unmarked(void (*f)(void *ctx), void *ctx);
void by_length(int (*UNGIL_NOESCAPE f)(const int *UNGIL_COUNTED_BY(*n) a), int *UNGIL_INOUT n);
