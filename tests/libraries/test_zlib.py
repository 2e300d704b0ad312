"""zlib against Python's own binding of it; its streams through `lib`."""

from __future__ import annotations

import random
import threading
import zlib
from collections.abc import Callable
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def z(library: Callable[..., ModuleType]) -> ModuleType:
    return library("zlib_calls.h", "zlib.h", "-lz", cffi=True)


def some_bytes(mine: random.Random) -> bytes:
    size = mine.choice([0, 1, 7, 1000, mine.randrange(200_000)])
    return mine.randbytes(size) if mine.randrange(2) else bytes(mine.choices(b"abcd", k=size))


def test_known_answers(z: ModuleType) -> None:
    assert z.crc32(b"123456789") == 0xCBF43926
    assert z.adler32(b"Wikipedia") == 0x11E60398
    assert z.crc32(b"") == 0
    assert z.adler32(b"") == 1
    assert z.uncompress(3, bytes.fromhex("789c4b4c4a0600024d0127")) == b"abc"


def test_many_threads_on_random_input(z: ModuleType) -> None:
    raised: list[BaseException] = []

    def work(seed: int) -> None:
        mine = random.Random(seed)
        try:
            for _ in range(30):
                data = some_bytes(mine)
                before = mine.randrange(2**32)
                assert z.crc32(data, crc=before) == zlib.crc32(data, before)
                assert z.adler32(data, adler=before % 65521) == zlib.adler32(data, before % 65521)
                level = mine.randrange(-1, 10)
                packed = z.compress2(data, level)
                assert zlib.decompress(packed) == data
                # What is only stored comes in blocks of the room there is for them.
                assert level == 0 or packed == zlib.compress(data, level)
                assert z.uncompress(len(data) + mine.randrange(3), packed) == data
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []


def test_lengths_in_and_out(z: ModuleType) -> None:
    data = b"spam" * 1000
    packed = zlib.compress(data)
    place = bytearray(5000)
    target, length = z.uncompress(5000, packed, target=place)
    assert target is place
    assert (length, place[:length]) == (4000, data)
    with pytest.raises(z.Error, match="buffer error") as caught:
        z.uncompress(3999, packed)
    assert caught.value.code == z.Z_BUF_ERROR
    with pytest.raises(z.Error, match="data error") as caught:
        z.uncompress(5000, b"x" + packed)
    assert caught.value.code == z.Z_DATA_ERROR
    with pytest.raises(ValueError, match="'target'"):
        z.uncompress(5000, packed, target=bytearray(4999))


def test_stream_through_lib(z: ModuleType) -> None:
    """Pieces of a stream in both directions, against Python's."""
    ffi, lib = z.ffi, z.lib
    version = ffi.new("char[]", z.ZLIB_VERSION.encode())
    data = some_bytes(random.Random(3)) + b"spam" * 10_000
    place = ffi.new("unsigned char[1000]")

    def run(step: Callable[..., int], stream: object, source: bytes, piece: int) -> bytes:
        done, result = bytearray(), z.Z_OK
        for start in range(0, len(source), piece):
            block = ffi.from_buffer("unsigned char[]", source[start : start + piece])
            stream.next_in, stream.avail_in = block, len(block)  # type: ignore[attr-defined]
            last = start + piece >= len(source)
            while True:
                stream.next_out, stream.avail_out = place, 1000  # type: ignore[attr-defined]
                result = step(stream, z.Z_FINISH if last else z.Z_NO_FLUSH)
                done += ffi.buffer(place, 1000 - stream.avail_out)  # type: ignore[attr-defined]
                if stream.avail_out > 0:  # type: ignore[attr-defined]
                    break
        assert result == z.Z_STREAM_END
        return bytes(done)

    stream = ffi.new("z_stream *")
    assert lib.deflateInit_(stream, 6, version, ffi.sizeof("z_stream")) == z.Z_OK
    packed = run(lib.deflate, stream, data, 4096)
    assert stream.total_in == len(data)
    assert lib.deflateEnd(stream) == z.Z_OK
    assert zlib.decompress(packed) == data
    stream = ffi.new("z_stream *")
    assert lib.inflateInit_(stream, version, ffi.sizeof("z_stream")) == z.Z_OK
    assert run(lib.inflate, stream, packed, 777) == data
    assert lib.inflateEnd(stream) == z.Z_OK


def test_what_is_left_to_lib(z: ModuleType) -> None:
    assert "deflate" not in z.__all__
    assert not hasattr(z, "inflate")
