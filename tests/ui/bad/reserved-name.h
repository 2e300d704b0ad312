#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

double y1(double x);
double gamma(double x);
int32_t index(int32_t a);
int32_t ungil_thing(void);
int32_t Py_thing(void);
int32_t PyInit_kernels(void);
int32_t _cffi_thing(void);
#define UNGIL_LIMIT 3
#define linux 1
typedef struct PyThing PyThing;
void parameters(int32_t ungil_a, int32_t unix, int32_t index);
int32_t destructor(int32_t a);
float fadd(float a, float b);
int32_t atomic_thing(void);
