"""Takes the figures of the documents again: `python -m benchmarks.tables [--only PART …]`.

Each document has places for figures, `<!-- figures: PART -->` to `<!-- end -->`; what is between is
replaced by what a bench prints now. The machine should have nothing else to do.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass

from benchmarks.workshop import ROOT


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one place.

    command: what prints them, as arguments of Python.
    """

    document: str
    command: tuple[str, ...]


RESULTS = "benchmarks/build/results.json"
PARTS = {
    "calls": Part(
        "docs/benchmarks.md",
        ("-m", "benchmarks", "--json", RESULTS, "--plot", "docs/benchmarks.png"),
    ),
    "readme": Part("README.md", ("-m", "benchmarks.summary", RESULTS)),
    "gate": Part("docs/benchmarks.md", ("-m", "benchmarks", "--gate")),
    "safety": Part("docs/benchmarks.md", ("-m", "benchmarks.safety")),
    "edit": Part("docs/benchmarks.md", ("-m", "benchmarks.edit")),
    "large": Part("docs/benchmarks.md", ("-m", "benchmarks.large")),
    "scale": Part("docs/benchmarks.md", ("-m", "benchmarks.scale")),
    "booleans": Part("docs/benchmarks.md", ("-m", "benchmarks.booleans")),
    "free-threaded": Part("docs/benchmarks.md", ("-m", "benchmarks.free_threaded")),
    "dask": Part(
        "examples/dask/README.md",
        ("examples/dask/scaling.py", "--plot", "examples/dask/scaling.png"),
    ),
}


def printed(part: Part) -> str:
    """What the bench says; a gate that fails has printed its table, too."""
    done = subprocess.run(
        [sys.executable, *part.command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if not done.stdout:
        sys.exit(f"{' '.join(part.command)} failed")
    return done.stdout


def replaced(text: str, name: str, figures: str) -> str:
    """The document with other figures in that place.

    Raises ValueError when it has no such place.
    """
    start = f"<!-- figures: {name} -->\n"
    pattern = re.compile(re.escape(start) + r".*?(?=<!-- end -->)", re.DOTALL)
    if len(pattern.findall(text)) != 1:
        raise ValueError(f"no place for the figures of {name!r}")
    return pattern.sub(lambda _: f"{start}\n{figures.strip()}\n\n", text)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.tables", description="Takes the documents' figures again."
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART")
    arguments = parser.parse_args()
    for name, part in PARTS.items():
        if name in arguments.only:
            document = ROOT / part.document
            replaced(document.read_text(encoding="utf-8"), name, "")  # fails early
            print(f"{part.document}: {name}", flush=True)
            figures = printed(part)
            text = document.read_text(encoding="utf-8")
            document.write_text(replaced(text, name, figures), encoding="utf-8")


if __name__ == "__main__":
    main()
