"""What a call that is refused must say: the whole message, to the letter."""

from __future__ import annotations

import re

import pytest


def refuses(error: type[BaseException], message: str) -> pytest.RaisesExc[BaseException]:
    """Expects this error, with this message and nothing else."""
    return pytest.raises(error, match=f"^{re.escape(message)}$")
