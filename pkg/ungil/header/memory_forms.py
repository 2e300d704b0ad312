"""Memory behind a pointer: counted and shaped arrays, sized bytes, strings."""

from __future__ import annotations

from collections.abc import Sequence

from ungil.expression import Expression, Pointee
from ungil.frozen import replace
from ungil.header import expressions
from ungil.header.declarations import WordUse
from ungil.header.lexer import Token
from ungil.header.model_types import ModelTypes
from ungil.header.prototypes import Declarator, Prototype
from ungil.header.report import Report
from ungil.header.type_names import Scope
from ungil.header.types import Declared, Layer
from ungil.header.vocabulary import EXTENTS
from ungil.header.words import Words
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Character,
    Form,
    FunctionType,
    Pointer,
    Record,
    Scalar,
    Text,
    Unbound,
    Void,
)

_OF_ELEMENTS = frozenset(("UNGIL_COUNTED_BY", "UNGIL_SHAPE", "UNGIL_SINGLE"))


class MemoryForms:
    """Finds the form of declarators of one function that point to memory of a known size."""

    def __init__(
        self, prototype: Prototype, scope: Scope, types: ModelTypes, report: Report
    ) -> None:
        self.prototype = prototype
        self.scope = scope
        self.types = types
        self.report = report

    def _extent(
        self, declarator: Declarator, declared: Declared, words: Words, extent: WordUse
    ) -> Form:
        if "UNGIL_INOUT" in words:
            inout = words.uses["UNGIL_INOUT"]
            self._conflict(
                extent, inout, "an array that is not const is changed in place without a word"
            )
        const = declared.target_is_const
        layer = declared.layers[0]
        or_null = "UNGIL_OR_NULL" in words
        match extent.name:
            case "UNGIL_NUL_TERMINATED":
                return self._text(declarator, declared, words, extent)
            case "UNGIL_SIZED_BY":
                size = self._expression(extent.arguments[0], "unknown-count")
                element = self.types.base(declared)
                if size is None:
                    return Unbound(element, "its size is unknown")
                if isinstance(element, Record) and element.fields is None:
                    self.report.error(
                        "incomplete-type",
                        extent.token.span,
                        f"{element.name} is incomplete: where its bytes may begin is not known",
                        hint="give its fields, or take 'void *'",
                    )
                    return Unbound(element, "it is incomplete")
                access = self._access(words, const)
                written = self._written_part(words, size, access)
                return Bytes(element, size, access, or_null, layer.restrict, written)
        shape = [self._expression(argument, "unknown-count") for argument in extent.arguments]
        return self._elements(declarator, declared, words, extent, shape, 0)

    def _elements(
        self,
        declarator: Declarator,
        declared: Declared,
        words: Words,
        extent: WordUse | None,
        shape: Sequence[Expression | None],
        fixed_tail: int,
    ) -> Form:
        """An array of the given shape."""
        element = self.types.base(declared)
        sizes = [size for size in shape if size is not None]
        if len(sizes) < len(shape):
            return Unbound(element, "its shape is unknown")
        if isinstance(element, Void):
            if extent:
                self._error(
                    "void-count",
                    extent,
                    f"'{declarator.name}' points to void, which has no elements to count",
                    hint=f"UNGIL_SIZED_BY({sizes[0].text}) counts bytes",
                )
            return Unbound(element, "void has no elements")
        if isinstance(element, Record) and element.fields is None:
            self.report.error(
                "incomplete-type",
                extent.token.span if extent else declarator.token.span,
                f"{element.name} is incomplete: an array of it has no known size",
            )
            return Unbound(element, "its elements are incomplete")
        if isinstance(element, Pointer | FunctionType):
            return Unbound(element, f"'{declarator.name}' is an array of pointers")
        access = self._access(words, declared.const)
        return Array(
            element,
            tuple(sizes),
            access,
            "UNGIL_OR_NULL" in words,
            declared.layers[0].restrict,
            self._written_part(words, sizes[0], access),
            fixed_tail,
        )

    def _text(
        self, declarator: Declarator, declared: Declared, words: Words, extent: WordUse
    ) -> Form:
        base = declared.base
        owned = "UNGIL_OWNED" in words
        is_char = isinstance(base, Character) and not base.wide
        if not is_char or not (declared.target_is_const or owned):
            self._error(
                "misplaced-word",
                extent,
                f"UNGIL_NUL_TERMINATED is for a 'const char *', which '{declarator.name}' is not",
                hint="a buffer that C writes is UNGIL_OUT with UNGIL_SIZED_BY(n)"
                if is_char
                else None,
            )
            return Unbound(self.types.whole(declared), "it is no string")
        return Text("UNGIL_OR_NULL" in words)

    def _array(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        layers = declared.layers
        if any(layer.is_pointer for layer in layers) or isinstance(declared.base, tuple):
            reason = f"'{declarator.name}' is an array of pointers"
            return Unbound(self.types.whole(declared), reason)
        extents = self._extents(words)
        outer = layers[0].dimension
        if extents and outer:
            self._error(
                "conflicting-words",
                extents[0],
                f"the size of '{declarator.name}' stands in its brackets already",
            )
        elif extents and len(layers) == 1:
            return self._extent(declarator, declared, words, extents[0])
        elif not extents and not outer:
            reason = f"'{declarator.name}' is an array without a length"
            if words.uses:
                return self._wordless(declarator, declared, words)
            return Unbound(self.types.whole(declared), reason)
        if "UNGIL_INOUT" in words:
            self._error(
                "conflicting-words",
                words.uses["UNGIL_INOUT"],
                "UNGIL_INOUT is for one value",
                hint="an array that is not const is changed in place without a word",
            )
        counts = extents[0].arguments if extents and not outer else []
        shape = [self._expression(tokens, "unknown-count") for tokens in counts]
        brackets = layers[1:] if counts else layers
        shape += [self._in_brackets(declarator, layer.dimension or ()) for layer in brackets]
        return self._elements(declarator, declared, words, None, shape, len(layers) - 1)

    def _pointer_to_array(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        extents = self._extents(words)
        if not extents or extents[0].name not in _OF_ELEMENTS:
            return self._wordless(declarator, declared, words)
        outer = [] if extents[0].name == "UNGIL_SINGLE" else extents[0].arguments
        inner: Sequence[Layer] = declared.layers[1:]
        shape = [self._expression(tokens, "unknown-count") for tokens in outer]
        shape += [self._in_brackets(declarator, layer.dimension or ()) for layer in inner]
        return self._elements(declarator, declared, words, extents[0], shape, len(inner))

    def _object(
        self, declarator: Declarator, declared: Declared, use: WordUse
    ) -> Scalar | Record | None:
        """What a pointer to one object points to; None, reported, where there is none."""
        target = self.types.base(declared)
        if isinstance(target, Void):
            self._error(
                "missing-word",
                use,
                f"nothing says how many bytes lie behind '{declarator.name}'",
                hint="add UNGIL_SIZED_BY(n)",
            )
            return None
        if isinstance(target, Record) and target.fields is None:
            self.report.error(
                "incomplete-type",
                use.token.span,
                f"{target.name} is incomplete: {use.name} needs its size",
                hint=f"a handle is made by '{target.name} *UNGIL_OWNED(f) *UNGIL_OUT p'",
            )
            return None
        assert not isinstance(target, Pointer | FunctionType)
        return target

    def _wordless(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        name = declarator.name
        if words.uses:
            use = next(iter(words.uses.values()))
            self._error(
                "missing-word",
                use,
                f"nothing says how much lies behind '{name}'",
                hint="add UNGIL_COUNTED_BY(n), UNGIL_SIZED_BY(n), UNGIL_NUL_TERMINATED "
                "or UNGIL_SINGLE",
            )
        return Unbound(self.types.whole(declared), f"'{name}' is a pointer without a word")

    def _access(self, words: Words, const: bool) -> Access:
        for name, access in (("UNGIL_OUT", Access.WRITE), ("UNGIL_INOUT", Access.UPDATE)):
            use = words.get(name)
            if use:
                if const:
                    self._error(
                        "const-out",
                        use,
                        f"{name} on something that is const",
                        hint="C cannot write through a pointer to const: remove one of the two",
                    )
                return access
        return Access.READ if const else Access.CHANGE

    def _written_part(self, words: Words, size: Expression, access: Access) -> Expression | None:
        use = words.get("UNGIL_WRITTEN")
        if use is None:
            implied = access is Access.WRITE and "UNGIL_SIZED_BY" in words
            if implied and isinstance(size.node, Pointee) and self._is_inout(size.node.name):
                return size
            return None
        if access is not Access.WRITE:
            self._error(
                "written-without-out",
                use,
                "UNGIL_WRITTEN is for an array that C fills",
                hint="add UNGIL_OUT",
            )
        return self._expression(use.arguments[0], "unknown-count")

    def _is_inout(self, name: str) -> bool:
        parameter = self.prototype.parameter(name)
        return parameter is not None and any(use.name == "UNGIL_INOUT" for use in parameter.words)

    def _expression(self, tokens: Sequence[Token], unknown: str) -> Expression | None:
        if not tokens:
            return None
        return expressions.parse(tokens, self.scope, self.report, unknown)

    def _extents(self, words: Words) -> list[WordUse]:
        """The word that says how much lies behind a pointer; more than one are reported."""
        extents = words.among(EXTENTS)
        if len(extents) > 1:
            self._conflict(extents[0], extents[1], "one word says how much lies behind a pointer")
        return extents

    def _in_brackets(self, declarator: Declarator, tokens: Sequence[Token]) -> Expression | None:
        """A size in C's own brackets, which know the parameters before them, and no others."""
        if not tokens:
            return None
        parameters = self.prototype.parameters
        late = {parameter.name for parameter in parameters[parameters.index(declarator) :]}
        for token in tokens:
            if token.text in late and token.text not in self.scope.constants:
                self.report.error(
                    "unknown-count",
                    token.span,
                    f"'{token.text}' stands behind the brackets of '{declarator.name}', "
                    "where C does not know it yet",
                    hint=f"put '{token.text}' before '{declarator.name}', or write "
                    "UNGIL_SHAPE(...), which may name any parameter",
                )
                return None
        known = {name: p for name, p in self.scope.parameters.items() if name not in late}
        scope = replace(self.scope, parameters=known)
        return expressions.parse(tokens, scope, self.report, "unknown-count")

    def _conflict(self, first: WordUse, second: WordUse, hint: str) -> None:
        self._error(
            "conflicting-words",
            second,
            f"{second.token.text} contradicts {first.token.text}",
            hint=hint,
        )

    def _error(self, code: str, use: WordUse, message: str, hint: str | None = None) -> None:
        self.report.error(code, use.token.span, message, hint=hint)
