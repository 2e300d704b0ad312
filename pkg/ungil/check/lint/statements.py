"""C statements to the lint's steps."""

from __future__ import annotations

from typing import Any

from ungil.check.lint.expressions import Expressions, local
from ungil.check.lint.places import Places, annotation
from ungil.check.lint.program import (
    NOWHERE,
    Branch,
    Call,
    Function,
    Jump,
    Label,
    Leap,
    Loop,
    Parameter,
    Return,
    Sequence,
    Static,
    Step,
    Store,
    Switch,
    Trial,
)
from ungil.libclang import library

_EQUAL, _UNEQUAL, _NOT = 15, 16, 10


class Body(Expressions):
    """Reads the body of one function."""

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self.initial: list[Store] = []
        self._has_default = False

    def function(self, cursor: Any) -> Function:
        """A function's definition."""
        body = None
        for index, parameter in enumerate(cursor.get_arguments()):
            given = Store(frozenset({local(parameter)}), "", frozenset({Parameter(index)}))
            self.steps.append(given)
        for child in cursor.get_children():
            if child.kind.name == "COMPOUND_STMT":
                body = child
        if body is not None:
            self.statement(body)
        shared = annotation(cursor) or annotation(cursor.canonical)
        key = self.places.function_key(cursor)
        steps = Sequence(tuple(self.steps))
        return Function(key, cursor.spelling, steps, self.places.span(cursor), shared)

    def statement(self, cursor: Any) -> None:
        special = getattr(self, f"_{cursor.kind.name.lower()}", None)
        if special is not None:
            special(cursor)
        elif cursor.kind.is_statement():
            for child in cursor.get_children():
                self.statement(child)
        else:
            self.value(cursor)

    def _sequence(self, *cursors: Any) -> Sequence:
        """Statements as a sequence of their own."""
        before, self.steps = self.steps, []
        for cursor in cursors:
            self.statement(cursor)
        steps, self.steps = self.steps, before
        return Sequence(tuple(steps))

    # --- declarations ----------------------------------------------------------------------

    def _decl_stmt(self, cursor: Any) -> None:
        for child in cursor.get_children():
            if child.kind.name == "VAR_DECL":
                self.variable(child)

    def variable(self, cursor: Any) -> None:
        """A declaration with its initializer, inside a function or at file scope."""
        found = self.places.object(cursor)
        children = [child for child in cursor.get_children() if child.kind.is_expression()]
        # The sizes of an array come before its initializer.
        given = children[-1] if children and _is_initialized(cursor) else None
        for size in children[: -1 if given is not None else None]:
            self.value(size)
        if given is None:
            return
        if found is None:
            values = self.value(given)
            if values:
                self.steps.append(Store(frozenset({local(cursor)}), "", values))
            return
        before, self.steps = self.steps, []
        values = self.value(given)
        self.steps = before
        if values:
            self.initial.append(Store(frozenset({Static(found.key)}), "", values))

    # --- branches --------------------------------------------------------------------------

    def _if_stmt(self, cursor: Any) -> None:
        condition, *arms = cursor.get_children()
        self.value(condition)
        trial = self._trial(condition)
        sequences = [self._sequence(arm) for arm in arms]
        if len(sequences) == 1:
            sequences.append(Sequence(()))
        self.steps.append(Branch(tuple(sequences), trial))

    def _trial(self, condition: Any) -> Trial | None:
        """A condition that compares with 0 what the last call gave."""
        condition, zero = _bare(condition), False
        if condition.kind.name == "UNARY_OPERATOR" and self._unary(condition) == _NOT:
            condition, zero = _bare(next(condition.get_children())), True
        elif condition.kind.name == "BINARY_OPERATOR":
            operator = self._binary(condition)
            left, right = map(_bare, condition.get_children())
            if operator not in (_EQUAL, _UNEQUAL) or right.kind.name != "INTEGER_LITERAL":
                return None
            condition, zero = left, operator == _EQUAL
        last = self.steps[-1] if self.steps else None
        if condition.kind.name != "CALL_EXPR" or not isinstance(last, Call):
            return None
        return Trial(last, zero)

    def _switch_stmt(self, cursor: Any) -> None:
        value, body = cursor.get_children()
        self.value(value)
        outer, self._has_default = self._has_default, False
        sequence = self._sequence(body)
        self.steps.append(Switch(sequence, self._has_default))
        self._has_default = outer

    def _case_stmt(self, cursor: Any) -> None:
        self.steps.append(Label(""))
        self.statement(list(cursor.get_children())[-1])

    def _default_stmt(self, cursor: Any) -> None:
        self._has_default = True
        self._case_stmt(cursor)

    # --- loops -----------------------------------------------------------------------------

    def _while_stmt(self, cursor: Any) -> None:
        self.steps.append(Loop(self._sequence(*cursor.get_children())))

    def _for_stmt(self, cursor: Any) -> None:
        # libclang leaves out what a `for` leaves out, so that its parts cannot be told apart.
        # What comes first, once, is counted as part of every round: locks do not mind.
        self._while_stmt(cursor)

    def _do_stmt(self, cursor: Any) -> None:
        self.steps.append(Loop(self._sequence(*cursor.get_children()), once=True))

    # --- jumps -----------------------------------------------------------------------------

    def _return_stmt(self, cursor: Any) -> None:
        values = NOWHERE
        for child in cursor.get_children():
            values |= self.value(child)
        self.steps.append(Return(values, self.places.span(cursor)))

    def _break_stmt(self, cursor: Any) -> None:
        self.steps.append(Jump(Leap.BREAK))

    def _continue_stmt(self, cursor: Any) -> None:
        self.steps.append(Jump(Leap.CONTINUE))

    def _goto_stmt(self, cursor: Any) -> None:
        for child in cursor.get_children():
            self.steps.append(Jump(Leap.GOTO, child.spelling))

    def _label_stmt(self, cursor: Any) -> None:
        self.steps.append(Label(cursor.spelling))
        for child in cursor.get_children():
            self.statement(child)


def steps_of(sequence: Sequence) -> list[Step]:
    """Every step of a sequence and of the sequences in it, in order."""
    found: list[Step] = []
    pending: list[Step] = list(reversed(sequence.steps))
    while pending:
        step = pending.pop()
        found.append(step)
        match step:
            case Sequence(steps):
                pending.extend(reversed(steps))
            case Branch(arms):
                pending.extend(reversed(arms))
            case Loop(body) | Switch(body):
                pending.append(body)
    return found


def _bare(cursor: Any) -> Any:
    """An expression without parentheses and conversions around it."""
    while cursor.kind.name in ("PAREN_EXPR", "UNEXPOSED_EXPR", "CSTYLE_CAST_EXPR"):
        children = list(cursor.get_children())
        if not children:
            break
        cursor = children[-1]
    return cursor


def _is_initialized(cursor: Any) -> bool:
    lib = library().conf.lib
    return not lib.clang_Cursor_isNull(lib.clang_Cursor_getVarDeclInitializer(cursor))
