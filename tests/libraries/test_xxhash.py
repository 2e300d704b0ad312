"""xxHash against known answers: at once, and as a stream."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from types import ModuleType

import pytest

SPAM = b"Nobody inspects the spammish repetition"


@pytest.fixture(scope="module")
def xxh(library: Callable[..., ModuleType]) -> ModuleType:
    return library("xxhash_calls.h", "xxhash.h", "-lxxhash")


@pytest.mark.parametrize(
    ("data", "hash32", "hash64"),
    [
        (b"", 0x02CC5D05, 0xEF46DB3751D8E999),
        (b"abc", 0x32D153FF, 0x44BC2CF5AD770999),
        (SPAM, 0xE2293B2F, 0xFBCEA83C8A378BF1),
    ],
)
def test_known_answers(xxh: ModuleType, data: bytes, hash32: int, hash64: int) -> None:
    assert xxh.XXH32(data) == hash32
    assert xxh.XXH64(data) == hash64
    assert xxh.XXH64(bytearray(data), seed=0) == hash64
    state = xxh.XXH64_start()
    state.XXH64_update(data)
    assert state.XXH64_digest() == hash64


def test_streams_are_what_is_hashed_at_once(xxh: ModuleType) -> None:
    mine = random.Random(1)
    for seed in (0, 1, 2**64 - 1):
        data = mine.randbytes(mine.randrange(10_000))
        with xxh.XXH64_state_t(seed) as state:
            rest = memoryview(data)
            while rest:
                size = mine.randrange(1, 500)
                xxh.XXH64_update(state, rest[:size])
                rest = rest[size:]
            assert state.XXH64_digest() == xxh.XXH64(data, seed=seed)


def test_copies(xxh: ModuleType) -> None:
    state, other = xxh.XXH64_start(), xxh.XXH64_start()
    state.XXH64_update(SPAM[:10])
    other.XXH64_copyState(state)
    for copy in (state, other):
        copy.XXH64_update(SPAM[10:])
        assert copy.XXH64_digest() == xxh.XXH64(SPAM)
    with pytest.raises(ValueError, match="'to' and 'from_' are the same handle"):
        state.XXH64_copyState(state)


def test_digests_run_in_parallel_with_each_other_only(xxh: ModuleType) -> None:
    """Threads that feed one stream the same block, and threads that look at it meanwhile."""
    state = xxh.XXH64_start()
    block = bytes(range(256)) * 64

    def feed() -> None:
        for _ in range(100):
            state.XXH64_update(block)

    def look() -> None:
        for _ in range(500):
            state.XXH64_digest()

    threads = [threading.Thread(target=job) for job in (feed, look) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert state.XXH64_digest() == xxh.XXH64(block * 400)


def test_end(xxh: ModuleType) -> None:
    state = xxh.XXH64_start()
    assert xxh.XXH64_freeState(state) == xxh.XXH_OK
    with pytest.raises(ValueError, match=r"^XXH64_digest\(\): 'state' is closed$"):
        state.XXH64_digest()
