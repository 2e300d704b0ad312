"""How handle types look from Python: a class each, its constructor and its methods.

The rules are those of docs/notation.md, section "Handles". The call layer, the stub and the
docstrings are written from this, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from keyword import iskeyword

from ungil.frozen import frozen
from ungil.interface import Function, Handle, HandleType, Interface, NewHandle, Parameter, Record
from ungil.signature import is_result_dropped, signature_of

OWN_METHODS = ("close", "__enter__", "__exit__", "__reduce__")
"""What every handle has by itself."""


@frozen
class Method:
    """A function of the module as a method: its first argument is `self`."""

    name: str
    function: Function


@frozen
class HandleClass:
    """The class of one handle type.

    makers: the functions that make one. constructor: the first of them that returns the handle
        and nothing else; None where there is none.
    parent: other handles may keep one of this class.
    """

    type: HandleType
    makers: tuple[Function, ...]
    constructor: Function | None
    methods: tuple[Method, ...]
    parent: bool

    @property
    def made(self) -> Iterator[NewHandle]:
        """Each way in which one is made."""
        for maker in self.makers:
            for made, _ in new_handles(maker):
                if made.record == self.type.record:
                    yield made

    @property
    def name(self) -> str:
        """The class's name in the module."""
        return self.type.python_name


def classes_of(interface: Interface) -> tuple[HandleClass, ...]:
    """The classes of a module, in the order of their types' declarations."""
    bound = [function for function in interface.functions if function.unbound is None]
    return tuple(_class(type, bound) for type in interface.handles)


def _class(type: HandleType, bound: Sequence[Function]) -> HandleClass:
    makers = tuple(f for f in bound if any(h.record == type.record for h, _ in new_handles(f)))
    constructor = next((f for f in makers if _makes_nothing_else(f)), None)
    parent = any(is_kept(f, p) and is_of(p, type.record) for f in bound for p in f.parameters)
    return HandleClass(type, makers, constructor, _methods(type, bound), parent)


def new_handles(function: Function) -> Iterator[tuple[NewHandle, Parameter | None]]:
    """What handles a call makes: the C result (with None), and those of its parameters."""
    if isinstance(function.result.form, NewHandle):
        yield function.result.form, None
    for parameter in function.parameters:
        if isinstance(parameter.form, NewHandle):
            yield parameter.form, parameter


def is_of(parameter: Parameter, record: Record) -> bool:
    """Whether a parameter takes handles of the type."""
    return isinstance(parameter.form, Handle) and parameter.form.record == record


def is_kept(function: Function, parameter: Parameter) -> bool:
    """Whether the handles that the function makes go on using this argument."""
    return parameter.lifetimebound and any(True for _ in new_handles(function))


def _makes_nothing_else(function: Function) -> bool:
    """Whether its only result is a handle, never None."""
    made = list(new_handles(function))
    results = signature_of(function).results
    if len(made) != 1 or len(results) != 1 or made[0][0].or_null or function.result.or_null:
        return False
    return made[0][1] is not None or not is_result_dropped(function)


def _methods(type: HandleType, bound: Sequence[Function]) -> tuple[Method, ...]:
    """Functions whose first parameter is of the type, in C and in Python.

    One whose name is taken has its whole name; where that is taken as well it is no method. Nor is
    a destructor that would be `close`, which is what every handle's `close` calls.
    """
    methods: dict[str, Function] = {}
    for function in bound:
        if not function.parameters or not is_of(function.parameters[0], type.record):
            continue
        first = signature_of(function).arguments[0]
        if first.keyword_only or first.parameter is not function.parameters[0]:
            continue
        short = _short_name(function.python_name, type)
        form = function.parameters[0].form
        if short == "close" and isinstance(form, Handle) and form.consumed:
            continue
        for name in (short, function.python_name):
            if name not in methods and name not in OWN_METHODS:
                methods[name] = function
                break
    return tuple(Method(name, function) for name, function in methods.items())


def _short_name(name: str, type: HandleType) -> str:
    """The name without a leading `T_`."""
    c_name = type.record.name.removeprefix("struct ").removeprefix("union ")
    for prefix in (f"{type.python_name}_", f"{c_name}_"):
        rest = name.removeprefix(prefix)
        if rest != name and rest.isidentifier():
            return f"{rest}_" if iskeyword(rest) else rest
    return name
