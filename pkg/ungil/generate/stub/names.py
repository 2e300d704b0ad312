"""Names in a stub: what it needs of builtins and typing, clear of what the module declares."""

from __future__ import annotations

from collections.abc import Sequence

from ungil.handles import HandleClass
from ungil.interface import Record

_IMPORTED = {
    "Any": "typing",
    "Callable": "collections.abc",
    "Final": "typing",
    "NamedTuple": "typing",
    "NoReturn": "typing",
    "Protocol": "typing",
    "Self": "typing",
    "Sequence": "collections.abc",
    "SupportsComplex": "typing",
    "SupportsFloat": "typing",
    "SupportsIndex": "typing",
    "TypeAlias": "typing",
    "TypeVar": "typing",
    "final": "typing",
    "overload": "typing",
    # Bundled with every type checker; collections.abc has it from 3.12 on only.
    "Buffer": "typing_extensions",
}


class StubNames:
    """Spells the stub's own names, and remembers which of them it has to import or define.

    taken: every name that the module has. One of them may well be `int` or `Any`; then the
    stub's own gets another name. So are those of methods, which hide others inside their class.
    """

    def __init__(self, taken: frozenset[str], classes: Sequence[HandleClass] = ()) -> None:
        self._methods = {method.name for handle in classes for method in handle.methods}
        self._taken = taken | self._methods
        self._classes = {handle.type.record: handle.name for handle in classes}
        self._used: set[str] = set()
        self._hidden: set[str] = set()

    def handle(self, record: Record) -> str:
        """The class of a handle type; None's where nothing makes one."""
        name = self._classes.get(record, "None")
        if name not in self._methods:
            return name
        self._hidden.add(name)
        self("TypeAlias")
        return self._free(f"_{name}")

    def __call__(self, name: str) -> str:
        """A name of builtins or typing."""
        if name in _IMPORTED:
            self._used.add(name)
            return self._free(name)
        if name not in self._taken:
            return name
        self._used.add("builtins")
        return f"{self._free('builtins')}.{name}"

    @property
    def buffer(self) -> str:
        """The type of whatever has memory to share."""
        self._used.add("_Buffer")
        return self._free("_Buffer")

    def serves_as(self, name: str) -> str:
        """The type of whatever may be passed for a struct whose class has this name."""
        return self._free(f"_{name}")

    def variable(self, number: int) -> str:
        """A type variable; numbers start at 1."""
        self._used.add(f"_T{number}")
        return self._free(f"_T{number}")

    def _free(self, name: str) -> str:
        while name in self._taken:
            name += "_"  # none of the stub's own names ends in one, so no two become the same
        return name

    def head(self) -> str:
        """The imports and definitions of what has been used; ask for it last."""
        definitions = self._definitions()  # which use names themselves
        lines = []
        if "builtins" in self._used:
            lines.append(f"import builtins{self._alias('builtins')}")
        for module in ("collections.abc", "typing", "typing_extensions"):
            names = sorted(n for n in self._used if _IMPORTED.get(n) == module)
            if names:
                imported = "".join(f"    {name}{self._alias(name)},\n" for name in names)
                lines.append(f"from {module} import (\n{imported})")
        return "\n".join([*lines, "", *definitions]) if lines else ""

    def _alias(self, name: str) -> str:
        free = self._free(name)
        return "" if free == name else f" as {free}"

    def _definitions(self) -> list[str]:
        variables = sorted(name for name in self._used if name.startswith("_T"))
        lines = []
        if "_Buffer" in self._used or variables:
            array = self._free("_Array")
            lines += [
                f"class {array}({self('Protocol')}):",
                '    """NumPy\'s arrays, buffers to type checkers from Python 3.12 on."""',
                "",
                f"    @{self('property')}",
                f"    def __array_struct__(self) -> {self('object')}: ...",
                "",
                f"{self.buffer}: {self('TypeAlias')} = {self('Buffer')} | {array}",
            ]
        for name in variables:
            free = self._free(name)
            lines.append(f'{free} = {self("TypeVar")}("{free}", bound={self.buffer})')
        for name in sorted(self._hidden):
            lines.append(f"{self._free(f'_{name}')}: {self('TypeAlias')} = {name}")
        return [*lines, ""] if lines else []
