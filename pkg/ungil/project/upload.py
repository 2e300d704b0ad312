"""twine at work, and what it says in a person's words."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from ungil.project import target, tool
from ungil.project.error import CommandError
from ungil.project.repository import Repository
from ungil.project.tool import ToolError

# Where twine looks for credentials.
_SOURCES = "TWINE_USERNAME and TWINE_PASSWORD, ~/.pypirc, or keyring"


class Upload:
    """twine, at work for one repository."""

    def __init__(self, root: Path, wanted: Repository, *, quiet: bool) -> None:
        self._root = root
        self._repository = wanted
        self._quiet = quiet

    def check(self, files: Sequence[Path]) -> None:
        """Raises CommandError unless an index can show what the distributions say."""
        try:
            self._twine("checking the metadata", "check", *map(str, files))
        except ToolError as error:
            log = (line.strip() for line in error.text.splitlines())
            wrong = "\n".join(f"    {line}" for line in log if line and "PASSED" not in line)
            error.path.unlink()
            raise CommandError(f"the metadata cannot be published:\n{wrong}") from error

    def upload(self, file: Path, *, skip_existing: bool) -> bool:
        """Uploads a file; returns whether it was not there already. Raises CommandError."""
        options = ["--verbose", "--non-interactive", "--disable-progress-bar"]
        command = ["upload", *options, *self._repository.options, str(file)]
        try:
            self._twine(f"uploading {file.name}", *command)
        except ToolError as error:
            text = error.text
            if self._asks_for_more(text):
                error.path.unlink()
                return self.upload(file, skip_existing=skip_existing)
            if is_there_already(text) and skip_existing:
                error.path.unlink()
                return False
            reason = explain(text, file.name, self._repository)
            if reason is None:
                raise
            error.path.unlink()
            raise reason from error
        return True

    def _twine(self, what: str, *arguments: str) -> None:
        variables = target.find(Path(sys.executable)).variables | {
            **self._repository.credentials,
            "NO_COLOR": "1",
        }
        tool.run(
            what,
            [sys.executable, "-m", "twine", *arguments],
            self._root,
            variables,
            quiet=self._quiet,
            edit=self._repository.censored,
        )

    def _asks_for_more(self, text: str) -> bool:
        """Asks a person for the credential that twine has not found, if there is a person."""
        missing = re.search(r"Credential not found for (username|password)", text)
        if missing is None or self._quiet or not sys.stdin.isatty():
            return False
        click.echo(f"{self._repository.place} wants to know who you are.", err=True)
        given = {}
        if missing[1] == "username":
            given["TWINE_USERNAME"] = click.prompt("user name", err=True)
        what = "API token" if self._repository.is_pypi else "password"
        given["TWINE_PASSWORD"] = click.prompt(what, hide_input=True, err=True)
        self._repository = self._repository.with_credentials(**given)
        return True


def is_there_already(text: str) -> bool:
    """Whether twine's log says that the index has the file already."""
    return "HTTPError: 409" in text or ("HTTPError: 400" in text and "already exist" in text)


def explain(text: str, name: str, wanted: Repository) -> CommandError | None:
    """What twine's log says in a person's words; None if it is nothing that is known."""
    place = wanted.place
    if "Credential not found" in text:
        return CommandError(f"there is no credential for {place}", hint=f"twine takes {_SOURCES}")
    if is_there_already(text):
        return CommandError(
            f"{name} is on {place} already, and an index never takes a file twice",
            hint="raise the version and build again; where an upload was interrupted:"
            " ungil publish --skip-existing",
        )
    refused = re.search(r"HTTPError: (40[13] .*?) from \S+(?:\s+(\S.*))?", text)
    if refused is not None:
        said = (refused[2] or "").strip()
        more = "" if not said or said in refused[1] else f": {said}"
        token = "the user name is __token__, the password a token; " if wanted.is_pypi else ""
        return CommandError(
            f"{place} refuses the credential ({refused[1]}){more}",
            hint=f"{token}twine takes {_SOURCES}",
        )
    failed = re.search(r"^requests\.exceptions\.(?:\w*(?:Error|Timeout)): .*$", text, re.MULTILINE)
    if failed is not None:
        cause = re.search(r"\[Errno -?\d+\] ([^\"')]*)|\[SSL[^]]*\] ([^\"'()]*)", failed[0])
        said = (cause[1] or cause[2]).strip() if cause else failed[0].partition(": ")[2]
        return CommandError(
            f"{place} cannot be reached: {said}", hint="look at the URL: http or https, host, port"
        )
    return None
