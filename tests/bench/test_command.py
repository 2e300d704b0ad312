"""`ungil bench` as a user runs it: on real kernels, with a real compiler. No time is asserted.

docs/commands/bench.md says what is tried here.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench.conftest import bench, make_project
from ungil.bench.variants import EMPTY, POLICIES

VARIANTS = {"as_declared", *POLICIES, *EMPTY}


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Everything that --json says of all kernels, functions by name."""
    folder = make_project(tmp_path_factory.mktemp("bench") / "project")
    document: dict[str, Any] = json.loads(bench(folder, "--json"))
    document["functions"] = {each["name"]: each for each in document["functions"]}
    return document


def labels(measured: dict[str, Any], name: str) -> list[str]:
    return [row["label"] for row in measured["functions"][name]["rows"]]


def test_machine(measured: dict[str, Any]) -> None:
    assert measured["machine"].keys() >= {"processor", "cores", "python", "compiler", "flags"}


SIZES = ["n = 16", "n = 1,000", "n = 1,000,000"]


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("total", SIZES),
        ("odd", SIZES),
        ("bounds", SIZES[:2]),  # a condition excludes the others
        ("length", [""]),
        ("half", [""]),
    ],
)
def test_sizes(measured: dict[str, Any], name: str, sizes: list[str]) -> None:
    found = labels(measured, name)
    assert found[0] == sizes[0]
    assert found == sizes[: len(found)]  # a slow machine leaves out what takes long
    for row in measured["functions"][name]["rows"]:
        assert row["samples"].keys() == VARIANTS
        assert all(seconds >= 0 for each in row["samples"].values() for seconds in each["seconds"])
        assert row["progress"].keys() == {"alone", "busy", "two"}
        shares = {
            scenario: len(row["progress"][scenario]["auto"]["shares"])
            for scenario in row["progress"]
        }
        assert shares == {"alone": 1, "busy": 2, "two": 2}


def test_sides_of_a_matrix_share_its_size(measured: dict[str, Any]) -> None:
    assert labels(measured, "matmul")[0] == "m = 4, k = 4, n = 4"


@pytest.mark.parametrize("name", ["both", "twice", "pack", "loud", "nap", "table_put"])
def test_called_with_arguments_that_its_header_allows(measured: dict[str, Any], name: str) -> None:
    function = measured["functions"][name]
    assert function["left_out"] == ""
    assert set(function["rows"][0]["samples"]) == VARIANTS


@pytest.mark.parametrize("name", ["greeting", "table_new", "unnamed"])
def test_no_kernel_stands_in_for_what_makes_something_new(
    measured: dict[str, Any], name: str
) -> None:
    (row, *_) = measured["functions"][name]["rows"]
    assert row["samples"].keys() == VARIANTS - set(EMPTY)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("table_free", "it takes 't' away"),
        ("each", "'f' is a callback"),
        ("norm", "'p', a struct; give arguments in [tool.ungil.bench.norm]"),
        ("impossible", "no arguments meet its conditions"),
        ("crash", "SIGSEGV"),
        ("refuse", "it says Error: "),
    ],
)
def test_not_timed(measured: dict[str, Any], name: str, why: str) -> None:
    function = measured["functions"][name]
    assert why in function["left_out"]
    assert function["rows"] == []


def test_advice(measured: dict[str, Any]) -> None:
    advice = {name: each["advice"] for name, each in measured["functions"].items()}
    assert advice["nap"] == "UNGIL_RELEASE"
    assert "it waits" in measured["functions"]["nap"]["reason"]
    for name, function in measured["functions"].items():
        assert bool(advice[name]) == bool(function["rows"])


def test_functions_by_name_in_80_columns(project: Path) -> None:
    said = bench(project, "both", "nap")
    assert "\x1b" not in said
    assert max(map(len, said.splitlines())) <= 80
    assert "\nboth: UNGIL_HOLD\n" in said
    assert "total" not in said
    assert "call layer" in said


def test_arguments_and_sizes_of_the_author(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        "[tool.ungil.bench.norm]\narguments = { p = [3.0, 4.0] }\n"
        "[tool.ungil.bench.total]\nsizes = [7, 70]\n"
        '[tool.ungil.bench.odd]\narguments = { a = { file = "kernels.c" } }\n'
        "[tool.ungil.bench.bounds]\narguments = { a = [0.5, 2, 3] }\n"
        "[tool.ungil.bench.refuse]\narguments = { a = 0 }\n",
        encoding="utf-8",
    )
    names = ("norm", "total", "odd", "bounds", "refuse")
    functions = {f["name"]: f for f in json.loads(bench(project, *names, "--json"))["functions"]}
    found = {name: [row["label"] for row in functions[name]["rows"]] for name in names}
    length = (project / "kernels.c").stat().st_size
    assert found == {
        "norm": [""],
        "total": ["n = 7", "n = 70"],
        "odd": [f"n = {length:,}"],
        "bounds": ["n = 3"],
        "refuse": ["a = 0"],
    }


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("bench.gone]", "there is no function of that name"),
        ("bench.total]\nsize = 3", "is not understood"),
        ("bench.total]\nsizes = [0]", "is not understood"),
        ("bench.total]\narguments = { b = 3 }", "there is no argument 'b'"),
        ('bench.odd]\narguments = { a = { file = "gone" } }', "gone: No such file"),
        ("bench", "pyproject.toml"),
    ],
)
def test_wrong_settings(project: Path, table: str, complaint: str) -> None:
    (project / "pyproject.toml").write_text(f"[tool.ungil.{table}\n", encoding="utf-8")
    later = "gone: " in complaint
    assert complaint in bench(project, "odd", status=0 if later else 1)


def test_wrong_wishes(project: Path, tmp_path: Path) -> None:
    assert "there is no function 'gone'" in bench(project, "gone", status=1)
    assert "there is nothing to measure" in bench(project, "each", status=1)
    assert "cannot read" in bench(project, "--compare", "gone.json", status=1)
    assert "kernels.c: " in bench(project, "--compare", "kernels.c", status=1)
    assert "no build_ffi.py" in bench(tmp_path, status=1)


def test_c_that_does_not_compile(project: Path) -> None:
    (project / "kernels.c").write_text("int both(int a) {", encoding="utf-8")
    said = bench(project, "both", status=1)
    assert "kernels.c cannot be built: " in said


def test_what_may_use_python_is_called_with_the_lock_only(project: Path) -> None:
    with (project / "kernels.h").open("a") as header:
        header.write("long count(const char *UNGIL_NUL_TERMINATED text) UNGIL_HOLD;\n")
    with (project / "kernels.c").open("a") as source:
        source.write(
            "#include <Python.h>\nlong count(const char *text) {\n"
            "    PyObject *made = PyUnicode_FromString(text);\n"
            "    const long n = (long)PyUnicode_GetLength(made);\n"
            "    Py_DECREF(made);\n    return n;\n}\n"
        )
    (count,) = json.loads(bench(project, "count", "--json"))["functions"]
    assert count["advice"] == "UNGIL_HOLD"
    assert count["rows"][0]["samples"].keys() == {"as_declared", "hold", *EMPTY}


def test_plot(project: Path) -> None:
    pytest.importorskip("matplotlib")
    bench(project, "both", "nap", "--plot", "figures.png")
    assert (project / "figures.png").read_bytes().startswith(b"\x89PNG")


# --- the gate -----------------------------------------------------------------------------

SLOW = "#define TIMES 10\n"
WIDE = ("--tolerance", "100")  # a kernel ten times as long is found, what the machine does is not


def test_what_is_unchanged_passes_and_what_is_slower_fails(project: Path) -> None:
    bench(project, "total", "both", "--save", "before.json")
    assert json.loads((project / "before.json").read_text())["version"] == 1
    said = bench(project, "total", "both", "--compare", "before.json", *WIDE)
    assert "none slower than before" in said
    source = project / "kernels.c"
    source.write_text(SLOW + source.read_text(encoding="utf-8"), encoding="utf-8")
    said = bench(project, "total", "--compare", "before.json", *WIDE, status=1)
    assert "slower: total (n = 1,000): " in said
    document = json.loads(
        bench(project, "total", "--compare", "before.json", *WIDE, "--json", status=1)
    )
    slower = {each["label"] for each in document["compared"] if each["slower"]}
    assert "n = 1,000" in slower


def test_what_is_no_longer_timed_fails(project: Path) -> None:
    bench(project, "both", "--save", "before.json")
    header = project / "kernels.h"
    text = header.read_text(encoding="utf-8")
    header.write_text(text.replace("UNGIL_REQUIRES(a > 100)", "UNGIL_REQUIRES(a > 200)"))
    assert "no longer timed: both" in bench(project, "both", "--compare", "before.json", status=1)


def test_without_numpy(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrays are then of the standard library, and those of two dimensions cannot be."""
    absent = tmp_path / "path" / "numpy"
    absent.mkdir(parents=True)
    (absent / "__init__.py").write_text("raise ImportError('not here')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(absent.parent))
    document = json.loads(bench(project, "total", "matmul", "--json"))
    total, matmul = document["functions"]
    assert total["rows"]
    assert "wants NumPy" in matmul["left_out"]


def test_the_interpreter_that_runs_it_is_the_one_that_is_measured(
    measured: dict[str, Any],
) -> None:
    assert measured["machine"]["python"].endswith(sys.version.split()[0])
