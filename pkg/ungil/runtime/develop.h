/* develop.h: `ungil develop` would rather be done soon than call fast.
 *
 * It defines UNGIL_DEVELOP, and then nothing of the call layer is optimised, which halves the
 * time that it takes to compile. Python.h stands above this, since reading a declaration takes
 * longer below.
 */
#ifndef UNGIL_DEVELOP_H
#define UNGIL_DEVELOP_H

#if defined(UNGIL_DEVELOP) && defined(__clang__)
#pragma clang optimize off
#elif defined(UNGIL_DEVELOP) && defined(__GNUC__)
#pragma GCC optimize("O0")
#endif

#endif
