"""A parameter of an overload."""

from __future__ import annotations

from ungil.frozen import frozen


@frozen
class StubParameter:
    """One parameter of one overload; `default` is None for a required one."""

    name: str
    annotation: str
    default: str | None
    keyword_only: bool
