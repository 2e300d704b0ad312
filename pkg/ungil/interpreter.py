"""What the running interpreter can have: facts that no marker in a pyproject.toml can name."""

from __future__ import annotations

import sys


def is_free_threaded() -> bool:
    """Whether it was built to run without the interpreter lock: 3.13 is the first that can be."""
    if sys.hexversion < 0x030D0000:
        return False
    import sysconfig  # takes as long as reading a small header

    return bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def has_limited_api() -> bool:
    """Whether it has the stable ABI of 3.11: debug and free-threaded builds have not."""
    return not hasattr(sys, "gettotalrefcount") and not is_free_threaded()


def has_cffi() -> bool:
    """Whether there is a cffi for it, installed or not: none is for free-threaded 3.13."""
    return not is_free_threaded() or sys.version_info >= (3, 14)


def why_no_cffi() -> str:
    """Why a module is built without cffi, when it is."""
    if has_cffi():
        return "cffi was not installed (pip install cffi, and build again)"
    return "there is no cffi for this free-threaded Python"
