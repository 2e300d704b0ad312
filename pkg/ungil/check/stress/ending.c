/* ending.c: how a process of the stress ends, told in a file and by a stack.
 *
 * The file has one line: "done", or why it came to nothing. Where there is none the functions have
 * ended the process by themselves. What hangs or exits shows its stack, as sanitizers do.
 */
#include "ending.h"

#include <fcntl.h>
#include <pthread.h>
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <ucontext.h>
#include <unistd.h>

enum { UNGIL_LARGEST_FILE = 1 << 28 };

static const char *ungil_outcome_file;
static pid_t ungil_process; /* children that a function forks have nothing to tell */

void ungil_tell(const char *outcome, const char *about) {
    int file = open(ungil_outcome_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file >= 0) {
        ssize_t written = write(file, outcome, strlen(outcome));
        written += write(file, " ", 1);
        written += write(file, about, strlen(about));
        (void)written;
        close(file);
    }
}

void ungil_end(const char *outcome, const char *about, int status) {
    ungil_tell(outcome, about);
    _exit(status);
}

void ungil_needs_python(const char *name) {
    ungil_end("python", name, 0);
}

/* The place that a signal has interrupted, as the first line of a stack. */
static void ungil_print_interrupted(void *context) {
    void *place = NULL;
#if defined(__x86_64__)
    place = (void *)(uintptr_t)((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    place = (void *)(uintptr_t)((ucontext_t *)context)->uc_mcontext.pc;
#endif
    char line[1024] = "";
    if (place != NULL) {
        __sanitizer_symbolize_pc(place, "    #0 %p in %f %s:%l", line, sizeof line);
        fprintf(stderr, "%s\n", line);
    }
}

static void ungil_late(int signal, siginfo_t *information, void *context) {
    (void)signal;
    (void)information;
    fputs("stress: late\n", stderr);
    ungil_print_interrupted(context);
    __sanitizer_print_stack_trace();
    ungil_end("late", "", 0);
}

void ungil_can_be_late(void) {
    sigset_t alarms;
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    pthread_sigmask(SIG_UNBLOCK, &alarms, NULL);
}

static void ungil_exits(void) {
    if (getpid() == ungil_process && access(ungil_outcome_file, F_OK) != 0) {
        fputs("stress: exit\n", stderr);
        __sanitizer_print_stack_trace();
    }
}

void ungil_watch_for_the_end(const char *outcome_file, unsigned seconds) {
    ungil_outcome_file = outcome_file;
    ungil_process = getpid();
    sigset_t alarms;
    sigemptyset(&alarms);
    sigaddset(&alarms, SIGALRM);
    pthread_sigmask(SIG_BLOCK, &alarms, NULL);
    struct sigaction action = {.sa_sigaction = ungil_late, .sa_flags = SA_SIGINFO};
    sigaction(SIGALRM, &action, NULL);
    alarm(seconds);
    atexit(ungil_exits);
    struct rlimit files = {UNGIL_LARGEST_FILE, UNGIL_LARGEST_FILE}, cores = {0, 0};
    setrlimit(RLIMIT_FSIZE, &files);
    setrlimit(RLIMIT_CORE, &cores);
}
