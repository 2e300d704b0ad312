"""The language of other tools: compilers translate their messages, and these are read."""

from __future__ import annotations

import os
from collections.abc import Mapping


def in_english(variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment in which tools speak English, and write characters as in the one given."""
    english = {name: value for name, value in variables.items() if name != "LANGUAGE"}
    everything = english.get("LC_ALL", "")
    if everything and everything.partition(".")[0].partition("_")[0] not in ("C", "POSIX", "en"):
        del english["LC_ALL"]
        english["LC_CTYPE"] = everything
    return english | {"LC_MESSAGES": "C"}
