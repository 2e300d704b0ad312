#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void	f(const double	*UNGIL_COUNTED_BY(m)	a,	size_t n);
/* 漢字 ｗｉｄｅ */ void g(const double *UNGIL_COUNTED_BY(m) a, size_t n);
/* éé combining */ void h(const double *UNGIL_COUNTED_BY(m) a, size_t n);
