"""What `ungil wrap` has done, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

from ungil.project.wrap.linking import Link
from ungil.project.wrap.scaffold import Edits
from ungil.project.wrap.writer import Contents


def as_text(contents: Contents, out: Path, link: Link | None, edits: Edits) -> str:
    """What was bound and written, and what is left to do."""
    bound = [proposal for proposal in contents.kept if proposal.is_bound]
    proposed = sum(bool(proposal.guesses) for proposal in bound)
    skipped = len(contents.kept) - len(bound)
    functions, constants = (
        _count(len(bound), "function"),
        _count(len(contents.constants), "constant"),
    )
    lines = [
        f"{contents.library.include}: {functions} bound, {proposed} of them by proposed words; "
        f"{skipped} under UNGIL_SKIP; {constants}",
        f"Wrote {out}",
    ]
    if link is None:
        lines.append("No library was found: the project must define these functions, or link them")
    if edits.changed:
        linked = f", to link {link.name}" if link and link.name else ""
        lines.append(f"Changed {' and '.join(edits.changed)}{linked}")
    for file, additions in edits.lines.items():
        lines += ["", f"Add to {file}:", "", *(f"    {line}" for line in additions)]
    return "\n".join(lines)


def as_json(contents: Contents, out: Path, link: Link | None, edits: Edits) -> str:
    """The same as JSON."""
    report = {
        "include": contents.library.include,
        "header": str(out),
        "bound": {p.function.name: p.guesses for p in contents.kept if p.is_bound},
        "skipped": {p.function.name: p.doubts for p in contents.kept if not p.is_bound},
        "constants": contents.constants,
        "left_out": dict(contents.left_out),
        "library": link and {"name": link.name, "meson": link.meson},
        "changed": edits.changed,
        "add": edits.lines,
    }
    return json.dumps(report, indent=2, ensure_ascii=False)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
