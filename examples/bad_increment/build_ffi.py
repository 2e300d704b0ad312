"""The builder script of an example that `ungil check` fails."""

import ungil

ffibuilder = ungil.builder("bad_increment", headers=["cdefs/counter.h"], sources=["csrc/counter.c"])

if __name__ == "__main__":
    ungil.main(ffibuilder)
