"""The module that is timed: the reference kernels under a name of their own."""

import ungil

ffibuilder = ungil.builder("ungil_kernels", headers=["../cdefs/kernels.h"])

if __name__ == "__main__":
    ungil.main(ffibuilder)
