"""The module's classes of handles, as its call functions refer to them."""

from __future__ import annotations

from ungil.frozen import frozen
from ungil.generate.c_types import spelling
from ungil.handles import HandleClass, new_handles
from ungil.interface import (
    Function,
    GilPolicy,
    Handle,
    Lock,
    NewHandle,
    Parameter,
    Record,
    Result,
)


@frozen
class Destructor:
    """A function that frees handles and that the headers do not declare, as `free`."""

    symbol: str
    function: Function


@frozen
class HandleTable:
    """The module's classes of handles by number, and what frees them."""

    classes: tuple[HandleClass, ...]
    functions: frozenset[str]  # the names of those that are bound

    def number(self, record: Record) -> int | None:
        """Where its class stands in the module's tables; None for one that nothing makes."""
        for number, handle in enumerate(self.classes):
            if handle.type.record == record:
                return number
        return None

    def symbol(self, made: NewHandle) -> str:
        """What the call function that frees it is called."""
        assert made.destructor is not None
        if made.destructor in self.functions:
            return made.destructor
        return f"{made.destructor}_of_{self.number(made.record)}"

    def expected(self, record: Record) -> str:
        """What messages say a parameter of the type must be."""
        number = self.number(record)
        if number is None:
            return "None"
        name = self.classes[number].name
        return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"

    def undeclared(self) -> list[Destructor]:
        """The destructors that are no functions of the module, under their first maker's policy."""
        found: dict[str, Destructor] = {}
        for handle in self.classes:
            for maker in handle.makers:
                for made, _ in new_handles(maker):
                    if made.destructor is not None and made.destructor not in self.functions:
                        symbol = self.symbol(made)
                        found.setdefault(symbol, Destructor(symbol, _destructor(made, maker)))
        return list(found.values())


def _destructor(made: NewHandle, maker: Function) -> Function:
    assert made.destructor is not None
    handle = Parameter("handle", "handle", Handle(made.record, consumed=True), maker.span)
    held = maker.policy.lock is Lock.HOLD
    return Function(
        made.destructor,
        made.destructor,
        Result(None),
        (handle,),
        maker.span,
        f"{made.destructor}({spelling(made.record)} *), which frees what {maker.name}() makes",
        policy=GilPolicy(Lock.HOLD if held else Lock.RELEASE),
        serialized=maker.serialized,
    )
