/* Zstandard: contexts, which C does not let two threads use at once. */
#ifndef ZSTD_CALLS_H
#define ZSTD_CALLS_H

#include <zstd.h>

#include "ungil.h"

typedef struct ZSTD_CCtx_s ZSTD_CCtx;
typedef struct ZSTD_DCtx_s ZSTD_DCtx;

UNGIL_CONSTANT(ZSTD_CLEVEL_DEFAULT);

size_t ZSTD_compressBound(size_t size);
unsigned ZSTD_isError(size_t code);
const char *UNGIL_NUL_TERMINATED ZSTD_getErrorName(size_t code);

ZSTD_CCtx *UNGIL_OWNED(ZSTD_freeCCtx) ZSTD_createCCtx(void);
ZSTD_DCtx *UNGIL_OWNED(ZSTD_freeDCtx) ZSTD_createDCtx(void);

size_t ZSTD_compressCCtx(ZSTD_CCtx *context,
                         void *UNGIL_OUT UNGIL_SIZED_BY(capacity) UNGIL_WRITTEN(return) target,
                         size_t UNGIL_DEFAULT(ZSTD_compressBound(size)) capacity,
                         const void *UNGIL_SIZED_BY(size) source,
                         size_t size,
                         int UNGIL_DEFAULT(ZSTD_CLEVEL_DEFAULT) level)
    UNGIL_SUCCESS(!ZSTD_isError(return)) UNGIL_STATUS(ZSTD_getErrorName);

size_t ZSTD_decompressDCtx(ZSTD_DCtx *context,
                           void *UNGIL_OUT UNGIL_SIZED_BY(capacity) UNGIL_WRITTEN(return) target,
                           size_t capacity,
                           const void *UNGIL_SIZED_BY(size) source,
                           size_t size) UNGIL_SUCCESS(!ZSTD_isError(return))
    UNGIL_STATUS(ZSTD_getErrorName);

#endif
