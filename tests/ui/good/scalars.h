#ifndef SCALARS_H
#define SCALARS_H
#include "ungil.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>
#include <wchar.h>

#ifdef __cplusplus
extern "C" {
#endif

signed char s1(signed char a, unsigned char b, short c, unsigned short int d);
unsigned s2(unsigned a, long b, unsigned long int c, long long d, unsigned long long e);
int64_t s3(int8_t a, uint16_t b, int_least32_t c, uint_fast8_t d, intmax_t e, uintptr_t f);
ssize_t s4(size_t a, ptrdiff_t b, intptr_t c, off_t d, time_t e);
bool s5(bool a, _Bool b);
float s6(float a, double b);
char s7(char a, wchar_t b);
enum colour { RED, GREEN = 1 << 3, BLUE = GREEN + 1 };
enum colour s8(enum colour c);
typedef enum { SMALL, LARGE } size_class;
size_class s9(size_class c);
double _Complex s10(float _Complex a);
void s11(void);
typedef unsigned int word;
word s12(const word a, volatile word b);
int s13(int, int b);
long long int unsigned s14(int long a, const char unsigned b, short int signed c);

#ifdef __cplusplus
}
#endif
#endif /* SCALARS_H */
