"""The generated C of the stress: for each function how to draw arguments, call, and let go.

Counts, ranges and conditions are the author's own text: variables of the parameters' names are
there for it. Inputs are drawn once a round and shared by all threads; what C writes each thread
has for itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ungil import drawing
from ungil.check.stress import callbacks, stocks
from ungil.check.stress.arguments import (
    Memory,
    drawn,
    filled,
    real_size,
    size,
)
from ungil.check.stress.calls import Call
from ungil.generate.c_types import spelling
from ungil.generate.c_writer import CWriter
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    CType,
    Function,
    Handle,
    Interface,
    Parameter,
    Record,
    Reference,
    Text,
    Unbound,
    Value,
)
from ungil.signature import is_count, lengths_of


@dataclass(frozen=True)
class Choice:
    """The functions that are stressed, and the others, each with the reason."""

    functions: tuple[Function, ...]
    left_out: tuple[tuple[str, str], ...]


def choose(interface: Interface) -> Choice:
    """What of an interface can be called."""
    reasons = {function.name: _obstacle(function) for function in interface.functions}
    possible = [each for each in interface.functions if reasons[each.name] is None]
    made = {stock.record.name for stock in stocks.stocks(possible)}
    for function in possible:
        for record in stocks.taken(function):
            if record.name not in made:
                reasons[function.name] = f"nothing that can be called makes a {record.name}"
    return Choice(
        tuple(each for each in possible if reasons[each.name] is None),
        tuple((name, reason) for name, reason in reasons.items() if reason is not None),
    )


def _obstacle(function: Function) -> str | None:
    """Why a function is not stressed; None where it is, if there are the handles that it takes."""
    if function.explicit_skip or function.unbound is not None:
        return function.unbound or "UNGIL_SKIP"
    if function.shared is not None:
        return function.shared
    for parameter in function.parameters:
        if isinstance(parameter.form, Unbound):
            return f"the stress cannot make up '{parameter.name}'"
    return None


def write(interface: Interface, functions: Sequence[Function]) -> str:
    """A C file that calls the functions, to be compiled with stress.h beside it."""
    out = CWriter()
    out.line("/* Written by `ungil check`. */")
    for header in interface.headers:
        out.line(f'#include "{header}"')
    out.line('\n#include "stress.h"\n')
    found = stocks.stocks(functions)
    stocks.declare(out, found)
    for function in functions:
        _FunctionWriter(function, out).write()
    stocks.define(out, found, functions)
    with out.block("const ungil_function ungil_functions[] =", "};"):
        for function in functions:
            name = function.name
            out.line(f'{{"{name}", ungil_draw_{name}, ungil_call_{name}, ungil_let_go_{name}}},')
    out.line(f"const size_t ungil_function_count = {len(functions)};\n")
    with out.function("int main(int count, char **arguments)"):
        out.line("return ungil_main(count, arguments);")
    return out.text()


class _FunctionWriter:
    def __init__(self, function: Function, out: CWriter) -> None:
        self.function = function
        self.out = out
        self.name = function.name

    def write(self) -> None:
        out = self.out
        out.line(f"/* {self.name} */")
        with out.block("typedef struct", f"}} ungil_shared_{self.name};\n"):
            fields = [f"{type_} {name};" for type_, name in self._fields()]
            out.line("\n".join(fields) or "char nothing;")
        large = f"sizeof(ungil_shared_{self.name}) <= UNGIL_SHARED_SIZE"
        out.line(f'_Static_assert({large}, "too many parameters");\n')
        for parameter in self.function.parameters:
            if isinstance(parameter.form, Callback):
                callbacks.define(out, self.function, parameter)
        self._draw()
        Call(self.function, out).write()
        self._let_go()

    def _fields(self) -> Iterator[tuple[str, str]]:
        """What threads share: values, and pointers to what C only reads."""
        for parameter in self.function.parameters:
            match parameter.form:
                case Value(type) | Reference(type, Access.CHANGE | Access.UPDATE):
                    yield type.name, parameter.name
                case Reference(type, Access.READ):
                    yield f"{type.name} *", parameter.name
                case Text():
                    yield "char *", parameter.name
                case Array() | Bytes() if parameter.form.access is Access.READ:
                    yield "void *", parameter.name
                case Array() | Bytes():
                    yield "bool", f"null_{parameter.name}"

    # --- drawing -----------------------------------------------------------------------------

    def _draw(self) -> None:
        out, function = self.out, self.function
        with out.function(
            f"static bool ungil_draw_{self.name}(ungil_random *ungil_rng, void *ungil_shared)"
        ):
            out.line(f"ungil_shared_{self.name} *ungil_at = ungil_shared;")
            out.line("(void)ungil_rng;\nmemset(ungil_at, 0, sizeof *ungil_at);")
            self._draw_handles()
            for parameter in drawing.in_order(function):
                self._draw_value(parameter)
            for condition in function.requires:
                with out.block(f"if (!({condition.text}))"):
                    out.line("return false;")
            memory = [p for p in function.parameters if isinstance(p.form, Memory)]
            for parameter in memory:
                form = parameter.form
                assert isinstance(form, Memory)
                for side in lengths_of(form):
                    value = f"(double)({side.text})"
                    with out.block(f"if ({value} > UNGIL_LARGEST || {value} < 0)"):
                        out.line("return false;")
                with out.block(f"if ({real_size(form)} > UNGIL_LARGEST)"):
                    out.line("return false;")
            for parameter in memory:
                self._draw_memory(parameter)
            out.line("return true;")

    def _draw_handles(self) -> None:
        """Has an object made for each handle that the threads will use."""
        for parameter, place in Call(self.function, self.out).places():
            assert isinstance(parameter.form, Handle)
            given = str(parameter.form.consumed).lower()
            with self.out.block(f"if (!ungil_ready(ungil_rng, {place}, {given}))"):
                self.out.line("return false;")

    def _draw_value(self, parameter: Parameter) -> None:
        """A variable of the parameter's name, and its place in what threads share."""
        out, name = self.out, parameter.name
        match parameter.form:
            case Value(type):
                out.line(f"{type.name} {name} = ungil_at->{name} = {self._drawn(parameter, type)};")
                out.line(f"(void){name};")
            case Reference(type, Access.CHANGE | Access.UPDATE):
                out.line(f"ungil_at->{name} = {self._drawn(parameter, type)};")
                out.line(f"{type.name} *{name} = &ungil_at->{name};\n(void){name};")
            case Reference(type, Access.READ, or_null):
                out.line(f"{type.name} *{name} = ungil_at->{name} = ungil_array(sizeof *{name});")
                out.line(f"*{name} = {self._drawn(parameter, type)};")
                if or_null:
                    self._sometimes_null(f"ungil_at->{name}")
            case Text(or_null):
                out.line(f"char *{name} = ungil_at->{name} = ungil_text(ungil_rng);\n(void){name};")
                if or_null:
                    self._sometimes_null(f"ungil_at->{name}")

    def _sometimes_null(self, place: str) -> None:
        with self.out.block("if (ungil_bits(ungil_rng) % 8 == 0)"):
            self.out.line(f"free({place});\n{place} = NULL;")

    def _drawn(self, parameter: Parameter, type: CType) -> str:
        """C that draws a value: a default where one says how large a result may become."""
        counts = is_count(self.function, parameter)
        if counts and parameter.default and isinstance(parameter.form, Reference):
            return f"({parameter.default.text})"
        if counts and parameter.range is None and not isinstance(type, Record):
            return f"({spelling(type)})ungil_length(ungil_rng)"
        return drawn(type, parameter.range)

    def _draw_memory(self, parameter: Parameter) -> None:
        form, name, out = parameter.form, parameter.name, self.out
        assert isinstance(form, Memory)
        if form.access is not Access.READ:
            if form.or_null:
                out.line(f"ungil_at->null_{name} = ungil_bits(ungil_rng) % 8 == 0;")
            return
        out.line(f"ungil_at->{name} = ungil_array({size(form)});")
        out.line(filled(form, parameter.range, f"ungil_at->{name}"))
        if form.or_null:
            self._sometimes_null(f"ungil_at->{name}")

    # --- letting go --------------------------------------------------------------------------

    def _let_go(self) -> None:
        with self.out.function(f"static void ungil_let_go_{self.name}(void *ungil_shared)"):
            self.out.line(f"ungil_shared_{self.name} *ungil_at = ungil_shared;\n(void)ungil_at;")
            for parameter in self.function.parameters:
                match parameter.form:
                    case Text():
                        self.out.line(f"free(ungil_at->{parameter.name});")
                    case Reference() | Array() | Bytes():
                        if parameter.form.access is Access.READ:
                            self.out.line(f"free(ungil_at->{parameter.name});")
