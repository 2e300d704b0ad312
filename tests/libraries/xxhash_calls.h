/* xxHash: of bytes at once, and of streams by handles. */
#ifndef XXHASH_CALLS_H
#define XXHASH_CALLS_H

#include <stdint.h>
#include <xxhash.h>

#include "ungil.h"

typedef uint32_t XXH32_hash_t;
typedef uint64_t XXH64_hash_t;
typedef struct XXH64_state_s XXH64_state_t;
#ifdef UNGIL_READING
typedef enum { XXH_OK, XXH_ERROR } XXH_errorcode;
#endif

XXH32_hash_t
XXH32(const void *UNGIL_SIZED_BY(length) input, size_t length, XXH32_hash_t UNGIL_DEFAULT(0) seed);
XXH64_hash_t
XXH64(const void *UNGIL_SIZED_BY(length) input, size_t length, XXH64_hash_t UNGIL_DEFAULT(0) seed);

/** Starts the hash of a stream. */
static inline XXH64_state_t *UNGIL_OWNED(XXH64_freeState)
    XXH64_start(XXH64_hash_t UNGIL_DEFAULT(0) seed) {
    XXH64_state_t *state = XXH64_createState();
    if (state != NULL) {
        XXH64_reset(state, seed);
    }
    return state;
}

XXH_errorcode XXH64_freeState(XXH64_state_t *state);
XXH_errorcode XXH64_reset(XXH64_state_t *state, XXH64_hash_t UNGIL_DEFAULT(0) seed) UNGIL_STATUS();
XXH_errorcode XXH64_update(XXH64_state_t *state,
                           const void *UNGIL_SIZED_BY(length) input,
                           size_t length) UNGIL_STATUS();
XXH64_hash_t XXH64_digest(const XXH64_state_t *state);
void XXH64_copyState(XXH64_state_t *to, const XXH64_state_t *from);

#endif
