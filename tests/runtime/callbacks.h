/* callbacks.h: C that calls back in every way that the notation knows. */
#include <stdlib.h>
int each(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(-1)
                  row)(void *UNGIL_CONTEXT ctx, int number, const char *UNGIL_NUL_TERMINATED name),
         void *UNGIL_CONTEXT ctx,
         int count);
int last_answer(void);
int held(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx, int x),
         void *UNGIL_CONTEXT ctx,
         int x) UNGIL_HOLD;
int above(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx, int x), void *UNGIL_CONTEXT ctx, int x)
    UNGIL_RELEASE_ABOVE(x, 10);
int alone(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx, int x),
          void *UNGIL_CONTEXT ctx,
          int x) UNGIL_SERIALIZED;
int maybe(int (*UNGIL_NOESCAPE UNGIL_OR_NULL UNGIL_DEFAULT(NULL) f)(void *UNGIL_CONTEXT ctx),
          void *UNGIL_CONTEXT ctx);
double two(double (*UNGIL_NOESCAPE f)(double x, void *UNGIL_CONTEXT ctx),
           double (*UNGIL_NOESCAPE g)(double x, void *UNGIL_CONTEXT ctx),
           void *UNGIL_CONTEXT ctx,
           double x);
void step(void (*UNGIL_NOESCAPE f)(double t,
                                   const double *UNGIL_COUNTED_BY(n) y,
                                   double *UNGIL_OUT UNGIL_COUNTED_BY(n) dy,
                                   size_t n,
                                   void *UNGIL_CONTEXT ctx),
          void *UNGIL_CONTEXT ctx,
          double *UNGIL_COUNTED_BY(n) y,
          size_t n);
double integral(double (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx, double x),
                void *UNGIL_CONTEXT ctx,
                double low,
                double high,
                int parts) UNGIL_REQUIRES(parts > 0);

uint8_t narrow(uint8_t (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(77) f)(void *UNGIL_CONTEXT ctx),
               void *UNGIL_CONTEXT ctx);
bool truth(bool (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx, bool b),
           void *UNGIL_CONTEXT ctx,
           bool b);
uint64_t wide(uint64_t (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx, uint64_t a, int64_t b, float c),
              void *UNGIL_CONTEXT ctx,
              uint64_t a,
              int64_t b);
enum colour { RED, GREEN = 5 };
enum colour other(enum colour (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx, enum colour c),
                  void *UNGIL_CONTEXT ctx,
                  enum colour c);

size_t pump(size_t (*UNGIL_NOESCAPE read)(void *UNGIL_CONTEXT ctx,
                                          void *UNGIL_OUT UNGIL_SIZED_BY(room) UNGIL_WRITTEN(return)
                                              target,
                                          size_t room),
            int (*UNGIL_NOESCAPE write)(void *UNGIL_CONTEXT ctx,
                                        const void *UNGIL_SIZED_BY(size) data,
                                        size_t size),
            void *UNGIL_CONTEXT ctx);
int several(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx,
                                    double *UNGIL_OUT UNGIL_RANGE(0, 10) half,
                                    int *UNGIL_INOUT count),
            void *UNGIL_CONTEXT ctx,
            int count,
            double *UNGIL_OUT half,
            int *UNGIL_OUT counted);
int points(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx,
                                   const int *UNGIL_SINGLE UNGIL_OR_NULL one,
                                   int *UNGIL_SINGLE place,
                                   const int32_t *UNGIL_COUNTED_BY(n) UNGIL_OR_NULL many,
                                   int n,
                                   const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL text),
           void *UNGIL_CONTEXT ctx,
           bool null,
           int *UNGIL_OUT place);
void grid(
    void (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx, float *UNGIL_SHAPE(m, n) a, int m, int n),
    void *UNGIL_CONTEXT ctx,
    float *UNGIL_SHAPE(m, n) a,
    int m,
    int n);
void broken(void (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx,
                                     const double *UNGIL_COUNTED_BY(n) a,
                                     int64_t n,
                                     const char *UNGIL_NUL_TERMINATED text),
            void *UNGIL_CONTEXT ctx,
            int how);
int elsewhere(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(13) f)(void *UNGIL_CONTEXT ctx),
              void *UNGIL_CONTEXT ctx,
              int *UNGIL_OUT got);
int last_elsewhere(void);
int failing(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx), void *UNGIL_CONTEXT ctx)
    UNGIL_STATUS();
int with_errno(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx),
               void *UNGIL_CONTEXT ctx) UNGIL_ERRNO;
const char *UNGIL_OWNED(free)
UNGIL_NUL_TERMINATED owned(void (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx),
                           void *UNGIL_CONTEXT ctx);
void fill(void (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx, size_t i),
          void *UNGIL_CONTEXT ctx,
          const double *UNGIL_COUNTED_BY(n) in,
          double *UNGIL_OUT UNGIL_COUNTED_BY(n) out,
          size_t n);

typedef struct box box;
void box_free(box *UNGIL_CONSUMED b);
box *UNGIL_OWNED(box_free)
    box_new(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx), void *UNGIL_CONTEXT ctx);
int box_visit(box *b, int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx), void *UNGIL_CONTEXT ctx);
int boxes(void);

typedef struct point {
    double x, y;
} point;
point moved(point (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx,
                                      point p,
                                      const point *UNGIL_SINGLE by,
                                      point *UNGIL_OUT half),
            void *UNGIL_CONTEXT ctx,
            point p,
            point *UNGIL_OUT half);
double _Complex turned(double _Complex (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx,
                                                           double _Complex z,
                                                           char c),
                       void *UNGIL_CONTEXT ctx,
                       double _Complex z);
