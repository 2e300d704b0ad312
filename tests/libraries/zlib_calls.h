/* zlib: checksums, buffers, and streams that are lib's. */
#ifndef ZLIB_CALLS_H
#define ZLIB_CALLS_H

#include <zlib.h>

#include "ungil.h"

typedef unsigned char Byte;
typedef Byte Bytef;
typedef unsigned int uInt;
typedef unsigned long uLong;
typedef uLong uLongf;

UNGIL_CONSTANT(Z_OK);
UNGIL_CONSTANT(Z_STREAM_END);
UNGIL_CONSTANT(Z_NO_FLUSH);
UNGIL_CONSTANT(Z_FINISH);
UNGIL_CONSTANT(Z_DATA_ERROR);
UNGIL_CONSTANT(Z_BUF_ERROR);
UNGIL_CONSTANT(ZLIB_VERSION);

uLong crc32(uLong UNGIL_DEFAULT(0) crc, const Bytef *UNGIL_SIZED_BY(size) data, uInt size);
uLong adler32(uLong UNGIL_DEFAULT(1) adler, const Bytef *UNGIL_SIZED_BY(size) data, uInt size);

uLong compressBound(uLong size);

int compress2(Bytef *UNGIL_OUT UNGIL_SIZED_BY(*target_size) target,
              uLongf *UNGIL_INOUT UNGIL_DEFAULT(compressBound(size)) target_size,
              const Bytef *UNGIL_SIZED_BY(size) source,
              uLong size,
              int UNGIL_DEFAULT(-1) level) UNGIL_STATUS(zError);

int uncompress(Bytef *UNGIL_OUT UNGIL_SIZED_BY(*target_size) target,
               uLongf *UNGIL_INOUT target_size,
               const Bytef *UNGIL_SIZED_BY(size) source,
               uLong size) UNGIL_STATUS(zError);

#ifdef UNGIL_READING
typedef struct z_stream_s {
    const Bytef *next_in;
    uInt avail_in;
    uLong total_in;
    Bytef *next_out;
    uInt avail_out;
    uLong total_out;
    ...;
} z_stream;
#endif

int deflateInit_(z_stream *stream, int level, const char *version, int stream_size);
int deflate(z_stream *stream, int flush);
int deflateEnd(z_stream *stream);
int inflateInit_(z_stream *stream, const char *version, int stream_size);
int inflate(z_stream *stream, int flush);
int inflateEnd(z_stream *stream);

#endif
