"""The index that distributions are uploaded to, and the credentials that nobody may see."""

from __future__ import annotations

import base64
import configparser
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from ungil.project.error import CommandError

_IN_A_URL = re.compile(r"(?<=://)[^/\s@]*:[^/\s]*@|(?<=://)[^/\s@]+@")
_IN_A_HEADER = re.compile(r"(?i)\b(Basic|Bearer) +[\w+/=.~-]+")
_PYPI = re.compile(r"(test)?pypi(\.org)?$")


@dataclass(frozen=True, slots=True)
class Repository:
    """Where to upload.

    place: a URL, without its credentials, or the name of a section of ~/.pypirc.
    credentials: the variables that give them to twine; a command line is there for all to see.
    """

    place: str
    credentials: Mapping[str, str] = field(repr=False)

    @property
    def options(self) -> list[str]:
        """How twine is told of it."""
        return ["--repository-url" if "://" in self.place else "--repository", self.place]

    @property
    def is_pypi(self) -> bool:
        """Whether it is PyPI, or the PyPI to try things on."""
        host = urlsplit(self.place).hostname or "" if "://" in self.place else self.place
        return _PYPI.search(host) is not None

    def with_credentials(self, **given: str) -> Repository:
        """The same, with some credentials in place of others."""
        return Repository(self.place, {**self.credentials, **given})

    def censored(self, text: str) -> str:
        """A text without a credential that is known, or that looks like one."""
        for secret in sorted(self._secrets(), key=len, reverse=True):
            text = text.replace(secret, "***")
        return _IN_A_HEADER.sub(r"\1 ***", _IN_A_URL.sub("***@", text))

    def _secrets(self) -> set[str]:
        variables = {**os.environ, **self.credentials}
        user = variables.get("TWINE_USERNAME", "")
        passwords = {variables.get("TWINE_PASSWORD", ""), *_configured_passwords()} - {""}
        sent = {base64.b64encode(f"{user}:{password}".encode()).decode() for password in passwords}
        return passwords | sent


def find(given: str | None) -> Repository:
    """The repository that the command line names, or twine's own variables; else PyPI.

    Raises CommandError.
    """
    variables = (os.environ.get(f"TWINE_REPOSITORY{end}") for end in ("_URL", ""))
    place = given or next(filter(None, variables), "pypi")
    if "://" not in place:
        return Repository(place, {})
    try:
        parts = urlsplit(place)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if host is None or parts.scheme not in ("http", "https"):
        shown = _IN_A_URL.sub("***@", place)
        raise CommandError(f"--repository {shown}: this is no URL of an index")
    shown = f"[{host}]" if ":" in host else host
    address = shown if port is None else f"{shown}:{port}"
    credentials = {}
    if parts.username is not None:
        credentials["TWINE_USERNAME"] = unquote(parts.username)
    if parts.password is not None:
        credentials["TWINE_PASSWORD"] = unquote(parts.password)
    clean = urlunsplit((parts.scheme, address, parts.path or "/", parts.query, ""))
    return Repository(clean, credentials)


def _configured_passwords() -> set[str]:
    """The passwords in ~/.pypirc."""
    configuration = configparser.RawConfigParser()
    try:
        configuration.read_string(Path("~/.pypirc").expanduser().read_text(encoding="utf-8"))
    except (OSError, RuntimeError, ValueError, configparser.Error):
        return set()
    sections = configuration.sections()
    return {configuration.get(name, "password", fallback="") for name in sections}
