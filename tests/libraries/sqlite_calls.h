/* SQLite: databases and the statements that depend on them. */
#ifndef SQLITE_CALLS_H
#define SQLITE_CALLS_H

#include <sqlite3.h>

#include "ungil.h"

typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;

UNGIL_CONSTANT(SQLITE_ROW);
UNGIL_CONSTANT(SQLITE_DONE);
UNGIL_CONSTANT(SQLITE_CANTOPEN);
UNGIL_CONSTANT(SQLITE_CONSTRAINT);
UNGIL_CONSTANT(SQLITE_RANGE);

/** Opens a database, or makes it.
 *  @param filename  where it lies; ":memory:" for one that goes with its handle */
int sqlite3_open(const char *UNGIL_NUL_TERMINATED filename,
                 sqlite3 *UNGIL_OWNED(sqlite3_close) *UNGIL_OUT db)
    UNGIL_STATUS(sqlite3_errmsg(*db));

int sqlite3_close(sqlite3 *UNGIL_CONSUMED db) UNGIL_STATUS(sqlite3_errstr);

long long sqlite3_last_insert_rowid(sqlite3 *db);

/** Runs statements that give no rows. */
static inline int sqlite3_execute(sqlite3 *db, const char *UNGIL_NUL_TERMINATED sql)
    UNGIL_STATUS(sqlite3_errmsg(db)) {
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/** Compiles a statement, which the database outlives.
 *  @return the statement; None where the text holds none */
static inline int sqlite3_compile(sqlite3 *UNGIL_LIFETIMEBOUND db,
                                  const char *UNGIL_NUL_TERMINATED sql,
                                  sqlite3_stmt *UNGIL_OWNED(sqlite3_finalize)
                                      UNGIL_OR_NULL *UNGIL_OUT stmt)
    UNGIL_STATUS(sqlite3_errmsg(db)) {
    return sqlite3_prepare_v2(db, sql, -1, stmt, NULL);
}

/** Goes to the next row.
 *  @return SQLITE_ROW or SQLITE_DONE */
int sqlite3_step(sqlite3_stmt *stmt) UNGIL_SUCCESS(return == SQLITE_ROW || return == SQLITE_DONE)
    UNGIL_STATUS(sqlite3_errmsg(sqlite3_db_handle(stmt)));

int sqlite3_reset(sqlite3_stmt *stmt);

int sqlite3_bind_int64(sqlite3_stmt *stmt, int index, long long value) UNGIL_STATUS(sqlite3_errstr);

int sqlite3_bind_double(sqlite3_stmt *stmt, int index, double value) UNGIL_STATUS(sqlite3_errstr);

static inline int
sqlite3_bind_string(sqlite3_stmt *stmt, int index, const char *UNGIL_NUL_TERMINATED value)
    UNGIL_STATUS(sqlite3_errstr) {
    return sqlite3_bind_text(stmt, index, value, -1, SQLITE_TRANSIENT);
}

int sqlite3_column_count(sqlite3_stmt *stmt);
const char *UNGIL_NUL_TERMINATED sqlite3_column_name(sqlite3_stmt *stmt, int column);
long long sqlite3_column_int64(sqlite3_stmt *stmt, int column);
double sqlite3_column_double(sqlite3_stmt *stmt, int column);

/** The text of a column in this row; None for NULL. */
static inline const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL
sqlite3_column_string(sqlite3_stmt *stmt, int column) {
    return (const char *)sqlite3_column_text(stmt, column);
}

/** Goes to the next row and reads a whole number from it, with the statement held all the time.
 *  @return SQLITE_ROW or SQLITE_DONE */
static inline int sqlite3_next_int64(sqlite3_stmt *stmt, int column, long long *UNGIL_OUT value)
    UNGIL_SUCCESS(return == SQLITE_ROW || return == SQLITE_DONE) {
    int result = sqlite3_step(stmt);
    if (result == SQLITE_ROW) {
        *value = sqlite3_column_int64(stmt, column);
    }
    return result;
}

#endif
