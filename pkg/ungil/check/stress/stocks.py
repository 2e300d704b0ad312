"""Which functions make the objects behind handles, so that the stress has some of each type."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ungil.generate.c_writer import CWriter, string_literal
from ungil.handles import new_handles
from ungil.interface import Function, Handle, Record


@dataclass(frozen=True)
class Stock:
    """A handle type and the functions that make one, none of which needs one itself."""

    record: Record
    makers: tuple[Function, ...]

    @property
    def symbol(self) -> str:
        return symbol(self.record)


def symbol(record: Record) -> str:
    """What a type's stock is called in C."""
    return f"ungil_stock_{re.sub(r'[^A-Za-z0-9_]+', '_', record.name)}"


def taken(function: Function) -> Iterator[Record]:
    """The types of the handles that a function takes."""
    for parameter in function.parameters:
        if isinstance(parameter.form, Handle):
            yield parameter.form.record


def stocks(functions: Iterable[Function]) -> tuple[Stock, ...]:
    """The types of which objects can be made; one comes after those that it is made of."""
    listed = list(functions)
    made: dict[str, Stock] = {}
    while True:
        new: dict[str, list[Function]] = {}
        records: dict[str, Record] = {}
        for function in listed:
            if all(record.name in made for record in taken(function)):
                for form, _ in new_handles(function):
                    if form.record.name not in made:
                        records[form.record.name] = form.record
                        new.setdefault(form.record.name, []).append(function)
        if not new:
            return tuple(made.values())
        made |= {name: Stock(records[name], tuple(makers)) for name, makers in new.items()}


def declare(out: CWriter, found: Iterable[Stock]) -> None:
    for stock in found:
        out.line(f"static ungil_stock {stock.symbol};")
    out.line()


def define(out: CWriter, found: Iterable[Stock], functions: Sequence[Function]) -> None:
    """The stocks themselves; makers are numbered as the functions are."""
    for stock in found:
        numbers = ", ".join(str(functions.index(maker)) for maker in stock.makers)
        out.line(f"static const size_t {stock.symbol}_makers[] = {{{numbers}}};")
        name, count = string_literal(stock.record.name), len(stock.makers)
        out.line(f"static ungil_stock {stock.symbol} =")
        out.line(
            f"    {{.name = {name}, .makers = {stock.symbol}_makers, .maker_count = {count}}};"
        )
    out.line()
