"""Generated files that are not what would be written now."""

from __future__ import annotations

from pathlib import Path

from ungil import assemble
from ungil.assembly import FFIBuilder
from ungil.check.compilation import name_of
from ungil.diagnostics import Diagnostic, Span


def stale(ffibuilder: FFIBuilder, build: Path | None, base: Path) -> list[Diagnostic]:
    """Files in the build folder, and the stub in the package's source, that are out of date.

    A file that is not there is not stale: the next build writes it.
    """
    assembly = ffibuilder.assembly
    wanted: dict[Path, bytes] = {}
    if build is not None:
        files = assemble.files(ffibuilder, str(build))
        wanted = {build / name: files[name] for name in files if not name.endswith(".d")}
    if assembly.package_stub is not None:
        wanted[assembly.package_stub] = assembly.stub.encode()
    found = []
    for path, content in wanted.items():
        line = _first_difference(path, content)
        if line is not None:
            message = f"{path.name} is not what would be written now"
            hint = "build again (pip install -e ., or import the module), or run ungil generate"
            span = Span(name_of(path, base), line, 1)
            found.append(Diagnostic("stale-output", span, message, hint=hint))
    return found


def _first_difference(path: Path, content: bytes) -> int | None:
    """The first line in which a file differs from what it should hold."""
    if not path.is_file():
        return None
    actual = path.read_bytes()
    if actual == content:
        return None
    old, new = actual.splitlines(), content.splitlines()
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), None)
    return (min(len(old), len(new)) if same is None else same) + 1
