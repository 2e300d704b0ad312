"""The module whose policies are compared."""

import ungil

ffibuilder = ungil.builder("policy_kernels", headers=["kernels.h"], sources=["kernels.c"])

if __name__ == "__main__":
    ungil.main(ffibuilder)
