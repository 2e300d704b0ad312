import ungil

ffibuilder = ungil.builder(
    "my_proj._native", headers=["cdefs/kernels.h"], sources=["csrc/kernels.c"]
)

if __name__ == "__main__":
    ungil.main(ffibuilder)
