/* compiler.h: how compilers are told what matters. */
#ifndef UNGIL_COMPILER_H
#define UNGIL_COMPILER_H

/* FAST is on the way of every call. CALL is shared by calls, too large to stand in each. COLD is
 * for failures and first times: not optimised, which takes a third off the time to compile.
 * gcc drops what is not used only where it is `inline`, and inlines nothing that is not optimised.
 * Under `ungil develop` nothing is optimised (develop.h), so there is no difference. */
#if defined(UNGIL_DEVELOP) && defined(__GNUC__)
#define UNGIL_FAST static inline __attribute__((unused))
#define UNGIL_CALL static inline __attribute__((unused))
#define UNGIL_COLD static inline __attribute__((unused))
#elif defined(__GNUC__)
#define UNGIL_FAST static inline __attribute__((always_inline, unused))
#define UNGIL_CALL static __attribute__((noinline, unused))
#ifdef __clang__
#define UNGIL_COLD static __attribute__((cold, noinline, unused))
#else
#define UNGIL_COLD static inline __attribute__((cold, unused, optimize("O0")))
#endif
#else
#define UNGIL_FAST static __inline
#define UNGIL_CALL static
#define UNGIL_COLD static
#endif

#ifdef __GNUC__
#define UNGIL_LIKELY(x) __builtin_expect(!!(x), 1)
#define UNGIL_UNLIKELY(x) __builtin_expect(!!(x), 0)
#else
#define UNGIL_LIKELY(x) (x)
#define UNGIL_UNLIKELY(x) (x)
#endif

#endif
