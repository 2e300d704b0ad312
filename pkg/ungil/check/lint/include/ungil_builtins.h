/* ungil_builtins.h: what gcc's and clang's atomic functions do, as the lint reads it.
 *
 * Put in front of every file that the lint reads. The functions work on plain objects; that an
 * access is atomic is said by the type that it is made through. Nothing is ever run.
 */
#ifndef UNGIL_LINT_BUILTINS_H
#define UNGIL_LINT_BUILTINS_H

/* Flags may serve as locks: these are where one is taken, if what they give says so. What lets it
 * go is a write to the flag. */
_Bool ungil_lint_set(const volatile void *flag);
_Bool ungil_lint_exchange(const volatile void *flag, ...);
_Bool ungil_lint_swap(const volatile void *flag, ...);

/* The comma makes a value of it, which has no qualifiers left. */
#define UNGIL_LINT_ATOMIC(p) (*(volatile _Atomic(__typeof__((0, *(p)))) *)(p))

/* Its value is the new one here: where it is a pointer, that is what the old one was, too. */
#define UNGIL_LINT_EXCHANGE(p, value)                                                              \
    (ungil_lint_exchange(p, value), UNGIL_LINT_ATOMIC(p) = (value))

#define __atomic_load_n(p, order) UNGIL_LINT_ATOMIC(p)
#define __atomic_load(p, result, order) ((void)(*(result) = UNGIL_LINT_ATOMIC(p)))
#define __atomic_store_n(p, value, order) ((void)(UNGIL_LINT_ATOMIC(p) = (value)))
#define __atomic_store(p, value, order) ((void)(UNGIL_LINT_ATOMIC(p) = *(value)))
#define __atomic_exchange_n(p, value, order) UNGIL_LINT_EXCHANGE(p, value)
#define __atomic_exchange(p, value, result, order)                                                 \
    ((void)(*(result) = UNGIL_LINT_ATOMIC(p), UNGIL_LINT_ATOMIC(p) = *(value)))
#define __atomic_compare_exchange_n(p, expected, desired, weak, success, failure)                  \
    (*(expected) = UNGIL_LINT_ATOMIC(p), UNGIL_LINT_ATOMIC(p) = (desired),                         \
     ungil_lint_swap(p, desired))
#define __atomic_compare_exchange(p, expected, desired, weak, success, failure)                    \
    (*(expected) = UNGIL_LINT_ATOMIC(p), UNGIL_LINT_ATOMIC(p) = *(desired), (_Bool)1)
#define __atomic_add_fetch(p, value, order) (UNGIL_LINT_ATOMIC(p) += (value))
#define __atomic_sub_fetch(p, value, order) (UNGIL_LINT_ATOMIC(p) -= (value))
#define __atomic_and_fetch(p, value, order) (UNGIL_LINT_ATOMIC(p) &= (value))
#define __atomic_or_fetch(p, value, order) (UNGIL_LINT_ATOMIC(p) |= (value))
#define __atomic_xor_fetch(p, value, order) (UNGIL_LINT_ATOMIC(p) ^= (value))
#define __atomic_fetch_add(p, value, order) (UNGIL_LINT_ATOMIC(p) += (value))
#define __atomic_fetch_sub(p, value, order) (UNGIL_LINT_ATOMIC(p) -= (value))
#define __atomic_fetch_and(p, value, order) (UNGIL_LINT_ATOMIC(p) &= (value))
#define __atomic_fetch_or(p, value, order) (UNGIL_LINT_ATOMIC(p) |= (value))
#define __atomic_fetch_xor(p, value, order) (UNGIL_LINT_ATOMIC(p) ^= (value))
#define __atomic_test_and_set(p, order) (UNGIL_LINT_ATOMIC((_Bool *)(p)) = 1, ungil_lint_set(p))
#define __atomic_clear(p, order) ((void)(UNGIL_LINT_ATOMIC((_Bool *)(p)) = 0))
#define __atomic_thread_fence(order) ((void)(order))
#define __atomic_signal_fence(order) ((void)(order))

#define __sync_fetch_and_add(p, value) (UNGIL_LINT_ATOMIC(p) += (value))
#define __sync_fetch_and_sub(p, value) (UNGIL_LINT_ATOMIC(p) -= (value))
#define __sync_fetch_and_or(p, value) (UNGIL_LINT_ATOMIC(p) |= (value))
#define __sync_fetch_and_and(p, value) (UNGIL_LINT_ATOMIC(p) &= (value))
#define __sync_fetch_and_xor(p, value) (UNGIL_LINT_ATOMIC(p) ^= (value))
#define __sync_add_and_fetch(p, value) (UNGIL_LINT_ATOMIC(p) += (value))
#define __sync_sub_and_fetch(p, value) (UNGIL_LINT_ATOMIC(p) -= (value))
#define __sync_or_and_fetch(p, value) (UNGIL_LINT_ATOMIC(p) |= (value))
#define __sync_and_and_fetch(p, value) (UNGIL_LINT_ATOMIC(p) &= (value))
#define __sync_xor_and_fetch(p, value) (UNGIL_LINT_ATOMIC(p) ^= (value))
#define __sync_bool_compare_and_swap(p, old, value)                                                \
    ((void)(old), UNGIL_LINT_ATOMIC(p) = (value), ungil_lint_swap(p, value))
#define __sync_val_compare_and_swap(p, old, value) ((void)(old), UNGIL_LINT_ATOMIC(p) = (value))
#define __sync_lock_test_and_set(p, value) UNGIL_LINT_EXCHANGE(p, value)
#define __sync_lock_release(p) ((void)(UNGIL_LINT_ATOMIC(p) = 0))
#define __sync_synchronize() ((void)0)

#endif
