/* gate.h: who may be inside a handle: one caller alone, or several that share it.
 *
 * Every gate belongs to one of a few lots by its address. A lot's mutex protects all that its
 * gates know, and orders what one caller did to C's object before what the next one does. Whoever
 * has to wait does so on the gate's condition, with the interpreter lock dropped. Lots are C
 * statics: they guard C's memory, which all interpreters of the process share.
 */
#ifndef UNGIL_GATE_H
#define UNGIL_GATE_H

#include "ending.h"
#include "mutex.h"

#include <stdlib.h>

/* How a caller goes in. */
enum {
    UNGIL_SHARED,    /* beside others that share */
    UNGIL_EXCLUSIVE, /* alone */
    UNGIL_LAST,      /* alone, and nobody comes after: the handle is closed or handed to C */
};

/* What comes of it. */
typedef enum {
    UNGIL_ENTERED,
    UNGIL_BUSY,       /* others are inside: wait */
    UNGIL_SHUT,       /* closed, or being closed */
    UNGIL_UNMADE,     /* the call that makes it has not returned */
    UNGIL_REENTERED,  /* this very thread is inside, and would wait for itself */
    UNGIL_ORPHAN,     /* its last caller was a thread of the parent process */
    UNGIL_ABANDONED,  /* others are inside, and the interpreter is shutting down */
    UNGIL_NO_READERS, /* no memory to remember another reader */
} ungil_outcome;

typedef enum {
    UNGIL_GATE_OPEN,
    UNGIL_GATE_CLOSING,  /* somebody waits to be, or is, the last one inside */
    UNGIL_GATE_DEFERRED, /* closed to callers; C's object goes with the last one that needs it */
    UNGIL_GATE_CLOSED,
    UNGIL_GATE_ORPHANED, /* a fork left C's object in the middle of a call */
    UNGIL_GATE_MAKING,   /* C is making its object; only gc.get_objects() shows the handle */
} ungil_gate_state;

/* A thread inside calls that share the handle. */
typedef struct {
    unsigned long thread;
    size_t calls;
} ungil_reader;

/* All fields are protected by the lot's mutex, once the gate is made. */
typedef struct ungil_gate {
    struct ungil_gate *next, *previous; /* the lot's gates */
    ungil_condition changed;            /* somebody left, or the state is another */
    ungil_reader *readers;              /* `sharing` of them, with room for `room` */
    size_t sharing, room;
    size_t dependents;    /* open handles that C's object must outlive */
    unsigned long writer; /* the thread that is inside alone, 0 for none */
    unsigned hungry;      /* waiting callers that newcomers must let go first */
    ungil_gate_state state;
    bool handed_over; /* the writer is closing it by a call, which finds itself inside */
} ungil_gate;

/* On a cache line of its own: what one core locks must not slow another lot's callers. */
typedef struct {
    _Alignas(64) ungil_mutex mutex;
    ungil_gate *first; /* protected by `mutex`, as its gates are */
} ungil_lot;

enum { UNGIL_LOTS = 16 };
static ungil_lot ungil_lots[UNGIL_LOTS];

/* By all bits of the address: what two threads allocate often differs in the upper ones only. */
UNGIL_FAST ungil_lot *ungil_lot_of(const ungil_gate *gate) {
    uint64_t mixed = (uint64_t)(uintptr_t)gate * 0x9E3779B97F4A7C15u; /* 2^64 by the golden ratio */
    return &ungil_lots[(mixed >> 32) % UNGIL_LOTS];
}

/* --- fork: the child has only the thread that forked --- */

UNGIL_COLD void ungil_gate_after_fork(ungil_gate *gate, unsigned long survivor) {
    size_t left = 0;
    ungil_condition_start(&gate->changed);
    gate->hungry = 0;
    for (size_t i = 0; i < gate->sharing; i++) {
        if (gate->readers[i].thread == survivor) {
            gate->readers[left++] = gate->readers[i];
        }
    }
    gate->sharing = left;
    if (gate->writer == survivor) {
        return;
    }
    if (gate->writer != 0) {
        gate->writer = 0;
        gate->state = UNGIL_GATE_ORPHANED;
    } else if (gate->state == UNGIL_GATE_CLOSING) {
        gate->state = UNGIL_GATE_OPEN; /* who waited to close it is gone */
    }
}

UNGIL_COLD void ungil_lots_lock(void) {
    for (int i = 0; i < UNGIL_LOTS; i++) {
        ungil_mutex_lock(&ungil_lots[i].mutex);
    }
}

UNGIL_COLD void ungil_lots_unlock(void) {
    for (int i = 0; i < UNGIL_LOTS; i++) {
        ungil_mutex_unlock(&ungil_lots[i].mutex);
    }
}

UNGIL_COLD void ungil_lots_after_fork(void) {
    unsigned long survivor = PyThread_get_thread_ident();
    for (int i = 0; i < UNGIL_LOTS; i++) {
        for (ungil_gate *gate = ungil_lots[i].first; gate != NULL; gate = gate->next) {
            ungil_gate_after_fork(gate, survivor);
        }
        ungil_mutex_start(&ungil_lots[i].mutex);
    }
}

UNGIL_COLD void ungil_lots_make(void) {
    for (int i = 0; i < UNGIL_LOTS; i++) {
        ungil_mutex_start(&ungil_lots[i].mutex);
    }
#ifndef _WIN32
    pthread_atfork(ungil_lots_lock, ungil_lots_unlock, ungil_lots_after_fork);
#endif
}

/* Once a process, before the first gate. */
#ifdef _WIN32
static INIT_ONCE ungil_lots_once = INIT_ONCE_STATIC_INIT;
static BOOL CALLBACK ungil_lots_make_once(PINIT_ONCE once, PVOID parameter, PVOID *context) {
    (void)once, (void)parameter, (void)context;
    ungil_lots_make();
    return TRUE;
}
UNGIL_COLD void ungil_lots_start(void) {
    InitOnceExecuteOnce(&ungil_lots_once, ungil_lots_make_once, NULL, NULL);
}
#else
static pthread_once_t ungil_lots_once = PTHREAD_ONCE_INIT;
UNGIL_COLD void ungil_lots_start(void) {
    pthread_once(&ungil_lots_once, ungil_lots_make);
}
#endif

/* --- from open to gone --- */

/* Makes a gate that is open, or is going to be, in zeroed memory. */
UNGIL_CALL void ungil_gate_make(ungil_gate *gate, ungil_gate_state state) {
    ungil_lot *lot = ungil_lot_of(gate);
    gate->state = state;
    ungil_condition_start(&gate->changed);
    ungil_mutex_lock(&lot->mutex);
    gate->next = lot->first;
    if (lot->first != NULL) {
        lot->first->previous = gate;
    }
    lot->first = gate;
    ungil_mutex_unlock(&lot->mutex);
}

/* Forgets a gate that nobody can reach any more, before its memory goes. */
UNGIL_CALL void ungil_gate_gone(ungil_gate *gate) {
    ungil_lot *lot = ungil_lot_of(gate);
    ungil_mutex_lock(&lot->mutex);
    if (gate->previous != NULL) {
        gate->previous->next = gate->next;
    } else {
        lot->first = gate->next;
    }
    if (gate->next != NULL) {
        gate->next->previous = gate->previous;
    }
    ungil_mutex_unlock(&lot->mutex);
    free(gate->readers);
}

UNGIL_CALL ungil_gate_state ungil_gate_look(ungil_gate *gate) {
    ungil_lot *lot = ungil_lot_of(gate);
    ungil_mutex_lock(&lot->mutex);
    ungil_gate_state state = gate->state;
    ungil_mutex_unlock(&lot->mutex);
    return state;
}

/* The last one inside leaves: the handle is open again, closed, or closed to callers. */
UNGIL_CALL void ungil_gate_settle(ungil_gate *gate, ungil_gate_state state) {
    ungil_lot *lot = ungil_lot_of(gate);
    ungil_mutex_lock(&lot->mutex);
    gate->state = state;
    gate->writer = 0;
    gate->handed_over = false;
    ungil_condition_wake_all(&gate->changed);
    ungil_mutex_unlock(&lot->mutex);
}

/* --- going in --- */

UNGIL_FAST ungil_reader *ungil_gate_reader(const ungil_gate *gate, unsigned long thread) {
    for (size_t i = 0; i < gate->sharing; i++) {
        if (gate->readers[i].thread == thread) {
            return &gate->readers[i];
        }
    }
    return NULL;
}

UNGIL_FAST ungil_outcome ungil_gate_add_reader(ungil_gate *gate, unsigned long thread) {
    if (gate->sharing == gate->room) {
        size_t room = gate->room == 0 ? 2 : 2 * gate->room;
        ungil_reader *more = realloc(gate->readers, room * sizeof(ungil_reader));
        if (more == NULL) {
            return UNGIL_NO_READERS;
        }
        gate->readers = more;
        gate->room = room;
    }
    gate->readers[gate->sharing++] = (ungil_reader){thread, 1};
    return UNGIL_ENTERED;
}

/* Goes in if that is possible right now. The lot's mutex is held. `first`: newcomers that would
 * have to wait for somebody hungry need not. */
UNGIL_FAST ungil_outcome ungil_gate_try(ungil_gate *gate,
                                        int how,
                                        unsigned long thread,
                                        bool first) {
    if (gate->writer == thread) {
        if (how == UNGIL_LAST && gate->handed_over) {
            gate->handed_over = false;
            return UNGIL_ENTERED;
        }
        return UNGIL_REENTERED;
    }
    if (gate->state != UNGIL_GATE_OPEN && !(how == UNGIL_LAST && first)) {
        return gate->state == UNGIL_GATE_ORPHANED ? UNGIL_ORPHAN
               : gate->state == UNGIL_GATE_MAKING ? UNGIL_UNMADE
                                                  : UNGIL_SHUT;
    }
    ungil_reader *self = ungil_gate_reader(gate, thread);
    if (how == UNGIL_SHARED) {
        if (self != NULL) { /* whoever waits waits for this thread */
            self->calls++;
            return UNGIL_ENTERED;
        }
        if (gate->writer != 0 || (gate->hungry > 0 && !first)) {
            return UNGIL_BUSY;
        }
        return ungil_gate_add_reader(gate, thread);
    }
    if (self != NULL) {
        return UNGIL_REENTERED;
    }
    if (how == UNGIL_LAST && gate->state == UNGIL_GATE_OPEN) {
        gate->state = UNGIL_GATE_CLOSING;
        ungil_condition_wake_all(&gate->changed); /* who waits to go in need not any more */
    }
    if (gate->writer != 0 || gate->sharing > 0 || (gate->hungry > 0 && !first)) {
        return UNGIL_BUSY;
    }
    gate->writer = thread;
    return UNGIL_ENTERED;
}

/* Waits until it can go in. A caller that was woken in vain, or that waits for readers, of whom
 * ever new ones may come, is hungry. The lot's mutex is held, the interpreter lock is not. */
UNGIL_COLD ungil_outcome ungil_gate_wait(ungil_gate *gate,
                                         ungil_mutex *mutex,
                                         int how,
                                         unsigned long thread) {
    bool hungry = how == UNGIL_LAST || (how == UNGIL_EXCLUSIVE && gate->writer == 0);
    ungil_outcome outcome;
    gate->hungry += hungry;
    while ((outcome = ungil_gate_try(gate, how, thread, hungry)) == UNGIL_BUSY) {
        ungil_condition_wait(&gate->changed, mutex);
        gate->hungry += !hungry;
        hungry = true;
    }
    gate->hungry -= hungry;
    if (gate->hungry == 0) {
        ungil_condition_wake_all(&gate->changed);
    }
    return outcome;
}

/* Does not wait after all: whoever waited to close the gate leaves it open. */
UNGIL_COLD ungil_outcome ungil_gate_give_up(ungil_gate *gate, int how) {
    ungil_lot *lot = ungil_lot_of(gate);
    ungil_mutex_lock(&lot->mutex);
    if (how == UNGIL_LAST) {
        gate->state = UNGIL_GATE_OPEN;
    }
    ungil_mutex_unlock(&lot->mutex);
    return UNGIL_ABANDONED;
}

/* Goes in, waiting if need be; never UNGIL_BUSY. The caller keeps the handle alive. */
UNGIL_CALL ungil_outcome ungil_gate_enter(ungil_gate *gate, int how) {
    ungil_lot *lot = ungil_lot_of(gate);
    unsigned long thread = PyThread_get_thread_ident();
    ungil_mutex_lock(&lot->mutex);
    ungil_outcome outcome = ungil_gate_try(gate, how, thread, false);
    ungil_mutex_unlock(&lot->mutex);
    if (UNGIL_UNLIKELY(outcome == UNGIL_BUSY)) {
        if (ungil_is_ending()) {
            return ungil_gate_give_up(gate, how);
        }
        PyThreadState *python = PyEval_SaveThread();
        ungil_mutex_lock(&lot->mutex);
        outcome = ungil_gate_wait(gate, &lot->mutex, how, thread);
        ungil_mutex_unlock(&lot->mutex);
        PyEval_RestoreThread(python);
    }
    return outcome;
}

/* Leaves after UNGIL_SHARED or UNGIL_EXCLUSIVE. */
UNGIL_CALL void ungil_gate_leave(ungil_gate *gate, int how) {
    ungil_lot *lot = ungil_lot_of(gate);
    ungil_mutex_lock(&lot->mutex);
    if (how == UNGIL_SHARED) {
        ungil_reader *self = ungil_gate_reader(gate, PyThread_get_thread_ident());
        if (self != NULL && --self->calls == 0) {
            *self = gate->readers[--gate->sharing];
        }
    } else {
        gate->writer = 0;
    }
    if (gate->sharing == 0) {
        ungil_condition_wake_all(&gate->changed);
    }
    ungil_mutex_unlock(&lot->mutex);
}

/* Waits, the interpreter lock dropped, until whoever is closing it has done so or given up. At the
 * interpreter's end nobody does. */
UNGIL_COLD void ungil_gate_await(ungil_gate *gate) {
    ungil_lot *lot = ungil_lot_of(gate);
    if (ungil_gate_look(gate) != UNGIL_GATE_CLOSING || ungil_is_ending()) {
        return;
    }
    PyThreadState *python = PyEval_SaveThread();
    ungil_mutex_lock(&lot->mutex);
    while (gate->state == UNGIL_GATE_CLOSING) {
        ungil_condition_wait(&gate->changed, &lot->mutex);
    }
    ungil_mutex_unlock(&lot->mutex);
    PyEval_RestoreThread(python);
}

#endif
