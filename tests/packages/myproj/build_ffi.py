import ungil

ffibuilder = ungil.builder(
    "myproj._native", headers=["cdefs/kernels.h"], sources=["csrc/kernels.c"]
)

if __name__ == "__main__":
    ungil.main(ffibuilder)
