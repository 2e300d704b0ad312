"""C types: from the syntax tree, through typedefs, to the model's types.

A header may use a struct before its fields are known, so types are kept as `Declared` while
declarations are read, and become model types when all have been.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ungil.frozen import frozen, replace
from ungil.header.attributes import names_in
from ungil.header.declarations import Declaration
from ungil.header.lexer import Token
from ungil.header.report import Report
from ungil.header.syntax import OPAQUE_TYPE, PARTIAL_FIELD, Node
from ungil.interface import (
    Boolean,
    Character,
    Complex,
    CType,
    Enumeration,
    Floating,
    Integer,
    Void,
)

BEYOND_CFFI = {
    "va_list": "a va_list",
    "__builtin_va_list": "a va_list",
    "__int128": "a 128-bit integer",
    "__uint128_t": "a 128-bit integer",
    "_Atomic": "an _Atomic type",
    "long double _Complex": "long double _Complex",
}
BEYOND_CFFI |= {
    name: name
    for name in names_in(
        "_Float16 _Float32 _Float32x _Float64 _Float64x _Float128 __float128 __fp16 __bf16"
        " _Decimal32 _Decimal64 _Decimal128"
    )
}
"""Types that neither the call layer nor cffi can pass, as messages call them."""

_IN_BRACKETS = names_in("static const restrict volatile")
_INTEGER_KEYWORDS = frozenset(("char", "short", "int", "long", "signed", "unsigned"))


@frozen
class Layer:
    """A pointer (`dimension` is None) or an array dimension around a type.

    `token` is the index of the pointer's `*`; -1 for one that a typedef brought. `const` and
    `restrict` qualify the pointer itself.
    """

    dimension: tuple[Token, ...] | None = None
    token: int = -1
    const: bool = False
    restrict: bool = False

    @property
    def is_pointer(self) -> bool:
        return self.dimension is None


@frozen
class Declared:
    """A declared type: `base` inside `layers`, the outermost first.

    `base` is a model type, the key of a struct or union, or a function type's node with the
    declaration that it stands in. `const` and `volatile` qualify the base; `spelling` is how C
    spells it.
    """

    base: CType | str | tuple[Declaration, Node]
    spelling: str
    const: bool = False
    layers: tuple[Layer, ...] = ()
    volatile: bool = False

    @property
    def target_is_const(self) -> bool:
        """Whether what the outermost pointer points to is const."""
        if len(self.layers) > 1 and self.layers[1].is_pointer:
            return self.layers[1].const
        return self.const


class RecordEntry:
    """A struct or union while it is read: its fields as declared, None while opaque."""

    def __init__(self, spelling: str, union: bool, place: Token | None) -> None:
        self.spelling = spelling
        self.union = union
        self.place = place
        self.fields: list[tuple[str, Declared]] | None = None
        self.partial = False


class TypeTable:
    """The types that the headers have declared so far.

    `records` has structs and unions by key (`struct point`, or a number for one without a
    tag), `roots` the spelling that a typedef's name stands for, `places` where each typedef
    is declared.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        self.typedefs: dict[str, Declared] = {}
        self.records: dict[str, RecordEntry] = {}
        self.roots: dict[str, str] = {}
        self.places: dict[str, Token] = {}
        self._bases: dict[tuple[str, ...], Declared] = {}
        self._anonymous = 0

    def declared(self, node: Node, declaration: Declaration, start: int) -> Declared:
        """The type of a declarator node; `start` is the index of its name, or first token."""
        layers: list[Layer] = []
        dimensions: list[tuple[Token, ...]] | None = None
        declarator = False
        while True:
            kind = type(node).__name__
            if kind == "PtrDecl":
                quals = node.quals
                layers.append(
                    Layer(None, node.coord.column, "const" in quals, "restrict" in quals)
                    if quals
                    else Layer(None, node.coord.column)
                )
            elif kind == "ArrayDecl":
                if dimensions is None:
                    dimensions = bracket_groups(declaration.tokens, start)
                dimension = dimensions.pop(0) if dimensions else ()
                layers.append(Layer(dimension, restrict="restrict" in node.dim_quals))
            elif kind == "TypeDecl":
                base = self._base(node.type, declaration, node.declname)
                const, volatile = "const" in node.quals, "volatile" in node.quals
                if "_Atomic" in node.quals:
                    base = replace(base, base=Integer("_Atomic"), spelling="_Atomic")
                break
            elif kind == "FuncDecl":
                base, declarator = Declared((declaration, node), "function"), True
                const = volatile = False
                break
            else:
                node = node.type
                continue
            node = node.type
        if not layers and not (const or volatile or declarator):
            return base
        return Declared(
            base.base,
            base.spelling,
            const or base.const,
            (*layers, *base.layers),
            volatile or base.volatile,
        )

    def _base(self, node: Node, declaration: Declaration, declares: str | None) -> Declared:
        kind = type(node).__name__
        if kind == "IdentifierType":
            key = tuple(node.names)
            if key == ("int",) and declaration.tokens[node.coord.column].text != "int":
                # pycparser's answer to a declaration without a type, as in C before 1999.
                self._report_missing(declaration.tokens[node.coord.column], declares)
            found = self._bases.get(key)
            if found is None:
                if len(key) > 1 and not go_together(key):
                    self._report_combination(
                        key, declaration.tokens[node.coord.column], named=declares is not None
                    )
                found = self._bases[key] = self._named(key)
            return found
        if kind in ("Struct", "Union"):
            return self._record(node, declaration)
        if kind == "Enum":
            spelling = f"enum {node.name}" if node.name else (declares or "enum")
            return Declared(Enumeration(spelling), spelling)
        return Declared(Integer("_Atomic"), "_Atomic")

    def _named(self, names: tuple[str, ...]) -> Declared:
        spelling = " ".join(names)
        if len(names) == 1:
            typedef = self.typedefs.get(spelling)
            if typedef is not None:
                return _renamed(typedef, spelling)
            if spelling == "FILE":
                self.records.setdefault(spelling, RecordEntry(spelling, False, None))
                return Declared(spelling, spelling)
            return Declared(_primitive(spelling), spelling)
        if "_Complex" in names:
            parts = " ".join(name for name in names if name != "_Complex") or "double"
            spelling = f"{parts} _Complex"
            return Declared(Complex(spelling, parts), spelling)
        if "__int128" in names:
            return Declared(Integer("__int128"), spelling)
        if names in (("long", "double"), ("double", "long")):
            return Declared(Floating("long double", "long double"), "long double")
        return Declared(Integer(spelling), spelling)

    def _report_again(self, entry: RecordEntry, token: Token) -> None:
        related = (entry.place.span, "it is defined here first") if entry.place else None
        self.report.error(
            "duplicate-declaration",
            token.span,
            f"'{entry.spelling}' is defined twice",
            related=related,
        )

    def _report_missing(self, token: Token, name: str | None) -> None:
        what = f"'{name}'" if name else "this"
        self.report.error("syntax", token.span, f"{what} is declared without a type")

    def _report_combination(self, names: tuple[str, ...], token: Token, *, named: bool) -> None:
        keyword = names[-1] in _INTEGER_KEYWORDS or names[-1] in ("float", "double")
        self.report.error(
            "syntax",
            token.span,
            f"'{' '.join(names)}' is no type",
            hint=f"'{names[-1]}' is a keyword of C: a name must be another one"
            if keyword and not named
            else None,
        )

    def define(self, name: str, declared: Declared) -> None:
        """Takes in a typedef."""
        self.typedefs[name] = declared
        self.roots[name] = self.roots.get(declared.spelling, declared.spelling)
        self._bases.pop((name,), None)
        if isinstance(declared.base, str) and not declared.layers:
            entry = self.records[declared.base]
            if entry.spelling == declared.base:
                entry.spelling = name

    def _record(self, node: Node, declaration: Declaration) -> Declared:
        union = type(node).__name__ == "Union"
        word = "union" if union else "struct"
        place = declaration.tokens[min(node.coord.column, len(declaration.tokens) - 1)]
        if node.name == OPAQUE_TYPE or not node.name:
            self._anonymous += 1
            key = spelling = f"({word} {self._anonymous})"
        else:
            key = spelling = f"{word} {node.name}"
        entry = self.records.setdefault(key, RecordEntry(spelling, union, place))
        if node.decls is not None and entry.fields is not None:
            self._report_again(entry, place)
        elif node.decls is not None:
            entry.fields = []
            entry.place = place
            for member in node.decls:
                self._member(entry, member, declaration)
        return Declared(key, spelling)

    def _member(self, entry: RecordEntry, member: Any, declaration: Declaration) -> None:
        name = getattr(member, "name", None)
        if name == PARTIAL_FIELD or name is None or member.bitsize is not None:
            # Bit fields and unnamed members have no field in the model: cffi has them.
            entry.partial = True
            if name is None and type(member.type).__name__ in ("Struct", "Union", "Enum"):
                self._base(member.type, declaration, None)
            elif name is None and member.bitsize is None:
                token = declaration.tokens[member.coord.column]
                self.report.error("syntax", token.span, "this declares no field")
            return
        assert entry.fields is not None
        start = name_index(declaration, member)
        entry.fields.append((name, self.declared(member.type, declaration, start)))


def name_index(declaration: Declaration, node: Node) -> int:
    """The index of the name that a Decl node declares; of its first token where unnamed."""
    inner = node.type
    while type(inner).__name__ in ("PtrDecl", "ArrayDecl", "FuncDecl"):
        inner = inner.type
    coordinate = inner.coord or node.coord
    return int(coordinate.column) if coordinate is not None else 0


def bracket_groups(tokens: Sequence[Token], start: int) -> list[tuple[Token, ...]]:
    """What lies in the `[...]` of the declarator from `start` on, in order."""
    groups: list[tuple[Token, ...]] = []
    depth = 0
    index = start
    while index < len(tokens):
        text = tokens[index].text
        if text == "[":
            end = index
            nested = 0
            while end < len(tokens):
                nested += (tokens[end].text == "[") - (tokens[end].text == "]")
                if nested == 0:
                    break
                end += 1
            inside = tokens[index + 1 : end]
            size = tuple(t for t in inside if t.text not in _IN_BRACKETS)
            groups.append(() if [t.text for t in size] == ["*"] else size)
            index = end
        elif text == "(":
            if groups:
                break
            depth += 1
        elif text == ")":
            depth -= 1
        elif (text == "," and depth <= 0) or text in (";", "="):
            break
        index += 1
    return groups


def go_together(names: tuple[str, ...]) -> bool:
    """Whether keywords make one type together: `unsigned long`, `long double`."""
    others = [name for name in names if name not in _INTEGER_KEYWORDS]
    if "_Complex" in others:
        others.remove("_Complex")
        return set(others) <= {"float", "double"}
    if others == ["double"]:
        return sorted(names) == ["double", "long"]
    if others:
        return others == ["__int128"] and len(names) == 2
    number = names.count
    if number("signed") + number("unsigned") > 1 or max(number("int"), number("short")) > 1:
        return False
    if number("char"):
        return number("char") == 1 and not (number("int") or number("short") or number("long"))
    return number("long") <= 2 and not (number("short") and number("long"))


def _primitive(name: str) -> CType:
    match name:
        case "void":
            return Void()
        case "char":
            return Character("char")
        case "wchar_t":
            return Character("wchar_t", wide=True)
        case "bool" | "_Bool":
            return Boolean(name)
        case "float" | "double":
            return Floating(name, name)
        case "_Complex":
            return Complex("double _Complex", "double")
    return Integer(name)


def _renamed(typedef: Declared, name: str) -> Declared:
    """What a typedef stands for, by the typedef's name where it names a value's type."""
    if typedef.layers or isinstance(typedef.base, tuple):
        return typedef
    if isinstance(typedef.base, str | Void):
        return replace(typedef, spelling=name)
    base: Any = typedef.base
    if base.name in BEYOND_CFFI:
        return typedef
    return replace(typedef, base=replace(base, name=name), spelling=name)
