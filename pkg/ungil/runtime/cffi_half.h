/* cffi_half.h: makes room for cffi's half of the module, which stands right below.
 *
 * Above this, PyInit_<name> was made another name of ungil_cffi_init, and so it is the name of
 * what cffi emits. That function is not exported, and nothing below is worth optimizing: it is
 * half of the compiler's work, and takes 8 ns more a call of `lib` without it.
 */
#undef PyMODINIT_FUNC
#define PyMODINIT_FUNC static PyObject *

/* cffi spells an attribute as authors spell macros: `#define unused __attribute__((unused))`. */
#ifdef __GNUC__
#undef _CFFI_UNUSED_FN
#define _CFFI_UNUSED_FN __attribute__((__unused__))
#endif

#if defined(__clang__)
#pragma clang optimize off
#elif defined(__GNUC__)
#pragma GCC optimize("O0")
#endif
