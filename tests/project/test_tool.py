"""Tools that commands run: what their output says."""

from __future__ import annotations

import pytest

from ungil.project.tool import first_error


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
