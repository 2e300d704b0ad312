"""Python code that runs a module in interpreters of one process, each with a lock of its own."""

from __future__ import annotations

import os
import subprocess
from types import ModuleType

from tests.packages.environments import Interpreter, interpreters
from tests.runtime import modules

# Those whose sub-interpreters have a lock of their own.
WITH_OWN_LOCKS = [found for found in interpreters() if found.version >= (3, 12)]

# What CPython calls these modules, and what they are told, changed with 3.13.
HEAD = """
import sys
if sys.version_info >= (3, 13):
    import _interpreters
    def create():
        return _interpreters.create("isolated")
    def run(interpreter, code):
        failed = _interpreters.exec(interpreter, code)
        assert failed is None, failed.errdisplay
else:
    import _xxsubinterpreters as _interpreters
    def create():
        return _interpreters.create(isolated=True)
    run = _interpreters.run_string
destroy = _interpreters.destroy
"""


def run_script(python: Interpreter, module: ModuleType, script: str, **variables: str) -> str:
    """Runs a script that has `create`, `run` and `destroy`, and LOAD, the code that imports the
    module as `module`; gives what it printed."""
    head = f"{HEAD}\nLOAD = {modules.loading(module)!r}\n"
    done = subprocess.run(
        [python.path, "-c", head + script],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout
