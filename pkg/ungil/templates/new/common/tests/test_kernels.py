from array import array
from concurrent.futures import ThreadPoolExecutor

import pytest
from my_proj import add_arrays


def test_add_arrays():
    a, b = array("d", [1, 2, 3]), array("d", [10, 20, 30])
    assert list(add_arrays(a, b)) == [11, 22, 33]


def test_result_is_filled_in_place():
    a, result = array("d", [1, 2, 3]), array("d", [0, 0, 0])
    assert add_arrays(a, a, result) is result
    assert list(result) == [2, 4, 6]


def test_lengths_must_agree():
    with pytest.raises(ValueError, match="'b' has 2 elements, but 'a' has 3"):
        add_arrays(array("d", [1, 2, 3]), array("d", [1, 2]))


def test_threads_run_at_once():
    arrays = [array("d", range(i, i + 1000)) for i in range(8)]
    with ThreadPoolExecutor(4) as threads:
        sums = list(threads.map(add_arrays, arrays, arrays))
    assert all(list(s) == [2 * x for x in a] for s, a in zip(sums, arrays, strict=True))
