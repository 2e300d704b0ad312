"""What was declared before, and whether a second declaration says the same."""

from __future__ import annotations

from ungil.header.declarations import WordUse
from ungil.header.expressions import source_text
from ungil.header.lexer import Token
from ungil.header.prototypes import Declarator, Prototype
from ungil.header.report import Report
from ungil.header.types import Declared, TypeTable

Signature = tuple[object, ...]


class _Declared:
    """What one declaration says of its name, worked out when a second one has to be compared."""

    __slots__ = ("subject", "token", "what")

    def __init__(self, what: str, subject: Prototype | Declared | None, token: Token) -> None:
        self.what = what
        self.subject = subject
        self.token = token

    @property
    def words(self) -> Signature:
        """The words of a function; empty for one without, and for anything else."""
        return _words_of(self.subject) if isinstance(self.subject, Prototype) else ()

    @property
    def is_definition(self) -> bool:
        return isinstance(self.subject, Prototype) and self.subject.declaration.definition


class Redeclarations:
    """Every name declared so far.

    C allows a declaration to be repeated. Two headers of a module may do so too, as long as
    they agree; within one header it is taken for a mistake, but for a typedef and for a
    function that is declared first and defined below.
    """

    def __init__(self, types: TypeTable, report: Report) -> None:
        self.types = types
        self.report = report
        self._earlier: dict[str, _Declared] = {}

    def function(self, prototype: Prototype) -> bool:
        """Whether the function is new, or says more than its earlier declaration did."""
        now = _Declared("function", prototype, prototype.token)
        before = self._earlier.setdefault(prototype.name, now)
        if before is now:
            return True
        if not self._agrees(prototype.name, before, now):
            return False
        if now.words and before.words and now.words != before.words:
            self._conflict(prototype.name, before, now, "with other words")
        elif now.words and not before.words:
            self._earlier[prototype.name] = now
            return True
        return False

    def typedef(self, name: str, declared: Declared, token: Token) -> bool:
        """Whether the typedef is new."""
        return self._plain(name, _Declared("type", declared, token))

    def object(self, name: str, declared: Declared, token: Token) -> bool:
        """Whether the object is new."""
        return self._plain(name, _Declared("object", declared, token))

    def enumerator(self, name: str, token: Token) -> bool:
        """Whether the enumerator is new; it may not be declared again at all."""
        before = self._earlier.get(name)
        if before is not None:
            self._duplicate(name, before, token)
            return False
        self._earlier[name] = _Declared("enumerator", None, token)
        return True

    def _plain(self, name: str, now: _Declared) -> bool:
        before = self._earlier.setdefault(name, now)
        if before is not now:
            self._agrees(name, before, now)
        return before is now

    def _agrees(self, name: str, before: _Declared, now: _Declared) -> bool:
        same = before.what == now.what and self._says(before) == self._says(now)
        if before.token.source is now.token.source:
            definition = now.is_definition and not before.is_definition
            if same and (definition or now.what != "function"):
                return True
            self._duplicate(name, before, now.token)
            return False
        if not same:
            self._conflict(name, before, now, "with another type")
        return same

    def _conflict(self, name: str, before: _Declared, now: _Declared, how: str) -> None:
        self.report.error(
            "conflicting-declaration",
            now.token.span,
            f"'{name}' is declared {how} in {before.token.source.name}",
            related=(before.token.span, "it is declared here first"),
        )

    def _duplicate(self, name: str, before: _Declared, token: Token) -> None:
        self.report.error(
            "duplicate-declaration",
            token.span,
            f"'{name}' is declared twice",
            related=(before.token.span, "it is declared here first"),
        )

    def _says(self, declared: _Declared) -> Signature:
        """The type of what is declared, in a form that can be compared."""
        subject = declared.subject
        if isinstance(subject, Prototype):
            return self._signature(subject)
        return () if subject is None else self._type(subject)

    def _signature(self, prototype: Prototype) -> Signature:
        parameters = (self._type(p.declared, adjusted=True) for p in prototype.parameters)
        return (self._type(prototype.result.declared), prototype.variadic, *parameters)

    def _type(self, declared: Declared, adjusted: bool = False) -> Signature:
        """What makes two types the same; as a parameter, an array is a pointer."""
        base = declared.base
        if isinstance(base, tuple):
            root: object = "function"
        elif isinstance(base, str):
            root = base
        else:
            root = self.types.roots.get(declared.spelling, declared.spelling)
        layers = tuple(
            (layer.is_pointer or (adjusted and index == 0), layer.const and index > 0)
            for index, layer in enumerate(declared.layers)
        )
        return root, declared.const and bool(layers), layers


def _words_of(prototype: Prototype) -> Signature:
    """Every word of a function where it stands, with its arguments."""
    found: list[object] = [_spelled(prototype.declaration.function_words)]
    declarators: list[Declarator] = [prototype.result, *prototype.parameters]
    for declarator in declarators:
        uses = [*declarator.words, *(use for inner in declarator.inner.values() for use in inner)]
        found.append(_spelled(uses))
    return tuple(found) if any(found) else ()


def _spelled(uses: list[WordUse]) -> tuple[object, ...]:
    return tuple(
        sorted((use.name, tuple(source_text(tokens) for tokens in use.arguments)) for use in uses)
    )
