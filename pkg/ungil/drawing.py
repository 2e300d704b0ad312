"""How arguments are made up from declarations: what the stress and the bench have in common.

The stress writes C that draws them, the bench draws them in Python.
"""

from __future__ import annotations

from ungil.interface import Function, Parameter

SMALL = (0, 127)
"""What numbers are drawn from where the header has no UNGIL_RANGE: any type holds these."""


def in_order(function: Function) -> list[Parameter]:
    """The parameters in an order in which they can be drawn: those that name others come last."""
    return sorted(function.parameters, key=_others_named)


def _others_named(parameter: Parameter) -> int:
    named = 0
    if parameter.range is not None:
        named += len(parameter.range.low.parameters) + len(parameter.range.high.parameters)
    if parameter.default is not None:
        named += len(parameter.default.parameters)
    return named
