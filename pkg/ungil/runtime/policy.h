/* policy.h: UNGIL_AUTO's decision, whether a call keeps the interpreter lock.
 *
 * Only bookkeeping: all times come as arguments, in ticks. auto.h reads the clock and takes or
 * gives the lock. docs/lock-policy.md tells why it is as it is.
 *
 * Every call but the shortest either keeps the lock ("holds") or releases it. Releasing lets
 * other threads run, but a thread that runs Python gives the lock back only when the switch
 * interval (5 ms) is over. So what strangers took of the lock is *paid back*: for about as long
 * calls hold, as calls of Python code do all the time. And threads whose calls are brief may lose
 * more by taking the lock from each other than they get done at once: whether such calls hold is
 * *compared*, by what got done in a window of time either way.
 */
#ifndef UNGIL_POLICY_H
#define UNGIL_POLICY_H

#include "compiler.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__STDC_NO_ATOMICS__)
/* Compilers without C11's atomics read and write aligned words whole. */
typedef volatile uint32_t ungil_atomic_32;
typedef volatile size_t ungil_atomic_size;
#define UNGIL_LOAD(field) (field)
#define UNGIL_STORE(field, value) ((field) = (value))
#else
#include <stdatomic.h>
typedef _Atomic uint32_t ungil_atomic_32;
typedef _Atomic size_t ungil_atomic_size;
#define UNGIL_LOAD(field) atomic_load_explicit(&(field), memory_order_relaxed)
#define UNGIL_STORE(field, value) atomic_store_explicit(&(field), value, memory_order_relaxed)
#endif

#ifndef UNGIL_AUTO_COUNT
#define UNGIL_AUTO_COUNT 1
#endif

/* One call in so many is timed: odd, since calls often come in even patterns. A short one costs
 * little more than a reading of the clock; beside a release four readings weigh less. */
enum { UNGIL_SHORT_TIMED_ONE_IN = 63, UNGIL_BRIEF_TIMED_ONE_IN = 15 };

/* In microseconds. Two threads of short calls do no better released than held. Of calls that are
 * longer than brief ones four readings of the clock are less than 0.4 %. Waits for other kernels,
 * which are about to release, are short, and 10 us is what a thread needs to wake up. */
#define UNGIL_SHORT_CALL 0.8
#define UNGIL_BRIEF_CALL 20.0
#define UNGIL_SHORT_WAIT 100.0

/* How releasing and holding of brief calls are compared. A window lasts (in microseconds) for some
 * hundred calls; so many later the other way is tried again. Holding wakes other threads late: it
 * has to get an eighth more done. */
#define UNGIL_WINDOW 1000.0
#define UNGIL_WORTH_HOLDING 1.125
enum { UNGIL_WINDOWS_UNTIL_TRIAL = 15 };

/* Shares of the switch interval. Who had the lock for a whole turn had it taken away; who held on
 * for as long would lose it too, and once more with the release that comes after that. */
#define UNGIL_WHOLE_TURN 0.9
#define UNGIL_LONGEST_HOLD 0.95

/* Strangers that had no turn for so many switch intervals are gone. */
#define UNGIL_LONG_AGO 10.0

enum {
    UNGIL_PAID_BACK = 95,  /* percent of a wait: with 90 calls get less, with 98 no more */
    UNGIL_LOST_TURN = 8,   /* calls that fit so often into a turn hold for one that was lost */
    UNGIL_LEARNS_UP = 8,   /* one part in so many of a difference is learned: what disturbs a */
    UNGIL_LEARNS_DOWN = 2, /* measurement makes it longer */
};

enum { UNGIL_SIZE_CLASSES = 64 }; /* a work of 64 bits has so many magnitudes */

/* So many releases are timed after a long wait: where kernels and strangers take turns, some
 * hundred short waits lie between two long ones. So many after a gap that may have been a wait:
 * where strangers are, the next release waits for certain. */
enum { UNGIL_WARY_OF_WAIT = 1000, UNGIL_WARY_OF_GAP = 8 };

/* How long the calls of one function take.
 *
 * Under an interpreter lock every field is written with the lock held. On free-threaded builds
 * nothing protects them: atomic, so that a torn value cannot be read, and relaxed, since no field
 * says anything about another one. An update that is lost costs one measurement. */
typedef struct {
    ungil_atomic_32 predicted[UNGIL_SIZE_CLASSES]; /* ticks, by size class; 0: never timed */
    ungil_atomic_32 untimed;                       /* calls since one was timed; not used
                                                      on free-threaded builds */
} ungil_durations;

/* What one thread is owed; nobody else reads or writes it. Its address stands for the thread. */
typedef struct {
    const void *policy;  /* of which module instance: a thread may use several */
    uint64_t hold_until; /* calls that end before this hold */
    uint64_t seen;       /* when it was last known to have the lock */
    uint64_t work;       /* ticks: what its untimed calls took, not yet added to the policy's */
    uint32_t untimed;    /* brief calls since one was timed */
    uint32_t wary;       /* so many more brief calls are timed */
} ungil_turn;

/* What all threads of kernels got done, released (0) against held (1). */
typedef struct {
    uint64_t start;                /* when the present window began */
    uint64_t work;                 /* ticks: what the calls in it take, as predicted */
    uint64_t worked[2], lasted[2]; /* ticks: of windows so far; the older, the less they count */
    uint32_t until_trial;          /* so many windows until the other way is tried */
    bool holding;                  /* the way of the present window */
} ungil_comparison;

/* One a module instance. What does not say otherwise is read and written with the interpreter lock
 * held, and not used on free-threaded builds. The atomics are relaxed: none says anything about
 * another field. */
typedef struct {
    ungil_durations functions[UNGIL_AUTO_COUNT]; /* protected as they say */
    ungil_atomic_32 short_call;  /* ticks: calls up to this always hold; 0: not calibrated yet.
                                    Read without a lock; written by whoever comes first, on
                                    free-threaded builds by several, each with a right value */
    uint32_t brief_call;         /* ticks: of longer calls the cost of timing does not show */
    uint64_t second;             /* ticks: a second; counters out of step differ by more */
    uint64_t whole_turn;         /* ticks: nearly the switch interval; Python code that had the
                                    lock for so long had it taken away */
    uint64_t longest_hold;       /* ticks: below the interval, when the lock would be taken away */
    uint64_t short_wait;         /* ticks: shorter waits are ignored */
    uint64_t seen;               /* when a call of this module was last known to have the lock */
    const ungil_turn *owner;     /* the thread that it was */
    uint64_t window;             /* ticks: how long a window lasts */
    uint64_t long_ago;           /* ticks: strangers that had no turn for so long are gone */
    ungil_comparison windows;    /* of equal length, where there are no strangers */
    ungil_comparison rounds;     /* each ends with a turn of strangers */
    bool holding;                /* whether brief calls hold: the way of one of the two */
    ungil_atomic_size strangers; /* ticks that the lock was away from this module's callers; wraps.
                                    Written with the lock held, read without it as well: only the
                                    difference of two readings counts */
} ungil_policy;

/* --- how long a call will take --- */

/* The number of bits of `work`: sizes of about the same magnitude are predicted together. */
UNGIL_FAST unsigned int ungil_size_class(uint64_t work) {
#if defined(__GNUC__) || defined(__clang__)
    return 63 - (unsigned int)__builtin_clzll(work | 1);
#else
    unsigned int bits = 0;
    while ((work >>= 1) != 0) {
        bits++;
    }
    return bits;
#endif
}

/* Takes a measurement into a prediction: quickly down, slowly up. */
UNGIL_CALL void ungil_learn(ungil_atomic_32 *predicted, uint64_t took) {
    const uint32_t now = took < 1 ? 1 : took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
    const uint32_t old = UNGIL_LOAD(*predicted);
    uint32_t next = now;
    if (old != 0) {
        next =
            now > old ? old + (now - old) / UNGIL_LEARNS_UP : old - (old - now) / UNGIL_LEARNS_DOWN;
    }
    UNGIL_STORE(*predicted, next);
}

/* Whether this short call is the one in so many that is timed. */
UNGIL_FAST bool ungil_is_timed(ungil_durations *durations) {
    const uint32_t one_in = UNGIL_SHORT_TIMED_ONE_IN;
#ifdef Py_GIL_DISABLED
    /* Threads that run at once would take the function's counter from each other at every call:
     * each counts for itself, whatever it calls. */
    static _Thread_local uint32_t own;
    (void)durations;
    own = own + 1 >= one_in ? 0 : own + 1;
    return own == 0;
#else
    const uint32_t untimed = UNGIL_LOAD(durations->untimed) + 1;
    const bool timed = untimed >= one_in;
    UNGIL_STORE(durations->untimed, timed ? 0 : untimed);
    return timed;
#endif
}

UNGIL_FAST bool ungil_is_short(const ungil_policy *policy, uint32_t predicted) {
    return predicted - 1 < UNGIL_LOAD(policy->short_call); /* 0, never timed, is not */
}

/* --- the clock --- */

/* Sets what is a short call: below that a release costs more than it gives. */
UNGIL_COLD void ungil_policy_set_short(ungil_policy *policy, double ticks_a_us) {
    UNGIL_STORE(policy->short_call, (uint32_t)(ticks_a_us * UNGIL_SHORT_CALL));
}

/* Sets what else depends on the clock and on the switch interval, in microseconds. */
UNGIL_COLD void ungil_policy_set_turns(ungil_policy *policy, double ticks_a_us, double interval) {
    policy->brief_call = (uint32_t)(ticks_a_us * UNGIL_BRIEF_CALL);
    policy->second = (uint64_t)(ticks_a_us * 1e6);
    policy->whole_turn = (uint64_t)(ticks_a_us * interval * UNGIL_WHOLE_TURN);
    policy->longest_hold = (uint64_t)(ticks_a_us * interval * UNGIL_LONGEST_HOLD);
    policy->short_wait = (uint64_t)(ticks_a_us * UNGIL_SHORT_WAIT);
    policy->window = (uint64_t)(ticks_a_us * UNGIL_WINDOW);
    policy->long_ago = (uint64_t)(ticks_a_us * interval * UNGIL_LONG_AGO);
}

/* From one moment to another; 0 where the counters of two processors disagree. */
UNGIL_FAST uint64_t ungil_elapsed(const ungil_policy *policy, uint64_t from, uint64_t to) {
    const uint64_t ticks = to - from;
    return ticks < policy->second ? ticks : 0;
}

/* --- whether brief calls hold --- */

UNGIL_FAST bool ungil_is_brief(const ungil_policy *policy, uint32_t predicted) {
    return predicted - 1 < policy->brief_call; /* 0, never timed, is not */
}

/* What part of a processor was at work, or how many were. */
UNGIL_CALL double ungil_share(const ungil_comparison *comparison, int way) {
    const uint64_t lasted = comparison->lasted[way];
    return lasted == 0 ? 0 : (double)comparison->worked[way] / (double)lasted;
}

/* A window ends: the next one is for the better way. One in a while is for the other one, but not
 * where releasing keeps nearly a whole processor at work: holding cannot do more than that. */
UNGIL_CALL void ungil_compare(ungil_comparison *comparison, uint64_t elapsed) {
    const int way = comparison->holding;
    comparison->worked[way] = comparison->worked[way] / 2 + comparison->work;
    comparison->lasted[way] = comparison->lasted[way] / 2 + elapsed;

    const double needed = ungil_share(comparison, 0) * UNGIL_WORTH_HOLDING;
    if (comparison->until_trial == 0 && (comparison->holding || needed < 1)) {
        comparison->until_trial = UNGIL_WINDOWS_UNTIL_TRIAL;
        comparison->holding = !comparison->holding;
    } else {
        comparison->until_trial -= comparison->until_trial > 0;
        comparison->holding = ungil_share(comparison, 1) > needed;
    }
}

UNGIL_FAST void ungil_compare_anew(ungil_comparison *comparison, uint64_t now) {
    comparison->start = now;
    comparison->work = 0;
}

UNGIL_FAST bool ungil_is_beside_strangers(const ungil_policy *policy, uint64_t now) {
    return now - policy->rounds.start < policy->long_ago;
}

/* A call begins. Beside strangers a window tells nothing: one is all theirs, the next one nobody's
 * but the kernels'. Nor does one that a long call filled, or in which clocks differ. */
UNGIL_CALL void
ungil_policy_works(ungil_policy *policy, ungil_turn *turn, uint32_t predicted, uint64_t now) {
    policy->windows.work += turn->work + predicted;
    policy->rounds.work += turn->work + predicted;
    turn->work = 0;
    const uint64_t elapsed = now - policy->windows.start;
    if (elapsed < policy->window) {
        return;
    }
    if (!ungil_is_beside_strangers(policy, now)) {
        if (elapsed < 2 * policy->window) {
            ungil_compare(&policy->windows, elapsed);
        }
        policy->holding = policy->windows.holding;
    }
    ungil_compare_anew(&policy->windows, now);
}

/* Strangers had the lock for so long. If that was a turn it ends a round. How often they have one
 * depends on the way: several threads that hold have theirs one after the other, so that a round
 * is longer. */
UNGIL_CALL void ungil_policy_ends_round(ungil_policy *policy, uint64_t away, uint64_t now) {
    if (away <= policy->whole_turn / 2) {
        return;
    }
    if (ungil_is_beside_strangers(policy, now)) {
        ungil_compare(&policy->rounds, now - policy->rounds.start);
    }
    ungil_compare_anew(&policy->rounds, now);
    policy->holding = policy->rounds.holding;
}

/* --- whose turn it is --- */

/* The lock is in this thread's hands: whatever nobody of this module's callers can account for
 * since it was seen last goes to strangers. Returns how long they had it for certain: it may also
 * be that this thread was kept off the processor. */
UNGIL_FAST uint64_t ungil_policy_sees(ungil_policy *policy,
                                      ungil_turn *turn,
                                      uint64_t now,
                                      bool was_released) {
    const uint64_t gap = ungil_elapsed(policy, policy->seen, now);
    const bool between_calls = policy->owner == turn && !was_released;
    policy->seen = now;
    policy->owner = turn;
    turn->seen = now;
    if (gap <= policy->short_wait) {
        return 0;
    }
    ungil_compare_anew(&policy->windows, now);
    /* there a thread runs Python, up to where the lock would be taken from it */
    if (!between_calls || gap >= policy->whole_turn) {
        UNGIL_STORE(policy->strangers, UNGIL_LOAD(policy->strangers) + (size_t)gap);
    }
    return between_calls ? 0 : gap;
}

/* Whether a call that starts now need not be timed: it is brief, nothing is owed, and this thread
 * has waited for nobody for a while. A wait shows at its next call, which then is timed: as a gap,
 * longer than a brief call and what Python code is mostly between two calls. What other threads
 * read is written now and then only, since a core has to fetch what another one wrote. */
UNGIL_FAST bool
ungil_policy_trusts(ungil_policy *policy, ungil_turn *turn, uint32_t predicted, uint64_t now) {
    if (!ungil_is_brief(policy, predicted) || turn->wary > 0 || turn->policy != policy ||
        turn->hold_until > now || now - turn->seen > policy->short_wait ||
        turn->untimed + 1 >= UNGIL_BRIEF_TIMED_ONE_IN) {
        return false;
    }
    turn->untimed++;
    turn->work += predicted;
    turn->seen = now;
    if (now - policy->seen > policy->short_wait / 4) {
        policy->seen = now;
        policy->owner = turn;
    }
    return true;
}

/* Whether a call that is predicted to take so long holds, starting now.
 *
 * A thread from which the lock was taken between two calls is owed a turn too. It cannot be told
 * from one that ran Python code for as long; so only calls that are short beside that hold. */
UNGIL_CALL bool
ungil_policy_holds(ungil_policy *policy, ungil_turn *turn, uint32_t predicted, uint64_t now) {
    if (turn->policy != policy) {
        *turn = (ungil_turn){policy, now, now, 0, 0, UNGIL_WARY_OF_GAP};
    }
    if (ungil_elapsed(policy, turn->seen, now) > policy->short_wait) {
        turn->wary = turn->wary < UNGIL_WARY_OF_GAP ? UNGIL_WARY_OF_GAP : turn->wary;
    }
    const bool lost = policy->owner == turn &&
                      ungil_elapsed(policy, policy->seen, now) >= policy->whole_turn &&
                      predicted < policy->longest_hold / UNGIL_LOST_TURN;
    ungil_policy_ends_round(policy, ungil_policy_sees(policy, turn, now, false), now);
    ungil_policy_works(policy, turn, predicted, now);
    turn->untimed = 0;
    if (lost) {
        turn->hold_until = now + policy->longest_hold;
    }
    if (policy->holding && ungil_is_brief(policy, predicted)) {
        turn->wary -= turn->wary > 0;
        return true;
    }
    return predicted != 0 && ungil_elapsed(policy, now + predicted, turn->hold_until) > 0;
}

/* A call that held ends. */
UNGIL_FAST void ungil_policy_held(ungil_policy *policy, ungil_turn *turn, uint64_t now) {
    policy->seen = now;
    turn->seen = now;
}

/* A call that had released the lock has it back: it waited from `from` to `now`. `strangers` was
 * read when the wait began. */
UNGIL_CALL void ungil_policy_waited(
    ungil_policy *policy, ungil_turn *turn, uint64_t from, uint64_t now, size_t strangers) {
    const uint64_t away = ungil_policy_sees(policy, turn, now, true);
    const uint64_t wait = ungil_elapsed(policy, from, now);
    ungil_policy_ends_round(policy, away < wait ? away : wait, now); /* C itself is no stranger */
    const uint64_t others = (size_t)(UNGIL_LOAD(policy->strangers) - strangers);
    const uint64_t credit = wait < others ? wait : others;
    if (wait <= policy->short_wait) {
        turn->wary -= turn->wary > 0;
        return;
    }
    turn->wary = UNGIL_WARY_OF_WAIT;
    if (credit > policy->short_wait) {
        const uint64_t hold = credit / 100 * UNGIL_PAID_BACK;
        turn->hold_until = now + (hold < policy->longest_hold ? hold : policy->longest_hold);
    }
}

#endif
