/* mutex.h: the operating system's mutexes and condition variables.
 *
 * For what the process shares: nobody waits for the interpreter lock while having one, so that it
 * may be waited for with the interpreter lock held. Both need no cleaning up.
 */
#ifndef UNGIL_MUTEX_H
#define UNGIL_MUTEX_H

#include "base.h"

#ifdef _WIN32
#include <windows.h>
typedef SRWLOCK ungil_mutex;
typedef CONDITION_VARIABLE ungil_condition;
#define UNGIL_MUTEX_INIT SRWLOCK_INIT

UNGIL_FAST void ungil_mutex_start(ungil_mutex *mutex) {
    InitializeSRWLock(mutex);
}

UNGIL_FAST void ungil_mutex_lock(ungil_mutex *mutex) {
    AcquireSRWLockExclusive(mutex);
}

UNGIL_FAST bool ungil_mutex_try(ungil_mutex *mutex) {
    return TryAcquireSRWLockExclusive(mutex) != 0;
}

UNGIL_FAST void ungil_mutex_unlock(ungil_mutex *mutex) {
    ReleaseSRWLockExclusive(mutex);
}

UNGIL_FAST void ungil_condition_start(ungil_condition *condition) {
    InitializeConditionVariable(condition);
}

UNGIL_FAST void ungil_condition_wait(ungil_condition *condition, ungil_mutex *mutex) {
    SleepConditionVariableSRW(condition, mutex, INFINITE, 0);
}

UNGIL_FAST void ungil_condition_wake_all(ungil_condition *condition) {
    WakeAllConditionVariable(condition);
}
#else
#include <pthread.h>
typedef pthread_mutex_t ungil_mutex;
typedef pthread_cond_t ungil_condition;
#define UNGIL_MUTEX_INIT PTHREAD_MUTEX_INITIALIZER

UNGIL_FAST void ungil_mutex_start(ungil_mutex *mutex) {
    pthread_mutex_t fresh = UNGIL_MUTEX_INIT;
    *mutex = fresh;
}

UNGIL_FAST void ungil_mutex_lock(ungil_mutex *mutex) {
    pthread_mutex_lock(mutex);
}

UNGIL_FAST bool ungil_mutex_try(ungil_mutex *mutex) {
    return pthread_mutex_trylock(mutex) == 0;
}

UNGIL_FAST void ungil_mutex_unlock(ungil_mutex *mutex) {
    pthread_mutex_unlock(mutex);
}

/* Also makes one anew in a child process, where the threads that waited for it are gone. */
UNGIL_FAST void ungil_condition_start(ungil_condition *condition) {
    pthread_cond_t fresh = PTHREAD_COND_INITIALIZER;
    *condition = fresh;
}

UNGIL_FAST void ungil_condition_wait(ungil_condition *condition, ungil_mutex *mutex) {
    pthread_cond_wait(condition, mutex);
}

UNGIL_FAST void ungil_condition_wake_all(ungil_condition *condition) {
    pthread_cond_broadcast(condition);
}
#endif

#endif
