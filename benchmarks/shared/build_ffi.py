"""The module whose functions threads call at once: `shared_calls`."""

import ungil

ffibuilder = ungil.builder("shared_calls", headers=["shared.h"])

if __name__ == "__main__":
    ungil.main(ffibuilder)
