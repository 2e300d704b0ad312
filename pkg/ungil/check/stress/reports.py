"""What sanitizers print, as diagnostics: at the line of the C, with the declaration as the path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ungil.check.compilation import name_of
from ungil.check.report import NO_COLUMN
from ungil.check.stress.build import HERE
from ungil.diagnostics import Diagnostic, Related, Span, Step

_BOTH_WRITE = "written by two threads"
_FRAME = re.compile(r"^\s*#\d+ (?:0x[0-9a-f]+ in )?(\S+) (/[^:\n]+):(\d+)", re.MULTILINE)
_CALLED = re.compile(r"^\s*#\d+ .*?\bungil_call_(\w+)", re.MULTILINE)
_RACE = re.compile(r"^WARNING: ThreadSanitizer: data race.*?(?=^={10,}$)", re.MULTILINE | re.DOTALL)
_ACCESS = re.compile(
    r"^  (?:Previous )?(?:atomic )?([Rr]ead|[Ww]rite) of size \d+.*?\n((?:    #.*\n)*)",
    re.MULTILINE,
)
_GLOBAL = re.compile(r"Location is global '([^']+)'")
_ADDRESS = re.compile(
    r"^==\d+==ERROR: (?:Address|Thread)Sanitizer: (?:attempting )?(\S+)(.*?)(?=^SUMMARY: |\Z)",
    re.MULTILINE | re.DOTALL,
)
_UNDEFINED = re.compile(r"^(/.+?):(\d+):(\d+): runtime error: (.*)$", re.MULTILINE)
_SHOWN = re.compile(r"^stress: (?:late|exit)\n(.*)", re.MULTILINE | re.DOTALL)
_SIGNALS = {
    "SEGV": "uses an address where there is nothing (SIGSEGV)",
    "BUS": "uses an address where there is nothing (SIGBUS)",
    "FPE": "divides by zero, or overflows in a division (SIGFPE)",
    "ILL": "runs what is no instruction (SIGILL)",
    "double-free": "frees memory twice",
    "free": "frees what no allocation has given",
    "stack-overflow": "overflows the stack",
}
_ASSERTION = re.compile(r"Assertion `(.*)' failed")


@dataclass(frozen=True)
class Reader:
    """Reads what processes print.

    base: the project. declared: where each function's declaration stands.
    """

    base: Path
    declared: Mapping[str, Span]

    def read(self, output: str, functions: Sequence[str]) -> Iterator[Diagnostic]:
        """The findings in what one process printed, which called these functions."""
        for match in _RACE.finditer(output):
            yield from self._race(match[0], functions)
        for match in _UNDEFINED.finditer(output):
            span = Span(name_of(match[1], self.base), int(match[2]), int(match[3]))
            yield self._diagnostic("undefined-behaviour", span, match[4], functions[:1])
        for match in _ADDRESS.finditer(output):
            yield self._memory(match[1], match[2], functions, output)

    def failure(self, code: str, message: str, output: str, functions: Sequence[str]) -> Diagnostic:
        """A process that did not come to its end: where it was, if it has shown that."""
        shown = _SHOWN.search(output)
        stack = shown[1] if shown else ""
        called = self._called(stack, functions)
        span = self._frame(stack) or self.declared[(called or functions)[0]]
        if not called:
            message = f"all functions together: {message}"
        return self._diagnostic(code, span, message, called)

    def _race(self, text: str, functions: Sequence[str]) -> Iterator[Diagnostic]:
        accesses = [(access[1].lower(), access[2]) for access in _ACCESS.finditer(text)][:2]
        # The write is what there is to mend.
        accesses.sort(key=lambda each: each[0] != "write")
        placed = [frame for _, stack in accesses if (frame := self._frame(stack)) is not None]
        if not placed:
            return
        known = _GLOBAL.search(text)
        what = f"'{known[1].partition('.')[0]}'" if known else "memory"
        if [verb for verb, _ in accesses] == ["write", "write"]:
            message = f"{what} {_BOTH_WRITE}"
        else:
            message = f"{what} written by one thread and read by another"
        related = None
        if len(placed) == 2 and placed[1] != placed[0]:
            related = Related(placed[1], "the other access")
        called = self._called("".join(stack for _, stack in accesses), functions)
        yield self._diagnostic("data-race", placed[0], message, called, related)

    def _memory(self, kind: str, text: str, functions: Sequence[str], output: str) -> Diagnostic:
        called = self._called(text, functions)
        span = self._frame(text) or self.declared[(called or functions)[0]]
        if kind == "ABRT":
            failed = _ASSERTION.search(output)
            message = f"the assertion `{failed[1]}' fails" if failed else "the call aborts"
            return self._diagnostic("stress-crash", span, message, called)
        return self._diagnostic("memory-error", span, _misuse(kind, text), called)

    def _called(self, stack: str, functions: Sequence[str]) -> Sequence[str]:
        """Which of the functions a stack tells of."""
        if len(functions) == 1:
            return functions
        return [name for name in dict.fromkeys(_CALLED.findall(stack)) if name in functions]

    def _frame(self, text: str) -> Span | None:
        """The innermost frame in the project's own files."""
        for match in _FRAME.finditer(text):
            file = Path(match[2])
            if file.is_relative_to(self.base) and file.parent != HERE:
                return Span(name_of(match[2], self.base), int(match[3]), NO_COLUMN)
        return None

    def _diagnostic(
        self,
        code: str,
        span: Span,
        message: str,
        called: Sequence[str],
        related: Related | None = None,
    ) -> Diagnostic:
        path = tuple(Step(name, self.declared.get(name)) for name in called[:1])
        if called:
            message = f"{' and '.join(called)}: {message}"
        return Diagnostic(code, span, message, related=related, path=path)


def _misuse(kind: str, text: str) -> str:
    """What a report of the address sanitizer comes to."""
    access = re.search(r"^(READ|WRITE) of size (\d+)", text, re.MULTILINE)
    if access is None:
        return _SIGNALS.get(kind, kind)
    verb = {"READ": "reads", "WRITE": "writes"}[access[1]]
    size = f"{verb} {access[2]} byte{'' if access[2] == '1' else 's'}"
    if kind.endswith("buffer-overflow"):
        return f"{size} past the end or the beginning of an array ({kind})"
    return f"{size} where it must not: {kind}"


def unique(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Each finding once: one race an object, one of the others a line, whoever was called.

    Of several races on an object two writes say most.
    """
    kept: dict[object, Diagnostic] = {}
    for each in found:
        quoted = re.search(r"'(\w+)' written", each.message)
        what = quoted[1] if quoted else (each.span.file, each.span.line)
        known = kept.setdefault((each.code, what), each)
        if _BOTH_WRITE in each.message and _BOTH_WRITE not in known.message:
            kept[each.code, what] = each
    return list(kept.values())
