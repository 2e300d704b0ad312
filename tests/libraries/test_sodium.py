"""libsodium's secret boxes against the test vector of NaCl."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

KEY = bytes.fromhex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389")
NONCE = bytes.fromhex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37")
MESSAGE = bytes.fromhex(
    "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61"
    "296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af"
    "1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705"
)
BOX = bytes.fromhex(
    "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a118"
    "6ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e5"
    "26ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654c"
    "b45a74e355a5"
)


@pytest.fixture(scope="module")
def sodium(library: Callable[..., ModuleType]) -> ModuleType:
    module = library("sodium_calls.h", "sodium.h", "-lsodium")
    assert module.sodium_init() in (0, 1)
    return module


def test_known_answer(sodium: ModuleType) -> None:
    assert sodium.crypto_secretbox_easy(MESSAGE, NONCE, KEY) == BOX
    assert sodium.crypto_secretbox_open_easy(BOX, NONCE, KEY) == MESSAGE


def test_constants(sodium: ModuleType) -> None:
    assert sodium.crypto_secretbox_KEYBYTES == len(KEY)
    assert sodium.crypto_secretbox_NONCEBYTES == len(NONCE)
    assert sodium.crypto_secretbox_MACBYTES == len(BOX) - len(MESSAGE)


def test_keys(sodium: ModuleType) -> None:
    keys = [sodium.crypto_secretbox_keygen() for _ in range(10)]
    assert len({bytes(key) for key in keys}) == 10
    for key in keys:
        box = sodium.crypto_secretbox_easy(b"", NONCE, key)
        assert sodium.crypto_secretbox_open_easy(box, NONCE, key) == b""


def test_what_was_changed_is_not_opened(sodium: ModuleType) -> None:
    for i in (0, 20, len(BOX) - 1):
        changed = bytearray(BOX)
        changed[i] ^= 1
        with pytest.raises(sodium.Error) as caught:
            sodium.crypto_secretbox_open_easy(changed, NONCE, KEY)
        assert caught.value.code == -1


def test_sizes(sodium: ModuleType) -> None:
    """A box of 3 bytes is shorter than its own mark: C would write 2**64 - 13 bytes."""
    with pytest.raises(ValueError, match="size - crypto_secretbox_MACBYTES"):
        sodium.crypto_secretbox_open_easy(BOX[:3], NONCE, KEY)
    for nonce, key in ((NONCE[:-1], KEY), (NONCE, KEY[:-1]), (NONCE + b"x", KEY)):
        with pytest.raises(ValueError, match="bytes"):
            sodium.crypto_secretbox_easy(MESSAGE, nonce, key)
    with pytest.raises(ValueError, match="'box'"):
        sodium.crypto_secretbox_easy(MESSAGE, NONCE, KEY, box=bytearray(len(BOX) - 1))
