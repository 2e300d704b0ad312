"""Arrays of structs that are made for the caller: outputs left out, and what C returns."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import numpy as np
import pytest

from tests.runtime import modules
from tests.runtime.records.layouts import LINE

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads do")


def test_outputs_that_are_left_out(m: ModuleType) -> None:
    made = m.points(3)
    assert type(made) is np.ndarray
    assert made.tolist() == [(0, 1), (1, 1), (2, 1)]
    assert m.points(3).dtype is made.dtype
    assert made.dtype == np.dtype([("x", "f8"), ("y", "f8")])
    assert m.total(made) == 3
    assert m.points(0).shape == (0,)
    assert m.table(2, 3)["x"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert m.plain(np.ones(2))["x"].tolist() == [1, 1]
    given = np.zeros(3, made.dtype)
    assert m.points(3, made=given) is given


def test_every_kind_of_field(m: ModuleType) -> None:
    made = m.lines(2)
    assert made.dtype.fields == LINE.fields
    assert made.dtype.itemsize == LINE.itemsize
    one = made[1]
    assert (one["b"].tolist(), one["tags"].tolist(), one["name"]) == ((1, 2), [0, 3], b"abcdefgh")
    assert (one["title"], one["sign"], one["letter"], one["on"]) == ("hi", "+", b"c", True)
    assert (one["z"], one["level"], one["raw"].tolist(), one["big"]) == (2, 1, [0, 0, 9], -2)
    assert m.sum_lines(made) == -3
    grid = m.grids(1)
    assert grid["m"].shape == (1, 2, 3)
    assert grid["names"].tolist() == [[b"", b"xyz"]]
    assert grid["corners"]["y"].tolist() == [[0, 5]]
    assert grid["last"].tolist() == [-3]
    assert m.total_grids(grid) == 9 + ord("x")
    tight = m.tights(2)
    assert tight.dtype.itemsize == 25
    assert (tight[1]["kind"], tight[1]["value"], tight[1]["numbers"][1]) == (b"k", 1.5, 2)
    assert m.total_tight(tight) == 7


def test_written(m: ModuleType) -> None:
    given = np.array([(1, 1), (2, -1), (3, 1)], m.points(0).dtype)
    found = m.upper(given)
    assert found.tolist() == [(1, 1), (3, 1)]
    assert found.flags.owndata


@ONE_THREAD
def test_what_c_returns(m: ModuleType) -> None:
    made = m.owned(3)
    assert made["x"].tolist() == [0, 1, 2]
    assert m.held() == 0
    assert m.owned(0).shape == (0,)
    assert m.borrowed(True) is None
    lines = m.borrowed(False)
    assert lines["big"].tolist() == [-1, -2]
    lines["big"] = 5
    assert m.borrowed(False)["big"].tolist() == [-1, -2]
    assert m.roots(3).tolist() == [0, 1, 2]


def test_too_large(m: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"^points\(\): 'made' would be too large to allocate"):
        m.points(2**60)
    with pytest.raises(MemoryError):
        m.points(2**56)


@ONE_THREAD
def test_without_numpy(m: ModuleType) -> None:
    """A memoryview whose format tells the layout: ungil, NumPy and the struct module read it."""
    code = modules.loading(m) + (
        "import struct, sys\n"
        "made = module.points(2)\n"
        "assert 'numpy' not in sys.modules\n"
        "assert type(made) is memoryview\n"
        "assert (made.format, made.itemsize, made.shape) == ('T{=d:x:d:y:}', 16, (2,))\n"
        "assert struct.unpack('4d', made) == (0, 1, 1, 1)\n"
        "assert module.total(made) == 1\n"
        "found = module.upper(made)\n"
        "assert found.shape == (2,) and bytes(found) == bytes(made)\n"
        "lines, grids, tights, owned = "
        "module.lines(2), module.grids(1), module.tights(1), module.owned(2)\n"
        "borrowed, table = module.borrowed(False), module.table(2, 3)\n"
        "assert module.sum_lines(lines) == module.sum_lines(borrowed) == -3\n"
        "assert module.total_grids(grids) == 9 + ord('x') and module.total_tight(tights) == 3.5\n"
        "assert bytes(owned) == bytes(made) and table.shape == (2, 3)\n"
        "assert module.held() == 0\n"
        "assert 'numpy' not in sys.modules\n"
        "import numpy as np\n"
        "for old, new in ((made, module.points(2)), (lines, module.lines(2)), "
        "(grids, module.grids(1)), (tights, module.tights(1)), (table, module.table(2, 3))):\n"
        "    array = np.asarray(old)\n"
        "    assert array.dtype.fields == new.dtype.fields, (array.dtype, new.dtype)\n"
        "    assert array.dtype.itemsize == new.dtype.itemsize\n"
        "    assert array.tobytes() == new.tobytes()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_block_outlives_its_module(m: ModuleType) -> None:
    code = modules.loading(m) + (
        "import gc, sys\n"
        "made = module.points(2)\n"
        "del module, spec\n"
        "gc.collect()\n"
        "assert made.format == 'T{=d:x:d:y:}'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_replaced_numpy(m: ModuleType) -> None:
    """Whoever replaces numpy.dtype gets an exception, not an array of another layout."""
    code = modules.loading(m) + (
        "import numpy\n"
        "module.total(numpy.zeros(0, [('x', 'f8'), ('y', 'f8')]))\n"
        "other = numpy.dtype('f8')\n"
        "numpy.dtype = lambda *_: other\n"
        "try: module.points(2)\n"
        "except TypeError as error: assert 'numpy.dtype() gave another dtype' in str(error)\n"
        "else: raise AssertionError\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
