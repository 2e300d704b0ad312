/* ungil.h: the words of ungil's header notation, as the C compiler sees them.
 *
 * A declaration header includes this file and stays ordinary C. The words say what C's types
 * leave out (how long an array is, who writes it, what a call does with Python's interpreter
 * lock); `ungil` reads them in the header's text. To a compiler, function words are nothing,
 * and pointer words are nothing or the compiler's own attributes, where it has some: those of
 * clang's -fbounds-safety. docs/notation.md tells what each word means.
 *
 * C99 or later and C++11 or later. No macro here is meant to be undefined by its user.
 *
 * `UNGIL_READING` is defined by ungil alone, while it reads a header: what stands under
 * `#ifdef UNGIL_READING` is invisible to every C compiler. This file never defines it.
 */
#ifndef UNGIL_H
#define UNGIL_H

/* --- Pointers: what a compiler may know as well -------------------------------------------
 * -fbounds-safety reads these attributes after the `*`; every other compiler refuses some of
 * them in that place, hence the test. It takes two steps, since a compiler without
 * __has_feature cannot parse its call.
 */
#ifdef __has_feature
#if __has_feature(bounds_attributes)
#define UNGIL_HAS_BOUNDS_ATTRIBUTES 1
#endif
#endif
#ifndef UNGIL_HAS_BOUNDS_ATTRIBUTES
#define UNGIL_HAS_BOUNDS_ATTRIBUTES 0
#endif

#if UNGIL_HAS_BOUNDS_ATTRIBUTES

/* `e` elements. */
#define UNGIL_COUNTED_BY(e) __attribute__((__counted_by__(e)))
/* `e` bytes. */
#define UNGIL_SIZED_BY(e) __attribute__((__sized_by__(e)))
/* A C string. */
#define UNGIL_NUL_TERMINATED __attribute__((__terminated_by__(0)))
/* One object. */
#define UNGIL_SINGLE __attribute__((__single__))

/* An array of that shape is, to the compiler, as many elements as the product of its sides;
 * with more than four sides the compiler is told not to check. */
#define UNGIL_SHAPE(...)                                                                           \
    UNGIL_SHAPE_CHOICE(__VA_ARGS__, UNGIL_SHAPE_MANY, UNGIL_SHAPE_MANY, UNGIL_SHAPE_MANY,          \
                       UNGIL_SHAPE_MANY, UNGIL_SHAPE_4, UNGIL_SHAPE_3, UNGIL_SHAPE_2,              \
                       UNGIL_SHAPE_1, 0)                                                           \
    (__VA_ARGS__)
#define UNGIL_SHAPE_CHOICE(a, b, c, d, e, f, g, h, chosen, ...) chosen
#define UNGIL_SHAPE_1(a) UNGIL_COUNTED_BY(a)
#define UNGIL_SHAPE_2(a, b) UNGIL_COUNTED_BY((a) * (b))
#define UNGIL_SHAPE_3(a, b, c) UNGIL_COUNTED_BY((a) * (b) * (c))
#define UNGIL_SHAPE_4(a, b, c, d) UNGIL_COUNTED_BY((a) * (b) * (c) * (d))
#define UNGIL_SHAPE_MANY(...) __attribute__((__unsafe_indexable__))

/* The bare spellings mean the same; <ptrcheck.h> defines them too. */
#ifndef __counted_by
#define __counted_by(e) __attribute__((__counted_by__(e)))
#endif
#ifndef __counted_by_or_null
#define __counted_by_or_null(e) __attribute__((__counted_by_or_null__(e)))
#endif
#ifndef __sized_by
#define __sized_by(e) __attribute__((__sized_by__(e)))
#endif
#ifndef __sized_by_or_null
#define __sized_by_or_null(e) __attribute__((__sized_by_or_null__(e)))
#endif
#ifndef __null_terminated
#define __null_terminated __attribute__((__terminated_by__(0)))
#endif
#ifndef __single
#define __single __attribute__((__single__))
#endif

#else /* a compiler without bounds attributes */

#define UNGIL_COUNTED_BY(e)
#define UNGIL_SIZED_BY(e)
#define UNGIL_NUL_TERMINATED
#define UNGIL_SINGLE
#define UNGIL_SHAPE(...)

#ifndef __counted_by
#define __counted_by(e)
#endif
#ifndef __counted_by_or_null
#define __counted_by_or_null(e)
#endif
#ifndef __sized_by
#define __sized_by(e)
#endif
#ifndef __sized_by_or_null
#define __sized_by_or_null(e)
#endif
#ifndef __null_terminated
#define __null_terminated
#endif
#ifndef __single
#define __single
#endif

#endif

/* --- Pointers: what only ungil knows ------------------------------------------------------ */

/* None passes NULL, and a NULL result is None. */
#define UNGIL_OR_NULL
/* Only written by C. */
#define UNGIL_OUT
/* One value, read and written. */
#define UNGIL_INOUT
/* C fills only the first `e` elements of an out array. */
#define UNGIL_WRITTEN(e)
/* The caller owns what comes back; `f` frees it. */
#define UNGIL_OWNED(f)
/* Takes the handle away from Python. */
#define UNGIL_CONSUMED
/* What the call gives keeps using this argument. */
#define UNGIL_LIFETIMEBOUND
/* A callback that C does not keep. */
#define UNGIL_NOESCAPE
/* The pointer that C hands back to a callback. */
#define UNGIL_CONTEXT
/* What C gets from a callback that raised. */
#define UNGIL_ON_EXCEPTION(...)

/* `restrict`, which C++ spells as its compilers do. */
#if defined(__cplusplus) || defined(_MSC_VER)
#define UNGIL_RESTRICT __restrict
#else
#define UNGIL_RESTRICT restrict
#endif

/* --- Values ------------------------------------------------------------------------------- */

/* May be left out; the argument is C. */
#define UNGIL_DEFAULT(...)
/* Lies in lo..hi, both included. */
#define UNGIL_RANGE(lo, hi)

/* --- Functions ---------------------------------------------------------------------------- */

/* The lock is released around the call (the default). */
#define UNGIL_RELEASE
/* Released only when `e` is above `t`. */
#define UNGIL_RELEASE_ABOVE(e, t)
/* Kept. */
#define UNGIL_HOLD
/* Decided by measurement. */
#define UNGIL_AUTO
/* One caller at a time in the whole process. */
#define UNGIL_SERIALIZED
/* ValueError unless `e` holds. */
#define UNGIL_REQUIRES(e)
/* What a good result looks like. */
#define UNGIL_SUCCESS(...)
/* The result is a status; the argument, which may be empty, gives its message. */
#define UNGIL_STATUS(...)
/* A negative or NULL result raises OSError from errno. */
#define UNGIL_ERRNO
/* A scalar function takes arrays too. */
#define UNGIL_VECTORIZE
/* The Python name. */
#define UNGIL_NAME(x)
/* Why sharing this object or function between threads is fine; `ungil check` reads it. */
#ifdef UNGIL_LINT
#define UNGIL_SHARED(why) __attribute__((__annotate__("ungil:shared:" why)))
#else
#define UNGIL_SHARED(why)
#endif
/* Reached through `lib` only. */
#define UNGIL_SKIP

/* --- Constants ----------------------------------------------------------------------------
 * UNGIL_CONSTANT(NAME); makes a constant of a macro that an included header defines. To the
 * compiler it asserts that NAME exists and has a value, and declares nothing (in C99, which
 * has no assertion, an array that no one defines). It may be repeated.
 */
#if defined(__cplusplus)
#define UNGIL_CONSTANT(NAME) static_assert(sizeof(NAME) != 0, "no such constant")
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define UNGIL_CONSTANT(NAME) _Static_assert(sizeof(NAME) != 0, "no such constant")
#else
#define UNGIL_CONSTANT(NAME) extern const char ungil_constant_##NAME[sizeof(NAME) != 0 ? 1 : -1]
#endif

#endif /* UNGIL_H */
