"""Functions of the model: forms of what they take and return, and what their words say."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Mapping, Sequence

from ungil.expression import Expression
from ungil.frozen import frozen, replace
from ungil.header import documentation, expressions, names
from ungil.header.declarations import Declaration, WordUse
from ungil.header.documentation import Comments
from ungil.header.forms import FormReader
from ungil.header.handles import Handles
from ungil.header.lexer import Token
from ungil.header.model_types import ModelTypes
from ungil.header.prototypes import Declarator, Prototype, PrototypeReader
from ungil.header.report import Report, did_you_mean
from ungil.header.syntax import Node
from ungil.header.type_names import KnownTypes, Scope
from ungil.header.types import TypeTable
from ungil.header.vocabulary import POLICIES, Place, rule_of_place
from ungil.header.words import Words, words_of
from ungil.interface import (
    Callback,
    Documentation,
    ErrorContract,
    Function,
    FunctionType,
    GilPolicy,
    Lock,
    NewHandle,
    Parameter,
    Range,
    Reference,
    Result,
    Unbound,
    Void,
)

_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|/\*.*?\*/|//[^\n]*|\\\n', re.DOTALL)


@frozen
class Settings:
    """What the builder says for all functions."""

    lock: Lock
    prefix: str


class FunctionReader:
    """Makes the model's functions of prototypes."""

    def __init__(
        self,
        types: TypeTable,
        constants: Container[str],
        handles: Handles,
        comments: Mapping[str, Comments],
        settings: Settings,
        report: Report,
    ) -> None:
        self.table = types
        self.known_types = KnownTypes(types)
        self.constants = constants
        self.handles = handles
        self.comments = comments
        self.settings = settings
        self.report = report
        self.prototypes = PrototypeReader(types, report)
        self._around: Prototype | None = None  # whose parameters are being read
        self._function_types: dict[int, FunctionType] = {}
        self.types = ModelTypes(types, self._dimension, self._function_type, settings.prefix)

    def function(self, prototype: Prototype) -> Function:
        """The function of a prototype."""
        declaration = prototype.declaration
        words = self._function_words(declaration)
        scope = self._scope(prototype)
        forms = self._forms(prototype, scope)
        self._around = prototype
        parameters = tuple(self._parameter(p, forms, scope) for p in prototype.parameters)
        self._around = None
        result = self._result(forms, scope)
        skip = "UNGIL_SKIP" in words
        unbound = None if skip else _unbound(prototype, result, parameters)
        doc = self._documentation(prototype)
        return Function(
            prototype.name,
            self._python_name(prototype, words),
            result,
            parameters,
            prototype.token.span,
            declaration_text(declaration),
            self._policy(words, scope),
            "UNGIL_SERIALIZED" in words,
            "UNGIL_VECTORIZE" in words,
            self._errors(words, scope),
            self._requires(declaration, scope),
            _string(words.get("UNGIL_SHARED")),
            doc,
            "UNGIL_SKIP" if skip else unbound,
            skip,
        )

    # --- parts -------------------------------------------------------------------------

    def _scope(self, prototype: Prototype) -> Scope:
        parameters = {parameter.name: parameter for parameter in prototype.parameters}
        return Scope(prototype.name, parameters, self.constants, self.known_types)

    def _forms(self, prototype: Prototype, scope: Scope) -> FormReader:
        handles = self.handles
        return FormReader(prototype, scope, self.types, handles.made, handles.storage, self.report)

    def _parameter(self, declarator: Declarator, forms: FormReader, scope: Scope) -> Parameter:
        form, words = forms.parameter(declarator)
        use = words.get("UNGIL_DEFAULT")
        default = expressions.c_source(use.arguments[0], scope.parameters) if use else None
        if default and default.text == "NULL" and isinstance(form, Reference):
            form = replace(form, or_null=True)  # NULL, and not the address of a 0
        return Parameter(
            declarator.name,
            names.in_python(declarator.name),
            form,
            declarator.token.span,
            default,
            self._range(words, scope),
            "UNGIL_LIFETIMEBOUND" in words,
        )

    def _result(self, forms: FormReader, scope: Scope) -> Result:
        form, words = forms.result()
        default = words.get("UNGIL_DEFAULT")
        if default:
            self._misplaced(default, "a result has no default")
        if isinstance(form, Unbound):
            form = Unbound(form.type, form.reason)
        owned = words.get("UNGIL_OWNED")
        return Result(
            form,  # type: ignore[arg-type]
            "UNGIL_OR_NULL" in words,
            owned.arguments[0][0].text if owned and not isinstance(form, NewHandle) else None,
            self._range(words, scope),
        )

    def _range(self, words: Words, scope: Scope) -> Range | None:
        use = words.get("UNGIL_RANGE")
        if use is None:
            return None
        low, high = (expressions.parse(tokens, scope, self.report) for tokens in use.arguments)
        return Range(low, high) if low and high else None

    def _policy(self, words: Words, scope: Scope) -> GilPolicy:
        uses = words.among(POLICIES)
        if len(uses) > 1:
            self.report.error(
                "two-policies",
                uses[1].token.span,
                f"{scope.function}() has {uses[0].name} already",
                hint="a function has one policy for the interpreter lock",
                related=(uses[0].token.span, "it stands here"),
            )
        if not uses:
            return GilPolicy(self.settings.lock)
        match uses[0].name:
            case "UNGIL_HOLD":
                return GilPolicy(Lock.HOLD)
            case "UNGIL_AUTO":
                return GilPolicy(Lock.AUTO)
            case "UNGIL_RELEASE_ABOVE":
                work, threshold = (
                    expressions.parse(tokens, scope, self.report) for tokens in uses[0].arguments
                )
                return GilPolicy(Lock.RELEASE_ABOVE, work, threshold)
        return GilPolicy(Lock.RELEASE)

    def _errors(self, words: Words, scope: Scope) -> ErrorContract | None:
        success, status = words.get("UNGIL_SUCCESS"), words.get("UNGIL_STATUS")
        errno = "UNGIL_ERRNO" in words
        if not (success or status or errno):
            return None
        message = None
        if status and status.arguments:
            message = expressions.c_source(status.arguments[0], scope.parameters)
        return ErrorContract(
            expressions.c_source(success.arguments[0], scope.parameters) if success else None,
            status is not None,
            message,
            message is not None
            and message.text.isidentifier()
            and message.text not in scope.parameters
            and message.text not in self.constants,
            errno,
        )

    def _requires(self, declaration: Declaration, scope: Scope) -> tuple[Expression, ...]:
        found = (
            expressions.parse(use.arguments[0], scope, self.report)
            for use in declaration.function_words
            if use.name == "UNGIL_REQUIRES"
        )
        return tuple(expression for expression in found if expression is not None)

    def _function_words(self, declaration: Declaration) -> Words:
        uses: list[WordUse] = []
        for use in declaration.function_words:
            if not use.word.place & Place.FUNCTION:
                self._misplaced(use, f"{use.token.text} does not describe a function")
            elif use.word.repeats:
                continue
            else:
                uses.append(use)
        return words_of(uses, self.report)

    def _misplaced(self, use: WordUse, message: str) -> None:
        hint = rule_of_place(use.word)
        self.report.error("misplaced-word", use.token.span, message, hint=hint)

    def _python_name(self, prototype: Prototype, words: Words) -> str:
        use = words.get("UNGIL_NAME")
        if use:
            token = use.arguments[0][0]
            problem = names.unusable(token.text)
            if problem is None:
                return token.text
            self.report.error("python-name", token.span, problem)
        return names.in_python(prototype.name, self.settings.prefix)

    def _documentation(self, prototype: Prototype) -> Documentation:
        declaration = prototype.declaration
        first, end = declaration.first, declaration.end
        comments = self.comments[first.source.name]
        text = comments.before(first, declaration.previous_end)
        trailing = comments.after(end)
        doc = documentation.parse("\n\n".join(part for part in (text, trailing) if part))
        documented = dict(doc.parameters)
        known = {parameter.name: parameter for parameter in prototype.parameters}
        self._check_documented(documented, known, prototype)
        if comments.any_trailing:
            for parameter in prototype.parameters:
                self._trailing(parameter, declaration, comments, documented)
            ordered = {name: documented[name] for name in known if name in documented}
            return Documentation(doc.text, tuple(ordered.items()), doc.returns)
        return doc

    def _trailing(
        self,
        parameter: Declarator,
        declaration: Declaration,
        comments: Comments,
        documented: dict[str, str],
    ) -> None:
        """Takes in the `///<` comment behind a parameter."""
        tokens = declaration.tokens
        behind = _end_of_declarator(tokens, parameter.last + 1)
        if behind >= len(tokens):
            return
        following = tokens[behind + 1] if behind + 1 < len(tokens) else declaration.end
        before = tokens[behind - 1]
        text = comments.after(before, following) or comments.after(tokens[behind], following)
        if text and parameter.name not in documented:
            documented[parameter.name] = documentation.parse(text).text.replace("\n", " ")

    def _check_documented(
        self, documented: dict[str, str], known: dict[str, Declarator], prototype: Prototype
    ) -> None:
        for name in documented:
            if name not in known and name not in ("...", ""):
                self.report.note(
                    "no-effect",
                    prototype.token.span,
                    f"the comment of {prototype.name}() documents '{name}', "
                    "which is no parameter of it",
                    hint=did_you_mean(name, known),
                )

    # --- what types need -----------------------------------------------------------------

    def _dimension(self, tokens: tuple[Token, ...]) -> Expression | None:
        scope = Scope("this array", {}, self.constants, self.known_types)
        return expressions.parse(tokens, scope, Report())

    def _function_type(self, declaration: Declaration, node: Node) -> FunctionType:
        """The type of a function pointer's function, its own parameters' words included.

        Where it is written in a function's parameters, it may name these too.
        """
        from types import SimpleNamespace

        known = self._function_types.get(id(node))
        if known is not None:
            return known
        holder = SimpleNamespace(type=node, coord=node.coord)
        prototype = self.prototypes.read(declaration, holder, "callback")
        scope = self._scope(prototype)
        if self._around is not None and self._around.declaration is declaration:
            outer = self._scope(self._around).parameters
            scope = replace(scope, parameters={**outer, **scope.parameters})
        forms = self._forms(prototype, scope)
        parameters = tuple(
            _not_volatile(self._parameter(p, forms, scope), p) for p in prototype.parameters
        )
        result = self.types.whole(prototype.result.declared, shallow=True)
        function = FunctionType(result, parameters, prototype.variadic)
        self._function_types[id(node)] = function
        return function


def _not_volatile(parameter: Parameter, declarator: Declarator) -> Parameter:
    """A callback's parameter; what points to volatile memory is not Python's to see."""
    declared = declarator.declared
    if not (declared.volatile and declared.layers):
        return parameter
    reason = f"'{parameter.name}' points to volatile memory"
    return replace(parameter, form=Unbound(Void(), reason))


def _end_of_declarator(tokens: Sequence[Token], start: int) -> int:
    """The index of the `,` or `)` behind the parameter whose name stands before `start`."""
    depth = 0
    for index in range(start, len(tokens)):
        text = tokens[index].text
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if text in ("(", "["):
            depth += 1
        elif text in (")", "]") and depth:
            depth -= 1
        elif (text == "," and not depth) or (text == ")" and following not in ("(", "[")):
            return index
    return len(tokens)


def _unbound(prototype: Prototype, result: Result, parameters: tuple[Parameter, ...]) -> str | None:
    """Why a function is reached through `lib` only; None for one that is bound."""
    if prototype.variadic:
        return "it takes a variable number of arguments"
    for parameter in parameters:
        if isinstance(parameter.form, Unbound):
            return parameter.form.reason
        if isinstance(parameter.form, Callback):
            for given in parameter.form.type.parameters:
                if isinstance(given.form, Unbound):
                    return f"its callback '{parameter.name}': {given.form.reason}"
    return result.form.reason if isinstance(result.form, Unbound) else None


def _string(use: WordUse | None) -> str | None:
    """The text of the string literals in a word's parentheses."""
    if use is None:
        return None
    parts: list[str] = []
    for token in use.arguments[0]:
        try:
            parts.append(str(ast.literal_eval(token.text[token.text.index('"') :])))
        except (SyntaxError, ValueError):
            parts.append(token.text)
    return "".join(parts)


def declaration_text(declaration: Declaration) -> str:
    """What the author wrote, without comments, on one line."""
    first, end = declaration.first, declaration.end
    source = first.source
    if end.source is not source or (end.line, end.column) < (first.line, first.column):
        return expressions.source_text(declaration.raw)
    lines = [source.line(number) for number in range(first.line, end.line + 1)]
    lines[-1] = lines[-1][: end.column - 1]
    lines[0] = lines[0][first.column - 1 :]
    text = _COMMENT.sub(lambda found: found[1] or " ", "\n".join(lines))
    return " ".join(text.split())
