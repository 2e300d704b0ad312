"""Zstandard: frames of RFC 8878, and contexts that threads share."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from types import ModuleType

import pytest

MAGIC = bytes.fromhex("28b52ffd")


@pytest.fixture(scope="module")
def zstd(library: Callable[..., ModuleType]) -> ModuleType:
    return library("zstd_calls.h", "zstd.h", "-lzstd", prefix="ZSTD_")


def raw_frame(data: bytes) -> bytes:
    """A frame of one raw block (RFC 8878, 3.1.1), for up to 255 bytes."""
    header = bytes([0x20, len(data)])  # single segment: the size takes one byte
    return MAGIC + header + (len(data) << 3 | 1).to_bytes(3, "little") + data


def run_frame(byte: bytes, size: int) -> bytes:
    """A frame of one run-length block."""
    return MAGIC + bytes([0x20, size]) + (size << 3 | 1 << 1 | 1).to_bytes(3, "little") + byte


def test_known_frames(zstd: ModuleType) -> None:
    context = zstd.DCtx()
    assert context.decompressDCtx(100, raw_frame(b"hello")) == b"hello"
    assert context.decompressDCtx(100, run_frame(b"z", 77)) == b"z" * 77
    # Nothing, with its checksum: the low half of XXH64 of nothing.
    nothing = MAGIC + bytes.fromhex("2400010000") + bytes.fromhex("99e9d851")
    assert context.decompressDCtx(0, nothing) == b""


def test_there_and_back(zstd: ModuleType) -> None:
    mine = random.Random(2)
    with zstd.createCCtx() as packer, zstd.createDCtx() as unpacker:
        for size in (0, 1, 1000, 100_000):
            data = bytes(mine.choices(b"abcdef", k=size))
            packed = packer.compressCCtx(data)
            assert packed[:4] == MAGIC
            assert len(packed) < max(20, size)
            assert unpacker.decompressDCtx(size, packed) == data
            assert len(packer.compressCCtx(data, 19)) <= len(packed)


def test_given_target(zstd: ModuleType) -> None:
    target = bytearray(100)
    length, same = zstd.DCtx().decompressDCtx(
        source=raw_frame(b"hello"), target=target, capacity=100
    )
    assert (length, same is target, target[:5]) == (5, True, b"hello")


def test_errors_are_zstd_s(zstd: ModuleType) -> None:
    context = zstd.DCtx()
    with pytest.raises(zstd.Error, match="Destination buffer is too small") as caught:
        context.decompressDCtx(4, raw_frame(b"hello"))
    assert zstd.isError(caught.value.code)
    with pytest.raises(zstd.Error, match="Unknown frame descriptor"):
        context.decompressDCtx(4, bytes(100))
    assert context.decompressDCtx(5, raw_frame(b"hello")) == b"hello"


def test_contexts_shared_by_threads(zstd: ModuleType) -> None:
    """Two threads in one context at the same time corrupt it, or crash."""
    packer, unpacker = zstd.CCtx(), zstd.DCtx()
    wrong: list[int] = []

    def work(seed: int) -> None:
        mine = random.Random(seed)
        for _ in range(40):
            data = bytes(mine.choices(range(seed, seed + 20), k=mine.randrange(20_000)))
            packed = packer.compressCCtx(data, mine.randrange(1, 6))
            if unpacker.decompressDCtx(len(data), packed) != data:
                wrong.append(seed)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
