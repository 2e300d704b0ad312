"""What ninja says, as an author reads it."""

from __future__ import annotations

import pytest

from ungil.project.build_folder import readable

FAILED = """\
[1/3] Compiling C object _native.abi3.so.p/csrc_kernels.c.o
{red}FAILED: [code=1] {plain}_native.abi3.so.p/csrc_kernels.c.o
cc -I../../cdefs -c ../../csrc/kernels.c
In file included from ../../csrc/kernels.c:1:
{bold}../../csrc/kernels.c:5:28:{plain} {red}error: {plain}'c' undeclared
    5 |         result[i] = a[i] + c[i];
ninja: build stopped: subcommand failed.
"""

READ = """\
In file included from csrc/kernels.c:1:
{bold}csrc/kernels.c:5:28:{plain} {red}error: {plain}'c' undeclared
    5 |         result[i] = a[i] + c[i];"""

STYLES = {"red": "\x1b[31m", "bold": "\x1b[1m", "plain": "\x1b[0m"}


@pytest.mark.parametrize("styles", [STYLES, dict.fromkeys(STYLES, "")], ids=["colour", "plain"])
def test_only_the_compiler_is_heard(styles: dict[str, str]) -> None:
    assert readable(FAILED.format(**styles), "../../") == READ.format(**styles)


def test_file_that_is_gone() -> None:
    said = (
        "ninja: Entering directory `x'\nninja: error: '../../cdefs/k.h', needed by '_native.c', "
        "missing and no known rule to make it\n"
    )
    assert readable(said, "../../") == (
        "error: cdefs/k.h is not there, and _native.c is made from it"
    )


def test_nothing_to_say() -> None:
    assert readable("[1/2] Generating native\n[2/2] Linking target _native.abi3.so\n", "../") == ""
