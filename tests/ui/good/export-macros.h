#include "ungil.h"
#if defined(_WIN32)
#define MYLIB_API __declspec(dllexport)
#elif defined(__GNUC__) && __GNUC__ >= 4
#define MYLIB_API __attribute__((visibility("default")))
#else
#define MYLIB_API
#endif
#ifndef MYLIB_LIMIT
#define MYLIB_LIMIT 16
#endif
#ifdef __cplusplus
#define MYLIB_BEGIN extern "C" {
#define MYLIB_END }
#else
#define MYLIB_BEGIN
#define MYLIB_END
#endif
#define MYLIB_CONST(type) const type
#define MYLIB_REAL double

MYLIB_BEGIN
MYLIB_API int e1(int a);
extern MYLIB_API MYLIB_REAL e2(MYLIB_CONST(char) *UNGIL_NUL_TERMINATED name);
__attribute__((const)) int e3(int a) __attribute__((nothrow, warn_unused_result));
_Noreturn void e4(void);
__extension__ typedef struct __attribute__((packed)) { char a; int b; } tight;
static inline int e5(int a) { if (a) { return a; } return 1; }
static __inline__ int e6(int a) UNGIL_HOLD { return a; }
_Static_assert(sizeof(int) >= 2, "int has 16 bits");
int e9(int a) __asm__("e9_in_assembly");
MYLIB_END
