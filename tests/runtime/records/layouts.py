"""Structs of records.h as NumPy lays them out, and some of them."""

from __future__ import annotations

from typing import Any

import numpy as np

POINT = np.dtype([("x", "f8"), ("y", "f8")], align=True)

LINE = np.dtype(
    [
        ("a", POINT),
        ("b", POINT),
        ("tags", "i2", 2),
        ("name", "S8"),
        ("title", "U4"),
        ("sign", "U1"),
        ("letter", "S1"),
        ("on", "?"),
        ("z", "c8"),
        ("level", "u4"),
        ("raw", "u1", 3),
        ("big", "i8"),
        ("natural", "u8"),
        ("ratio", "f4"),
    ],
    align=True,
)

GRID = np.dtype(
    [
        ("count", "i4"),
        ("m", "f8", (2, 3)),
        ("corners", POINT, 2),
        ("names", "S3", 2),
        ("last", "i1"),
    ],
    align=True,
)
TIGHT = np.dtype([("kind", "S1"), ("value", "f8"), ("wide", "U2"), ("numbers", "i4", 2)])


def a_line(**changes: Any) -> dict[str, Any]:
    values = {
        "a": (0, 0.5),
        "b": [1, 2],
        "tags": (-32768, 32767),
        "name": b"abc",
        "title": "é€",
        "sign": "π",
        "letter": b"\xff",
        "on": True,
        "z": 1 + 2j,
        "level": 1,
        "raw": b"\x00\x80\xff",
        "big": -(2**63),
        "natural": 2**64 - 1,
        "ratio": 0.5,
    }
    return values | changes


def points(*items: tuple[float, float]) -> np.ndarray[Any, Any]:
    return np.array(list(items), POINT)
