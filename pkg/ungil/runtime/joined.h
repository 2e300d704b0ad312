/* joined.h: the file of the calls goes on after the runtime.
 *
 * What follows is that file's own, also where the runtime is compiled apart (apart.h).
 */
#if defined(UNGIL_APART)
#undef UNGIL_FAST /* and with it CALL and COLD */
#define UNGIL_FAST UNGIL_INLINE
#endif
