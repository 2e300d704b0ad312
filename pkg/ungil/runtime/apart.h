/* apart.h: the runtime in a file of its own, for `ungil develop`.
 *
 * Stands first in that file, which the file of the calls includes after it has defined
 * UNGIL_CALLS. Most builds compile the two as one, and nothing when the runtime's own turn comes.
 * `ungil develop` compiles each by itself, since most edits of a declaration leave the runtime as
 * it is, and compiling it is half of the wait: the calls then see its declarations only. joined.h
 * ends what begins here.
 */
#if defined(UNGIL_DEVELOP) && defined(__GNUC__)
#define UNGIL_APART
#if defined(UNGIL_CALLS)
#pragma GCC system_header /* the tables that no function is left to use are no mistake */
#else
#pragma GCC diagnostic ignored "-Wmissing-prototypes"
#endif
#endif
