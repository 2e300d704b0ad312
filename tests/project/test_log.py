"""What is lifted out of the logs of other tools."""

from __future__ import annotations

import pytest

from ungil.project.log import diagnostics, first_error, message


@pytest.mark.parametrize(
    ("log", "error"),
    [
        (
            "Compiling\n../csrc/demo.c:3:1: error: unknown type name 'x'\nninja: build stopped\n"
            "error: subprocess-exited-with-error\n",
            "../csrc/demo.c:3:1: error: unknown type name 'x'",
        ),
        (
            "cdefs/demo.h:12:38: error[unknown-count]: 'm' is not a parameter\n",
            "cdefs/demo.h:12:38: error[unknown-count]: 'm' is not a parameter",
        ),
        (
            "demo.c:1:10: fatal error: nowhere.h: No such file\nAs: No space left on device\n",
            "As: No space left on device",
        ),
        (
            "error: metadata-generation-failed\n../meson.build:1:0: ERROR: Compiler cc cannot"
            " compile programs.\n",
            "../meson.build:1:0: ERROR: Compiler cc cannot compile programs.",
        ),
        (
            "Traceback\n  File x\nModuleNotFoundError: No module named 'mesonpy'\n",
            "ModuleNotFoundError: No module named 'mesonpy'",
        ),
        (
            "ERROR: Exception:\nTraceback\npip._vendor.hooks.BackendUnavailable: Cannot import x\n",
            "pip._vendor.hooks.BackendUnavailable: Cannot import x",
        ),
        (
            "Uploading x\nWARNING  Retry\nERROR    HTTPError: 405 Method Not Allowed from http://x\n",
            "HTTPError: 405 Method Not Allowed from http://x",
        ),
        ("all is well\n", None),
    ],
)
def test_the_first_error_is_lifted_out_of_the_log(log: str, error: str | None) -> None:
    assert first_error(log) == error


PIP = """\
  error: subprocess-exited-with-error
  x Preparing metadata (pyproject.toml) did not run successfully.
  ╰─> [35 lines of output]
      + meson setup /somewhere
      [2/4] Compiling C object _native.abi3.so.p/csrc_kernels.c.o
      ../csrc/kernels.c: In function 'add':
      ../csrc/kernels.c:5:2: error: 'b' undeclared
          5 |     b = 1;
            |     ^
      ../csrc/kernels.c:5:2: note: it is reported only once
      ../csrc/kernels.c:4:26: warning: unused parameter 'a'
      ninja: build stopped: subcommand failed.
      [end of output]
error: metadata-generation-failed
"""


def test_diagnostics_come_whole_with_their_notes() -> None:
    assert diagnostics(PIP).splitlines() == [
        "csrc/kernels.c:5:2: error: 'b' undeclared",
        "    5 |     b = 1;",
        "      |     ^",
        "csrc/kernels.c:5:2: note: it is reported only once",
    ]
    assert diagnostics("all is well\n") == ""
    many = "".join(f"a.c:{line}:1: error: x\n" for line in range(1, 31))
    assert diagnostics(many).splitlines()[-2:] == ["a.c:20:1: error: x", "and 10 more"]


def test_what_ungil_says_in_a_tool() -> None:
    log = "  [3]\n      ungil: error: No compiler.\n        Get it:\n            pip\n      [end]\n"
    assert message(log) == ("No compiler.", "Get it:\n    pip")
    assert message(PIP) is None
    told = message("error: externally-managed-environment\n\n  This environment is\n")
    assert told is not None
    assert "venv" in told[1]
