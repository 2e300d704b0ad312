"""Conditionals: which are followed, and why the others are errors.

An outcome is certain for include guards, `__cplusplus` (never defined: this is C),
`UNGIL_READING` (always), and macros that the headers define themselves. A block of nothing
but definitions is taken where its branches define the same things.
"""

from __future__ import annotations

from ungil.frozen import frozen
from ungil.header.constants import looks_constant
from ungil.header.lexer import NUMBER, Directive, Token
from ungil.header.macros import Macro, MacroTable, parse_definition
from ungil.header.report import Report

_OPENING = ("if", "ifdef", "ifndef")
_BRANCHING = ("elif", "else", "elifdef", "elifndef")
NAMES = frozenset((*_OPENING, *_BRANCHING, "endif"))
_HINT = (
    "conditionals for ungil are include guards, __cplusplus and UNGIL_READING; "
    "put others into a header that only C includes"
)


@frozen
class Block:
    """From #if to #endif, as indices; `branches` holds each branch's directive."""

    branches: tuple[int, ...]
    end: int

    def ranges(self) -> list[tuple[int, int]]:
        """What lies in each branch."""
        ends = (*self.branches[1:], self.end)
        return [(start + 1, end) for start, end in zip(self.branches, ends, strict=True)]


Items = list[Token | Directive]
Blocks = dict[int, Block]


def match(items: Items, report: Report) -> Blocks:
    """Every complete conditional by the index of its first line; others are reported."""
    blocks: Blocks = {}
    open_blocks: list[list[int]] = []
    for index, item in enumerate(items):
        if not isinstance(item, Directive):
            continue
        if item.name in _OPENING:
            open_blocks.append([index])
        elif item.name in _BRANCHING or item.name == "endif":
            if not open_blocks:
                report.error("unbalanced", item.tokens[0].span, f"#{item.name} without #if")
            elif item.name == "endif":
                branches = open_blocks.pop()
                blocks[branches[0]] = Block(tuple(branches), index)
            else:
                open_blocks[-1].append(index)
    for branches in open_blocks:
        item = items[branches[0]]
        assert isinstance(item, Directive)
        report.error(
            "unbalanced", item.tokens[0].span, f"#{item.name} without #endif", hint="add #endif"
        )
    return blocks


def include_guard(items: Items, blocks: Blocks) -> str | None:
    """The macro of the include guard around the whole file, where there is one."""
    block = blocks.get(0)
    if block is None or block.end != len(items) - 1 or len(block.branches) > 1:
        return None
    opening, definition = items[0], items[1]
    if not isinstance(opening, Directive) or not isinstance(definition, Directive):
        return None
    tested = _tested(opening)
    name = definition.tokens[1].text if len(definition.tokens) > 1 else None
    return name if definition.name == "define" and tested == (name, False) else None


def choose(
    block: Block, items: Items, blocks: Blocks, macros: MacroTable, report: Report
) -> list[tuple[int, int]]:
    """The ranges of items to read on; none, with an error, where only the compiler knows."""
    ranges = block.ranges()
    for index, content in zip(block.branches, ranges, strict=True):
        directive = items[index]
        assert isinstance(directive, Directive)
        outcome = True if directive.name == "else" else _outcome(directive, macros)
        if outcome is None:
            return _definitions(block, items, blocks, report)
        if outcome:
            return [content]
    return []


def _tested(directive: Directive) -> tuple[str, bool] | None:
    """The one macro that is tested, and whether it must be defined."""
    words = [token.text for token in directive.tokens]
    match words:
        case ["ifdef" | "elifdef", name]:
            return name, True
        case ["ifndef" | "elifndef", name]:
            return name, False
        case ["if" | "elif", "defined", "(", name, ")"] | ["if" | "elif", "defined", name]:
            return name, True
        case ["if" | "elif", "!", "defined", "(", name, ")"] | [
            "if" | "elif",
            "!",
            "defined",
            name,
        ]:
            return name, False
    return None


def _outcome(directive: Directive, macros: MacroTable) -> bool | None:
    tested = _tested(directive)
    if tested is None:
        return None
    name, wanted = tested
    if name == "__cplusplus":
        return not wanted
    if name == "UNGIL_READING" or name in macros:
        return wanted
    return None


def _definitions(
    block: Block, items: Items, blocks: Blocks, report: Report
) -> list[tuple[int, int]]:
    """Reads a block whose outcome is unknown as definitions, where that is all it holds."""
    first = items[block.branches[0]]
    assert isinstance(first, Directive)
    branches = [_contents(items, start, end) for start, end in block.ranges()]
    problem = "it holds declarations" if None in branches else None
    if problem is None:
        last = items[block.branches[-1]]
        complete = isinstance(last, Directive) and last.name == "else"
        problem = _difference([b for b in branches if b is not None], complete, _tested(first))
    if problem:
        message = f"only the C compiler knows whether this #{first.name} holds, and {problem}"
        hint = _HINT
        if len(first.tokens) == 2 and first.tokens[1].kind == NUMBER:
            message = f"what stands under #if {first.tokens[1].text} is not followed"
            hint = "remove it, or make it a comment"
        report.error("conditional", first.tokens[0].span, message, hint=hint)
        return []
    return _first_definitions(items, block)


def _contents(items: Items, start: int, end: int) -> dict[str, Macro] | None:
    """The macros that a branch defines; None where it has more than preprocessor lines."""
    found: dict[str, Macro] = {}
    for item in items[start:end]:
        if not isinstance(item, Directive):
            return None
        if item.name == "define":
            macro = parse_definition(item)
            if macro:
                found.setdefault(macro.name.text, macro)
        elif item.name == "include" and '"' in item.text:
            return None
        elif item.name == "error":
            found["#error"] = Macro(item.tokens[0], None, ())
    return found


def _difference(
    branches: list[dict[str, Macro]], complete: bool, tested: tuple[str, bool] | None
) -> str | None:
    """Why it matters which branch is taken; None where it does not."""
    guarded = tested[0] if tested and not tested[1] and len(branches) == 1 else None
    branches = [branch for branch in branches if "#error" not in branch]
    for name in dict.fromkeys(name for branch in branches for name in branch):
        macros = [branch[name] for branch in branches if name in branch]
        if all(macro.vanishes for macro in macros):
            continue
        if name != guarded and not (complete and len(macros) == len(branches)):
            return f"'{name}' is defined on one side only"
        if len({macro.spelling for macro in macros}) > 1 and not all(map(_is_value, macros)):
            return f"'{name}' differs"
    return None


def _is_value(macro: Macro) -> bool:
    return macro.parameters is None and looks_constant(macro.body)


def _first_definitions(items: Items, block: Block) -> list[tuple[int, int]]:
    seen: set[str] = set()
    chosen: list[tuple[int, int]] = []
    for index in range(block.branches[0] + 1, block.end):
        item = items[index]
        if not isinstance(item, Directive):
            continue
        if item.name == "include":
            chosen.append((index, index + 1))
            continue
        macro = parse_definition(item) if item.name == "define" else None
        if macro and macro.name.text not in seen:
            seen.add(macro.name.text)
            chosen.append((index, index + 1))
    return chosen
