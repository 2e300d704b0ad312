"""What all commands of `ungil` do alike: their errors are shown in words, and end with a status."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from ungil.project.error import CommandError
from ungil.project.paint import painted

_DEBUG = "ungil.debug"
_FAILED = 1
_INTERNAL = 70  # EX_SOFTWARE of sysexits.h
_INTERRUPTED = 130


@contextmanager
def _errors_shown() -> Iterator[None]:
    """Errors are shown in words; a traceback of ungil's own comes under --debug only."""
    try:
        yield
    except (click.exceptions.Exit, click.Abort, click.ClickException):
        raise
    except CommandError as error:
        _show("error", error.message, error.hint)
        sys.exit(_FAILED)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise  # click ends silently when nobody reads on
        place = f"{error.filename}: " if error.filename is not None else ""
        _show("error", f"{place}{error.strerror or error}", "")
        sys.exit(_FAILED)
    except KeyboardInterrupt:
        _interrupted()
    except Exception as error:
        (last,) = traceback.extract_tb(error.__traceback__)[-1:]
        (text,) = traceback.format_exception_only(error)[-1:]
        place = f"{os.path.basename(last.filename)}:{last.lineno}"
        hint = "run again with --debug, and report what it shows"
        _show("internal error", f"{text.strip()} ({place})", hint)
        sys.exit(_INTERNAL)


def _interrupted() -> NoReturn:
    click.echo("\nungil: interrupted", err=True)
    sys.exit(_INTERRUPTED)


def _show(kind: str, message: str, hint: str) -> None:
    """Tells of the exception that is being handled."""
    if click.get_current_context().meta[_DEBUG]:
        traceback.print_exc()
    head = click.style(f"{kind}:", fg="red", bold=True)
    click.echo(f"ungil: {head} {painted(message)}", err=True)
    if hint:
        indented = hint.replace("\n", "\n    ")
        click.echo(f"  {click.style('hint:', bold=True)} {indented}", err=True)


def debug(context: click.Context, _: click.Parameter, given: bool) -> None:
    context.meta[_DEBUG] = given or context.meta.get(_DEBUG, False)


class _Command(click.Command):
    """A command that takes --debug too, since people add it to the end of what has failed."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        option = ["--debug"]
        self.params.append(
            click.Option(option, is_flag=True, hidden=True, expose_value=False, callback=debug)
        )


class Group(click.Group):
    command_class = _Command

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        """As click's, but for Ctrl-C, which click ends with another status."""
        try:
            return super().make_context(*arguments, **extra)
        except KeyboardInterrupt:
            _interrupted()

    def invoke(self, context: click.Context) -> Any:
        with _errors_shown():
            return super().invoke(context)
