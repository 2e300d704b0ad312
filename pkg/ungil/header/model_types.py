"""From declared types to the model's, once every struct of the headers is known."""

from __future__ import annotations

from collections.abc import Callable

from ungil.expression import Expression
from ungil.header import names
from ungil.header.declarations import Declaration
from ungil.header.lexer import Token
from ungil.header.syntax import Node
from ungil.header.types import BEYOND_CFFI, Declared, TypeTable
from ungil.interface import CType, Field, FunctionType, Pointer, Record, Void


class ModelTypes:
    """Turns `Declared` into model types.

    `dimension` parses an array's size; `function` makes the type of a function's node; `prefix`
    is what Python's names lose.
    """

    def __init__(
        self,
        types: TypeTable,
        dimension: Callable[[tuple[Token, ...]], Expression | None],
        function: Callable[[Declaration, Node], FunctionType],
        prefix: str = "",
    ) -> None:
        self.types = types
        self._dimension = dimension
        self._function = function
        self._prefix = prefix
        self._records: dict[str, Record] = {}

    def base(self, declared: Declared) -> CType:
        """The type inside all pointers and dimensions."""
        base = declared.base
        if isinstance(base, str):
            return self.record(base)
        if isinstance(base, tuple):
            return self._function(*base)
        return base

    def whole(self, declared: Declared, shallow: bool = False) -> CType:
        """The type with its pointers; an array is a pointer to its elements, as in C.

        `shallow` leaves out the fields of structs behind pointers, which may be circular.
        """
        layers = declared.layers
        if shallow and layers and isinstance(declared.base, str):
            entry = self.types.records[declared.base]
            result: CType = Record(entry.spelling, None, entry.union, entry.partial)
        elif shallow and layers and isinstance(declared.base, tuple):
            result = FunctionType(Void(), ())
        else:
            result = self.base(declared)
        const = declared.const
        for layer in reversed(layers):
            result = Pointer(result, const, layer.restrict)
            const = layer.const
        return result

    def record(self, key: str) -> Record:
        """The struct or union of a key, fields and all."""
        found = self._records.get(key)
        if found is None:
            entry = self.types.records[key]
            fields: tuple[Field, ...] | None = None
            # A struct that holds itself by value is an error of C; here it must only end.
            self._records[key] = Record(entry.spelling, None, entry.union, entry.partial)
            partial = entry.partial
            if entry.fields is not None:
                known = [self._field(name, declared) for name, declared in entry.fields]
                fields = tuple(field for field in known if field is not None)
                partial = partial or None in known
            bare = entry.spelling.rpartition(" ")[2]
            name = names.in_python(bare, self._prefix)
            own = name if name != bare else ""
            found = Record(entry.spelling, fields, entry.union, partial, own)
            self._records[key] = found
        return found

    def _field(self, name: str, declared: Declared) -> Field | None:
        """The field; None where its type, or the size of its array, is not known here."""
        count = 0
        while count < len(declared.layers) and not declared.layers[count].is_pointer:
            count += 1
        shape: list[Expression] = []
        for layer in declared.layers[:count]:
            size = self._dimension(layer.dimension) if layer.dimension else None
            if size is None:
                return None
            shape.append(size)
        layers = declared.layers[count:]
        if not layers and getattr(declared.base, "name", "") in BEYOND_CFFI:
            return None
        element = Declared(declared.base, declared.spelling, declared.const, layers)
        const = declared.const and not layers
        return Field(name, self.whole(element, shallow=True), tuple(shape), const)


def beyond_cffi(declared: Declared) -> str | None:
    """What of a type neither the call layer nor cffi can pass; None for all else."""
    base = declared.base
    if isinstance(base, str | tuple | Pointer | FunctionType):
        return None
    return BEYOND_CFFI.get(base.name)
