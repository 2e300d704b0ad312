"""Every command and every snippet of README.md and docs/ does what the page says."""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.docs import blocks
from tests.docs.blocks import Block
from tests.docs.workplace import PageError, Workplace, is_as_shown
from tests.packages.projects import ROOT

FRAGMENT = """\
import ungil
ffibuilder = ungil.builder("fragment._native", headers=["fragment.h"])
if __name__ == "__main__":
    ungil.main(ffibuilder)
"""


def is_left_out(block: Block) -> bool:
    return not block.directives.keys().isdisjoint({"not", "tested"})


def is_usage(block: Block) -> bool:
    """The synopsis of a command, which test_usage.py compares with the command."""
    return block.language == "sh" and re.match(r"ungil \w+ .*\[", block.text) is not None


def is_tried(block: Block) -> bool:
    return not (is_left_out(block) or is_usage(block))


PAGES = [path for path in blocks.PAGES if any(map(is_tried, blocks.read(path)))]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_page(path: Path, workplace: Callable[[], Workplace]) -> None:
    with workplace() as place:
        for block in filter(is_tried, blocks.read(path)):
            wrong = what_is_wrong(place, block)
            if wrong is not None:
                pytest.fail(f"{block.place}: {wrong}", pytrace=False)


def what_is_wrong(place: Workplace, block: Block) -> str | None:
    try:
        try_block(place, block)
    except PageError as error:
        return str(error)
    return None


def try_block(place: Workplace, block: Block) -> None:
    """Does what a block asks for. Raises PageError if something else comes of it."""
    directives = block.directives
    text = place.localized(block.text)
    if "run" in directives:
        place.shell(place.localized(directives["run"]))
    if block.language == blocks.ALONE:
        return
    name = directives.get("file") or directives.get("add") or block.file
    if "background" in directives:
        place.start(text, directives["background"])
    elif "output" in directives:
        place.wait_for_output(text)
    elif name is not None:
        (place.add if "add" in directives else place.write)(name, text)
    elif block.language == "sh":
        place.shell(text, fails="fails" in directives)
    elif block.language == "console":
        run_console(place, text)
    elif block.language == "pycon":
        place.python(text, block.line)
    elif block.language == "c":
        bind_fragment(place, text, directives.get("after", ""))
    else:
        raise PageError(f"nothing says how a block of {block.language or 'no language'} is tried")


def run_console(place: Workplace, text: str) -> None:
    """Runs the commands of a console block, and compares what they print."""
    for command, shown in commands_and_outputs(text):
        got = place.shell(command, fails=None)
        if not is_as_shown(got, shown):
            raise PageError(f"{command}has said:\n{got}\nand not:\n{shown}")


def commands_and_outputs(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it prints."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command = re.match(r"(.*\\\n)*.*\n?", part)
        assert command is not None
        yield command[0], part[command.end() :]


def bind_fragment(place: Workplace, text: str, before: str) -> None:
    """Binds declarations by themselves, and compiles what comes of them."""
    usual = "".join(f"#include <{name}.h>\n" for name in ("stdbool", "stddef", "stdint", "wchar"))
    place.write("fragment/fragment.h", f'{usual}#include "ungil.h"\n{before}\n{text}')
    place.write("fragment/build_ffi.py", FRAGMENT)
    include = sysconfig.get_path("include")
    place.shell(
        "python fragment/build_ffi.py --output-dir out\n"
        f"cc -std=c11 -fsyntax-only -I '{include}' -I fragment -I out out/_native.c"
    )
