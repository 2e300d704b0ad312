"""Declaration headers for real libraries, as their users would write them.

Each repeats the prototypes that it binds; the C compiler compares them with the library's own
header wherever that is installed, and cffi's half is compiled and, for zlib, called.
"""

from __future__ import annotations

import importlib.util
import io
import subprocess
import sysconfig
import zlib
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import ungil
from ungil import header
from ungil.header import Reading
from ungil.interface import (
    Access,
    Bytes,
    Callback,
    ConstantKind,
    Handle,
    NewHandle,
    Record,
    Reference,
    Text,
    Unbound,
)

ZLIB = """
#include <zlib.h>
#include "ungil.h"

typedef unsigned char Byte;
typedef Byte Bytef;
typedef unsigned int uInt;
typedef unsigned long uLong;
typedef uLong uLongf;
UNGIL_CONSTANT(Z_BEST_SPEED);
UNGIL_CONSTANT(ZLIB_VERSION);
#ifdef UNGIL_READING
typedef struct z_stream_s {
    Bytef *next_in;
    uInt avail_in;
    Bytef *next_out;
    uInt avail_out;
    ...;
} z_stream;
#endif
#define DICTIONARY Z_NEED_DICT
UNGIL_CONSTANT(Z_NEED_DICT);

ZEXTERN uLong ZEXPORT compressBound(uLong source_len);
ZEXTERN const char *ZEXPORT UNGIL_NUL_TERMINATED zError(int code);
ZEXTERN int ZEXPORT compress2(Bytef *UNGIL_OUT UNGIL_SIZED_BY(*dest_len) dest,
                              uLongf *UNGIL_INOUT UNGIL_DEFAULT(compressBound(source_len)) dest_len,
                              const Bytef *UNGIL_SIZED_BY(source_len) source, uLong source_len,
                              int UNGIL_DEFAULT(-1) level) UNGIL_STATUS(zError);
ZEXTERN int ZEXPORT uncompress(Bytef *UNGIL_OUT UNGIL_SIZED_BY(*dest_len) dest,
                               uLongf *UNGIL_INOUT dest_len,
                               const Bytef *UNGIL_SIZED_BY(source_len) source, uLong source_len)
    UNGIL_STATUS(zError);
ZEXTERN uLong ZEXPORT crc32(uLong UNGIL_DEFAULT(0) crc,
                            const Bytef *UNGIL_SIZED_BY(len) UNGIL_OR_NULL buf, uInt len);
ZEXTERN int ZEXPORT deflate(z_stream *stream, int flush);
"""

SQLITE = """
#include <sqlite3.h>
#include "ungil.h"

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
UNGIL_CONSTANT(SQLITE_ROW);
UNGIL_CONSTANT(SQLITE_DONE);

const char *UNGIL_NUL_TERMINATED sqlite3_errmsg(sqlite3 *db);
const char *UNGIL_NUL_TERMINATED sqlite3_errstr(int code);
int sqlite3_open(const char *UNGIL_NUL_TERMINATED filename,
                 sqlite3 *UNGIL_OWNED(sqlite3_close) *UNGIL_OUT db) UNGIL_STATUS(sqlite3_errstr);
int sqlite3_close(sqlite3 *UNGIL_CONSUMED db) UNGIL_STATUS(sqlite3_errstr);
int sqlite3_prepare_v2(sqlite3 *UNGIL_LIFETIMEBOUND db, const char *UNGIL_SIZED_BY(n) sql, int n,
                       sqlite3_stmt *UNGIL_OWNED(sqlite3_finalize) *UNGIL_OUT stmt,
                       const char **tail) UNGIL_STATUS(sqlite3_errmsg(db));
int sqlite3_finalize(sqlite3_stmt *UNGIL_CONSUMED stmt);
int sqlite3_step(sqlite3_stmt *stmt)
    UNGIL_SUCCESS(return == SQLITE_ROW || return == SQLITE_DONE)
    UNGIL_STATUS(sqlite3_errstr);
const unsigned char *sqlite3_column_text(sqlite3_stmt *stmt, int column);
int sqlite3_exec(sqlite3 *db, const char *UNGIL_NUL_TERMINATED sql,
                 int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(1) row)(void *UNGIL_CONTEXT c, int n,
                                                                 char **values, char **names),
                 void *UNGIL_CONTEXT c, char **message);
"""

XXHASH = """
#include <xxhash.h>
#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

typedef uint64_t XXH64_hash_t;
#ifdef UNGIL_READING
typedef int... XXH_errorcode;
#endif
typedef struct XXH64_state_s XXH64_state_t;

XXH_PUBLIC_API XXH64_hash_t XXH64(const void *UNGIL_SIZED_BY(length) input, size_t length,
                                  XXH64_hash_t UNGIL_DEFAULT(0) seed);
XXH_PUBLIC_API XXH64_state_t *UNGIL_OWNED(XXH64_freeState) XXH64_createState(void);
XXH_PUBLIC_API XXH_errorcode XXH64_freeState(XXH64_state_t *UNGIL_CONSUMED state);
XXH_PUBLIC_API XXH_errorcode XXH64_update(XXH64_state_t *state,
                                          const void *UNGIL_SIZED_BY(length) input, size_t length);
XXH_PUBLIC_API XXH64_hash_t XXH64_digest(const XXH64_state_t *state);
"""

ZSTD = """
#include <zstd.h>
#include "ungil.h"
#include <stddef.h>

typedef struct ZSTD_CCtx_s ZSTD_CCtx;
unsigned ZSTD_isError(size_t code);
const char *UNGIL_NUL_TERMINATED ZSTD_getErrorName(size_t code);
size_t ZSTD_compressBound(size_t size);
ZSTD_CCtx *UNGIL_OWNED(ZSTD_freeCCtx) ZSTD_createCCtx(void);
size_t ZSTD_freeCCtx(ZSTD_CCtx *UNGIL_CONSUMED cctx);
size_t ZSTD_compressCCtx(ZSTD_CCtx *cctx,
                         void *UNGIL_OUT UNGIL_SIZED_BY(capacity) UNGIL_WRITTEN(return) dst,
                         size_t UNGIL_DEFAULT(ZSTD_compressBound(size)) capacity,
                         const void *UNGIL_SIZED_BY(size) src, size_t size,
                         int UNGIL_DEFAULT(3) level)
    UNGIL_SUCCESS(!ZSTD_isError(return)) UNGIL_STATUS(ZSTD_getErrorName);
"""

FFTW = """
#include <complex.h>
#include <fftw3.h>
#include "ungil.h"

typedef double _Complex fftw_complex;
typedef struct fftw_plan_s *fftw_plan;
UNGIL_CONSTANT(FFTW_FORWARD);
UNGIL_CONSTANT(FFTW_ESTIMATE);
fftw_plan UNGIL_OWNED(fftw_destroy_plan)
    fftw_plan_dft_1d(int n, fftw_complex *UNGIL_LIFETIMEBOUND UNGIL_COUNTED_BY(n) in,
                     fftw_complex *UNGIL_LIFETIMEBOUND UNGIL_COUNTED_BY(n) out,
                     int UNGIL_DEFAULT(FFTW_FORWARD) sign,
                     unsigned UNGIL_DEFAULT(FFTW_ESTIMATE) flags);
void fftw_execute(const fftw_plan plan);
void fftw_destroy_plan(fftw_plan UNGIL_CONSUMED plan);
"""

LIBRARIES = {
    "zlib": ZLIB,
    "sqlite3": SQLITE,
    "xxhash": XXHASH,
    "zstd": ZSTD,
    "fftw3": FFTW,
}
INSTALLED = [name for name in LIBRARIES if Path(f"/usr/include/{name}.h").exists()]


def read(folder: Path, library: str) -> Reading:
    path = folder / f"my_{library}.h"
    path.write_text(LIBRARIES[library], encoding="utf-8")
    return header.read([path], base=folder)


def forms(reading: Reading, name: str) -> list[Any]:
    (function,) = (f for f in reading.interface.functions if f.name == name)
    return [parameter.form for parameter in function.parameters]


@pytest.mark.parametrize("library", INSTALLED)
def test_the_compiler_agrees_with_the_prototypes(library: str, tmp_path: Path) -> None:
    read(tmp_path, library)
    command = ["gcc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]
    source = tmp_path / "main.c"
    source.write_text(f'#include "my_{library}.h"\nint main(void) {{ return 0; }}\n')
    command += [f"-I{ungil.get_include()}", str(source)]
    assert subprocess.run(command, capture_output=True, text=True).stderr == ""


@pytest.mark.parametrize("library", LIBRARIES)
def test_cffi_takes_the_declarations(library: str, tmp_path: Path) -> None:
    cffi = pytest.importorskip("cffi")
    ffi = cffi.FFI()
    ffi.cdef(read(tmp_path, library).interface.declarations)


def build(folder: Path, library: str, link: str) -> ModuleType:
    """The library's cffi module, built by cffi's own rules from what was read."""
    cffi = pytest.importorskip("cffi")
    reading = read(folder, library)
    ffi = cffi.FFI()
    ffi.cdef(reading.interface.declarations)
    ffi.set_source(f"_{library}", f'#include "my_{library}.h"\n')
    text = io.StringIO()
    with redirect_stdout(io.StringIO()):
        ffi.emit_c_code(text)
    source, built = folder / f"_{library}.c", folder / f"_{library}.so"
    source.write_text(text.getvalue())
    include = [f"-I{ungil.get_include()}", f"-I{sysconfig.get_path('include')}", f"-I{folder}"]
    flags = ["-std=gnu11", "-Werror", "-O0", "-shared", "-fPIC"]
    command = ["gcc", *flags, *include, str(source), "-o", str(built), f"-l{link}"]
    assert subprocess.run(command, capture_output=True, text=True).stderr == ""
    spec = importlib.util.spec_from_file_location(f"_{library}", built)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif("zlib" not in INSTALLED, reason="zlib.h is missing (zlib1g-dev)")
def test_zlib_through_lib(tmp_path: Path) -> None:
    module = build(tmp_path, "zlib", "z")
    ffi, lib = module.ffi, module.lib
    data = bytes(range(256)) * 40
    assert lib.crc32(0, data, len(data)) == zlib.crc32(data)
    size = ffi.new("uLongf *", lib.compressBound(len(data)))
    out = ffi.new("Bytef[]", size[0])
    assert lib.compress2(out, size, data, len(data), 9) == 0
    assert zlib.decompress(bytes(ffi.buffer(out, size[0]))) == data
    stream = ffi.new("z_stream *")
    stream.avail_in = 7
    assert stream.avail_in == 7
    assert ffi.string(lib.zError(-3)) == b"data error"


def test_zlib_model(tmp_path: Path) -> None:
    reading = read(tmp_path, "zlib")
    dest, dest_len, source, _, level = forms(reading, "compress2")
    assert isinstance(dest, Bytes)
    assert (dest.access, dest.size.text) == (Access.WRITE, "*dest_len")
    assert dest.written == dest.size
    assert isinstance(dest_len, Reference)
    assert dest_len.access is Access.UPDATE
    assert source.access is Access.READ
    assert level.type.name == "int"
    assert isinstance(forms(reading, "deflate")[0], Unbound)
    (stream,) = (r for r in reading.interface.records if r.name == "z_stream")
    assert stream.partial
    kinds = {constant.name: constant.kind for constant in reading.interface.constants}
    unknown = ("Z_BEST_SPEED", "ZLIB_VERSION", "DICTIONARY", "Z_NEED_DICT")
    assert kinds == dict.fromkeys(unknown, ConstantKind.UNKNOWN)
    assert [note.code for note in reading.notes] == ["left-to-lib"]


def test_sqlite_model(tmp_path: Path) -> None:
    reading = read(tmp_path, "sqlite3")
    db = Record("sqlite3")
    name, made = forms(reading, "sqlite3_open")
    assert name == Text()
    assert made == NewHandle(db, "sqlite3_close")
    assert forms(reading, "sqlite3_close") == [Handle(db, consumed=True)]
    row = forms(reading, "sqlite3_exec")[2]
    assert isinstance(row, Callback)
    unbound = [f.name for f in reading.interface.functions if f.unbound]
    assert unbound == ["sqlite3_prepare_v2", "sqlite3_column_text", "sqlite3_exec"]


def test_zstd_model(tmp_path: Path) -> None:
    reading = read(tmp_path, "zstd")
    context, dst, *_ = forms(reading, "ZSTD_compressCCtx")
    assert context == Handle(Record("ZSTD_CCtx"))
    assert (dst.size.text, dst.written.text) == ("capacity", "return")
    assert reading.notes == ()


def test_fftw_model(tmp_path: Path) -> None:
    reading = read(tmp_path, "fftw3")
    plan = Record("struct fftw_plan_s")
    (made, execute, destroy) = reading.interface.functions
    assert made.result.form == NewHandle(plan, "fftw_destroy_plan")
    assert [p.lifetimebound for p in made.parameters] == [False, True, True, False, False]
    assert [p.python_name for p in made.parameters] == ["n", "in_", "out", "sign", "flags"]
    assert made.unbound is None
    assert destroy.parameters[0].form == Handle(plan, consumed=True)
    assert isinstance(execute.parameters[0].form, Handle)
