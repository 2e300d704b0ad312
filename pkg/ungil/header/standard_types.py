"""Names of types that a header need not declare: they come with C, POSIX or the compiler."""

from __future__ import annotations

from ungil.header.attributes import names_in

INTEGER_TYPES = frozenset(
    [f"{sign}int{bits}_t" for sign in ("", "u") for bits in (8, 16, 32, 64)]
    + [f"{sign}int_{kind}{n}_t" for sign in ("", "u") for kind in ("least", "fast")
       for n in (8, 16, 32, 64)]
)  # fmt: skip
INTEGER_TYPES |= names_in(
    "intptr_t uintptr_t intmax_t uintmax_t size_t ssize_t ptrdiff_t char16_t char32_t"
)
"""Integer types that C programs have from <stdint.h>, <stddef.h> and the like; cffi knows them."""

SYSTEM_INTEGER_TYPES = names_in(
    "time_t clock_t off_t pid_t uid_t gid_t mode_t dev_t ino_t nlink_t id_t key_t blksize_t"
    " blkcnt_t useconds_t suseconds_t socklen_t wint_t sig_atomic_t clockid_t"
)
"""Integer types of the system that cffi does not know by itself."""

STANDARD_TYPES = (
    INTEGER_TYPES
    | SYSTEM_INTEGER_TYPES
    | frozenset(("bool", "wchar_t", "FILE", "va_list", "__builtin_va_list", "_Float16"))
    | names_in("_Float32 _Float32x _Float64 _Float64x _Float128 __float128 __fp16 __bf16")
    | names_in("_Decimal32 _Decimal64 _Decimal128 __uint128_t")
)
"""Every type name that needs no declaration."""
