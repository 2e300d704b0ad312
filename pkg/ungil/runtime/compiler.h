/* compiler.h: how compilers are told what matters. */
#ifndef UNGIL_COMPILER_H
#define UNGIL_COMPILER_H

/* FAST is on the way of every call. CALL is shared by calls, too large to stand in each. COLD is
 * for failures and first times: not optimised, which takes a third off the time to compile. INLINE
 * is FAST where a macro makes the function.
 * gcc drops what is not used only where it is `inline`, and inlines nothing that is not optimised.
 * Attributes have their reserved spellings: authors define macros such as `unused`.
 * Under `ungil develop` nothing is optimised (develop.h), so there is no difference; where it
 * compiles the runtime apart (apart.h), one file has these functions and another one calls them. */
#if defined(UNGIL_DEVELOP) && defined(__GNUC__)
#define UNGIL_INLINE static inline __attribute__((__unused__))
#ifdef UNGIL_APART
#define UNGIL_FAST __attribute__((__visibility__("hidden")))
#else
#define UNGIL_FAST UNGIL_INLINE
#endif
#define UNGIL_CALL UNGIL_FAST
#define UNGIL_COLD UNGIL_FAST
#elif defined(__GNUC__)
#define UNGIL_INLINE static inline __attribute__((__always_inline__, __unused__))
#define UNGIL_FAST UNGIL_INLINE
#define UNGIL_CALL static __attribute__((__noinline__, __unused__))
#ifdef __clang__
#define UNGIL_COLD static __attribute__((__cold__, __noinline__, __unused__))
#else
#define UNGIL_COLD static inline __attribute__((__cold__, __unused__, __optimize__("O0")))
#endif
#else
#define UNGIL_INLINE static __inline
#define UNGIL_FAST UNGIL_INLINE
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
