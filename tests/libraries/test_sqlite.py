"""SQLite against Python's own binding of it: databases and statements are handles."""

from __future__ import annotations

import gc
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

COUNT = 20_000


@pytest.fixture(scope="module")
def sq(library: Callable[..., ModuleType]) -> ModuleType:
    return library("sqlite_calls.h", "sqlite3.h", "-lsqlite3", prefix="sqlite3_")


@pytest.fixture
def db(sq: ModuleType) -> Any:
    """A database with the numbers from 1 to COUNT and their names."""
    db = sq.open(":memory:")
    db.execute("create table numbers (value integer primary key, name text)")
    db.execute("begin")
    with db.compile("insert into numbers values (?, ?)") as insert:
        for value in range(1, COUNT + 1):
            insert.bind_int64(1, value)
            insert.bind_string(2, f"number {value} é")
            assert insert.step() == sq.SQLITE_DONE
            insert.reset()
    db.execute("commit")
    return db


def rows(sq: ModuleType, stmt: Any) -> list[tuple[int, str | None]]:
    found = []
    while stmt.step() == sq.SQLITE_ROW:
        found.append((stmt.column_int64(0), stmt.column_string(1)))
    return found


def test_rows_and_columns(sq: ModuleType, db: Any) -> None:
    stmt = db.compile("select value, name as called from numbers where value <= ? order by 1")
    assert stmt.column_count() == 2
    assert [stmt.column_name(i) for i in range(2)] == ["value", "called"]
    stmt.bind_int64(1, 3)
    assert rows(sq, stmt) == [(i, f"number {i} é") for i in (1, 2, 3)]
    stmt.reset()
    stmt.bind_int64(1, 1)
    assert rows(sq, stmt) == [(1, "number 1 é")]
    with db.compile("select 1.5, null") as stmt:
        stmt.step()
        assert stmt.column_double(0) == 1.5
        assert stmt.column_string(1) is None
    assert db.last_insert_rowid() == COUNT


def test_class_of_a_database_is_its_constructor(sq: ModuleType) -> None:
    with sq.sqlite3(":memory:") as db:
        assert type(db) is sq.sqlite3
        assert type(db.compile("select 1")) is sq.stmt
    with pytest.raises(TypeError, match=r"^stmt\(\) cannot be called: call compile\(\)$"):
        sq.stmt()


def test_text_without_a_statement(db: Any) -> None:
    assert db.compile("-- nothing") is None


def test_errors_are_sqlite_s(sq: ModuleType, db: Any, tmp_path: Path) -> None:
    """The message comes from the database, which is freed when it could not be opened."""
    with pytest.raises(sq.Error, match=r'^compile\(\): near "selekt": syntax error$') as caught:
        db.compile("selekt 1")
    assert caught.value.code == 1
    with pytest.raises(sq.Error, match="unable to open database file") as caught:
        sq.open(str(tmp_path / "no such folder" / "file"))
    assert caught.value.code == sq.SQLITE_CANTOPEN
    with pytest.raises(sq.Error, match=r"UNIQUE constraint failed: numbers\.value") as caught:
        db.execute("insert into numbers values (1, 'again')")
    assert caught.value.code == sq.SQLITE_CONSTRAINT
    with db.compile("select 1") as stmt, pytest.raises(sq.Error) as caught:
        stmt.bind_int64(2, 1)
    assert caught.value.code == sq.SQLITE_RANGE
    with pytest.raises(ValueError, match="'sql' has a NUL inside"):
        db.compile("select 1\0")


def test_files_are_those_of_python_s_sqlite3(sq: ModuleType, tmp_path: Path) -> None:
    path = str(tmp_path / "base.db")
    with sq.open(path) as db:
        db.execute("create table t (a integer, b text); insert into t values (1, 'eins')")
    with sqlite3.connect(path) as python:
        assert python.execute("select * from t").fetchall() == [(1, "eins")]
        python.execute("insert into t values (2, 'zwei')")
    python.close()
    with sq.open(path) as db, db.compile("select * from t") as stmt:
        assert rows(sq, stmt) == [(1, "eins"), (2, "zwei")]


def test_a_statement_outlives_its_database_s_variable(sq: ModuleType, db: Any) -> None:
    stmt = db.compile("select value, name from numbers where value = 7")
    del db
    gc.collect()
    assert rows(sq, stmt) == [(7, "number 7 é")]


def test_closing_a_database_finalizes_its_statements(sq: ModuleType, db: Any) -> None:
    """sqlite3_close() refuses while statements are open."""
    statements = [db.compile("select value, name from numbers") for _ in range(3)]
    statements[0].step()
    statements[1].close()
    db.close()
    for stmt in statements:
        with pytest.raises(ValueError, match=r"^step\(\): 'stmt' is closed$"):
            stmt.step()
    with pytest.raises(ValueError, match=r"^execute\(\): 'db' is closed$"):
        db.execute("select 1")


def test_error_of_the_last_step_is_not_raised_again_by_close(sq: ModuleType, db: Any) -> None:
    """sqlite3_finalize() returns it once more; the header does not call that a failure."""
    stmt = db.compile("insert into numbers values (1, 'again')")
    with pytest.raises(sq.Error):
        stmt.step()
    stmt.close()
    db.close()


def test_threads_share_a_database(sq: ModuleType, db: Any) -> None:
    sums: list[int] = []

    def work() -> None:
        stmt = db.compile("select value, name from numbers where value % 2 = 0")
        sums.append(sum(value for value, _ in rows(sq, stmt)))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    half = COUNT // 2
    assert sums == [half * (half + 1)] * 8


def test_threads_share_a_statement(sq: ModuleType, db: Any) -> None:
    """Each row comes to one of them."""
    stmt = db.compile("select value from numbers")
    found: list[list[int]] = []

    def work() -> None:
        mine: list[int] = []
        found.append(mine)
        while True:
            result, value = stmt.next_int64(0)
            if result == sq.SQLITE_DONE:
                return
            mine.append(value)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    values = [value for mine in found for value in mine]
    assert set(values) == set(range(1, COUNT + 1))


def test_closed_while_threads_use_it(sq: ModuleType, db: Any) -> None:
    raised: list[BaseException] = []
    started = threading.Barrier(9)

    def work() -> None:
        started.wait()
        try:
            while True:
                stmt = db.compile("select value, name from numbers limit 50")
                while stmt.step() == sq.SQLITE_ROW:
                    stmt.column_string(1)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    started.wait()
    db.close()
    for thread in threads:
        thread.join()
    assert [type(error) for error in raised] == [ValueError] * 8
    assert all(str(error).endswith("is closed") for error in raised)
