/* Checks runtime/policy.h, the bookkeeping of UNGIL_AUTO, in times that are made up: a tick is a
 * nanosecond here, the switch interval 5 ms. Prints each check that fails. */
#include "policy.h"

#include <stdio.h>
#include <string.h>

static int failures;

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("%d: %s\n", __LINE__, #condition);                                              \
            failures++;                                                                            \
        }                                                                                          \
    } while (0)

enum { US = 1000, MS = 1000 * US };

static ungil_policy policy;
static ungil_turn first, second;

static void start_again(void) {
    memset(&policy, 0, sizeof(policy));
    memset(&first, 0, sizeof(first));
    memset(&second, 0, sizeof(second));
    ungil_policy_set_turns(&policy, 1000.0, 5000.0);
    ungil_policy_set_short(&policy, 1000.0);
    policy.window = UINT64_MAX; /* brief calls release, but where holding is compared to that */
    policy.long_ago = 0;
}

static void with_comparison(void) {
    ungil_policy_set_turns(&policy, 1000.0, 5000.0);
}

/* A call that releases at `at`, wants the lock back at `from` and has it at `until`. */
static void release(ungil_turn *turn, uint64_t at, uint64_t from, uint64_t until) {
    CHECK(!ungil_policy_holds(&policy, turn, 10 * US, at));
    const size_t strangers = UNGIL_LOAD(policy.strangers);
    ungil_policy_waited(&policy, turn, from, until, strangers);
}

/* Calls one after the other, up to `until`, all of them held. */
static void hold(ungil_turn *turn, uint64_t until) {
    ungil_policy_held(&policy, turn, until);
}

/* Calls of 10 us that release and wait for nobody, until the thread trusts that none does: how
 * many, and in `now` when the last ended. */
static int until_trusted(ungil_turn *turn, uint64_t *now) {
    int calls = 0;
    while (!ungil_policy_trusts(&policy, turn, 10 * US, *now) && calls < 100000) {
        release(turn, *now, *now + 10 * US, *now + 10 * US + 100);
        *now += 11 * US;
        calls++;
    }
    return calls;
}

static void predictions(void) {
    ungil_atomic_32 predicted = 0;
    CHECK(!ungil_is_short(&policy, 0)); /* never timed */
    ungil_learn(&predicted, 0);
    CHECK(predicted == 1);
    predicted = 800;
    ungil_learn(&predicted, 1600);
    CHECK(predicted == 900); /* up by an eighth of the difference */
    ungil_learn(&predicted, 500);
    CHECK(predicted == 700); /* down by half of it */
    ungil_learn(&predicted, UINT64_MAX);
    CHECK(predicted > UINT32_MAX / 8 && !ungil_is_short(&policy, predicted));
    predicted = 0;
    ungil_learn(&predicted, (uint64_t)UINT32_MAX + 5);
    CHECK(predicted == UINT32_MAX);
    CHECK(ungil_is_short(&policy, 1) && ungil_is_short(&policy, 800));
    CHECK(!ungil_is_short(&policy, 801));
}

static void size_classes(void) {
    CHECK(ungil_size_class(0) == 0 && ungil_size_class(1) == 0);
    CHECK(ungil_size_class(2) == 1 && ungil_size_class(3) == 1 && ungil_size_class(4) == 2);
    CHECK(ungil_size_class(UINT64_MAX) == UNGIL_SIZE_CLASSES - 1);
}

static void sampling(void) {
    ungil_durations *durations = &policy.functions[0];
    int timed = 0;
    for (int i = 0; i < UNGIL_SHORT_TIMED_ONE_IN * UNGIL_SHORT_TIMED_ONE_IN; i++) {
        timed += ungil_is_timed(durations);
    }
    CHECK(timed == UNGIL_SHORT_TIMED_ONE_IN);
}

/* 5 ms that a stranger had the lock are paid back, nearly whole, then the next call releases. */
static void pays_back(void) {
    const uint64_t t = 1000 * MS;
    release(&first, t, t + 10 * US, t + 5 * MS);
    const uint64_t back = t + 5 * MS;
    CHECK(ungil_policy_holds(&policy, &first, 10 * US, back + 1 * US));
    hold(&first, back + 4699 * US);
    CHECK(ungil_policy_holds(&policy, &first, 10 * US, back + 4700 * US));
    CHECK(!ungil_policy_holds(&policy, &first, 100 * US, back + 4700 * US)); /* ends too late */
    CHECK(!ungil_policy_holds(&policy, &first, 0, back + 4700 * US));        /* never timed */
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, back + 4800 * US));
    release(&first, back + 6 * MS, back + 7 * MS, back + 9 * MS); /* 2 ms: of a short turn */
    CHECK(ungil_policy_holds(&policy, &first, 10 * US, back + 10800 * US));
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, back + 11 * MS));
}

static void short_waits_count_for_nothing(void) {
    const uint64_t t = 1000 * MS;
    release(&first, t, t + 10 * US, t + 90 * US);
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, t + 91 * US));
}

/* However long the wait, a thread holds no longer than an interval. */
static void never_longer_than_an_interval(void) {
    const uint64_t t = 1000 * MS;
    release(&first, t, t, t + 80 * MS);
    hold(&first, t + 84699 * US);
    CHECK(ungil_policy_holds(&policy, &first, 10 * US, t + 84700 * US));
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, t + 84760 * US));
}

/* While `first` waits, `second` calls all the time: nobody else had the lock. */
static void other_kernels_are_no_strangers(void) {
    const uint64_t t = 1000 * MS;
    CHECK(!ungil_policy_holds(&policy, &second, 10 * US, t));
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, t));
    const size_t before = UNGIL_LOAD(policy.strangers);
    for (int i = 1; i < 300; i++) {
        release(&second, t + i * 20 * US, t + i * 20 * US + 10 * US, t + i * 20 * US + 11 * US);
    }
    ungil_policy_waited(&policy, &first, t + 10 * US, t + 300 * 20 * US, before);
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, t + 6001 * US));
}

/* Python code between two calls of `second` is no stranger's either, up to an interval. */
static void python_between_calls(void) {
    const uint64_t t = 1000 * MS;
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, t));
    release(&second, t, t, t);
    const size_t before = UNGIL_LOAD(policy.strangers);
    CHECK(!ungil_policy_holds(&policy, &second, 10 * US, t + 3 * MS));
    ungil_policy_waited(&policy, &first, t + 10 * US, t + 3 * MS + 20 * US, before);
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, t + 3 * MS + 21 * US));
}

/* A thread from which the lock was taken between two of its calls is owed a turn, for calls that
 * are short beside it: it may have run Python code all the time. */
static void taken_away_between_calls(void) {
    const uint64_t t = 1000 * MS;
    release(&first, t, t + 10 * US, t + 11 * US);
    CHECK(ungil_policy_holds(&policy, &first, 10 * US, t + 5 * MS));
    hold(&first, t + 9699 * US);
    CHECK(ungil_policy_holds(&policy, &first, 10 * US, t + 9700 * US));
    release(&first, t + 12 * MS, t + 12010 * US, t + 12011 * US);
    CHECK(!ungil_policy_holds(&policy, &first, 2 * MS, t + 17 * MS));
    release(&first, t + 19 * MS, t + 19010 * US, t + 19011 * US);
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, t + 23 * MS)); /* less than an interval */
}

/* A stranger's 5 ms are owed to each thread that waited for them. */
static void each_thread_is_owed(void) {
    const uint64_t t = 1000 * MS;
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, t));
    CHECK(!ungil_policy_holds(&policy, &second, 10 * US, t + 5 * US));
    const size_t before = UNGIL_LOAD(policy.strangers);
    ungil_policy_waited(&policy, &first, t + 10 * US, t + 5 * MS, before);
    uint64_t now = t + 5 * MS;
    for (; now < t + 9700 * US; now += 10 * US) {
        CHECK(ungil_policy_holds(&policy, &first, 10 * US, now));
        hold(&first, now + 10 * US);
    }
    ungil_policy_waited(&policy, &second, t + 15 * US, now + 20 * US, before);
    CHECK(ungil_policy_holds(&policy, &second, 10 * US, now + 4600 * US));
}

/* Processors whose counters disagree: a wait that seems to be negative, or of years, is none. */
static void counters_out_of_step(void) {
    const uint64_t t = 1000 * MS;
    release(&first, t, t + 20 * US, t + 10 * US);
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, t + 11 * US));
    release(&first, t + 12 * US, t + 13 * US, t + 5000ull * MS);
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, t + 5001ull * MS));
    release(&first, t + 5002ull * MS, t + 5003ull * MS, t + 5008ull * MS);
    CHECK(!ungil_policy_holds(&policy, &first, 10 * US, 0)); /* hours before what is owed ends */
}

/* Where nobody waits, brief calls need no clock after a while; a gap or a wait ends that. */
static void trusts_after_a_while(void) {
    uint64_t now = 1000 * MS;
    const int few = until_trusted(&first, &now);
    CHECK(few > 0 && few <= UNGIL_WARY_OF_GAP + 1);
    CHECK(ungil_policy_trusts(&policy, &first, 10 * US, now));
    CHECK(!ungil_policy_trusts(&policy, &first, 0, now));       /* never timed */
    CHECK(!ungil_policy_trusts(&policy, &first, 21 * US, now)); /* no brief call */
    CHECK(!ungil_policy_trusts(&policy, &second, 10 * US, now));
    now += 1 * MS; /* Python code, or a wait that nobody has timed */
    CHECK(!ungil_policy_trusts(&policy, &first, 10 * US, now));
    CHECK(until_trusted(&first, &now) <= UNGIL_WARY_OF_GAP + 1);
    release(&first, now, now + 10 * US, now + 2 * MS);
    now += 2 * MS;
    hold(&first, now + 4 * MS);
    now += 4 * MS;
    CHECK(until_trusted(&first, &now) >= UNGIL_WARY_OF_WAIT);
}

/* Nothing is trusted while something is owed. */
static void trusts_nothing_that_is_owed(void) {
    uint64_t now = 1000 * MS;
    until_trusted(&first, &now);
    first.hold_until = now + 1 * MS;
    CHECK(!ungil_policy_trusts(&policy, &first, 10 * US, now + 1 * US));
}

/* A whole interval that went by while a call was not timed is owed as any other that was lost. */
static void what_was_not_timed_is_paid_back(void) {
    uint64_t now = 1000 * MS;
    until_trusted(&first, &now);
    now += 5 * MS;
    CHECK(!ungil_policy_trusts(&policy, &first, 10 * US, now));
    CHECK(ungil_policy_holds(&policy, &first, 10 * US, now));
    hold(&first, now + 4600 * US);
    CHECK(ungil_policy_holds(&policy, &first, 10 * US, now + 4600 * US));
}

/* Of brief calls that nobody waits for few are timed: one in so many. */
static void times_few_brief_calls(void) {
    uint64_t now = 1000 * MS;
    until_trusted(&first, &now);
    int timed = 0;
    for (int i = 0; i < 100 * UNGIL_BRIEF_TIMED_ONE_IN; i++, now += 2 * US) {
        if (!ungil_policy_trusts(&policy, &first, 2 * US, now)) {
            ungil_policy_holds(&policy, &first, 2 * US, now);
            timed++;
        }
    }
    CHECK(timed >= 100 && timed <= 101);
}

/* Calls of 1 us, timed or not, each by one of two threads in turn, that follow each other by
 * `released` where they release and by `held` where they hold: the share that held. */
static double share_held(uint64_t *now, uint64_t released, uint64_t held, int calls) {
    int holding = 0;
    for (int i = 0; i < calls; i++) {
        ungil_turn *turn = i % 2 ? &first : &second;
        bool holds = policy.holding;
        if (!ungil_policy_trusts(&policy, turn, 1 * US, *now)) {
            holds = ungil_policy_holds(&policy, turn, 1 * US, *now);
        }
        holding += holds;
        *now += holds ? held : released;
    }
    return (double)holding / calls;
}

/* Brief calls hold where that gets more done than releasing, and release again when it does not:
 * half a processor at work against a whole one, then two. */
static void holds_where_that_gets_more_done(void) {
    with_comparison();
    uint64_t now = 1000 * MS;
    share_held(&now, 2000, 1000, 5000);
    CHECK(share_held(&now, 2000, 1000, 200000) > 0.9);
    share_held(&now, 500, 1000, 200000);
    CHECK(share_held(&now, 500, 1000, 200000) == 0); /* holding cannot be better: not tried */
}

/* A little more is not worth it: who waits for the lock would wake late. */
static void releases_where_holding_gets_little_more_done(void) {
    with_comparison();
    uint64_t now = 1000 * MS;
    share_held(&now, 2000, 1900, 5000);
    const double held = share_held(&now, 2000, 1900, 200000);
    CHECK(held > 0 && held < 0.1); /* the trials */
}

/* Where brief calls hold, those that are not brief are paid back as ever. */
static void holds_brief_calls_only(void) {
    with_comparison();
    uint64_t now = 1000 * MS;
    share_held(&now, 2000, 1000, 5000);
    CHECK(policy.holding && ungil_policy_holds(&policy, &first, 20 * US, now));
    CHECK(!ungil_policy_holds(&policy, &first, 21 * US, now));
    CHECK(!ungil_policy_holds(&policy, &first, 0, now)); /* never timed */
}

/* A time in which strangers had the lock, or Python code ran, tells nothing of either way. */
static void windows_with_a_gap_do_not_count(void) {
    with_comparison();
    uint64_t now = 1000 * MS;
    for (int i = 0; i < 1000; i++, now += 300 * US) {
        CHECK(share_held(&now, 2000, 1000, 300) == 0);
    }
}

/* Rounds of calls of 10 us, each ended by 5 ms of a stranger: how long the calls last where they
 * release and where they hold. The share of rounds that held. */
static double rounds_held(uint64_t *now, uint64_t released, uint64_t held, int rounds) {
    int holding = 0;
    for (int i = 0; i < rounds; i++) {
        holding += policy.holding;
        const uint64_t end = *now + (policy.holding ? held : released);
        for (; *now < end; *now += 10 * US) {
            ungil_policy_holds(&policy, &first, 10 * US, *now);
            ungil_policy_held(&policy, &first, *now + 10 * US);
        }
        *now += 5 * MS;
        ungil_policy_holds(&policy, &second, 10 * US, *now); /* as long as `first` has to wait */
    }
    return (double)holding / rounds;
}

/* Beside strangers: two threads that hold have two turns for one of a stranger. */
static void holds_where_that_gets_more_turns(void) {
    with_comparison();
    uint64_t now = 1000 * MS;
    rounds_held(&now, 5 * MS, 10 * MS, 5);
    CHECK(rounds_held(&now, 5 * MS, 10 * MS, 100) > 0.9);
    rounds_held(&now, 5 * MS, 5 * MS, 50);
    CHECK(rounds_held(&now, 5 * MS, 5 * MS, 100) < 0.1);
}

/* Of rounds the long ones count for more. */
static void rounds_count_by_their_length(void) {
    with_comparison();
    uint64_t now = 1000 * MS;
    int held = 0;
    for (int i = 0, released = 0; i < 100; i++) {
        released += !policy.holding;
        held += rounds_held(&now, released % 2 ? 1 * MS : 40 * MS, 10 * MS, 1) > 0;
    }
    CHECK(held < 20); /* 41 ms of 51 against 10 of 15; but the mean of 40/45 and 1/6 is less */
}

/* When the strangers are gone, windows are compared again. */
static void strangers_are_forgotten(void) {
    with_comparison();
    uint64_t now = 1000 * MS;
    rounds_held(&now, 5 * MS, 10 * MS, 5);
    CHECK(policy.holding);
    CHECK(share_held(&now, 500, 1000, 20000) > 0); /* the first 50 ms */
    share_held(&now, 500, 1000, 100000);
    CHECK(share_held(&now, 500, 1000, 20000) == 0);
}

/* A module in another interpreter: what one owes the other does not. */
static void instances_have_nothing_to_do_with_each_other(void) {
    static ungil_policy other;
    ungil_policy_set_turns(&other, 1000.0, 5000.0);
    ungil_policy_set_short(&other, 1000.0);
    const uint64_t t = 1000 * MS;
    release(&first, t, t, t + 5 * MS);
    CHECK(!ungil_policy_holds(&other, &first, 10 * US, t + 5001 * US));
}

int main(void) {
    void (*const checks[])(void) = {
        predictions,
        size_classes,
        sampling,
        pays_back,
        short_waits_count_for_nothing,
        never_longer_than_an_interval,
        other_kernels_are_no_strangers,
        python_between_calls,
        taken_away_between_calls,
        each_thread_is_owed,
        counters_out_of_step,
        trusts_after_a_while,
        trusts_nothing_that_is_owed,
        what_was_not_timed_is_paid_back,
        times_few_brief_calls,
        holds_where_that_gets_more_done,
        releases_where_holding_gets_little_more_done,
        holds_brief_calls_only,
        windows_with_a_gap_do_not_count,
        holds_where_that_gets_more_turns,
        rounds_count_by_their_length,
        strangers_are_forgotten,
        instances_have_nothing_to_do_with_each_other,
    };
    for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
        start_again();
        checks[i]();
    }
    return failures != 0;
}
