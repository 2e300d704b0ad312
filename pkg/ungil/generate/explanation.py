"""How each function of a header is bound, in words: what `ungil generate --explain` says."""

from __future__ import annotations

from ungil.expression import Expression
from ungil.frozen import frozen
from ungil.generate import docstring
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    Context,
    Form,
    Function,
    Handle,
    Lock,
    NewHandle,
    Parameter,
    Reference,
)
from ungil.signature import (
    Argument,
    Returned,
    counted_arrays,
    is_or_null,
    lengths_of,
    signature_of,
)


@frozen
class Explanation:
    """One function. `place` is `file:line`.

    signature: as Python shows it, with the names of the results; None where it is not bound.
    lock: what the call does with the interpreter lock.
    held: what it keeps for its duration, and what it lets go of.
    parameters: every C parameter, in C's order, and how its value is found.
    checks: what the words refuse, and as which exception.
    reason: why it is reached through `lib` only; None where it is bound.
    """

    name: str
    place: str
    declaration: str
    signature: str | None = None
    lock: str | None = None
    held: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    checks: tuple[str, ...] = ()
    reason: str | None = None


def explain(function: Function) -> Explanation:
    """How a function is bound, or why it is not."""
    name, declaration = function.python_name, function.declaration
    place = f"{function.span.file}:{function.span.line}"
    if function.unbound is not None or function.explicit_skip:
        reason = "the header says UNGIL_SKIP" if function.explicit_skip else function.unbound
        return Explanation(name, place, declaration, reason=reason)
    signature = signature_of(function)
    arguments = {argument.parameter.name: argument for argument in signature.arguments}
    returned = _listed([_result(function, result) for result in signature.results])
    return Explanation(
        name,
        place,
        declaration,
        signature=f"{name}{docstring.text_signature(signature, first='')} -> {returned or 'None'}",
        lock=_lock(function),
        held=_held(function),
        parameters=tuple(
            (p.python_name, _parameter(function, p, arguments.get(p.name)))
            for p in function.parameters
        ),
        checks=_checks(function),
    )


def _result(function: Function, result: Returned) -> str:
    if result.parameter is not None:
        return result.parameter.python_name
    return docstring.in_words(function.result.form) if function.result.form else "None"


def _listed(names: list[str]) -> str:
    return ", ".join(names)


# --- the lock, and what else is held -----------------------------------------------------------


def _lock(function: Function) -> str:
    policy = function.policy
    match policy.lock:
        case Lock.RELEASE:
            return "released around the call"
        case Lock.HOLD:
            return "held"
        case Lock.AUTO:
            return "decided by measurement, call by call"
        case Lock.RELEASE_ABOVE:
            work = policy.work.text if policy.work else "?"
            threshold = policy.threshold.text if policy.threshold else "?"
            of_all = ", of all elements together," if function.vectorized else ""
            return f"released when {work}{of_all} > {threshold}, else held"


def _held(function: Function) -> tuple[str, ...]:
    """What the call keeps while C runs, and what it gives back after it."""
    said = []
    if function.vectorized:
        said.append("takes arrays too: a call is one loop in C")
    buffers = [p.python_name for p in function.parameters if _is_buffer(p.form)]
    if buffers:
        said.append(f"the memory of {_listed(buffers)} is kept where it is until C returns")
    for parameter in function.parameters:
        match parameter.form:
            case Handle(const=const, consumed=consumed):
                said.append(_handle(parameter, const=const, consumed=consumed))
            case Callback():
                said.append(f"{parameter.python_name} runs with the lock, taken back for it")
        if parameter.lifetimebound:
            said.append(f"{parameter.python_name} stays alive as long as the new handle")
    if function.serialized:
        said.append("one caller at a time, of all the module's serialized functions")
    if function.result.owned is not None:
        said.append(f"what C returns is copied, then freed by {function.result.owned}()")
    return tuple(said)


def _is_buffer(form: Form) -> bool:
    match form:
        case Array() | Bytes() | Reference(access=Access.CHANGE):
            return True
    return False


def _handle(parameter: Parameter, *, const: bool, consumed: bool) -> str:
    name = parameter.python_name
    if consumed:
        return f"{name} is closed by the call"
    return f"{name} is shared with other readers" if const else f"{name} is this call's alone"


# --- parameters --------------------------------------------------------------------------------


def _parameter(function: Function, parameter: Parameter, argument: Argument | None) -> str:
    words = [docstring.in_words(parameter.form)]
    if is_or_null(parameter.form):
        words.append("None passes NULL")
    words += _access(parameter.form)
    if argument is None:
        words.append(_unseen(parameter.form))
    elif not argument.required:
        words.append(_left_out(function, argument))
    elif _counts(function, parameter):
        words.append("must be given: nothing that is given tells it")
    words += _lengths(function, parameter)
    return "; ".join(words)


def _access(form: Form) -> list[str]:
    match form:
        case Array(access=access) | Bytes(access=access) | Reference(access=access):
            return {
                Access.READ: ["read"],
                Access.CHANGE: ["changed in place"],
                Access.WRITE: ["written by C"],
                Access.UPDATE: ["read and written: comes back"],
            }[access]
    return []


def _unseen(form: Form) -> str:
    match form:
        case Reference() | NewHandle():
            return "not passed from Python, comes back"
        case Context():
            return "not seen from Python: the callback's"
    return "not passed from Python"


def _left_out(function: Function, argument: Argument) -> str:
    parameter = argument.parameter
    if argument.omittable:
        return "a new one when left out"
    said = []
    if argument.inferred:
        said.append(f"inferred from {_listed(_counts(function, parameter))}")
    if parameter.default is not None:
        said.append(f"{parameter.default.text} when left out")
    return ", else ".join(said) or "may be left out"


def _counts(function: Function, parameter: Parameter) -> list[str]:
    return [array.python_name for array in counted_arrays(function, parameter.name)]


def _lengths(function: Function, parameter: Parameter) -> list[str]:
    """Lengths that are computed, and so checked against what is given."""
    names = {p.name for p in function.parameters}
    computed = [e for e in lengths_of(parameter.form) if e.bare not in names and not _is_fixed(e)]
    return [f"its length is checked: {_listed([e.text for e in computed])}"] if computed else []


def _is_fixed(expression: Expression) -> bool:
    return expression.text.isdigit()


# --- checks ------------------------------------------------------------------------------------


def _checks(function: Function) -> tuple[str, ...]:
    said = [
        f"ValueError unless {p.range.low.text} <= {p.python_name} <= {p.range.high.text}"
        for p in function.parameters
        if p.range is not None
    ]
    said += [f"ValueError unless {condition.text}" for condition in function.requires]
    errors = function.errors
    if errors is not None:
        good = errors.success.text if errors.success is not None else None
        if errors.errno:
            failed = f"unless {good}" if good else "after a negative or NULL result"
            said.append(f"OSError {failed}")
        else:
            said.append(f"Error unless {good or 'return == 0'}")
    return tuple(said)
