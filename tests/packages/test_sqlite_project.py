"""A project that binds a library of the system's: SQLite, from its wheel to its stub."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packages.environments import Environment
from tests.packages.projects import HERE, ROOT, build_wheel

PROGRAM = """
import sys, threading
import litebase
from litebase import Error, sqlite3

assert "_cffi_backend" not in sys.modules
with sqlite3(sys.argv[1]) as db:
    db.execute("create table fruit (name text, price real)")
    with db.compile("insert into fruit values (?, ?)") as insert:
        for name, price in (("apple", 0.5), ("pear", 0.75)):
            insert.bind_string(1, name)
            insert.bind_double(2, price)
            assert insert.step() == litebase.SQLITE_DONE
            insert.reset()
    rows = db.compile("select name, price from fruit where price > 0.6")
    assert rows.step() == litebase.SQLITE_ROW
    print(rows.column_string(0), rows.column_double(1))
try:
    rows.step()
except ValueError as error:
    print(error)
try:
    sqlite3(sys.argv[1]).compile("select missing from fruit")
except Error as error:
    print(error.code, error)
"""

USES = """
from typing import assert_type
import litebase

with litebase.sqlite3(":memory:") as db:
    assert_type(db, litebase.sqlite3)
    assert_type(db.compile("select 1"), litebase.stmt | None)
    assert_type(litebase.open("x").last_insert_rowid(), int)
    db.compile(1)  # type: ignore[arg-type]
"""


@pytest.fixture(scope="module")
def litebase(author: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed project, for PYTHONPATH."""
    if not Path("/usr/include/sqlite3.h").exists():
        pytest.skip("sqlite3.h is not installed")
    folder = tmp_path_factory.mktemp("litebase")
    leavings = shutil.ignore_patterns("*.pyi", "__pycache__", "build")
    project = shutil.copytree(HERE / "litebase", folder / "project", ignore=leavings)
    (project / "cdefs").mkdir()
    shutil.copy(ROOT / "tests" / "libraries" / "sqlite_calls.h", project / "cdefs")
    wheel = build_wheel(author, project, folder)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_known_answers(litebase: Path, consumer: Environment, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    path = tmp_path / "base.db"
    said = consumer.run(consumer.python, program, path, PYTHONPATH=os.fspath(litebase))
    assert said.splitlines() == [
        "pear 0.75",
        "step(): 'stmt' is closed",
        "1 compile(): no such column: missing",
    ]
    with sqlite3.connect(path) as base:
        assert base.execute("select * from fruit").fetchall() == [("apple", 0.5), ("pear", 0.75)]
    base.close()


def test_type_checkers_see_the_classes(litebase: Path, tmp_path: Path) -> None:
    (tmp_path / "uses.py").write_text(USES, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--python-version=3.11", "uses.py"]
    environment = os.environ | {"MYPYPATH": os.fspath(litebase)}
    done = subprocess.run(
        [*command, f"--cache-dir={tmp_path / 'cache'}"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
