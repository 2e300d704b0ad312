"""The module whose functions take bools, and bytes: `flags_checked`."""

import ungil

ffibuilder = ungil.builder("flags_checked", headers=["flags.h"])

if __name__ == "__main__":
    ungil.main(ffibuilder)
