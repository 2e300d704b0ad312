/** @file
 *  The reference kernels, installed as `ungil.kernels`: small functions that between them use
 *  each way of passing a value and each policy of the interpreter lock.
 *
 *  All of them may be called from any number of threads at once.
 */
#ifndef UNGIL_KERNELS_H
#define UNGIL_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Largest index whose Fibonacci number fits in 64 bits. */
#define FIBONACCI_MAX 93

/** Approximates pi by the first terms of Leibniz's series, 4 - 4/3 + 4/5 - ...
 *
 *  The error is about 1/iterations. Each term takes about a nanosecond, so that this is the
 *  kernel to try threads with.
 *
 *  @param iterations  number of terms; 0 gives 0.0
 *  @return the partial sum */
double compute_pi(uint64_t iterations);

/** Adds two integers; a sum that does not fit wraps around modulo 2^32.
 *
 *  @param a  first addend
 *  @param b  second addend
 *  @return a + b */
int32_t add(int32_t a, int32_t b) UNGIL_HOLD;

/** Multiplies two floating-point numbers.
 *
 *  @param a  first factor
 *  @param b  second factor
 *  @return a * b, as IEEE 754 defines it */
double multiply(double a, double b) UNGIL_HOLD;

/** Adds two arrays element by element; sums wrap around as those of add() do.
 *
 *  Takes nanoseconds or seconds, by the length: the lock is kept or released by what calls of that
 *  size took before.
 *
 *  @param a       first addends
 *  @param b       second addends
 *  @param result  receives a[i] + b[i]; may be a or b itself
 *  @param n       number of elements */
void add_arrays(const int32_t *UNGIL_COUNTED_BY(n) a,
                const int32_t *UNGIL_COUNTED_BY(n) b,
                int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result,
                size_t n) UNGIL_AUTO;

/** Computes the Adler-32 checksum of some bytes, by way of a buffer that each thread has for
 *  itself.
 *
 *  The input is copied into the buffer first and read from there, so that a buffer which
 *  threads shared would give wrong sums.
 *
 *  @param input  the bytes, at most 1,024 of them
 *  @param n      number of bytes
 *  @return the checksum that RFC 1950 defines, as zlib's adler32() computes it */
uint32_t process_with_buffer(const uint8_t *UNGIL_SIZED_BY(n) input, size_t n)
    UNGIL_REQUIRES(n <= 1024);

/** Adds one to a counter that all threads of the process share.
 *
 *  @return the counter after this call's own addition: no two calls get the same */
uint64_t increment_counter(void);

/** Reads the counter of increment_counter().
 *
 *  @return the number of calls of increment_counter() since the module was loaded */
uint64_t get_counter(void);

/** Computes a Fibonacci number.
 *
 *  @param n  its index; fibonacci(0) is 0 and fibonacci(1) is 1
 *  @return the n-th Fibonacci number */
uint64_t fibonacci(uint32_t UNGIL_RANGE(0, FIBONACCI_MAX) n);

/** Tells whether a number is prime, by trial division.
 *
 *  Takes up to sqrt(n) / 3 divisions: microseconds below 2^32, seconds close to 2^64.
 *
 *  @param n  the number; 0 and 1 are not prime
 *  @return whether n is prime */
bool is_prime(uint64_t n);

/** Waits without the interpreter lock.
 *
 *  A signal does not shorten the wait; Python's handlers run when it is over.
 *
 *  @param milliseconds  how long, at least */
void sleep_ms(uint32_t milliseconds);

/** Sums the squares 1 + 4 + 9 + ... + n*n, modulo 2^64.
 *
 *  Thread-safe as most kernels are: it touches nothing but its argument and its own variables.
 *
 *  @param n  the last number to be squared
 *  @return the sum */
uint64_t thread_safe_function(uint32_t n);

#ifdef __cplusplus
}
#endif

#endif /* UNGIL_KERNELS_H */
