/* ending.h: how a process of the stress ends (ending.c, which is compiled apart: what it needs of
 * the system has names that an author's functions may have too). */
#ifndef UNGIL_ENDING_H
#define UNGIL_ENDING_H

/* Says how it ended, and what about. */
void ungil_tell(const char *outcome, const char *about);

/* The same, then ends the process at once. */
void ungil_end(const char *outcome, const char *about, int status);

/* What stands for the functions of Python's API calls this. */
void ungil_needs_python(const char *name);

/* Lets the alarm interrupt this thread: its stack is shown. */
void ungil_can_be_late(void);

/* Before threads start. outcome_file: what `ungil_tell` writes. seconds: until the alarm. */
void ungil_watch_for_the_end(const char *outcome_file, unsigned seconds);

#endif
