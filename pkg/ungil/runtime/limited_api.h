/* limited_api.h: the stable ABI of CPython 3.11, wherever there is one.
 *
 * Stands first in the file: cffi's header would choose an older one. A build that has chosen
 * itself is left alone. Debug and free-threaded interpreters have no stable ABI; on Windows only
 * the build knows what it is for, since Py_LIMITED_API must come before pyconfig.h there.
 */
#if !defined(Py_LIMITED_API) && !defined(_CFFI_NO_LIMITED_API) && !defined(_MSC_VER)
#include <pyconfig.h>
#if !defined(Py_DEBUG) && !defined(Py_TRACE_REFS) && !defined(Py_REF_DEBUG) &&                     \
    !defined(Py_GIL_DISABLED)
#define Py_LIMITED_API 0x030B0000
#else
#define _CFFI_NO_LIMITED_API
/* Everything that Python.h declares then comes with it; these are no names of Python's own. */
#define PY_SSIZE_T_CLEAN
#define digit ungil_python_digit
#define sdigit ungil_python_sdigit
#define twodigits ungil_python_twodigits
#define stwodigits ungil_python_stwodigits
#include <Python.h>
#undef digit
#undef sdigit
#undef twodigits
#undef stwodigits
#endif
#endif
