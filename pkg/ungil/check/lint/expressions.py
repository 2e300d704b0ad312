"""C expressions to the lint's steps: what is read, written and called, in order.

An expression that is a place (`x`, `p->next`, `a[i]`) gives the roots of its object and the name
of the field; an expression that is a value gives the roots that it points to.
"""

from __future__ import annotations

from typing import Any

from ungil.check.lint.places import Places, is_atomic, is_const
from ungil.check.lint.program import (
    ANY_FIELD,
    NOWHERE,
    Access,
    Argument,
    Branch,
    Call,
    Code,
    Loaded,
    Local,
    Mode,
    Pointee,
    Returned,
    Roots,
    Sequence,
    Static,
    Step,
    Store,
)
from ungil.diagnostics import Span
from ungil.libclang import library

# Numbers of libclang's enums, whose names its Python bindings do not have.
_ASSIGN, _COMMA, _LOGICAL = 22, 33, (20, 21)
_CHANGES, _ADDRESS, _DEREFERENCE = (1, 2, 3, 4), 5, 6

# What a flag is set by that may be a lock (ungil_builtins.h): only if it is set to a constant.
_FLAGS = ("ungil_lint_exchange", "ungil_lint_swap")

# Expressions that C never evaluates, or that hold nothing to evaluate.
_SILENT = frozenset(
    "CXX_UNARY_EXPR INTEGER_LITERAL FLOATING_LITERAL CHARACTER_LITERAL STRING_LITERAL "
    "IMAGINARY_LITERAL TYPE_REF LABEL_REF MEMBER_REF ADDR_LABEL_EXPR".split()
)


class Expressions:
    """Reads the expressions of one function. `steps` is where what they do is written."""

    def __init__(self, places: Places) -> None:
        cindex = library()
        self.places = places
        self.steps: list[Step] = []
        self._calls = 0
        self._kinds = cindex.TypeKind
        self._binary = cindex.conf.lib.clang_getCursorBinaryOperatorKind
        self._unary = cindex.conf.lib.clang_getCursorUnaryOperatorKind

    # --- values ----------------------------------------------------------------------------

    def value(self, cursor: Any) -> Roots:
        """Evaluates an expression; returns where its value points to."""
        kind = cursor.kind.name
        if kind in _SILENT:
            return NOWHERE
        if kind in ("DECL_REF_EXPR", "MEMBER_REF_EXPR", "ARRAY_SUBSCRIPT_EXPR"):
            return self._load(cursor)
        special = getattr(self, f"_{kind.lower()}", None)
        if special is not None:
            result: Roots = special(cursor)
            return result
        return self._all(cursor.get_children())

    def _all(self, cursors: Any) -> Roots:
        found = NOWHERE
        for cursor in cursors:
            found |= self.value(cursor)
        return found

    def _load(self, cursor: Any) -> Roots:
        """The value of a place: that of an array or a function is its address."""
        roots, field = self.place(cursor)
        type_ = cursor.type.get_canonical()
        if self._is_array(type_) or self._is_function(type_):
            return roots
        self._access(cursor, roots, Mode.READ)
        return self._content(type_, roots, field)

    def _content(self, type_: Any, roots: Roots, field: str) -> Roots:
        if type_.kind == self._kinds.ATOMIC:
            type_ = type_.value_type.get_canonical() if hasattr(type_, "value_type") else type_
        if type_.kind == self._kinds.RECORD and self.places.holds_pointers(type_):
            return frozenset(Loaded(root, ANY_FIELD) for root in roots)
        if type_.kind not in (self._kinds.POINTER, self._kinds.ATOMIC):
            return NOWHERE
        return frozenset(Loaded(root, field) for root in roots)

    def _access(self, cursor: Any, roots: Roots, mode: Mode) -> None:
        if roots:
            atomic = is_atomic(cursor.type)
            span = self.places.span(cursor)
            for root in sorted(roots, key=repr):
                if not isinstance(root, Local | Code):
                    self.steps.append(Access(root, mode, span, atomic))

    def _write(self, cursor: Any, values: Roots) -> Roots:
        """Writes to a place, pointers included; returns where its old value pointed to."""
        roots, field = self.place(cursor)
        self._access(cursor, roots, Mode.WRITE)
        type_ = cursor.type.get_canonical()
        if roots and values:
            whole = type_.kind == self._kinds.RECORD  # its fields have names of their own
            self.steps.append(Store(roots, "" if whole else field, values))
        return self._content(type_, roots, field)

    # --- operators -------------------------------------------------------------------------

    def _binary_operator(self, cursor: Any) -> Roots:
        operator = self._binary(cursor)
        left, right = _operands(cursor)
        if operator == _ASSIGN:
            values = self.value(right)
            self._write(left, values)
            return values
        if operator == _COMMA:
            self.value(left)
            return self.value(right)
        if operator in _LOGICAL:
            self.value(left)
            self.steps.append(Branch((self._apart(right)[0], Sequence(()))))
            return NOWHERE
        return self.value(left) | self.value(right)

    def _compound_assignment_operator(self, cursor: Any) -> Roots:
        left, right = _operands(cursor)
        self.value(right)
        return self._write(left, NOWHERE)

    def _unary_operator(self, cursor: Any) -> Roots:
        operator = self._unary(cursor)
        (child,) = cursor.get_children()
        if operator == _ADDRESS:
            return self.place(child)[0]
        if operator == _DEREFERENCE:
            return self._load(cursor)
        if operator in _CHANGES:
            return self._write(child, NOWHERE)
        return self.value(child)

    def _conditional_operator(self, cursor: Any) -> Roots:
        condition, *arms = cursor.get_children()
        self.value(condition)
        sequences = [self._apart(arm) for arm in arms]
        self.steps.append(Branch(tuple(steps for steps, _ in sequences)))
        return NOWHERE.union(*(roots for _, roots in sequences))

    def _cstyle_cast_expr(self, cursor: Any) -> Roots:
        return self.value(list(cursor.get_children())[-1])

    def _generic_selection_expr(self, cursor: Any) -> Roots:
        """The expression that it chooses by is not evaluated; which is chosen libclang hides."""
        return self._all(list(cursor.get_children())[1:])

    def _stmtexpr(self, cursor: Any) -> Roots:
        (body,) = cursor.get_children()
        *others, last = list(body.get_children()) or [None]
        for other in others:
            self.statement(other)
        if last is None:
            return NOWHERE
        if last.kind.is_expression():
            return self.value(last)
        self.statement(last)
        return NOWHERE

    def statement(self, cursor: Any) -> None:
        """Reads a statement inside an expression."""
        raise NotImplementedError

    # --- places ----------------------------------------------------------------------------

    def place(self, cursor: Any) -> tuple[Roots, str]:
        """Evaluates an expression as a place: the roots of its object, the field's name."""
        kind = cursor.kind.name
        if kind == "DECL_REF_EXPR":
            return self._named(cursor.referenced), ""
        if kind == "MEMBER_REF_EXPR":
            base = next(cursor.get_children(), None)
            if base is None:
                return NOWHERE, ""
            if base.type.get_canonical().kind == self._kinds.POINTER:
                return self.value(base), cursor.spelling
            return self.place(base)[0], cursor.spelling
        if kind == "ARRAY_SUBSCRIPT_EXPR":
            return self._all(cursor.get_children()), ""
        if kind == "UNARY_OPERATOR" and self._unary(cursor) == _DEREFERENCE:
            return self._all(cursor.get_children()), ""
        if kind in ("PAREN_EXPR", "UNEXPOSED_EXPR"):
            children = list(cursor.get_children())
            if len(children) == 1:
                return self.place(children[0])
        if kind == "COMPOUND_LITERAL_EXPR":
            literal = Local(f"literal@{cursor.location.offset}")
            values = self._all(cursor.get_children())
            if values:
                self.steps.append(Store(frozenset({literal}), "", values))
            return frozenset({literal}), ""
        if cursor.type.get_canonical().kind == self._kinds.RECORD:  # what a call returns
            made = Local(f"value@{cursor.location.offset}")
            self.steps.append(Store(frozenset({made}), "", self.value(cursor)))
            return frozenset({made}), ""
        return self.value(cursor), ""

    def _named(self, declaration: Any) -> Roots:
        if declaration is None:
            return NOWHERE
        kind = declaration.kind.name
        if kind == "FUNCTION_DECL":
            return frozenset({Code(self.places.function_key(declaration))})
        if kind == "PARM_DECL":
            return frozenset({local(declaration)})
        if kind != "VAR_DECL":
            return NOWHERE
        found = self.places.object(declaration)
        return frozenset({Static(found.key) if found else local(declaration)})

    # --- calls -----------------------------------------------------------------------------

    def _call_expr(self, cursor: Any) -> Roots:
        function, *given = cursor.get_children()
        declaration = cursor.referenced
        callee, through = None, NOWHERE
        if declaration is not None and declaration.kind.name == "FUNCTION_DECL":
            callee = self.places.function_key(declaration)
            type_ = declaration.type
        else:
            through = self.value(function)
            type_ = function.type.get_canonical()
            type_ = type_.get_pointee() if type_.kind == self._kinds.POINTER else type_
        declared = self._parameter_types(type_.get_canonical())
        arguments = [
            Argument(self.value(each), self._pointee(declared, index, each))
            for index, each in enumerate(given)
        ]
        if callee in _FLAGS and not _is_nonzero(given[1]):
            return NOWHERE  # no lock: something else is exchanged
        number = self._call(callee, tuple(arguments), self.places.span(cursor), through)
        type_ = cursor.type.get_canonical()
        points = type_.kind == self._kinds.POINTER or self.places.holds_pointers(type_)
        return frozenset({Returned(number)}) if points else NOWHERE

    def _call(
        self,
        callee: str | None,
        arguments: tuple[Argument, ...],
        span: Span,
        through: Roots = NOWHERE,
    ) -> int:
        """Notes a call; returns its number."""
        number, self._calls = self._calls, self._calls + 1
        self.steps.append(Call(number, callee, through, arguments, span))
        return number

    def _parameter_types(self, type_: Any) -> list[Any]:
        if type_.kind != self._kinds.FUNCTIONPROTO:
            return []
        return [each.get_canonical() for each in type_.argument_types()]

    def _pointee(self, declared: list[Any], index: int, given: Any) -> Pointee:
        """What a callee may do with what an argument points to."""
        if index >= len(declared):
            is_pointer = given.type.get_canonical().kind == self._kinds.POINTER
            return Pointee.UNDECLARED if is_pointer else Pointee.NONE
        if declared[index].kind != self._kinds.POINTER:
            return Pointee.NONE
        target = declared[index].get_pointee()
        if self._is_function(target.get_canonical()):
            return Pointee.NONE
        if is_atomic(target):
            return Pointee.ATOMIC
        return Pointee.CONST if is_const(target) else Pointee.MUTABLE

    # --- helpers ---------------------------------------------------------------------------

    def _apart(self, cursor: Any) -> tuple[Sequence, Roots]:
        """What an expression does, as a sequence of its own, and where its value points to."""
        before, self.steps = self.steps, []
        roots = self.value(cursor)
        steps, self.steps = self.steps, before
        return Sequence(tuple(steps)), roots

    def _is_array(self, type_: Any) -> bool:
        kinds = self._kinds
        return type_.kind in (kinds.CONSTANTARRAY, kinds.INCOMPLETEARRAY, kinds.VARIABLEARRAY)

    def _is_function(self, type_: Any) -> bool:
        return type_.kind in (self._kinds.FUNCTIONPROTO, self._kinds.FUNCTIONNOPROTO)


def bare(cursor: Any) -> Any:
    """An expression without parentheses and conversions around it."""
    while cursor.kind.name in ("PAREN_EXPR", "UNEXPOSED_EXPR", "CSTYLE_CAST_EXPR"):
        children = list(cursor.get_children())
        if not children:
            break
        cursor = children[-1]
    return cursor


def _is_nonzero(cursor: Any) -> bool:
    """Whether an expression is a literal that is not 0."""
    literal = bare(cursor)
    words = [token.spelling for token in literal.get_tokens()]
    return literal.kind.name == "INTEGER_LITERAL" and words[:1] != ["0"]


def local(declaration: Any) -> Local:
    """A variable of a function, told from others of its name by where it is declared."""
    return Local(f"{declaration.spelling}@{declaration.location.offset}")


def _operands(cursor: Any) -> tuple[Any, Any]:
    left, right = cursor.get_children()
    return left, right
