"""zlib, bound: outputs whose length C tells, and its errors."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

ZLIB = """
#include <zlib.h>
typedef unsigned char Byte;
typedef Byte Bytef;
typedef unsigned int uInt;
typedef unsigned long uLong;
typedef uLong uLongf;

int compress2(Bytef *UNGIL_OUT UNGIL_SIZED_BY(*dest_len) dest,
              uLongf *UNGIL_INOUT UNGIL_DEFAULT(compressBound(source_len)) dest_len,
              const Bytef *UNGIL_SIZED_BY(source_len) source,
              uLong source_len,
              int UNGIL_DEFAULT(-1) level) UNGIL_STATUS(zError);
int uncompress(Bytef *UNGIL_OUT UNGIL_SIZED_BY(*dest_len) dest,
               uLongf *UNGIL_INOUT dest_len,
               const Bytef *UNGIL_SIZED_BY(source_len) source,
               uLong source_len) UNGIL_STATUS(zError);
uLong crc32(uLong UNGIL_DEFAULT(0) crc, const Bytef *UNGIL_SIZED_BY(len) buf, uInt len);
"""


def test_zlib(bind: Callable[..., ModuleType]) -> None:
    if not Path("/usr/include/zlib.h").exists():
        pytest.skip("zlib.h is not installed")
    m = bind(ZLIB, libraries=["-lz"])
    text = b"never copied " * 1000
    for level in (-1, 0, 1, 9):
        assert m.compress2(text, level) == zlib.compress(text, level)
    assert m.compress2(text) == zlib.compress(text)
    assert m.compress2(b"") == zlib.compress(b"")
    packed = zlib.compress(text)
    assert m.uncompress(len(text), packed) == text
    assert m.uncompress(len(text) + 5, packed) == text
    room = bytearray(len(text) + 5)
    size, same = m.uncompress(len(room), packed, dest=room)[::-1]
    assert (size, same is room, room[:size]) == (len(text), True, text)
    with pytest.raises(m.Error, match=r"uncompress\(\): buffer error") as failure:
        m.uncompress(5, packed)
    assert failure.value.code == -5
    with pytest.raises(m.Error, match="data error"):
        m.uncompress(len(text), b"nonsense")
    with pytest.raises(m.Error, match="stream error"):
        m.compress2(text, 77)
    assert m.crc32(text) == zlib.crc32(text)
    assert m.crc32(text, crc=5) == zlib.crc32(text, 5)
