"""Names: what a declaration is called in Python, and which names C programs cannot take."""

from __future__ import annotations

import keyword
import re

_OURS = re.compile(r"ungil_|UNGIL_")
_THREADS = re.compile(r"pthread_|atomic_")
_RESERVED_PREFIXES = (
    (_OURS, "begins as ungil's own names do"),
    (re.compile(r"_cffi_|_CFFI_"), "begins as cffi's own names do"),
    (re.compile(r"_?Py_|_Py|PyInit_|Py[A-Z]|PY_"), "begins as the names of Python's API do"),
    (_THREADS, "begins as the names of C's threads do"),
)
_CFFI_LOCALS = re.compile(r"self|args|noarg|arg\d+|x\d+|result|pyresult|datasize|large_args_free")
"""Variables in the functions that cffi writes around the author's."""

_CFFI_CONSTANT_LOCALS = frozenset("no")
"""The same in the functions that cffi writes around constants."""
_PREDEFINED = frozenset("linux unix i386 errno NULL EOF bool true false".split())
"""Macros that gcc predefines, or that Python.h brings: they break any declaration."""

_MODULE_NAMES = frozenset(("ffi", "lib", "Error"))

_LIBRARY_NAMES = {
    "math.h": """
        acos acosh asin asinh atan atan2 atanh canonicalize cbrt ceil copysign cos cosh drem
        erf erfc exp exp10 exp2 expm1 fabs fdim finite floor fma fmax fmaximum fmaximum_mag
        fmaximum_mag_num fmaximum_num fmaxmag fmin fminimum fminimum_mag fminimum_mag_num
        fminimum_num fminmag fmod frexp fromfp fromfpx gamma getpayload hypot ilogb isinf
        isnan j0 j1 jn ldexp lgamma lgamma_r lgammaf_r lgammal_r llogb llrint llround log
        log10 log1p log2 logb lrint lround modf nan nearbyint nextafter nextdown nexttoward
        nextup pow remainder remquo rint round roundeven scalb scalbln scalbn setpayload
        setpayloadsig significand sin sincos sinh sqrt tan tanh tgamma totalorder
        totalordermag trunc ufromfp ufromfpx y0 y1 yn
    """,
    "string.h": """
        basename bcmp bcopy bzero explicit_bzero ffs ffsl ffsll index memccpy memchr memcmp
        memcpy memfrob memmem memmove mempcpy memrchr memset rawmemchr rindex sigabbrev_np
        sigdescr_np stpcpy stpncpy strcasecmp strcasestr strcat strchr strchrnul strcmp
        strcoll strcpy strcspn strdup strerror strerror_r strerrordesc_np strerrorname_np
        strfry strlen strncasecmp strncat strncmp strncpy strndup strnlen strpbrk strrchr
        strsep strsignal strspn strstr strtok strtok_r strverscmp strxfrm
    """,
    "stdlib.h": """
        a64l abort abs aligned_alloc alloca arc4random arc4random_buf arc4random_uniform
        at_quick_exit atexit atof atoi atol atoll bsearch calloc canonicalize_file_name
        clearenv div drand48 drand48_r ecvt ecvt_r erand48 erand48_r exit fcvt fcvt_r free
        gcvt getenv getloadavg getpt getsubopt grantpt initstate initstate_r jrand48
        jrand48_r l64a labs lcong48 lcong48_r ldiv llabs lldiv lrand48 lrand48_r malloc
        mblen mbstowcs mbtowc mkdtemp mkostemp mkostemps mkstemp mkstemps mktemp mrand48
        mrand48_r nrand48 nrand48_r on_exit posix_memalign posix_openpt pselect ptsname
        ptsname_r putenv qecvt qecvt_r qfcvt qfcvt_r qgcvt qsort qsort_r quick_exit rand
        rand_r random random_r realloc reallocarray realpath rpmatch secure_getenv seed48
        seed48_r select setenv setstate setstate_r srand srand48 srand48_r srandom srandom_r
        strfromd strfromf strfroml strtod strtof strtol strtold strtoll strtoq strtoul
        strtoull strtouq system unlockpt unsetenv valloc wcstombs wctomb
    """,
    "stdio.h": """
        asprintf clearerr ctermid cuserid dprintf fclose fcloseall fdopen feof ferror fflush
        fgetc fgetpos fgets fileno flockfile fmemopen fopen fopencookie fprintf fputc fputs
        fread freopen fscanf fseek fseeko fsetpos ftell ftello ftrylockfile funlockfile
        fwrite getc getchar getdelim getline getw obstack_printf obstack_vprintf
        open_memstream pclose perror popen printf putc putchar puts putw remove rename
        renameat renameat2 rewind scanf setbuf setbuffer setlinebuf setvbuf snprintf sprintf
        sscanf tempnam tmpfile tmpnam tmpnam_r ungetc vasprintf vdprintf vfprintf vfscanf
        vprintf vscanf vsnprintf vsprintf vsscanf
    """,
    "time.h": """
        asctime asctime_r clock clock_adjtime clock_getcpuclockid clock_getres clock_gettime
        clock_nanosleep clock_settime ctime ctime_r difftime dysize getdate getdate_r gmtime
        gmtime_r localtime localtime_r mktime nanosleep strftime strptime time timegm
        timelocal timer_create timer_delete timer_getoverrun timer_gettime timer_settime
        timespec_get timespec_getres tzset
    """,
    "unistd.h": """
        access acct alarm brk chdir chown chroot close close_range closefrom confstr
        copy_file_range crypt daemon dup dup2 dup3 eaccess endusershell euidaccess execl
        execle execlp execv execve execveat execvp execvpe faccessat fchdir fchown fchownat
        fdatasync fexecve fork fpathconf fsync ftruncate get_current_dir_name getcwd
        getdomainname getdtablesize getegid getentropy geteuid getgid getgroups gethostid
        gethostname getlogin getlogin_r getopt getpagesize getpass getpgid getpgrp getpid
        getppid getresgid getresuid getsid gettid getuid getusershell getwd group_member
        isatty lchown link linkat lockf lseek nice pathconf pause pipe pipe2 pread profil
        pwrite read readlink readlinkat revoke rmdir sbrk setdomainname setegid seteuid
        setgid sethostid sethostname setlogin setpgid setpgrp setregid setresgid setresuid
        setreuid setsid setuid setusershell sleep swab symlink symlinkat sync syncfs syscall
        sysconf tcgetpgrp tcsetpgrp truncate ttyname ttyname_r ttyslot ualarm unlink
        unlinkat usleep vfork vhangup write
    """,
    "ctype.h": """
        isalnum isalpha isascii isblank iscntrl isctype isdigit isgraph islower isprint
        ispunct isspace isupper isxdigit toascii tolower toupper
    """,
    "wchar.h": """
        btowc fgetwc fgetws fputwc fputws fwide fwprintf fwscanf getwc getwchar mbrlen
        mbrtowc mbsinit mbsnrtowcs mbsrtowcs open_wmemstream putwc putwchar swprintf swscanf
        ungetwc vfwprintf vfwscanf vswprintf vswscanf vwprintf vwscanf wcpcpy wcpncpy
        wcrtomb wcscasecmp wcscat wcschr wcschrnul wcscmp wcscoll wcscpy wcscspn wcsdup
        wcsftime wcslen wcsncasecmp wcsncat wcsncmp wcsncpy wcsnlen wcsnrtombs wcspbrk
        wcsrchr wcsrtombs wcsspn wcsstr wcstod wcstof wcstok wcstol wcstold wcstoll wcstoq
        wcstoul wcstoull wcstouq wcswcs wcswidth wcsxfrm wctob wcwidth wmemchr wmemcmp
        wmemcpy wmemmove wmempcpy wmemset wprintf wscanf
    """,
    "inttypes.h": """
        imaxabs imaxdiv strtoimax strtoumax wcstoimax wcstoumax
    """,
    "signal.h": """
        gsignal kill killpg psiginfo psignal pthread_kill pthread_sigmask pthread_sigqueue
        raise sigaction sigaddset sigaltstack sigandset sigblock sigdelset sigemptyset
        sigfillset siggetmask sighold sigignore siginterrupt sigisemptyset sigismember
        signal sigorset sigpause sigpending sigprocmask sigqueue sigrelse sigreturn sigset
        sigsetmask sigstack sigsuspend sigtimedwait sigwait sigwaitinfo ssignal sysv_signal
        tgkill
    """,
    "sys/stat.h": """
        chmod fchmod fchmodat fstat fstatat futimens getumask lchmod lstat mkdir mkdirat
        mkfifo mkfifoat mknod mknodat stat statx umask utimensat
    """,
    "sched.h": """
        clone getcpu sched_getaffinity sched_getcpu sched_getparam sched_getscheduler
        sched_setaffinity sched_setparam sched_setscheduler sched_yield setns unshare
    """,
    "sys/time.h": """
        adjtime futimes futimesat getitimer gettimeofday lutimes setitimer settimeofday
        utimes
    """,
}
"""Functions that Python.h and cffi's own includes declare, by the header they come from."""

_FREESTANDING = frozenset(
    "complex.h errno.h float.h limits.h stdarg.h stdbool.h stddef.h stdint.h".split()
)
"""Headers of C that declare no functions, and so none of threads either."""

_PYTHON_TYPES = frozenset(
    """
    allocfunc binaryfunc descrgetfunc descrsetfunc destructor freefunc getattrfunc getattrofunc
    getiterfunc getter hashfunc initproc inquiry iternextfunc lenfunc newfunc objobjargproc
    objobjproc reprfunc richcmpfunc setattrfunc setattrofunc setter ssizeargfunc ssizeobjargproc
    ssizessizeargfunc ssizessizeobjargproc ternaryfunc traverseproc unaryfunc vectorcallfunc
    visitproc
    """.split()
)
"""Types of Python.h that do not begin with Py."""

_HEADER_OF = {name: header for header, names in _LIBRARY_NAMES.items() for name in names.split()}
_HEADER_OF |= dict.fromkeys(
    """
    daddl ddivl dfmal dmull dsqrtl dsubl fadd faddl fdiv fdivl ffma ffmal fmul fmull fsqrt fsqrtl
    fsub fsubl
    """.split(),
    "math.h",
)  # narrowing functions: they have no variants for float and long double
_HEADER_OF |= {
    f"{name}{suffix}": "math.h"
    for name in _LIBRARY_NAMES["math.h"].split()
    for suffix in "fl"
    if f"{name}{suffix}" not in _HEADER_OF
}


def reserved(name: str, system_includes: set[str]) -> tuple[str, str] | None:
    """Why C code that includes Python.h cannot declare `name`, and a hint; None if it can.

    A header that includes the library's header itself means the library's own function.
    """
    own = system_includes <= _FREESTANDING | _LIBRARY_NAMES.keys()
    for pattern, reason in _RESERVED_PREFIXES:
        if pattern.match(name) and (own or pattern is not _THREADS):
            return f"'{name}' {reason}", "choose another name"
    if name in _PREDEFINED:
        return f"'{name}' is a macro wherever Python.h is included", "choose another name"
    if name in _PYTHON_TYPES:
        return f"'{name}' is a type of Python.h", "choose another name"
    header = _HEADER_OF.get(name)
    if header and header not in system_includes:
        return (
            f"'{name}' is a function of <{header}>, which Python.h includes",
            f"choose another name, or write #include <{header}> if the library's is meant",
        )
    return None


def hidden_by_cffi(name: str, *, constant: bool) -> tuple[str, str] | None:
    """Why cffi's C cannot name this function, type or constant, and a hint; None if it can."""
    if name in _CFFI_CONSTANT_LOCALS if constant else _CFFI_LOCALS.fullmatch(name):
        return f"'{name}' is a variable in the C that cffi writes for lib", "choose another name"
    return None


def breaks_parameters(name: str) -> bool:
    """Whether not even a parameter can have the name."""
    return name in _PREDEFINED or _OURS.match(name) is not None


def in_python(name: str, prefix: str = "") -> str:
    """The Python name of a C name: the prefix stripped, `_` after a keyword."""
    stripped = name.removeprefix(prefix)
    if stripped.isidentifier():
        name = stripped
    return f"{name}_" if keyword.iskeyword(name) else name


def unusable(name: str) -> str | None:
    """Why a module cannot have an attribute of this name; None if it can."""
    if name in _MODULE_NAMES:
        return f"every module has its own '{name}'"
    if name.startswith("__") and name.endswith("__"):
        return f"'{name}' has a meaning of its own in a Python module"
    if keyword.iskeyword(name) or not name.isidentifier():
        return f"'{name}' is no name in Python"
    return None
