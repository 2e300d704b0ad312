"""What must hold of the defaults of one function."""

from __future__ import annotations

from ungil.header.report import Report
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Context,
    Function,
    NewHandle,
    Parameter,
    Reference,
    Value,
)
from ungil.signature import defaults_to_null


def check_defaults(function: Function, report: Report) -> None:
    """Reports defaults of what has none, and defaults that need each other."""
    for parameter in function.parameters:
        _check_default(parameter, report)
    needs = {p.name: p.default.parameters for p in function.parameters if p.default is not None}
    done: set[str] = set()
    for start in needs:
        cycle = _cycle(start, needs, [], done)
        if cycle:
            default = next(p.default for p in function.parameters if p.name == cycle[0])
            assert default is not None
            how = " needs ".join(f"'{step}'" for step in (*cycle, cycle[0]))
            report.error("default-cycle", default.span, f"the default of {how}")


def _check_default(parameter: Parameter, report: Report) -> None:
    if parameter.default is None:
        return
    message = hint = None
    match parameter.form:
        case NewHandle() | Context() | Reference(access=Access.WRITE):
            message = f"'{parameter.name}' is no parameter in Python, so that it has no default"
        case Array() | Bytes() | Reference(access=Access.CHANGE):
            if not defaults_to_null(parameter):
                message = f"'{parameter.name}' is an array, which has no default but NULL"
                hint = "UNGIL_DEFAULT(NULL): C gets NULL where it is left out"
        case Value(type) if defaults_to_null(parameter):
            message = f"NULL is no {type.name}, which '{parameter.name}' is"
    if message:
        report.error("misplaced-word", parameter.default.span, message, hint=hint)


def _cycle(
    name: str, needs: dict[str, tuple[str, ...]], path: list[str], done: set[str]
) -> list[str]:
    """The first defaults on a way from `name` that need each other; none where none do."""
    if name in path:
        found = path[path.index(name) :]
        done.update(found)
        return found
    if name in done or name not in needs:
        return []
    for needed in needs[name]:
        found = _cycle(needed, needs, [*path, name], done)
        if found:
            return found
    done.add(name)
    return []
