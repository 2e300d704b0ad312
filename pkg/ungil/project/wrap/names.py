"""What names say: which integers are sizes, and which functions make, free or keep things."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

# How many bytes or elements the parameter before it has.
_SIZE = re.compile(
    r"n|nb|sz|num|cnt|len|(?:n|nb|num)_\w+|n[a-z]*(?:bytes?|elems?|elements?|items?|memb|data)"
    r"|\w*(?:len|length|size|bytes|count|cnt|sz)\d*"
)
# Bytes, where the pointer does not say how large an element is.
_BYTES = re.compile(
    r"(?!\w*(?:elem|item|type|memb))"
    r"(?:n|nb|sz|len|n_?(?:bytes?|data)|\w*(?:len|length|size|bytes?|sz)\d*)"
)
# Of another array, or the most there can be.
_OF_OTHERS = re.compile(
    r"(?:max|min|cap|out|o|d|dst|dest|result)_?(?:len|length|size|bytes|count|sz)\d*"
    r"|\w*(?:capacity|max|limit)"
)
# Whatever else moves the end of what is read.
_EXTENT = frozenset(
    """bits capacity cols column columns count depth dim dims end first height inc index last limit
    max nrows ncols offset pitch pos position rows start step stride width""".split()
)
_LETTERS = re.compile(r"[a-z]|inc[a-z]|ld[a-z]|off|idx|[wh]\d?")

_MAKES = frozenset("new create alloc init open make dup copy clone load build start parse".split())
_FREES = frozenset(
    """free destroy close delete del dispose finalize release fini end cleanup unref discard
    dealloc""".split()
)
_KEEPS = re.compile(
    r"add(?!r)|app?end|attach|bind|init|insert|install|link|on|openlog|pu[ts]|register|set|store|use"
)
# What a program calls by a C string, whatever number comes after it.
_CALLED = frozenset(
    """dir directory file filename fmt format host hostname label mode name path pathname prompt
    title uri url user username""".split()
)


def words(name: str) -> list[str]:
    """The words of a name, in lower case: `XXH64_freeState` is xxh, 64, free, state."""
    return [word.lower() for word in _WORD.findall(name)]


def _plain(name: str) -> str:
    """`srcSize` and `nByte` as `src_size` and `n_byte`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def is_size(name: str, *, of_bytes: bool, of_output: bool = False) -> bool:
    """Whether an integer of this name says how much lies behind the pointer before it.

    of_bytes: whether elements may be of any size, so that it must be bytes that are counted.
    of_output: whether C writes there.
    """
    plain = _plain(name)
    if _OF_OTHERS.fullmatch(plain):
        return of_output
    return bool((_BYTES if of_bytes else _SIZE).fullmatch(plain))


def is_extent(name: str) -> bool:
    """Whether an integer of this name may say how far C reads; one without a name may."""
    plain = _plain(name)
    if not name or _SIZE.fullmatch(plain) or _OF_OTHERS.fullmatch(plain):
        return True
    return bool(_LETTERS.fullmatch(plain)) or bool(_EXTENT.intersection(words(name)))


def makes(function: str) -> bool:
    """Whether a function of this name makes something that its caller owns."""
    return bool(_MAKES.intersection(words(function)))


def frees(function: str) -> bool:
    """Whether a function of this name frees what it is given."""
    return bool(_FREES.intersection(words(function)))


def keeps(function: str) -> bool:
    """Whether a function of this name may go on using what it is given."""
    return any(_KEEPS.match(word) for word in words(function))


def is_called(name: str) -> bool:
    """Whether text of this name ends with a NUL, even where a number comes after it."""
    return bool(_CALLED.intersection(words(name)))


def likeness(one: str, other: str) -> int:
    """How many letters two names begin with together."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
