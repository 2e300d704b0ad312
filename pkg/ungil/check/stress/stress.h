/* stress.h: calls functions from several threads at once, with arguments drawn at random.
 *
 * The generated part defines ungil_functions[]: for each function how to draw what all threads
 * share, how to call it, and how to let go. This part has the threads, objects.h what handles stand
 * for, ending.h what is told of a process that does not come to its end. A round is: draw, let all
 * threads go at once, wait for all, let go.
 *
 * Rounds need two barriers in turn. With a single one, a fast thread's next arrival would come
 * before a slow one's wake-up: to the thread sanitizer that orders them, and it misses races.
 */
#ifndef UNGIL_STRESS_H
#define UNGIL_STRESS_H

#include "ending.h"
#include "objects.h"

#include <time.h>

/* --- threads and rounds ------------------------------------------------------------------------
 */

typedef struct {
    size_t function;
    bool drawn;
    _Alignas(max_align_t) unsigned char shared[UNGIL_SHARED_SIZE];
} ungil_turn;

static struct {
    ungil_turn turns[UNGIL_THREADS_MOST];
    int which[UNGIL_THREADS_MOST]; /* the turn of each thread */
    pthread_barrier_t begin;
    pthread_barrier_t end;
} ungil_round;

static void *ungil_thread(void *number) {
    int self = (int)(intptr_t)number;
    ungil_random random = {ungil_run.seed + 7919u * (uint64_t)(self + 1), self};
    ungil_can_be_late();
    for (;;) {
        pthread_barrier_wait(&ungil_round.begin);
        if (ungil_run.over) {
            return NULL;
        }
        const ungil_turn *turn = &ungil_round.turns[ungil_round.which[self]];
        if (turn->drawn) {
            ungil_functions[turn->function].call(&random, turn->shared, NULL);
        }
        pthread_barrier_wait(&ungil_round.end);
    }
}

static bool ungil_draw(ungil_random *random, ungil_turn *turn, size_t function) {
    turn->function = function;
    turn->drawn = false;
    for (int i = 0; i < UNGIL_TRIES && !turn->drawn; i++) {
        turn->drawn = ungil_functions[function].draw(random, turn->shared);
    }
    return turn->drawn;
}

static double ungil_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Draws for a round: one function for all threads, or one for each. Returns how many. */
static int ungil_draw_round(ungil_random *random, const size_t *chosen, size_t count, bool mixed) {
    int turns = mixed ? ungil_run.threads : 1;
    ungil_run.apart = ungil_bits(random) & 1;
    for (int i = 0; i < turns; i++) {
        size_t function = chosen[ungil_bits(random) % count];
        if (!ungil_draw(random, &ungil_round.turns[i], function) && !mixed) {
            return 0;
        }
    }
    for (int i = 0; i < ungil_run.threads; i++) {
        ungil_round.which[i] = mixed ? i : 0;
    }
    return turns;
}

/* Runs rounds for some seconds, at least 100 of them within ten times that. Returns how many. */
static long ungil_rounds(const size_t *chosen, size_t count, bool mixed, double seconds) {
    ungil_random random = {ungil_run.seed, 0};
    double start = ungil_seconds();
    long rounds = 0;
    for (;;) {
        double passed = ungil_seconds() - start;
        if (passed > seconds && (rounds >= 100 || passed > 10 * seconds)) {
            break;
        }
        int turns = ungil_draw_round(&random, chosen, count, mixed);
        if (turns == 0) {
            ungil_objects_end();
            break;
        }
        pthread_barrier_wait(&ungil_round.begin);
        pthread_barrier_wait(&ungil_round.end);
        for (int i = 0; i < turns; i++) {
            if (ungil_round.turns[i].drawn) {
                ungil_functions[ungil_round.turns[i].function].let_go(ungil_round.turns[i].shared);
            }
        }
        ungil_objects_end();
        rounds++;
    }
    ungil_run.over = true;
    pthread_barrier_wait(&ungil_round.begin);
    return rounds;
}

/* The functions of some names, by their numbers. Returns how many there are. */
static size_t ungil_choose(char **names, int count, size_t *chosen) {
    size_t known = 0;
    for (int i = 0; i < count; i++) {
        for (size_t k = 0; k < ungil_function_count; k++) {
            if (strcmp(names[i], ungil_functions[k].name) == 0) {
                chosen[known++] = k;
            }
        }
    }
    return known;
}

/* stress OUTCOME THREADS SEED MILLISECONDS SECONDS NAME...: one name alone, several of them mixed.
 * OUTCOME is the file in which it says how it ended; SECONDS is how long it may take. */
static int ungil_main(int count, char **arguments) {
    if (count < 7) {
        return 2;
    }
    size_t *chosen = calloc((size_t)count, sizeof *chosen);
    size_t known = chosen == NULL ? 0 : ungil_choose(arguments + 6, count - 6, chosen);
    ungil_run.threads = atoi(arguments[2]);
    ungil_run.seed = strtoull(arguments[3], NULL, 10);
    if (known == 0 || ungil_run.threads < 1 || ungil_run.threads > UNGIL_THREADS_MOST) {
        free(chosen);
        return 2;
    }
    ungil_watch_for_the_end(arguments[1], (unsigned)atoi(arguments[5]));
    unsigned parties = (unsigned)ungil_run.threads + 1;
    pthread_barrier_init(&ungil_round.begin, NULL, parties);
    pthread_barrier_init(&ungil_round.end, NULL, parties);
    pthread_t threads[UNGIL_THREADS_MOST];
    for (int i = 0; i < ungil_run.threads; i++) {
        if (pthread_create(&threads[i], NULL, ungil_thread, (void *)(intptr_t)i) != 0) {
            fputs("stress: no more threads\n", stderr);
            ungil_end("no threads", "", 2);
        }
    }
    long rounds = ungil_rounds(chosen, known, known > 1, atof(arguments[4]) / 1000);
    for (int i = 0; i < ungil_run.threads; i++) {
        pthread_join(threads[i], NULL);
    }
    free(chosen);
    if (rounds > 0) {
        ungil_tell("done", "");
    } else {
        ungil_tell(ungil_missing == NULL ? "undrawn" : "unmade",
                   ungil_missing == NULL ? "" : ungil_missing);
    }
    return 0;
}

#endif
