"""What a declaration can lose without saying less to a binding generator.

Attributes, calling conventions, optimisation hints, and the alternate keywords of gcc.
"""

from __future__ import annotations


def names_in(text: str) -> frozenset[str]:
    """The set of the names in a text, for tables that are read better as text."""
    return frozenset(text.split())


CALLED_ATTRIBUTES = names_in(
    "__attribute__ __attribute __declspec __asm__ __asm asm _Alignas alignas"
    " __nonnull __attr_access __attr_dealloc __THROWNL"
)
"""Each stands before parentheses that go with it."""

PLAIN_ATTRIBUTES = names_in(
    "__extension__ _Noreturn noreturn __cdecl __stdcall __fastcall __vectorcall _cdecl _stdcall"
    " inline __inline __inline__ __forceinline register auto _Thread_local"
    " _Nonnull _Nullable _Null_unspecified __THROW __wur __noescape"
)

ALTERNATE_KEYWORDS = {
    "__restrict": "restrict",
    "__restrict__": "restrict",
    "UNGIL_RESTRICT": "restrict",
    "__const": "const",
    "__const__": "const",
    "__volatile__": "volatile",
    "__volatile": "volatile",
    "__signed__": "signed",
    "__signed": "signed",
    "__complex__": "_Complex",
    "__int128_t": "__int128",
}
"""Spellings that compilers and libraries have for C's own keywords."""
