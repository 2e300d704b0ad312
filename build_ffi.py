"""The builder script of `ungil.kernels`: this repository is its own first user."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "pkg"))

import ungil

ffibuilder = ungil.builder(
    "ungil.kernels",
    headers=["cdefs/kernels.h"],
    sources=["csrc/kernels.c", "csrc/platform.c"],
)

if __name__ == "__main__":
    ungil.main(ffibuilder)
