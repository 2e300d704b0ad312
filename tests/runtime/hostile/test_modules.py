"""Modules that are not what they seem."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

FAKES = """
import importlib.util, sys, types
import numpy

spec = importlib.util.spec_from_file_location(sys.argv[1], sys.argv[2])

def fresh():
    m = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(m)
    return m

real = types.SimpleNamespace(**vars(numpy))
a = numpy.ones(1000, "i4")
wide = numpy.ones(1000, "i8")

class ndarray:
    pass
ndarray.__module__ = "numpy"

class Bytes(bytes):
    pass

fakes = [
    types.SimpleNamespace(),
    types.SimpleNamespace(ndarray=bytes, zeros=real.zeros, dtype=real.dtype),
    types.SimpleNamespace(ndarray=ndarray, zeros=real.zeros, dtype=real.dtype),
    types.SimpleNamespace(ndarray=list, zeros=list, dtype=list),
    types.SimpleNamespace(ndarray=5, zeros=5, dtype=5),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=real.zeros, dtype=lambda _: real.dtype("i8")),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=real.zeros, dtype=lambda _: None),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=lambda *_: real.zeros(1), dtype=real.dtype),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=lambda *_: b"abc", dtype=real.dtype),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=lambda shape, dtype: real.zeros(1, dtype),
                          dtype=real.dtype),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=lambda shape, dtype: real.zeros(shape, "f4"),
                          dtype=real.dtype),
]
for fake in fakes:
    sys.modules["numpy"] = fake
    m = fresh()
    for given in (a, ndarray(), Bytes(b"abcd" * 10), b"abcd" * 10, [1], wide):
        for _ in range(2):
            for function in (m.sum, m.copy):
                try:
                    result = function(given)
                except TypeError:
                    assert given is not a or function is m.copy, (fake, given)
                else:
                    assert given is a, (fake, given)
                    if function is m.sum:
                        assert result == 1000
                    else:
                        assert list(result[1]) == [1.0] * 1000
sys.modules["numpy"] = numpy
import array

sys.modules["array"] = types.SimpleNamespace(array=lambda *_: bytearray(3))
m = fresh()
try:
    m.copy(memoryview(a))
    assert False
except TypeError as error:
    assert "array.array() gave another array than asked for" in str(error), error
print("fine")
"""


def test_replaced_modules(m: ModuleType) -> None:
    """A `numpy` in sys.modules that lies about its types and functions."""
    assert m.__file__ is not None
    arguments = [sys.executable, "-c", FAKES, m.__name__, m.__file__]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.stdout == "fine\n", done.stderr
