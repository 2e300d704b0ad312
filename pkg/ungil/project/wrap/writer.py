"""The declaration header, as text that ungil and the C compiler read."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ungil.project.wrap.headers import included
from ungil.project.wrap.model import Function, Library, TypeDeclaration, spelled
from ungil.project.wrap.proposals import Proposal

_WIDTH = 100


@dataclass
class Text:
    """Lines, and which declaration each of them belongs to."""

    lines: list[str] = field(default_factory=list)
    owners: dict[int, str] = field(default_factory=dict)

    def add(self, lines: Iterable[str], owner: str = "") -> None:
        """Adds lines, which belong to the declaration of a name."""
        for line in lines:
            self.lines.append(line)
            if owner:
                self.owners[len(self.lines)] = owner

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


@dataclass(frozen=True)
class Contents:
    """What a declaration header is to hold.

    dropped: names that turned out to be impossible, with the reason.
    """

    library: Library
    proposals: tuple[Proposal, ...]
    dropped: Mapping[str, str] = field(default_factory=dict)

    @property
    def constants(self) -> tuple[str, ...]:
        return tuple(name for name in self.library.constants if name not in self.dropped)

    @property
    def left_out(self) -> tuple[tuple[str, str], ...]:
        return (*self.library.left_out, *self.dropped.items())

    @property
    def kept(self) -> tuple[Proposal, ...]:
        return tuple(p for p in self.proposals if p.function.name not in self.dropped)


def write(contents: Contents, guard: str) -> Text:
    """The whole header; `guard` is its include guard."""
    library = contents.library
    text = Text()
    text.add(_comment(_HEAD.format(include=library.include).split("\n")))
    text.add([f"#ifndef {guard}", f"#define {guard}", ""])
    if library.defines:
        text.add(["#ifndef UNGIL_READING", *_defines(library.defines), "#endif"])
    text.add([*included(library.includes).splitlines(), "", '#include "ungil.h"', ""])
    _types(text, [t for t in library.types if t.name not in contents.dropped])
    for name in contents.constants:
        text.add([f"UNGIL_CONSTANT({name});"], name)
    text.add([""] if contents.constants else [])
    objects = [each for each in library.objects if each.name not in contents.dropped]
    for each in objects:
        text.add([f"extern {spelled(each.type, each.name)};"], each.name)
    text.add([""] if objects else [])
    for proposal in contents.kept:
        text.add([*_function(proposal), ""], proposal.function.name)
    text.add(_left_out(contents.left_out))
    text.add(["#endif"])
    return text


_HEAD = """\
{include}, as `ungil wrap` has read it. From here on it is yours.

"proposed" marks guesses from names and types: compare each with what {include} promises, and
delete the mark. What may write, free or keep memory is under UNGIL_SKIP until you have read that;
Python reaches it through `lib` only. Where words for it can be proposed, the comment has them.

Calls run without Python's interpreter lock, several at once: a function that is not thread-safe
is UNGIL_SERIALIZED."""


def _defines(defines: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, value in defines:
        yield from (f"#ifndef {name.partition('(')[0]}", f"#define {name} {value}", "#endif")


def _types(text: Text, types: Sequence[TypeDeclaration]) -> None:
    """Types; what C does not let a header repeat stands where only ungil reads."""
    reading = False
    for declaration in types:
        if declaration.repeats == reading:
            text.add(["#endif" if reading else "#ifdef UNGIL_READING"])
            reading = not reading
        text.add(declaration.lines, declaration.name)
    text.add(["#endif"] if reading else [])
    text.add([""] if types else [])


def _function(proposal: Proposal) -> Iterator[str]:
    function = proposal.function
    if function.doc:
        yield from _comment(_wrapped(function.doc, ""), "/** ")
    if proposal.is_bound:
        if proposal.guesses:
            yield from _comment(_wrapped("; ".join(proposal.guesses), "proposed: "))
        yield from _declaration(proposal.proposed, "")
        return
    said = _wrapped("; ".join(proposal.doubts), "skipped: ")
    if proposal.complete:
        first, *others = _declaration(proposal.proposed, "", _WIDTH - len(" * proposed:  */"))
        said += [f"proposed: {first}", *(f"          {line}" for line in others)]
    yield from _comment(said)
    yield from _declaration(function, " UNGIL_SKIP")


def _declaration(function: Function, suffix: str, width: int = _WIDTH) -> list[str]:
    """A prototype, with one parameter a line where it is too long for one."""
    # In parentheses a name is no call of the macro that has it too.
    name = f"({function.name})" if function.macro else function.name
    parameters = [spelled(parameter.type, parameter.name) for parameter in function.parameters]
    parameters += ["..."] if function.variadic else []
    head, _, tail = spelled(function.result, f"{name}(\0)").partition("\0")
    line = f"{head}{', '.join(parameters) or 'void'}{tail}{suffix};"
    if len(line) <= width or len(parameters) < 2:
        return [line]
    indent = " " * min(len(head), width // 2)
    lines = [f"{indent}{parameter}," for parameter in parameters]
    lines[0] = f"{head}{parameters[0]},"
    lines[-1] = f"{lines[-1][:-1]}{tail}{suffix};"
    return lines


def _left_out(left_out: Sequence[tuple[str, str]]) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for name, reason in left_out:
        reasons.setdefault(reason, []).append(name)
    if reasons:
        lines = ["Left out:"]
        for reason, names in sorted(reasons.items()):
            lines += ["", *_wrapped(", ".join(names), f"{reason}: ", "  ")]
        yield from _comment(lines)
        yield ""


def _wrapped(text: str, label: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH - len(" *  */"),
        initial_indent=label,
        subsequent_indent=indent or " " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _comment(lines: Sequence[str], opening: str = "/* ") -> Iterator[str]:
    """A comment, which nothing that it holds can end."""
    for number, line in enumerate(lines):
        harmless = line.replace("*/", "* /").replace("/*", "/ *").rstrip("\\")
        start = opening if number == 0 else " * "
        end = " */" if number == len(lines) - 1 else ""
        yield f"{start}{harmless}".rstrip() + end
