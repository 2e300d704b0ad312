"""What pointers may point to: across functions, whatever the order of what they do.

Each function has a summary in terms of its parameters (what it returns, which pointers it puts
where), which every call puts its own arguments into. What lies in memory is told apart by object
and by the name of the field; memory from an allocator is not followed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from ungil.check.lint.libc import RETURNED_ARGUMENT
from ungil.check.lint.program import (
    ANY_FIELD,
    NOWHERE,
    Call,
    Code,
    Loaded,
    Local,
    Parameter,
    Program,
    Return,
    Returned,
    Root,
    Roots,
    Static,
    Store,
)
from ungil.check.lint.statements import steps_of

_DEEPEST = 2  # how many pointers in a row are followed from a parameter
_ROUNDS = 40


class Pointers:
    """The fixed point for a whole program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.calls: dict[str, dict[int, Call]] = {}
        self._stores: dict[str, list[Store]] = {}
        self._values: dict[str, Roots] = {}
        self._contents: dict[tuple[str, Root], defaultdict[str, set[Root]]] = {}
        self._returns: defaultdict[str, set[Root]] = defaultdict(set)
        self._effects: defaultdict[str, set[tuple[Root, str, Root]]] = defaultdict(set)
        # What a function calls that its callers give it, and what they give.
        self._wanted: defaultdict[str, set[Root]] = defaultdict(set)
        self._given: defaultdict[tuple[str, Root], set[str]] = defaultdict(set)
        self._changed = True
        for key, function in program.functions.items():
            steps = steps_of(function.body)
            self.calls[key] = {step.number: step for step in steps if isinstance(step, Call)}
            self._stores[key] = [step for step in steps if isinstance(step, Store)]
            values = [step.values for step in steps if isinstance(step, Return)]
            self._values[key] = NOWHERE.union(*values)
        self._solve()

    # --- questions -------------------------------------------------------------------------

    def resolve(self, function: str, roots: Iterable[Root]) -> set[Root]:
        """Where roots of a function point to: `Static`, `Code`, `Local`, or from a parameter."""
        found: set[Root] = set()
        for root in roots:
            match root:
                case Loaded(base, field):
                    found |= self._load(function, self.resolve(function, [base]), field)
                case Returned(number):
                    found |= self._returned(function, self.calls[function][number])
                case _:
                    found.add(root)
        return found

    def targets(self, function: str, call: Call) -> list[str]:
        """The functions that a call may run, by key; a library's by its name.

        One that the caller's own caller gave is not among them: see `given`.
        """
        if call.callee is not None:
            return [call.callee]
        roots = self.resolve(function, call.through)
        return sorted(root.function for root in roots if isinstance(root, Code))

    def given(self, function: str, call: Call) -> list[str]:
        """The functions that any caller gave for a call to run."""
        if call.callee is not None:
            return []
        found: set[str] = set()
        for root in self.resolve(function, call.through):
            found |= self._given.get((function, root), set())
        return sorted(found)

    def substitute(self, function: str, call: Call, root: Root) -> set[Root]:
        """What a root of the callee's is to the function that calls it."""
        match root:
            case Parameter(index):
                if index < len(call.arguments):
                    return self.resolve(function, call.arguments[index].roots)
                return set()
            case Loaded(base, field):
                return self._load(function, self.substitute(function, call, base), field)
            case Static() | Code():
                return {root}
        return set()

    def returned(self, function: str) -> set[Root]:
        """Where what a function returns points to."""
        return self._returns[function]

    def handed_out(self, function: str) -> set[Root]:
        """Where pointers point to that a function puts where its arguments point to."""
        return {value for _, _, value in self._effects.get(function, ())}

    # --- the fixed point -------------------------------------------------------------------

    def _solve(self) -> None:
        for store in self.program.initial:
            self._put("", store)
        for _ in range(_ROUNDS):
            self._changed = False
            for key in self.program.functions:
                for store in self._stores[key]:
                    self._put(key, store)
                for call in self.calls[key].values():
                    self._call(key, call)
                self._add(self._returns[key], self.resolve(key, self._values[key]))
            if not self._changed:
                return

    def _put(self, function: str, store: Store) -> None:
        values = self.resolve(function, store.values)
        for target in self.resolve(function, store.target):
            self._put_at(function, target, store.field, values)

    def _put_at(self, function: str, target: Root, field: str, values: set[Root]) -> None:
        match target:
            case Static():
                self._add(
                    self._fields("", target)[field],
                    {value for value in values if isinstance(value, Static | Code)},
                )
            case Local():
                self._add(self._fields(function, target)[field], values)
            case Parameter() | Loaded():
                kept = {value for value in values if not isinstance(value, Local)}
                self._add(self._effects[function], {(target, field, value) for value in kept})

    def _call(self, function: str, call: Call) -> None:
        if call.callee is None:
            through = self.resolve(function, call.through)
            handed = {root for root in through if isinstance(root, Parameter | Loaded)}
            self._add(self._wanted[function], handed)
        for callee in [*self.targets(function, call), *self.given(function, call)]:
            self._give(function, call, callee)
            for target, field, value in tuple(self._effects.get(callee, ())):
                values = self.substitute(function, call, value)
                for each in self.substitute(function, call, target):
                    self._put_at(function, each, field, values)
            # What a parameter is given may be kept in an object for good.
            self._keep(function, call, callee)

    def _give(self, function: str, call: Call, callee: str) -> None:
        """Notes the functions that a call gives: as arguments, or in what these point to."""
        for wanted in tuple(self._wanted.get(callee, ())):
            codes: set[str] = set()
            for root in self.substitute(function, call, wanted):
                if isinstance(root, Code):
                    codes.add(root.function)
                elif isinstance(root, Parameter | Loaded):
                    self._add(self._wanted[function], {root})
                    codes |= self._given.get((function, root), set())
            self._add(self._given[callee, wanted], codes)

    def _keep(self, function: str, call: Call, callee: str) -> None:
        for store in self._stores.get(callee, ()):
            for target in store.target:
                if isinstance(target, Static):
                    for value in self.resolve(callee, store.values):
                        if isinstance(value, Parameter | Loaded):
                            values = self.substitute(function, call, value)
                            self._put_at(function, target, store.field, values)

    def _add(self, known: set[Any], new: set[Any]) -> None:
        if not new <= known:
            known |= new
            self._changed = True

    def _load(self, function: str, roots: Iterable[Root], field: str) -> set[Root]:
        found: set[Root] = set()
        for root in roots:
            match root:
                case Static():
                    found |= self._content("", root, field)
                case Local():
                    found |= self._content(function, root, field)
                case Parameter() | Loaded() if _depth(root) < _DEEPEST:
                    found.add(Loaded(root, field))
        return found

    def _fields(self, owner: str, root: Root) -> defaultdict[str, set[Root]]:
        return self._contents.setdefault((owner, root), defaultdict(set))

    def _content(self, owner: str, root: Root, field: str) -> set[Root]:
        fields = self._contents.get((owner, root))
        if fields is None:
            return set()
        if field == ANY_FIELD:
            return set().union(*fields.values())
        return fields.get(field, set()) | fields.get("", set())

    def _returned(self, function: str, call: Call) -> set[Root]:
        found: set[Root] = set()
        for callee in self.targets(function, call):
            if callee in self.program.functions:
                for root in tuple(self._returns[callee]):
                    found |= self.substitute(function, call, root)
            elif callee in RETURNED_ARGUMENT:
                index = RETURNED_ARGUMENT[callee]
                found |= self.substitute(function, call, Parameter(index))
        return found


def _depth(root: Root) -> int:
    return 1 + _depth(root.base) if isinstance(root, Loaded) else 0
