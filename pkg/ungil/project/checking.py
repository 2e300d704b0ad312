"""The lint after a build: `ungil develop --check`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ungil import libclang
from ungil.check import report
from ungil.diagnostics import Diagnostic, Severity, excerpt
from ungil.frozen import replace
from ungil.project import check, script
from ungil.project.error import CommandError


def require() -> None:
    """Raises CommandError unless the lint can read C."""
    try:
        libclang.library()
    except libclang.ClangMissingError as error:
        raise CommandError(f"--check: {error}", hint="pip install 'ungil[check]'") from error


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to show after a build.

    shown: findings in files that have changed, and those that were not there after the last build.
    summary: all that stands, in one line.
    errors: how many of all are errors.
    """

    shown: tuple[Diagnostic, ...]
    summary: str
    errors: int

    @property
    def text(self) -> str:
        """As the compilers say it, the line of the source included."""
        return "\n".join(map(report.text, self.shown))


@dataclass
class Checker:
    """Runs everything of `ungil check` but the stress on the project at `root`, again and again."""

    root: Path
    _known: frozenset[tuple[str, str, str]] = field(default=frozenset(), init=False)

    def run(self, changed: Sequence[Path]) -> Checked:
        """What there is to show when some files have changed. Raises CommandError."""
        findings = check.examined(script.load(self.root / script.NAME))
        found = findings.diagnostics
        known, self._known = self._known, frozenset(map(_identity, found))
        near = set(check.within(found, changed, self.root)) if changed else set()
        shown = [each for each in found if each in near or _identity(each) not in known]
        return Checked(
            tuple(map(self._with_excerpt, shown)),
            report.summary(found, findings.functions, findings.files),
            sum(each.severity is Severity.ERROR for each in found),
        )

    def _with_excerpt(self, found: Diagnostic) -> Diagnostic:
        try:
            text = (self.root / found.span.file).read_text(encoding="utf-8", errors="replace")
            line = text.splitlines()[found.span.line - 1]
        except (OSError, IndexError):
            return found
        return replace(found, excerpt=excerpt(line, found.span.column))


def _identity(found: Diagnostic) -> tuple[str, str, str]:
    """What stays when lines move."""
    return found.code, found.span.file, found.message
