"""How each parameter and result is passed: C type and words make a form of the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ungil.expression import Expression, Pointee
from ungil.header import expressions
from ungil.header.declarations import WordUse
from ungil.header.expressions import Scope
from ungil.header.lexer import Token
from ungil.header.model_types import ModelTypes, beyond_cffi
from ungil.header.prototypes import Declarator, Prototype
from ungil.header.report import Report
from ungil.header.types import Declared, Layer
from ungil.header.vocabulary import EXTENTS
from ungil.header.words import Words, words_of
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    Character,
    Complex,
    Context,
    CType,
    Floating,
    Form,
    FunctionType,
    Handle,
    NewHandle,
    Parameter,
    Pointer,
    Record,
    Reference,
    Scalar,
    Text,
    Unbound,
    Value,
    Void,
)

_ARRAY_WORDS = frozenset(
    "UNGIL_OUT UNGIL_WRITTEN UNGIL_OR_NULL UNGIL_LIFETIMEBOUND UNGIL_OWNED UNGIL_INOUT".split()
)
_FORM_WORDS = {
    Value: frozenset[str](),
    Reference: frozenset(("UNGIL_SINGLE", "UNGIL_OUT", "UNGIL_INOUT", "UNGIL_OR_NULL")),
    Array: _ARRAY_WORDS | {"UNGIL_COUNTED_BY", "UNGIL_SHAPE"},
    Bytes: _ARRAY_WORDS | {"UNGIL_SIZED_BY"},
    Text: frozenset(
        ("UNGIL_NUL_TERMINATED", "UNGIL_OR_NULL", "UNGIL_OWNED", "UNGIL_LIFETIMEBOUND")
    ),
    Handle: frozenset(("UNGIL_OR_NULL", "UNGIL_CONSUMED", "UNGIL_LIFETIMEBOUND", "UNGIL_SINGLE")),
    NewHandle: frozenset(("UNGIL_OUT", "UNGIL_OWNED", "UNGIL_OR_NULL", "UNGIL_SINGLE")),
    Callback: frozenset(("UNGIL_NOESCAPE", "UNGIL_ON_EXCEPTION", "UNGIL_OR_NULL")),
    Context: frozenset(("UNGIL_CONTEXT",)),
}
_EVERYWHERE = frozenset(("UNGIL_DEFAULT", "UNGIL_RANGE"))


class FormReader:
    """Finds the form of each declarator of one function.

    `made` holds the keys of the structs that functions make handles of, `storage` those of
    them whose memory is ungil's.
    """

    def __init__(
        self,
        prototype: Prototype,
        scope: Scope,
        types: ModelTypes,
        made: frozenset[str],
        storage: frozenset[str],
        report: Report,
    ) -> None:
        self.prototype = prototype
        self.scope = scope
        self.types = types
        self.made = made
        self.storage = storage
        self.report = report

    # --- entry points ------------------------------------------------------------------

    def parameter(self, declarator: Declarator) -> tuple[Form, Words]:
        """The form of a parameter, and its words."""
        words = words_of(declarator.words, self.report)
        declared = declarator.declared
        form = self._unsupported(declared) or self._form(declarator, declared, words)
        self._check_words(declarator, form, words, result=False)
        return form, words

    def result(self) -> tuple[Form | None, Words]:
        """The form of the result, None for void, and its words."""
        declarator = self.prototype.result
        words = words_of(declarator.words, self.report)
        declared = declarator.declared
        if not declared.layers and isinstance(declared.base, Void):
            for use in words.uses.values():
                self._error("misplaced-word", use, f"{use.name} on a result that is void")
            return None, words
        form = self._unsupported(declared) or self._result(declarator, declared, words)
        self._check_words(declarator, form, words, result=True)
        return form, words

    # --- by shape of the type ------------------------------------------------------------

    def _unsupported(self, declared: Declared) -> Unbound | None:
        beyond = beyond_cffi(declared, self.types.types)
        if beyond:
            return Unbound(Void(), f"{beyond} cannot be passed")
        base = declared.base
        if isinstance(base, Floating | Complex) and base.base == "long double":
            return Unbound(self.types.whole(declared), "'long double' has no type in Python")
        return None

    def _form(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        layers = declared.layers
        if isinstance(declared.base, tuple) and all(layer.is_pointer for layer in layers):
            return self._function(declarator, declared, words)
        if not layers:
            return self._value(declared)
        if not layers[0].is_pointer:
            return self._array(declarator, declared, words)
        if all(not layer.is_pointer for layer in layers[1:]):
            if len(layers) > 1:
                return self._pointer_to_array(declarator, declared, words)
            return self._pointer(declarator, declared, words)
        return self._pointer_to_pointer(declarator, declared, words)

    def _value(self, declared: Declared) -> Form:
        base = self.types.base(declared)
        assert not isinstance(base, Void | Pointer | FunctionType)
        return Value(base)

    def _function(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        whole = self.types.whole(declared)
        marked = words.get("UNGIL_NOESCAPE")
        if len(declared.layers) > 1 or (not marked and not words.get("UNGIL_ON_EXCEPTION")):
            return Unbound(whole, f"'{declarator.name}' is a function pointer without a word")
        if not marked:
            use = words.uses["UNGIL_ON_EXCEPTION"]
            self._error(
                "missing-word",
                use,
                "UNGIL_ON_EXCEPTION is for a callback that ends with the call",
                hint="mark the function pointer UNGIL_NOESCAPE",
            )
        function = self.types.base(declared)
        assert isinstance(function, FunctionType)
        answer = words.get("UNGIL_ON_EXCEPTION")
        on_exception = None
        if answer:
            on_exception = expressions.c_source(answer.arguments[0], self.scope.parameters)
        context = self._context(declarator, function)
        return Callback(function, context, "UNGIL_OR_NULL" in words, on_exception)

    def _context(self, declarator: Declarator, function: FunctionType) -> int | None:
        """The index of the callback's parameter that C hands its context back in."""
        found = [
            index
            for index, parameter in enumerate(function.parameters)
            if isinstance(parameter.form, Context)
        ]
        if len(found) > 1:
            self.report.error(
                "callback",
                declarator.token.span,
                f"the callback '{declarator.name}' has more than one UNGIL_CONTEXT",
            )
        return found[0] if found else None

    # --- one pointer ---------------------------------------------------------------------

    def _pointer(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        extents = words.among(EXTENTS)
        if len(extents) > 1:
            self._conflict(extents[0], extents[1], "one word says how much lies behind a pointer")
        if extents:
            return self._extent(declarator, declared, words, extents[0])
        base = declared.base
        if "UNGIL_CONTEXT" in words:
            if not isinstance(base, Void):
                self._error(
                    "callback", words.uses["UNGIL_CONTEXT"], "UNGIL_CONTEXT is for a 'void *'"
                )
            return Context()
        if "UNGIL_OUT" in words or "UNGIL_INOUT" in words:
            return self._written(declarator, declared, words)
        if isinstance(base, str):
            handle = self._handle(declarator, declared, words)
            if handle:
                return handle
        return self._wordless(declarator, declared, words)

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
            case "UNGIL_SINGLE":
                return self._single(declarator, declared, words, extent)
            case "UNGIL_SIZED_BY":
                size = self._expression(extent.arguments[0], "unknown-count")
                element = self.types.base(declared)
                if size is None:
                    return Unbound(element, "its size is unknown")
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

    def _single(
        self, declarator: Declarator, declared: Declared, words: Words, extent: WordUse
    ) -> Form:
        if "UNGIL_OUT" in words or "UNGIL_INOUT" in words:
            return self._written(declarator, declared, words)
        if isinstance(declared.base, str):
            handle = self._handle(declarator, declared, words)
            if handle:
                return handle
        target = self._object(declarator, declared, extent)
        if target is None:
            return Unbound(self.types.base(declared), "it points to no object")
        access = Access.READ if declared.target_is_const else Access.CHANGE
        return Reference(target, access, "UNGIL_OR_NULL" in words)

    def _written(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        """`T *UNGIL_OUT` and `T *UNGIL_INOUT` of one object."""
        uses = words.among(("UNGIL_OUT", "UNGIL_INOUT"))
        use = uses[0]
        if len(uses) > 1:
            self._conflict(uses[0], uses[1], "UNGIL_INOUT is read and written")
        target = self._object(declarator, declared, use)
        if target is None:
            return Unbound(self.types.base(declared), "it points to no object")
        access = self._access(words, declared.target_is_const)
        base = declared.base
        if (
            isinstance(base, str)
            and isinstance(target, Record)
            and access is Access.WRITE
            and base in self.storage
            and self.prototype.parameters[0] is declarator
        ):
            return NewHandle(target, None, storage=True)
        return Reference(target, access, "UNGIL_OR_NULL" in words)

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

    def _handle(self, declarator: Declarator, declared: Declared, words: Words) -> Form | None:
        """The handle that a `T *` is; None for a struct that nothing makes handles of."""
        key = declared.base
        assert isinstance(key, str)
        record = self.types.record(key)
        or_null = "UNGIL_OR_NULL" in words
        if key not in self.made and record.fields is not None:
            return None
        if key not in self.made and not or_null:
            return Unbound(
                self.types.whole(declared),
                f"'{declarator.name}' is a {record.name}, which nothing in the headers makes",
            )
        return Handle(record, declared.target_is_const, or_null, "UNGIL_CONSUMED" in words)

    # --- arrays and deeper pointers ------------------------------------------------------

    def _array(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        layers = declared.layers
        if any(layer.is_pointer for layer in layers) or isinstance(declared.base, tuple):
            reason = f"'{declarator.name}' is an array of pointers"
            return Unbound(self.types.whole(declared), reason)
        extents = words.among(EXTENTS)
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
        first = extents[0].arguments if extents and not outer else [outer or ()]
        dimensions = [*first, *(layer.dimension or () for layer in layers[1:])]
        shape = [self._expression(tokens, "unknown-count") for tokens in dimensions]
        return self._elements(declarator, declared, words, None, shape, len(layers) - 1)

    def _pointer_to_array(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        extents = words.among(("UNGIL_COUNTED_BY", "UNGIL_SHAPE", "UNGIL_SINGLE"))
        if not extents:
            return self._wordless(declarator, declared, words)
        outer = [] if extents[0].name == "UNGIL_SINGLE" else extents[0].arguments
        inner: Sequence[Layer] = declared.layers[1:]
        dimensions = [*outer, *(layer.dimension or () for layer in inner)]
        shape = [self._expression(tokens, "unknown-count") for tokens in dimensions]
        return self._elements(declarator, declared, words, extents[0], shape, len(inner))

    def _pointer_to_pointer(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        inner = words_of(declarator.inner.get(1, ()), self.report)
        whole = self.types.whole(declared, shallow=True)
        owned = inner.get("UNGIL_OWNED")
        base = declared.base
        if owned and isinstance(base, str) and len(declared.layers) == 2:
            if "UNGIL_OUT" not in words:
                self._error(
                    "missing-word",
                    owned,
                    "UNGIL_OWNED behind a second '*' is for what the call makes",
                    hint=f"write '*UNGIL_OWNED({owned.arguments[0][0].text}) *UNGIL_OUT'",
                )
            or_null = "UNGIL_OR_NULL" in inner or "UNGIL_OR_NULL" in words
            return NewHandle(self.types.record(base), owned.arguments[0][0].text, or_null)
        return Unbound(whole, f"'{declarator.name}' is a pointer to a pointer")

    # --- results -------------------------------------------------------------------------

    def _result(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        for use in words.among(("UNGIL_OUT", "UNGIL_INOUT", "UNGIL_WRITTEN", "UNGIL_CONTEXT")):
            self._error("misplaced-word", use, f"{use.name} is for parameters, not for results")
            del words.uses[use.name]
        layers = declared.layers
        owned = words.get("UNGIL_OWNED")
        if (
            len(layers) == 1
            and layers[0].is_pointer
            and not words.among(EXTENTS - {"UNGIL_SINGLE"})
        ):
            base = declared.base
            if owned and isinstance(base, str):
                destructor = owned.arguments[0][0].text
                return NewHandle(self.types.record(base), destructor, "UNGIL_OR_NULL" in words)
            if owned:
                return self._wordless(declarator, declared, words)
            if not words.uses or (isinstance(base, str) and base in self.made):
                reason = f"{self.prototype.name}() returns a pointer without a word"
                return Unbound(self.types.whole(declared), reason)
        if isinstance(declared.base, tuple) or len(layers) > 1:
            reason = f"{self.prototype.name}() returns a pointer that no word describes"
            return Unbound(self.types.whole(declared, shallow=True), reason)
        form = self._form(declarator, declared, words)
        if isinstance(form, Array | Bytes) and form.access is Access.CHANGE:
            # What a function returns is copied out: nobody changes it in place.
            kind = Array if isinstance(form, Array) else Bytes
            values = {name: getattr(form, name) for name in form.__slots__}
            return kind(**(values | {"access": Access.READ}))
        return form

    # --- words ---------------------------------------------------------------------------

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

    def _check_words(
        self, declarator: Declarator, form: Form, words: Words, *, result: bool
    ) -> None:
        """Reports words that have no meaning for the form."""
        if isinstance(form, Unbound):
            return
        allowed = _FORM_WORDS[type(form)] | _EVERYWHERE
        for name, use in words.uses.items():
            if name in allowed and not (name == "UNGIL_OWNED" and not result):
                continue
            if isinstance(form, Value):
                self._error(
                    "pointer-word-on-value",
                    use,
                    f"{use.token.text} describes a pointer, but "
                    f"{self._subject(declarator, result)} is a value",
                )
            elif name == "UNGIL_WRITTEN":
                self._error(
                    "written-without-out", use, "UNGIL_WRITTEN is for an array that C fills"
                )
            else:
                self._error(
                    "misplaced-word",
                    use,
                    f"{use.token.text} says nothing about {self._subject(declarator, result)}",
                )

    def _subject(self, declarator: Declarator, result: bool) -> str:
        if result:
            return f"the result of {self.prototype.name}()"
        return f"'{declarator.name}'"

    def _conflict(self, first: WordUse, second: WordUse, hint: str) -> None:
        self._error(
            "conflicting-words",
            second,
            f"{second.token.text} contradicts {first.token.text}",
            hint=hint,
        )

    def _error(self, code: str, use: WordUse, message: str, hint: str | None = None) -> None:
        self.report.error(code, use.token.span, message, hint=hint)
