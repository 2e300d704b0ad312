/* Kernels that try to end the stress. */
#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

/* good, last and first of all: what the others do must not keep it from being called */
int first(int a);

int asserts(int UNGIL_RANGE(1, 9) x);
void exits_well(void);
void exits_at_once(void);
int loops(int UNGIL_RANGE(1, 9) x);
int waits(void);
int jumps(void);
int recurses(int x);
int forks(void);
size_t fills(void);
int prints(void);
int divides(int UNGIL_RANGE(0, 1) x);
int follows_null(void);
int reads_input(void);
uint32_t late_by_one(uint32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result, size_t n);
uint32_t early_by_one(const uint32_t *UNGIL_COUNTED_BY(n) values, size_t n);
int reads_output(const int *UNGIL_COUNTED_BY(n) values, size_t n, size_t *UNGIL_OUT place);
int kills(void);
size_t opens(const char *UNGIL_NUL_TERMINATED path);

int last(int a);
