"""The C library, as far as threads are concerned.

The grades are those of C11 7.1.4 and 7.26.6, POSIX.1-2017 2.9.1 (the functions that need not be
thread-safe) and the attributes in the GNU C library's manual.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Grade(Enum):
    """How sure it is that calls from several threads go wrong."""

    UNSAFE = "unsafe"
    WITH_SETENV = "unsafe where the environment is changed"
    DOUBTFUL = "safe in some C libraries"


@dataclass(frozen=True, slots=True)
class Unsafe:
    """Why a function is not for threads, and what to call in its place."""

    grade: Grade
    why: str
    instead: str


_STATE = "keeps its state between calls in one place for all threads"
_BUFFER = "gives its result in one buffer for all threads"


def _unsafe(why: str, instead: str, grade: Grade = Grade.UNSAFE) -> Unsafe:
    return Unsafe(grade, why, instead)


UNSAFE: dict[str, Unsafe] = {
    # state between calls
    "strtok": _unsafe(_STATE, "strtok_r()"),
    "rand": _unsafe(_STATE, "a generator whose state is an argument"),
    "srand": _unsafe(_STATE, "a generator whose state is an argument"),
    "random": _unsafe(_STATE, "a generator whose state is an argument", Grade.DOUBTFUL),
    "srandom": _unsafe(_STATE, "a generator whose state is an argument", Grade.DOUBTFUL),
    "drand48": _unsafe(_STATE, "erand48()"),
    "lrand48": _unsafe(_STATE, "nrand48()"),
    "mrand48": _unsafe(_STATE, "jrand48()"),
    "srand48": _unsafe(_STATE, "erand48() with a state of your own"),
    "getopt": _unsafe(_STATE, "options parsed in Python"),
    "hcreate": _unsafe(_STATE, "hcreate_r()"),
    "hsearch": _unsafe(_STATE, "hsearch_r()"),
    "hdestroy": _unsafe(_STATE, "hdestroy_r()"),
    "lgamma": _unsafe("writes the global signgam", "lgamma_r()"),
    "lgammaf": _unsafe("writes the global signgam", "lgammaf_r()"),
    "mblen": _unsafe(_STATE, "mbrlen()"),
    "mbtowc": _unsafe(_STATE, "mbrtowc()"),
    "wctomb": _unsafe(_STATE, "wcrtomb()"),
    # results in a shared buffer
    "asctime": _unsafe(_BUFFER, "strftime()"),
    "ctime": _unsafe(_BUFFER, "localtime_r() and strftime()"),
    "gmtime": _unsafe(_BUFFER, "gmtime_r()"),
    "localtime": _unsafe(_BUFFER, "localtime_r()"),
    "tmpnam": _unsafe(_BUFFER, "mkstemp()"),
    "ttyname": _unsafe(_BUFFER, "ttyname_r()"),
    "inet_ntoa": _unsafe(_BUFFER, "inet_ntop()"),
    "l64a": _unsafe(_BUFFER, "a buffer of your own"),
    "ecvt": _unsafe(_BUFFER, "snprintf()"),
    "fcvt": _unsafe(_BUFFER, "snprintf()"),
    "gethostbyname": _unsafe(_BUFFER, "getaddrinfo()"),
    "gethostbyaddr": _unsafe(_BUFFER, "getnameinfo()"),
    "getservbyname": _unsafe(_BUFFER, "getaddrinfo()"),
    "getprotobyname": _unsafe(_BUFFER, "getprotobyname_r()"),
    "getpwnam": _unsafe(_BUFFER, "getpwnam_r()"),
    "getpwuid": _unsafe(_BUFFER, "getpwuid_r()"),
    "getgrnam": _unsafe(_BUFFER, "getgrnam_r()"),
    "getgrgid": _unsafe(_BUFFER, "getgrgid_r()"),
    "getlogin": _unsafe(_BUFFER, "getlogin_r()"),
    "readdir": _unsafe(
        "need not be safe even for different streams", "a stream per thread", Grade.DOUBTFUL
    ),
    "strsignal": _unsafe(_BUFFER, "a table of your own", Grade.DOUBTFUL),
    "strerror": _unsafe(_BUFFER, "strerror_r()", Grade.DOUBTFUL),
    "dlerror": _unsafe(_BUFFER, "one thread that loads libraries", Grade.DOUBTFUL),
    "crypt": _unsafe(_BUFFER, "crypt_r()"),
    # the process's own state
    "setlocale": _unsafe("changes the locale of all threads", "uselocale()"),
    "localeconv": _unsafe(_BUFFER, "nl_langinfo_l()", Grade.DOUBTFUL),
    "setenv": _unsafe(
        "changes the environment under the feet of getenv()", "an argument of your own"
    ),
    "unsetenv": _unsafe(
        "changes the environment under the feet of getenv()", "an argument of your own"
    ),
    "putenv": _unsafe(
        "changes the environment under the feet of getenv()", "an argument of your own"
    ),
    "getenv": _unsafe(
        "reads the environment while setenv() may change it",
        "an argument of your own",
        Grade.WITH_SETENV,
    ),
    "chdir": _unsafe("changes the working folder of all threads", "openat()"),
    "umask": _unsafe("changes the mask of all threads", "fchmod()"),
    "signal": _unsafe("what it does with threads is undefined", "sigaction()"),
}

CHANGE_ENVIRONMENT = frozenset(("setenv", "unsetenv", "putenv", "clearenv"))

RETURNED_ARGUMENT: dict[str, int] = dict.fromkeys(
    "memcpy memmove memset memchr memrchr rawmemchr memccpy mempcpy strcpy strncpy stpcpy strcat "
    "strncat strchr strrchr strchrnul strstr strcasestr strpbrk fgets gets wcscpy wcschr".split(),
    0,
) | {"bsearch": 1}
"""Functions whose result points into what an argument points to, and which argument."""

READ_ONLY = frozenset(("printf", "fprintf", "sprintf", "snprintf", "dprintf", "syslog"))
"""Functions that read what arguments in the place of `...` point to; all others write there."""


def plain_name(name: str) -> str:
    """The library's function that a compiler's builtin stands for."""
    name = name.removeprefix("__builtin_").removeprefix("__")
    return name.removesuffix("_chk")
