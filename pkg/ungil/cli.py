"""The `ungil` command. It only parses arguments; `ungil.project` does what they ask.

Exit status: 0 done, 1 what was asked cannot be done, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ungil import __version__
from ungil.project.error import CommandError

_INTERRUPTED = 130


@contextmanager
def _errors_shown() -> Iterator[None]:
    """An error that a command foresees is shown in its own words, without a traceback."""
    try:
        yield
    except CommandError as error:
        click.echo(f"ungil: error: {error.message}", err=True)
        if error.hint:
            click.echo(f"  hint: {error.hint}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("\nungil: interrupted", err=True)
        sys.exit(_INTERRUPTED)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ungil", message="%(prog)s %(version)s")
def main() -> None:
    """Annotate a C header, get a Python package."""


@main.command()
@click.option(
    "--keep",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Leave the project in DIR, a new or empty folder.",
)
@click.option(
    "--plot",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Draw the figures as a picture too (.png, .svg, .pdf); needs matplotlib.",
)
def demo(keep: Path | None, plot: Path | None) -> None:
    """Build a small package, call it from threads, measure: half a minute.

    Everything happens in a temporary folder, without network. Wanted: a C compiler and
    Python's header files.
    """
    with _errors_shown():
        from ungil.project.demo import tell

        tell(keep, plot)
