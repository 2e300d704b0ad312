"""`ungil check` as a user runs it: exit status, text, JSON, SARIF."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.check.projects import Project, check, project
from tests.reading import ROOT
from ungil.check import sarif
from ungil.check.report import NO_COLUMN
from ungil.diagnostics import Diagnostic, Related, Span, Step

pytest.importorskip("clang.cindex")

BAD = "static int value;\nvoid put(int x) { value = x; }\n"
INCLUDED = '#include "native.h"\n'
EXAMPLE = ROOT / "examples" / "bad_increment"


def test_reference_kernels_pass(tmp_path: Path) -> None:
    # A copy: the repository itself may have a build folder that waits for its next build.
    for name in ("cdefs", "csrc"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "build_ffi.py", tmp_path)
    done = check(tmp_path, "--stress")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "'counter' is shared: atomic, and nothing is ordered by it" in done.stdout
    assert "error" not in done.stdout


def test_bad_increment_fails_with_exactly_this() -> None:
    done = check(EXAMPLE, "--no-stress")
    assert done.returncode == 1
    assert done.stdout == (EXAMPLE / "expected.txt").read_text(encoding="utf-8")


def test_json(tmp_path: Path) -> None:
    made = project(tmp_path, "void put(int x);", INCLUDED + BAD)
    done = made.check("--json", "--no-stress")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    (found,) = document["diagnostics"]
    assert found["code"] == "thread-shared-write"
    assert (found["file"], found["line"], found["column"]) == ("csrc/native.c", 3, 19)
    assert found["path"] == [
        {"function": "put", "file": "cdefs/native.h", "line": 3, "column": 6},
    ]
    assert (document["functions"], document["files"]) == (1, 1)


def test_sarif(tmp_path: Path) -> None:
    made = project(tmp_path, "void put(int x);", INCLUDED + BAD)
    done = made.check("--sarif", "out.sarif", "--no-stress")
    assert done.returncode == 1
    assert "thread-shared-write" in done.stdout
    document = json.loads((tmp_path / "out.sarif").read_text())
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["thread-shared-write"]
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "csrc/native.c"
    assert place["region"] == {"startLine": 3, "startColumn": 19}
    assert result["codeFlows"][0]["threadFlows"][0]["locations"]


def test_sarif_has_what_its_schema_requires() -> None:
    """OASIS's schema of 2.1.0: the properties that it requires, and the forms of URIs and lines."""
    span = Span("csrc/a file é.c", 3, NO_COLUMN)
    outside = Related(Span("/usr/include/x.h", 7, 2), "there")
    path = (Step("put", Span("cdefs/native.h", 2, 6)), Step("inner"))
    found = [
        Diagnostic("data-race", span, "put: raced", related=outside, path=path),
        Diagnostic("thread-shared", Span("csrc/b.c", 1, 1), "fine", hint="none"),
    ]
    document = sarif.document(found)
    assert set(document) == {"$schema", "version", "runs"}
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"]
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    uris = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        places = [*result["locations"], *result.get("relatedLocations", [])]
        for flow in result.get("codeFlows", []):
            places += [each["location"] for each in flow["threadFlows"][0]["locations"]]
        for place in places:
            physical = place["physicalLocation"]
            assert all(number >= 1 for number in physical["region"].values())
            uris.append(physical["artifactLocation"]["uri"])
    assert uris == [
        *("csrc/a%20file%20%C3%A9.c", "file:///usr/include/x.h", "cdefs/native.h"),
        *("csrc/a%20file%20%C3%A9.c", "csrc/b.c"),
    ]


def test_paths_limit_what_is_reported(tmp_path: Path) -> None:
    made = project(tmp_path, "void put(int x);\nvoid set(int x);", INCLUDED + BAD)
    made.write("csrc/other.c", INCLUDED + "static int other;\nvoid set(int x) { other = x; }\n")
    assert made.check("--no-stress").stdout.count("error[") == 2
    one = made.check("csrc/other.c", "--no-stress")
    assert one.stdout.count("error[") == 1
    assert "'other'" in one.stdout
    assert made.check("gone.c").returncode == 1


def test_a_projects_own_locks(tmp_path: Path) -> None:
    c = """
void my_lock(void);
void my_unlock(void);
static int value;
void put(int x) { my_lock(); value = x; my_unlock(); }
void my_lock(void) {}
void my_unlock(void) {}
"""
    made = project(tmp_path, "void put(int x);", INCLUDED + c)
    assert made.check("--no-stress").returncode == 1
    made.write("pyproject.toml", '[tool.ungil.check]\nlocks = [["my_lock", "my_unlock"]]\n')
    assert made.check("--no-stress").returncode == 0
    made.write("pyproject.toml", '[tool.ungil.check]\nlock = "my_lock"\n')
    done = made.check("--no-stress")
    assert done.returncode == 1
    assert "[tool.ungil.check] is not understood" in done.stderr


def test_stress_is_part_of_it_and_replays(tmp_path: Path) -> None:
    c = "int at(const int *a, size_t n) { return a[n]; }\n"
    made = project(tmp_path, "int at(const int *UNGIL_COUNTED_BY(n) a, size_t n);", INCLUDED + c)
    done = made.check("--stress")
    assert done.returncode == 1
    assert "csrc/native.c:2: error[memory-error]: at: reads 4 bytes past the end" in done.stdout
    assert done.stderr == ""  # progress is for people
    (seed,) = re.findall(r"to replay the stress: ungil check --seed (\d+)", done.stdout)
    again = made.check("--seed", seed)
    assert again.stdout == done.stdout
    assert made.check("--no-stress").returncode == 0


def test_progress_is_told_a_function_at_a_time(tmp_path: Path) -> None:
    c = "int same(int x) { return x; }\nint next(int x) { return x + 1; }\n"
    made = project(tmp_path, "int same(int x);\nint next(int x);", INCLUDED + c)
    told = made.progress("--stress").split("\r\n")
    for step in ("memory: same ...", "memory: next ...", "threads: same ...", "threads: next ..."):
        assert step in told
    assert "threads: all together ..." in told


def test_not_stressed_by_name(tmp_path: Path) -> None:
    header = "int f(int (*callback)(int));\nint g(int x);"
    c = "int f(int (*callback)(int)) { return callback(1); }\nint g(int x) { return x; }\n"
    done = project(tmp_path, header, INCLUDED + c).check("--json")
    assert done.returncode == 0, done.stdout
    assert list(json.loads(done.stdout)["not_stressed"]) == ["f"]


def test_c_that_calls_python_is_stressed_without_it(tmp_path: Path) -> None:
    c = """#include <Python.h>
int f(int x) { return PyErr_CheckSignals() + x; }
int g(const int *a, size_t n) { return a[n]; }
"""
    header = "int f(int x) UNGIL_HOLD;\nint g(const int *UNGIL_COUNTED_BY(n) a, size_t n);"
    done = project(tmp_path, header, INCLUDED + c).check("--stress")
    assert (
        "not stressed: f (it calls PyErr_CheckSignals(), and the stress has no Python)"
        in done.stdout
    )
    assert [line for line in done.stdout.splitlines() if "error[" in line] == [
        "csrc/native.c:4: error[memory-error]: g: reads 4 bytes past the end or the beginning "
        "of an array (heap-buffer-overflow)"
    ]


def test_no_project(tmp_path: Path) -> None:
    done = Project(tmp_path).check()
    assert done.returncode == 1
    assert "no build_ffi.py" in done.stderr


def test_libclang_missing(tmp_path: Path) -> None:
    made = project(tmp_path, "void put(int x);", INCLUDED + BAD)
    made.write("clang/__init__.py", "raise ImportError\n")
    done = made.check()
    assert done.returncode == 1
    assert "pip install 'ungil[check]'" in done.stderr
    assert "Traceback" not in done.stderr
