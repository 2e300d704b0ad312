"""The modules that are timed: `build_ffi.py POLICY --output-dir DIR` writes `ungil_POLICY`."""

import sys

import ungil

policy, *arguments = sys.argv[1:]
ffibuilder = ungil.builder(f"ungil_{policy}", headers=["contenders/declared.h"], gil=policy)

if __name__ == "__main__":
    ungil.main(ffibuilder, arguments)
