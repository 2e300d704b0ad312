"""The address and undefined-behaviour sanitizers, in an interpreter that knows of neither."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from ungil.project import toolchain

# Meson's: what a module is built with.
OPTIONS = ("-Db_sanitize=address,undefined", "-Db_lundef=false", "-Ddebug=true")


def sanitizer_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment in which a Python that was built without them loads such a module."""
    if sys.platform != "linux":
        return {}
    libraries = []
    for name in ("libasan.so", "libubsan.so"):
        command = [*toolchain.c_compiler(), f"-print-file-name={name}"]
        asked = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
        path = asked.stdout.strip()
        if os.path.isabs(path):
            libraries.append(path)
    return {
        "LD_PRELOAD": " ".join(libraries),
        "ASAN_OPTIONS": "detect_leaks=0",
        "PYTHONMALLOC": "malloc",
    }
