"""How each parameter and result is passed: C type and words make a form of the model."""

from __future__ import annotations

from ungil.frozen import replace
from ungil.header import expressions
from ungil.header.attributes import names_in
from ungil.header.declarations import WordUse
from ungil.header.memory_forms import MemoryForms
from ungil.header.model_types import ModelTypes, beyond_cffi
from ungil.header.prototypes import Declarator, Prototype
from ungil.header.report import Report
from ungil.header.type_names import Scope
from ungil.header.types import Declared
from ungil.header.vocabulary import EXTENTS
from ungil.header.words import Words, words_of
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    Complex,
    Context,
    Floating,
    Form,
    FunctionType,
    Handle,
    NewHandle,
    Pointer,
    Record,
    Reference,
    Text,
    Unbound,
    Value,
    Void,
)

_ARRAY_WORDS = names_in(
    "UNGIL_OUT UNGIL_WRITTEN UNGIL_OR_NULL UNGIL_LIFETIMEBOUND UNGIL_OWNED UNGIL_INOUT"
)
_FORM_WORDS = {
    Value: frozenset[str](),
    Reference: frozenset(("UNGIL_SINGLE", "UNGIL_OUT", "UNGIL_INOUT", "UNGIL_OR_NULL")),
    Array: _ARRAY_WORDS | {"UNGIL_COUNTED_BY", "UNGIL_SHAPE", "UNGIL_SINGLE"},
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


class FormReader(MemoryForms):
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
        super().__init__(prototype, scope, types, report)
        self.made = made
        self.storage = storage

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
        beyond = beyond_cffi(declared)
        if beyond:
            return Unbound(Void(), f"{beyond} cannot be passed")
        base = declared.base
        if isinstance(base, Floating | Complex) and base.base == "long double":
            return Unbound(self.types.whole(declared), "'long double' has no type in Python")
        if base in self.made and not declared.layers:
            return self._copied_handle(declared)
        return None

    def _copied_handle(self, declared: Declared) -> Unbound:
        target = self.types.base(declared)
        reason = f"{declared.spelling} by value, which is a handle in Python"
        return Unbound(target, reason)

    def _form(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        layers = declared.layers
        if isinstance(declared.base, tuple) and all(layer.is_pointer for layer in layers):
            return self._function(declarator, declared, words)
        if not layers:
            return self._value(declarator, declared)
        if not layers[0].is_pointer:
            return self._array(declarator, declared, words)
        if all(not layer.is_pointer for layer in layers[1:]):
            if len(layers) > 1:
                return self._pointer_to_array(declarator, declared, words)
            return self._pointer(declarator, declared, words)
        return self._pointer_to_pointer(declarator, declared, words)

    def _value(self, declarator: Declarator, declared: Declared) -> Form:
        base = self.types.base(declared)
        if isinstance(base, Void):
            message = f"'{declarator.name}' is void, which has no values"
            self.report.error("syntax", declarator.token.span, message)
            return Unbound(base, message)
        if isinstance(base, Record) and base.fields is None:
            self.report.error(
                "incomplete-type",
                declarator.token.span,
                f"{base.name} is incomplete: it cannot be passed by value",
                hint="give its fields, under #ifdef UNGIL_READING where C has them elsewhere",
            )
            return Unbound(base, "it is incomplete")
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
        extents = self._extents(words)
        if extents:
            return self._extent(declarator, declared, words, extents[0])
        base = declared.base
        if "UNGIL_CONTEXT" in words:
            if not isinstance(base, Void):
                self._error(
                    "callback", words.uses["UNGIL_CONTEXT"], "UNGIL_CONTEXT is for a 'void *'"
                )
            return Context(declared.target_is_const)
        if "UNGIL_OUT" in words or "UNGIL_INOUT" in words:
            return self._written(declarator, declared, words)
        if isinstance(base, str):
            handle = self._handle(declarator, declared, words)
            if handle:
                return handle
        return self._wordless(declarator, declared, words)

    def _extent(
        self, declarator: Declarator, declared: Declared, words: Words, extent: WordUse
    ) -> Form:
        if extent.name == "UNGIL_SINGLE":
            return self._single(declarator, declared, words, extent)
        return super()._extent(declarator, declared, words, extent)

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
        if base in self.made:
            return self._copied_handle(declared)
        return Reference(target, access, "UNGIL_OR_NULL" in words)

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
            destructor = owned.arguments[0][0].text
            record = self.types.record(base)
            return NewHandle(record, destructor, or_null, const=declared.const)
        return Unbound(whole, f"'{declarator.name}' is a pointer to a pointer")

    # --- results -------------------------------------------------------------------------

    def _result(self, declarator: Declarator, declared: Declared, words: Words) -> Form:
        for use in words.among(("UNGIL_OUT", "UNGIL_INOUT", "UNGIL_WRITTEN", "UNGIL_CONTEXT")):
            self._error("misplaced-word", use, f"{use.name} is for parameters, not for results")
            del words.uses[use.name]
        layers = declared.layers
        if layers and declared.volatile:
            reason = f"{self.prototype.name}() returns a pointer to volatile memory"
            return Unbound(self.types.whole(declared, shallow=True), reason)
        owned = words.get("UNGIL_OWNED")
        if (
            len(layers) == 1
            and layers[0].is_pointer
            and not words.among(EXTENTS - {"UNGIL_SINGLE"})
        ):
            base = declared.base
            if owned and isinstance(base, str):
                destructor = owned.arguments[0][0].text
                or_null = "UNGIL_OR_NULL" in words
                record = self.types.record(base)
                return NewHandle(record, destructor, or_null, const=declared.const)
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
            return replace(form, access=Access.READ)
        return form

    # --- words ---------------------------------------------------------------------------

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
