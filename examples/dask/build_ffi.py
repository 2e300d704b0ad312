"""The same kernels in a module that keeps the interpreter lock, to see what a release is worth."""

import ungil

ffibuilder = ungil.builder(
    "held_kernels",
    headers=["held.h"],
    sources=["../../csrc/kernels.c", "../../csrc/platform.c"],
    include_dirs=["../../cdefs"],
    gil="hold",
)

if __name__ == "__main__":
    ungil.main(ffibuilder)
