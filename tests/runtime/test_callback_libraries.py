"""Callbacks of real libraries."""

from __future__ import annotations

import array
import shutil
import subprocess
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

HOLDERS = ["held", "above", "alone"]  # and `each`, which releases


# --- real libraries ------------------------------------------------------------------------


class CallbackError(Exception):
    """Raised by a callback."""


SORTING = """
#include <stdlib.h>
struct ungil_sorting { int (*compare)(void *ctx, double a, double b); void *ctx; };
static inline int compare_doubles(const void *a, const void *b, void *sorting) UNGIL_SKIP;
static inline int compare_doubles(const void *a, const void *b, void *sorting) {
    struct ungil_sorting *s = sorting;
    return s->compare(s->ctx, *(const double *)a, *(const double *)b);
}
static inline void sort(double *UNGIL_COUNTED_BY(n) values, size_t n,
                        int (*UNGIL_NOESCAPE compare)(void *UNGIL_CONTEXT ctx, double a, double b),
                        void *UNGIL_CONTEXT ctx) {
    struct ungil_sorting sorting = {compare, ctx};
    qsort_r(values, n, sizeof *values, compare_doubles, &sorting);
}
"""


def test_qsort_with_a_python_comparison(bind: Callable[..., ModuleType]) -> None:
    module = bind(SORTING)
    values = array.array("d", [3, 1, 2, 5, 4])
    module.sort(values, lambda a, b: (a > b) - (a < b))
    assert values.tolist() == [1, 2, 3, 4, 5]
    numbers = np.random.default_rng(1).normal(size=1000)
    expected = np.sort(numbers)[::-1]
    module.sort(numbers, lambda a, b: (a < b) - (a > b))
    np.testing.assert_array_equal(numbers, expected)

    def give_up(a: float, b: float) -> int:
        raise CallbackError

    with pytest.raises(CallbackError):
        module.sort(numbers, give_up)


SQLITE = """
#include <sqlite3.h>
struct columns {
    int (*column)(void *ctx, const char *name, const char *value);
    void *ctx;
};
static inline int each_column(void *ctx, int count, char **values, char **names) UNGIL_SKIP;
static inline int each_column(void *ctx, int count, char **values, char **names) {
    struct columns *columns = ctx;
    for (int i = 0; i < count; i++) {
        if (columns->column(columns->ctx, names[i], values[i]) != 0) return 1;
    }
    return 0;
}
/** Runs SQL in a new database in memory. */
static inline int execute(const char *UNGIL_NUL_TERMINATED sql,
                          int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(SQLITE_ABORT) column)(
                              void *UNGIL_CONTEXT ctx,
                              const char *UNGIL_NUL_TERMINATED name,
                              const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL value),
                          void *UNGIL_CONTEXT ctx)
    UNGIL_STATUS(sqlite3_errstr);
static inline int execute(const char *sql,
                          int (*column)(void *ctx, const char *name, const char *value),
                          void *ctx) {
    struct columns columns = {column, ctx};
    sqlite3 *db = NULL;
    int status = sqlite3_open(":memory:", &db);
    if (status == SQLITE_OK) status = sqlite3_exec(db, sql, each_column, &columns, NULL);
    sqlite3_close(db);
    return status;
}
"""


def test_sqlite3_exec(bind: Callable[..., ModuleType]) -> None:
    found = subprocess.run(
        [shutil.which("cc") or "cc", "-E", "-"],
        input="#include <sqlite3.h>",
        text=True,
        capture_output=True,
        check=False,
    )
    if found.returncode != 0:
        pytest.skip("sqlite3.h (Debian's libsqlite3-dev) is not installed")
    module = bind(SQLITE, libraries=["-lsqlite3"])
    seen: list[tuple[str, str | None]] = []

    def column(name: str, value: str | None) -> int:
        seen.append((name, value))
        return 0

    module.execute("SELECT 1 AS one, NULL AS empty, 'é' AS text UNION ALL SELECT 2, 3, 4", column)
    assert seen[:3] == [("one", "1"), ("empty", None), ("text", "é")]
    assert seen[3:] == [("one", "2"), ("empty", "3"), ("text", "4")]
    with pytest.raises(module.Error, match="SQL logic error"):
        module.execute("SELEKT", column)
    with pytest.raises(module.Error, match="abort"):
        module.execute("SELECT 1", lambda name, value: 1)

    def fail(name: str, value: str | None) -> int:
        raise CallbackError(name)

    with pytest.raises(CallbackError, match="one"):
        module.execute("SELECT 1 AS one", fail)
