"""C statements to the lint's steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ungil.check.lint.expressions import Expressions, bare, local
from ungil.check.lint.places import Places, annotation
from ungil.check.lint.program import (
    NOWHERE,
    Access,
    Argument,
    Branch,
    Call,
    Function,
    Jump,
    Label,
    Leap,
    Local,
    Loop,
    Parameter,
    Pointee,
    Return,
    Sequence,
    Static,
    Step,
    Store,
    Switch,
    Trial,
)
from ungil.diagnostics import Span
from ungil.libclang import library

_EQUAL, _UNEQUAL, _NOT, _ASSIGN, _COMMA = 15, 16, 10, 22, 33


@dataclass(frozen=True, slots=True)
class _Cleanup:
    """A variable, and the function that is called with its address when its life ends."""

    function: str
    variable: Local
    span: Span


class Body(Expressions):
    """Reads the body of one function."""

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self.initial: list[Store] = []
        self._has_default = False
        self._answers: dict[str, Call] = {}  # what a variable was given last, if by a call
        self._cleanups: list[list[_Cleanup]] = []  # of each block that it is in

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
            self._note_answer(cursor)
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
        cleanup = _cleanup(cursor)
        if cleanup is not None and self._cleanups:
            key = self.places.key_of_name(cursor.translation_unit, cleanup)
            self._cleanups[-1].append(_Cleanup(key, local(cursor), self.places.span(cursor)))
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

    def _note_answer(self, statement: Any) -> None:
        """`failed = trylock(...)`: a variable that a condition may ask later."""
        name, given = _assignment(statement)
        if name is None:
            return
        self._answers.pop(name, None)
        last = self._last_call()
        if given is not None and given.kind.name == "CALL_EXPR" and last is not None:
            self._answers[name] = last

    # --- blocks ----------------------------------------------------------------------------

    def _compound_stmt(self, cursor: Any) -> None:
        self._cleanups.append([])
        for child in cursor.get_children():
            self.statement(child)
        self._clean_up(self._cleanups.pop())

    def _clean_up(self, cleanups: list[_Cleanup]) -> None:
        """Calls what __attribute__((cleanup(f))) names, at the end of a variable's life."""
        for each in reversed(cleanups):
            given = Argument(frozenset({each.variable}), Pointee.MUTABLE)
            self._call(each.function, (given,), each.span)

    def _asm_stmt(self, cursor: Any) -> None:
        """What has been made a value is read; what is still a place is written."""
        for operand in cursor.get_children():
            if operand.kind.name in ("UNEXPOSED_EXPR", "CSTYLE_CAST_EXPR"):
                self.value(operand)
            else:
                self._write(operand, NOWHERE)

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
        """A condition that compares with 0 what a call gave: the last, or that of a variable."""
        condition, zero = self._last_part(condition), False
        if condition.kind.name == "UNARY_OPERATOR" and self._unary(condition) == _NOT:
            condition, zero = self._last_part(next(condition.get_children())), True
        elif condition.kind.name == "BINARY_OPERATOR":
            operator = self._binary(condition)
            left, right = map(self._last_part, condition.get_children())
            if operator not in (_EQUAL, _UNEQUAL) or right.kind.name != "INTEGER_LITERAL":
                return None
            condition, zero = left, operator == _EQUAL
        exchanged = condition.kind.name == "INTEGER_LITERAL"
        if condition.kind.name == "DECL_REF_EXPR" and condition.spelling in self._answers:
            return Trial(self._answers[condition.spelling], zero)
        last = self._last_call()
        if condition.kind.name == "CALL_EXPR" and last is not None:
            return Trial(last, zero)
        if exchanged and last is not None and last.callee == "ungil_lint_exchange":
            return Trial(last, zero)
        return None

    def _last_call(self) -> Call | None:
        """The last step, if it is a call; accesses to flags may come after it."""
        for step in reversed(self.steps):
            if not isinstance(step, Access):
                return step if isinstance(step, Call) else None
        return None

    def _last_part(self, cursor: Any) -> Any:
        """What an expression's value is: of `a, b` and `a = b` it is b's."""
        cursor = bare(cursor)
        while cursor.kind.name == "BINARY_OPERATOR" and self._binary(cursor) in (_ASSIGN, _COMMA):
            cursor = bare(list(cursor.get_children())[-1])
        return cursor

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
        condition, body = cursor.get_children()
        self._loop(condition, body, once=False)

    def _for_stmt(self, cursor: Any) -> None:
        # libclang leaves out what a `for` leaves out, so that its parts cannot be told apart.
        # What comes first, once, is counted as part of every round: locks do not mind.
        parts = list(cursor.get_children())
        self.steps.append(Loop(self._sequence(*parts), endless=len(parts) == 1))

    def _do_stmt(self, cursor: Any) -> None:
        body, condition = cursor.get_children()
        self._loop(condition, body, once=True)

    def _loop(self, condition: Any, body: Any, *, once: bool) -> None:
        inner = self._sequence(body)
        before, self.steps = self.steps, []
        self.value(condition)
        trial = self._trial(condition)
        asked, self.steps = Sequence(tuple(self.steps)), before
        literal = bare(condition)
        words = [token.spelling for token in literal.get_tokens()]
        endless = literal.kind.name == "INTEGER_LITERAL" and words[:1] != ["0"]
        self.steps.append(Loop(inner, asked, trial, once, endless))

    # --- jumps -----------------------------------------------------------------------------

    def _return_stmt(self, cursor: Any) -> None:
        values = NOWHERE
        for child in cursor.get_children():
            values |= self.value(child)
        for cleanups in reversed(self._cleanups):
            self._clean_up(cleanups)
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
            case Loop(body, condition):
                pending += [body, condition]
            case Switch(body):
                pending.append(body)
    return found


def _assignment(statement: Any) -> tuple[str | None, Any]:
    """The variable that a statement gives a value, and the expression; None where it is another."""
    children = list(statement.get_children())
    if statement.kind.name == "DECL_STMT" and len(children) == 1:
        given = [child for child in children[0].get_children() if child.kind.is_expression()]
        return children[0].spelling, bare(given[-1]) if given else None
    if statement.kind.name == "BINARY_OPERATOR" and len(children) == 2:
        left = bare(children[0])
        if left.kind.name == "DECL_REF_EXPR":
            return left.spelling, bare(children[1])
    return None, None


def _cleanup(declaration: Any) -> str | None:
    """The function that __attribute__((cleanup(f))) of a variable names."""
    for child in declaration.get_children():
        if child.kind.name == "UNEXPOSED_ATTR":
            words = [token.spelling for token in child.get_tokens()]
            if words[:2] == ["cleanup", "("] and len(words) > 2:
                return str(words[2])
    return None


def _is_initialized(cursor: Any) -> bool:
    lib = library().conf.lib
    return not lib.clang_Cursor_isNull(lib.clang_Cursor_getVarDeclInitializer(cursor))
