"""`python -m benchmarks` builds what is installed, times it, and says what is missing.

The other commands of docs/benchmarks.md have their tests beside this one.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from array import array
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks import tables
from tests.benchmarks.command import printed_by

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("contenders")


@pytest.fixture(scope="module")
def printed(folder: Path) -> str:
    return printed_by(
        "benchmarks",
        *("--only", "ungil", "floor", "ctypes", "--rounds", "1", "--build-dir", folder),
        *("--json", folder / "results.json", "--plot", folder / "results.png"),
    )


def test_a_row_a_contender_and_a_column_a_case(printed: str) -> None:
    rows = [line for line in printed.splitlines() if line.startswith("|")]
    assert [row.split("|")[1].split()[0] for row in rows[2:]] == [
        *("ungil", "floor", "ctypes", "(empty")
    ]
    assert "`add(1, 2)`" in rows[0]
    assert len({row.count("|") for row in rows}) == 1


def test_json_holds_every_sample(printed: str, folder: Path) -> None:
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert set(results["contenders"]) == {"ungil", "floor", "ctypes"}
    assert results["machine"]["flags"].startswith("-O2")
    for case, figures in results["seconds"].items():
        assert all(len(samples) == 1 and samples[0] > 0 for samples in figures.values()), case
    assert set(results["seconds"]["import"]) == {"ungil", "floor", "ctypes"}


def test_the_picture_is_one(printed: str, folder: Path) -> None:
    assert (folder / "results.png").read_bytes().startswith(b"\x89PNG")


def test_summary_for_the_readme(printed: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.summary", str(folder / "results.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")]
    assert [row[0].split()[1] for row in rows[1:]] == ["**ungil**", "C", "ctypes"]
    # ctypes takes no keywords; all that is timed is a number
    assert [cell.strip(" |") == "-" for cell in rows[3]].count(True) == 1
    assert rows[1][1].count("/") == 1


@pytest.mark.parametrize("name", tables.PARTS)
def test_documents_have_a_place_for_their_figures(name: str) -> None:
    text = (ROOT / tables.PARTS[name].document).read_text(encoding="utf-8")
    once = tables.replaced(text, name, "| new |")
    assert f"<!-- figures: {name} -->\n\n| new |\n\n<!-- end -->" in once
    assert tables.replaced(once, name, "| new |") == once
    with pytest.raises(ValueError, match="no place"):
        tables.replaced(text.replace(f"figures: {name} ", ""), name, "")


def test_what_is_not_installed_is_named(printed: str, folder: Path) -> None:
    compiler = shutil.which("cc")
    assert compiler is not None
    tools = folder / "tools"
    tools.mkdir()
    (tools / "cc").symlink_to(compiler)
    command = [sys.executable, "-m", "benchmarks", "--only", "floor", "pyo3", "--rounds", "1"]
    done = subprocess.run(
        [*command, "--build-dir", str(folder)],
        cwd=ROOT,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "- pyo3 is missing: maturin is not installed" in done.stdout
    assert "| pyo3" not in done.stdout


def test_gate_fails_where_a_row_does(printed: str, folder: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--gate", "--rounds", "1"]
    done = subprocess.run(
        [*command, "--build-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    rows = [line.split(" | ") for line in done.stdout.splitlines()[2:]]
    assert len(rows) == 8
    for row in rows:
        ratio, bar, verdict = float(row[3]), float(row[4]), row[5].strip(" |")
        if ratio != bar:  # as they are rounded
            assert (ratio < bar) == (verdict == "passed")
    failed = any("FAILED" in row[5] for row in rows)
    assert done.returncode == int(failed)
    assert ("above the bar" in done.stderr) == failed


@pytest.fixture
def floor(printed: str, folder: Path) -> ModuleType:
    (path,) = folder.glob("*/floor_kernels.so")
    spec = importlib.util.spec_from_file_location("floor_kernels", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_floor_checks_what_ungil_checks(floor: ModuleType) -> None:
    """Otherwise the comparison with it would say nothing."""
    four, three = array("i", [1, 2, 3, 4]), array("i", [0, 0, 0])
    wrong = [
        (ValueError, (four, four, three)),
        (ValueError, (four, three, four)),
        (TypeError, (four, array("d", [1, 2, 3, 4]), four)),
        (TypeError, (four, [1, 2, 3, 4], four)),
        (BufferError, (four, four, memoryview(four).toreadonly())),
        (ValueError, (four, four, memoryview(four).cast("B").cast("i", [2, 2]))),
        (TypeError, (four, four)),
    ]
    np = pytest.importorskip("numpy")
    numbers = np.arange(4, dtype="i4")
    frozen = np.arange(4, dtype="i4")
    frozen.flags.writeable = False
    wrong += [
        (ValueError, (numbers, numbers, numbers[:3])),
        (TypeError, (numbers, numbers, numbers.astype("f4"))),
        (TypeError, (numbers, numbers, numbers.astype(">i4"))),
        (ValueError, (numbers, numbers, np.arange(8, dtype="i4")[::2])),
        (ValueError, (numbers, numbers, np.zeros((2, 2), dtype="i4"))),
        (ValueError, (numbers, numbers, frozen)),
    ]
    for error, arguments in wrong:
        with pytest.raises(error):
            floor.add_arrays(*arguments)
    for function in (floor.add, floor.add_keywords):
        for error, arguments in [
            (OverflowError, (2**31, 1)),
            (TypeError, (1.5, 1)),
            (TypeError, (1,)),
        ]:
            with pytest.raises(error):
                function(*arguments)
    with pytest.raises(TypeError):
        floor.add_keywords(1, a=1)
    with pytest.raises(TypeError):
        floor.multiply("1", 2.0)
    assert list(four) == [1, 2, 3, 4]
