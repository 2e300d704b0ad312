"""`ffi` and `lib`, which come to life at their first touch."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

import pytest

from tests.packages.environments import Environment, cffi_folder


@pytest.fixture
def evaluate(consumer: Environment, installed: Path):
    folders = (installed, cffi_folder(sysconfig.get_python_version()))
    path = os.pathsep.join(map(os.fspath, folders))
    return lambda code: consumer.evaluate(code, PYTHONPATH=path)


def test_import_star_leaves_cffi_alone(evaluate) -> None:
    evaluate("""
import sys
import myproj
from myproj._native import *
assert myproj._native.__all__ == ["add", "total", "ANSWER"], myproj._native.__all__
assert ANSWER == 42 and add and total
assert "_cffi_backend" not in sys.modules
assert "lib" not in vars(myproj._native) and "ffi" not in vars(myproj)
""")


def test_functions_are_pickled_before_and_after(evaluate) -> None:
    evaluate("""
import pickle, sys
import myproj
from myproj import _native
assert pickle.loads(pickle.dumps(myproj.add)) is myproj.add
_native.lib
assert sys.modules["myproj._native"] is _native
assert pickle.loads(pickle.dumps(myproj.add)) is myproj.add
""")


def test_threads_see_one_object(evaluate) -> None:
    evaluate("""
import sys, threading
from myproj import _native
sys.setswitchinterval(1e-6)
barrier = threading.Barrier(16)
seen = []
def touch(index):
    barrier.wait()
    first = getattr(_native, ("lib", "ffi")[index % 2])
    seen.append((first, _native.ffi, _native.lib))
threads = [threading.Thread(target=touch, args=(index,)) for index in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
assert len(seen) == 16
assert {pair[1:] for pair in seen} == {(_native.ffi, _native.lib)}
assert {pair[0] for pair in seen} == {_native.ffi, _native.lib}
""")


def test_second_instance_and_reload(evaluate) -> None:
    evaluate("""
import importlib, importlib.util, sys
from myproj import _native
lib = _native.lib
second = importlib.util.module_from_spec(_native.__spec__)
_native.__spec__.loader.exec_module(second)
assert second is not _native and second.add(1, 2) == 3
assert second.lib.add(1, 2) == 3
assert sys.modules["myproj._native"] is _native
assert importlib.reload(_native) is _native and _native.lib is lib
del sys.modules["myproj._native"]
third = importlib.util.module_from_spec(_native.__spec__)
third.__spec__.loader.exec_module(third)
assert third.lib.add(1, 2) == 3
assert "myproj._native" not in sys.modules
""")


def test_unknown_attribute(evaluate) -> None:
    evaluate("""
from myproj import _native
try:
    _native.nothing
except AttributeError as error:
    assert str(error) == "module 'myproj._native' has no attribute 'nothing'", error
assert not hasattr(_native, "\\ud800")
""")


def test_failed_touch_can_be_repeated(consumer: Environment, installed: Path) -> None:
    later = cffi_folder(sysconfig.get_python_version())
    code = f"""
import sys
from myproj import _native
for _ in range(2):
    try:
        _native.ffi
    except ImportError as error:
        assert "'ffi' of myproj._native" in str(error)
        assert isinstance(error.__cause__, ModuleNotFoundError)
    else:
        raise AssertionError("cffi was found")
sys.path.append({os.fspath(later)!r})
assert _native.lib.add(1, 2) == 3
"""
    consumer.evaluate(code, PYTHONPATH=os.fspath(installed))
