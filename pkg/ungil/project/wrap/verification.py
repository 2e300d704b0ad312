"""A declaration header that ungil and the C compiler accept: what they refuse is left out.

Both are asked about the whole text, again and again until nothing is wrong with it.
"""

from __future__ import annotations

import re
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ungil import get_include
from ungil.check import compilation
from ungil.diagnostics import HeaderError
from ungil.generate.call_layer import refusal
from ungil.header import read
from ungil.project.error import CommandError
from ungil.project.wrap.proposals import Proposal
from ungil.project.wrap.writer import Contents, Text, write

_MOST_ROUNDS = 20
_NAME = "header.h"
_GCC = re.compile(
    r"^(?P<file>[^\n]*?):(?P<line>\d+):(?:\d+:)? (?:fatal )?error: (?P<text>.*)$", re.M
)


def verified(
    contents: Contents, guard: str, prefix: str, flags: Sequence[str], compiler: Sequence[str]
) -> tuple[Contents, Text]:
    """The contents without what cannot be, and their text. Raises CommandError, also where no
    function is left.

    prefix: what names lose in Python.
    flags: what the compiler needs to find the library's header.
    """
    with tempfile.TemporaryDirectory(prefix="ungil-wrap-") as folder:
        path = Path(folder, _NAME)
        for _ in range(_MOST_ROUNDS):
            _insist(contents)
            text = write(contents, guard)
            path.write_text(str(text), encoding="utf-8")
            wrong = dict(_refused_by_ungil(path, prefix, text))
            wrong = wrong or dict(_refused_by_the_compiler(path, text, flags, compiler))
            if wrong:
                contents = replace(contents, dropped={**contents.dropped, **wrong})
                continue
            unbound = _left_to_lib(path, prefix, contents.kept)
            if not unbound:
                return contents, text
            proposals = tuple(_skipped(proposal, unbound) for proposal in contents.proposals)
            contents = replace(contents, proposals=proposals)
    raise CommandError(
        f"no header for {contents.library.include} that ungil accepts was found",
        hint="please report it, with the name of the library",
    )


def _insist(contents: Contents) -> None:
    """Raises CommandError where no function is left."""
    if not contents.kept:
        reasons = sorted({reason for _, reason in contents.left_out if "macro" not in reason})
        raise CommandError(
            f"{contents.library.include} declares no function that can be bound",
            hint=f"left out, since {'; '.join(reasons)}" if reasons else "",
        )


def _refused_by_ungil(path: Path, prefix: str, text: Text) -> Iterator[tuple[str, str]]:
    try:
        read([path], base=path.parent, prefix=prefix)
    except HeaderError as error:
        for diagnostic in error.diagnostics:
            yield _owner(text, diagnostic.span.line, diagnostic.message), diagnostic.message


def _refused_by_the_compiler(
    path: Path, text: Text, flags: Sequence[str], compiler: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """What the compiler says of it, beside Python.h and in C11, as in a module."""
    python = Path(sysconfig.get_path("include"), "Python.h")
    command = [*compiler, "-std=c11", "-fsyntax-only", "-fmax-errors=0", "-w", "-x", "c", *flags]
    command += [f"-I{get_include()}", f"-I{python.parent}"]
    command += ["-include", "Python.h"] if python.is_file() else []
    done = compilation.run([*command, str(path)], path.parent)
    if done.returncode == 0:
        return
    found = False
    for match in _GCC.finditer(done.stderr):
        found = True
        if match["file"] != str(path):
            raise CommandError(f"the C compiler refuses the library's header: {match[0]}")
        yield _owner(text, int(match["line"]), match["text"]), match["text"]
    if not found:
        first = (done.stderr.strip().splitlines() or ["it says nothing"])[0]
        raise CommandError(f"the C compiler cannot be run: {first}")


def _owner(text: Text, line: int, message: str) -> str:
    owner = text.owners.get(line)
    if owner is None:
        raise CommandError(f"the declaration header cannot be written: {message}")
    return owner


def _left_to_lib(path: Path, prefix: str, proposals: Sequence[Proposal]) -> dict[str, str]:
    """Functions without UNGIL_SKIP that are not bound all the same, with the reason."""
    functions = read([path], base=path.parent, prefix=prefix).interface.functions
    reasons = {
        function.name: function.unbound or refusal(function)
        for function in functions
        if not function.explicit_skip
    }
    return {
        p.function.name: reason
        for p in proposals
        if p.is_bound and (reason := reasons.get(p.function.name))
    }


def _skipped(proposal: Proposal, unbound: dict[str, str]) -> Proposal:
    reason = unbound.get(proposal.function.name)
    if reason is None:
        return proposal
    return replace(proposal, doubts=(reason,), complete=False)
