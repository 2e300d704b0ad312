import ungil

ffibuilder = ungil.builder(
    "ungil_demo._native", headers=["cdefs/demo.h"], sources=["csrc/demo.c"]
)

if __name__ == "__main__":
    ungil.main(ffibuilder)
