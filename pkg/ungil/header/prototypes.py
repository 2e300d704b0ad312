"""Functions as the headers declare them: C types, and the words at each `*` and name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ungil.header.declarations import Declaration, WordUse
from ungil.header.lexer import Token
from ungil.header.report import Report
from ungil.header.standard_types import STANDARD_TYPES
from ungil.header.syntax import Node, report_unknown_type
from ungil.header.types import Declared, TypeTable, name_index


class Declarator:
    """A parameter or a result before it has a form.

    name: its name in C; `arg2` for the second of a prototype without names.
    token: where it stands.
    words: those that describe it, or the outermost pointer of its type.
    inner: those of the pointers further in, by their place in `declared.layers`.
    last: the index of its name among the declaration's tokens.
    """

    def __init__(
        self,
        name: str,
        token: Token,
        declared: Declared,
        words: list[WordUse],
        inner: dict[int, list[WordUse]],
        last: int,
    ) -> None:
        self.name = name
        self.token = token
        self.declared = declared
        self.words = words
        self.inner = inner
        self.last = last


class Prototype:
    """A function: its name's token, what it returns and takes, and where it is declared."""

    def __init__(
        self,
        name: str,
        token: Token,
        declaration: Declaration,
        result: Declarator,
        parameters: list[Declarator],
        variadic: bool,
    ) -> None:
        self.name = name
        self.token = token
        self.declaration = declaration
        self.result = result
        self.parameters = parameters
        self.variadic = variadic

    def parameter(self, name: str) -> Declarator | None:
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        return None


class PrototypeReader:
    """Makes prototypes of pycparser's function declarators."""

    def __init__(self, types: TypeTable, report: Report) -> None:
        self.types = types
        self.report = report

    def read(self, declaration: Declaration, node: Node, name: str) -> Prototype:
        """The prototype of a Decl (or a function pointer's inner) node of type FuncDecl."""
        function = node.type
        index = name_index(declaration, node)
        token = declaration.tokens[index]
        result = self._declarator(declaration, function.type, index, name, token)
        parameters, variadic = self._parameters(declaration, function, name, token)
        return Prototype(name, token, declaration, result, parameters, variadic)

    def _parameters(
        self, declaration: Declaration, function: Node, name: str, token: Token
    ) -> tuple[list[Declarator], bool]:
        if function.args is None:
            self.report.error(
                "no-prototype",
                token.span,
                f"{name}() does not say what it takes",
                hint=f"write {name}(void) for a function without parameters",
            )
            return [], False
        parameters: list[Declarator] = []
        variadic = False
        nodes = function.args.params
        named = {node.name for node in nodes if getattr(node, "name", None)}
        for position, node in enumerate(nodes, 1):
            kind = type(node).__name__
            if kind == "EllipsisParam":
                variadic = True
            elif kind == "ID":
                unknown = declaration.tokens[node.coord.column]
                known = dict.fromkeys((*STANDARD_TYPES, *self.types.typedefs))
                report_unknown_type(unknown, known, self.report)
            else:
                parameter = self._parameter(declaration, node, position, named)
                if not self._is_void(parameter, nodes):
                    parameters.append(parameter)
        return parameters, variadic

    def _parameter(
        self, declaration: Declaration, node: Node, position: int, named: set[str]
    ) -> Declarator:
        start = name_index(declaration, node)
        name = node.name
        if not name:
            name = f"arg{position}"
            while name in named:
                name += "_"
        return self._declarator(
            declaration, node.type, start, name, declaration.tokens[start], bool(node.name)
        )

    @staticmethod
    def _is_void(parameter: Declarator, nodes: Sequence[Node]) -> bool:
        declared = parameter.declared
        is_void = not declared.layers and declared.spelling == "void"
        return is_void and len(nodes) == 1 and not nodes[0].name

    def _declarator(
        self,
        declaration: Declaration,
        node: Node,
        start: int,
        name: str,
        token: Token,
        named: bool = True,
    ) -> Declarator:
        declared = self.types.declared(node, declaration, start)
        filed = declaration.words
        words: list[WordUse] = []
        inner: dict[int, list[WordUse]] = {}
        if filed:
            for place, layer in enumerate(declared.layers):
                found = filed.pop(layer.token, None) if layer.token >= 0 else None
                if found and place == 0:
                    words = found
                elif found:
                    inner[place] = found
            at_name = start if named else _end_of_parameter(declaration.tokens, start)
            words = words + filed.pop(at_name, [])
        return Declarator(name, token, declared, words, inner, start)


def _end_of_parameter(tokens: Sequence[Token], start: int) -> int:
    """The index of the token that ends the unnamed parameter which begins at `start`."""
    depth = 0
    for index in range(start, len(tokens)):
        text = tokens[index].text
        if text in ("(", "["):
            depth += 1
        elif text in (")", "]"):
            if depth == 0:
                return index
            depth -= 1
        elif text == "," and depth == 0:
            return index
    return len(tokens)


def leftover_words(declaration: Declaration) -> Iterator[WordUse]:
    """Words that no declarator has claimed: they stand where they describe nothing."""
    for uses in declaration.words.values():
        yield from uses
