"""From header files to an `Interface`."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path

from ungil.diagnostics import Diagnostic, Span
from ungil.frozen import frozen
from ungil.header import checks, names, syntax
from ungil.header.cffi_text import CffiText
from ungil.header.cleaner import Cleaner
from ungil.header.constants import MacroConstants, evaluate, public_macros
from ungil.header.declarations import Declaration, split
from ungil.header.documentation import Comments
from ungil.header.functions import FunctionReader, Settings
from ungil.header.handles import class_name, find_handles, with_destructors
from ungil.header.lexer import Token
from ungil.header.preprocessor import Preprocessor, Unit
from ungil.header.prototypes import Prototype, PrototypeReader, leftover_words
from ungil.header.redeclarations import Redeclarations
from ungil.header.report import Report
from ungil.header.source import name_of
from ungil.header.standard_types import STANDARD_TYPES
from ungil.header.syntax import Node
from ungil.header.types import TypeTable, name_index
from ungil.header.vocabulary import Place
from ungil.interface import Constant, ConstantKind, HandleType, Interface, Lock
from ungil.records import bound_records, refusal


@frozen
class Reading:
    """What reading headers gives: the model, and notes on what was decided."""

    interface: Interface
    notes: tuple[Diagnostic, ...]


def read(
    headers: Sequence[Path], *, base: Path, lock: Lock = Lock.RELEASE, prefix: str = ""
) -> Reading:
    """Reads annotated headers, in order, into one model.

    `base` is the folder that file names in diagnostics are relative to. `lock` is the policy
    of functions without a policy word, `prefix` what C names lose in Python. Raises
    `HeaderError` with every error of all the headers.
    """
    # The trees of a thousand functions are many objects and no garbage: without a pause
    # the collector takes a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _Reader(base, Settings(lock, prefix)).read([Path(header) for header in headers])
    finally:
        if collecting:
            gc.enable()


class _Reader:
    def __init__(self, base: Path, settings: Settings) -> None:
        self.base = base
        self.settings = settings
        self.report = Report()
        self.types = TypeTable(self.report)
        self.prototypes: list[Prototype] = []
        self.constants: list[Constant] = []
        self.values: dict[str, int] = {}
        self.seen = Redeclarations(self.types, self.report)
        self._names: set[str] = set()
        self._word_carriers: set[int] = set()
        self._static_constants: dict[str, ConstantKind] = {}

    def read(self, headers: list[Path]) -> Reading:
        included = self._header_names(headers)
        preprocessor = Preprocessor(self.base, self.report)
        for header in headers:
            preprocessor.read(header)
        unit = preprocessor.unit
        self._check_empty(headers, preprocessor)
        declarations = self._declarations(unit)
        text = self._declare(declarations, CffiText(self.values, unit.packed))
        macros = self._macro_constants(unit)
        handles = find_handles(self.prototypes, self.types)
        reader = FunctionReader(
            self.types,
            macros,
            handles,
            {name: Comments(comments) for name, comments in unit.comments.items()},
            self.settings,
            self.report,
        )
        functions = with_destructors([reader.function(prototype) for prototype in self.prototypes])
        self._check_words(declarations)
        for constant in self.constants:
            text.add_constant(constant)
        interface = Interface(
            included,
            tuple(unit.files),
            functions,
            tuple(self.constants),
            tuple(
                reader.types.record(key)
                for key, entry in self.types.records.items()
                if entry.place is not None and not entry.spelling.startswith("(")
            ),
            text.text(),
            tuple(
                HandleType(
                    reader.types.record(key), class_name(entry.spelling, self.settings.prefix)
                )
                for key, entry in self.types.records.items()
                if key in handles.made
            ),
        )
        passed = bound_records(f for f in functions if f.unbound is None and not f.explicit_skip)
        by_value = {
            struct.record.name
            for struct in passed
            if struct.by_value and refusal(struct.record) is None
        }
        classes = {
            entry.spelling: entry.place
            for key, entry in self.types.records.items()
            if key in handles.made or entry.spelling in by_value
        }
        checks.check(interface, classes, self.settings.prefix, unit, self.types, self.report)
        self.report.raise_if_failed()
        return Reading(interface, self.report.notes())

    # --- files ---------------------------------------------------------------------------

    def _header_names(self, headers: list[Path]) -> tuple[str, ...]:
        """The names that C includes the headers by."""
        seen: dict[str, Path] = {}
        for header in headers:
            name = name_of(header, self.base)
            bad = next((c for c in header.name if c in '"\\' or not c.isprintable()), None)
            if bad is not None:
                self.report.error(
                    "header-name",
                    Span(name, 1, 1),
                    f"C cannot include a header with {bad!r} in its name",
                    hint="rename the file",
                )
            before = seen.setdefault(header.name, header)
            if before is not header:
                self.report.error(
                    "duplicate-header",
                    Span(name, 1, 1),
                    f"{name_of(before, self.base)} has the same file name: "
                    f"#include <{header.name}> finds one of them only",
                    hint="rename one of the two",
                )
        return tuple(header.name for header in headers)

    def _check_empty(self, headers: list[Path], preprocessor: Preprocessor) -> None:
        unit = preprocessor.unit
        declaring = {token.source.name for token in unit.tokens} | preprocessor.including
        declaring |= {macro.name.source.name for macro in unit.macros}
        for header in headers:
            name = name_of(header, self.base)
            if name in unit.files and name not in declaring and not self.report.failed:
                self.report.error("empty-header", Span(name, 1, 1), "this header declares nothing")

    # --- declarations --------------------------------------------------------------------

    def _declarations(self, unit: Unit) -> list[Declaration]:
        cleaner = Cleaner(set(STANDARD_TYPES), self.report)
        if "complex.h" in unit.system_includes:
            cleaner.keywords["complex"] = "_Complex"
        found: list[Declaration] = []
        for declaration in split(unit.tokens, self.report):
            cleaner.clean(declaration)
            if declaration.tokens:
                found.append(declaration)
                name = syntax.typedef_name(declaration.tokens)
                if name:
                    cleaner.types.add(name)
            else:
                self._statement(declaration, cleaner)
        return found

    def _statement(self, declaration: Declaration, cleaner: Cleaner) -> None:
        """UNGIL_CONSTANT(NAME);"""
        for use in declaration.function_words:
            if not use.word.place & Place.STATEMENT:
                cleaner.misplaced(use)
                continue
            token = use.arguments[0][0]
            named = {constant.name for constant in self.constants if constant.from_word}
            if token.text not in named and self.seen.enumerator(token.text, token):
                self._constant(token, ConstantKind.UNKNOWN, from_word=True)

    def _declare(self, declarations: list[Declaration], text: CffiText) -> CffiText:
        """Takes in what each declaration declares, in the model and in the text for cffi."""
        used = {token.text for d in declarations for token in d.tokens}
        own = {name for d in declarations if (name := syntax.typedef_name(d.tokens))}
        standard = sorted((used & STANDARD_TYPES) - own)
        nodes: dict[int, list[Node]] = {}
        for declaration, node in syntax.parse(declarations, standard, self.report):
            nodes.setdefault(id(declaration), []).append(node)
        prototypes = PrototypeReader(self.types, self.report)
        for declaration in declarations:
            found = nodes.get(id(declaration))
            if found:
                self._declare_one(declaration, found, prototypes, text)
            else:
                self._word_carriers.add(id(declaration))  # it is no C, which is error enough
        return text

    def _declare_one(
        self,
        declaration: Declaration,
        nodes: list[Node],
        prototypes: PrototypeReader,
        text: CffiText,
    ) -> None:
        is_new = False
        function: Token | None = None
        if any(token.text == "enum" for token in declaration.tokens):
            for node in nodes:
                self._enumerators(declaration, node)
        for node in nodes:
            kind = type(node).__name__
            if kind == "Typedef":
                is_new |= self._typedef(declaration, node)
            elif kind == "Decl" and type(node.type).__name__ == "FuncDecl":
                prototype = prototypes.read(declaration, node, node.name)
                function = prototype.token
                if self.seen.function(prototype):
                    is_new |= self._add_prototype(prototype)
            elif kind == "Decl":
                is_new |= self._object(declaration, node)
        if is_new and function and len(nodes) == 1:
            text.add_function(declaration, function)
        elif is_new:
            text.add(declaration, any(_is_object(node) for node in nodes))

    def _add_prototype(self, prototype: Prototype) -> bool:
        """Adds a prototype, or puts it in the place of one without words; whether it is new."""
        for index, earlier in enumerate(self.prototypes if prototype.name in self._names else ()):
            if earlier.name == prototype.name:
                self.prototypes[index] = prototype
                return False
        self._names.add(prototype.name)
        self.prototypes.append(prototype)
        return True

    def _typedef(self, declaration: Declaration, node: Node) -> bool:
        start = name_index(declaration, node)
        declared = self.types.declared(node.type, declaration, start)
        self.types.define(node.name, declared)
        self.types.places.setdefault(node.name, declaration.tokens[start])
        if isinstance(declared.base, tuple):
            # The words inside a function's type belong to whoever takes such a callback.
            self._word_carriers.add(id(declaration))
        return self.seen.typedef(node.name, declared, declaration.tokens[start])

    def _object(self, declaration: Declaration, node: Node) -> bool:
        """A struct, union or enum, or an object."""
        if node.name is None:
            self.types.declared(_as_type(node.type), declaration, 0)
            return True
        start = name_index(declaration, node)
        declared = self.types.declared(node.type, declaration, start)
        if isinstance(declared.base, tuple) and not declared.layers:
            self.report.note(
                "left-to-lib",
                declaration.tokens[start].span,
                f"{node.name}() is reached through lib only: it is declared by a typedef",
                hint="write out what it takes and returns",
            )
        if "static" in node.storage and declared.const and not declared.layers:
            self._static_constants[node.name] = ConstantKind.INTEGER
        return self.seen.object(node.name, declared, declaration.tokens[start])

    # --- constants -----------------------------------------------------------------------

    def _enumerators(self, declaration: Declaration, node: Node) -> None:
        for enum in _enums(node):
            following: int | None = 0
            for enumerator in enum.values.enumerators:
                if enumerator.name == syntax.PARTIAL_FIELD:
                    continue
                index = enumerator.coord.column
                token = declaration.tokens[index]
                value = _enumerator_value(declaration.tokens, index + 1)
                if value:
                    following = evaluate(value, self.values)
                if following is not None:
                    self.values[token.text] = following
                    following += 1
                if self.seen.enumerator(token.text, token):
                    self._constant(token, ConstantKind.INTEGER, enumerator=True)

    def _macro_constants(self, unit: Unit) -> MacroConstants:
        # A macro that the header defines itself says more than UNGIL_CONSTANT of its name.
        self.constants = [
            constant
            for constant in self.constants
            if not constant.from_word or unit.macros.get(constant.name) is None
        ]
        known = {constant.name: constant.kind for constant in self.constants}
        macros = MacroConstants(unit.macros, known | self._static_constants)
        for macro in public_macros(unit.macros):
            kind = macros.kind(macro.name.text)
            if kind is not None and macro.name.text not in known:
                self._constant(macro.name, kind)
        order = {name: number for number, name in enumerate(unit.files)}
        self.constants.sort(key=lambda c: (order[c.span.file], c.span.line, c.span.column))
        return macros

    def _constant(
        self,
        token: Token,
        kind: ConstantKind,
        *,
        enumerator: bool = False,
        from_word: bool = False,
    ) -> None:
        name = names.in_python(token.text, self.settings.prefix)
        constant = Constant(token.text, name, kind, token.span, enumerator, from_word)
        self.constants.append(constant)

    # --- words ---------------------------------------------------------------------------

    def _check_words(self, declarations: list[Declaration]) -> None:
        """Reports the words that describe nothing."""
        cleaner = Cleaner(set(), self.report)
        functions = {id(prototype.declaration) for prototype in self.prototypes}
        for declaration in declarations:
            if id(declaration) not in self._word_carriers:
                for use in leftover_words(declaration):
                    cleaner.misplaced(use)
            if id(declaration) not in functions | self._word_carriers:
                for use in declaration.function_words:
                    if not use.word.place & Place.OBJECT:
                        cleaner.misplaced(use)


def _is_object(node: Node) -> bool:
    is_declaration = type(node).__name__ == "Decl" and node.name is not None
    return is_declaration and type(node.type).__name__ != "FuncDecl"


def _as_type(node: Node) -> Node:
    """A bare struct or enum as the declarator that it would have with a name."""
    from pycparser.c_ast import TypeDecl

    return TypeDecl(None, [], None, node)


def _enums(node: Node) -> list[Node]:
    """Every enum with enumerators inside a node."""
    found: list[Node] = []
    pending = [node]
    while pending:
        current = pending.pop(0)
        if type(current).__name__ == "Enum" and current.values is not None:
            found.append(current)
        pending.extend(child for _, child in current.children())
    return found


def _enumerator_value(tokens: list[Token], start: int) -> list[Token]:
    """The tokens of the value that an enumerator is given; none where it is given none."""
    if start >= len(tokens) or tokens[start].text != "=":
        return []
    depth = 0
    for index in range(start + 1, len(tokens)):
        text = tokens[index].text
        if depth == 0 and text in (",", "}"):
            return tokens[start + 1 : index]
        depth += (text == "(") - (text == ")")
    return []
