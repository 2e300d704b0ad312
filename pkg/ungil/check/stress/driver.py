"""The generated C of the stress: for each function how to draw arguments, call, and let go.

Counts, ranges and conditions are the author's own text: variables of the parameters' names are
there for it. Inputs are drawn once a round and shared by all threads; what C writes each thread
has for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ungil.expression import Expression
from ungil.generate.c_writer import CWriter
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Bytes,
    Complex,
    CType,
    Floating,
    Function,
    Interface,
    Lock,
    Parameter,
    Range,
    Record,
    Reference,
    Text,
    Value,
)
from ungil.signature import is_count

Memory = Array | Bytes
_SMALL = (0, 127)  # what scalars are drawn from where the header has no UNGIL_RANGE


def obstacle(function: Function, needs_python: bool) -> str | None:
    """Why a function is not stressed; None where it is."""
    if function.explicit_skip or function.unbound is not None:
        return function.unbound or "UNGIL_SKIP"
    if function.shared is not None:
        return function.shared
    if needs_python and function.policy.lock is Lock.HOLD:
        return "it may need Python"
    for parameter in function.parameters:
        if not isinstance(parameter.form, Value | Reference | Memory | Text):
            return f"the stress cannot make up '{parameter.name}'"
    if not isinstance(function.result.form, Value | Reference | Memory | Text | None):
        return "the stress cannot take what it returns"
    return None


def write(interface: Interface, functions: Iterable[Function]) -> str:
    """A C file that calls the functions, to be compiled with stress.h beside it."""
    out = CWriter()
    out.line("/* Written by `ungil check`. */")
    for header in interface.headers:
        out.line(f'#include "{header}"')
    out.line('\n#include "stress.h"\n')
    listed = list(functions)
    for function in listed:
        _FunctionWriter(function, out).write()
    with out.block("const ungil_function ungil_functions[] =", "};"):
        for function in listed:
            name = function.name
            out.line(f'{{"{name}", ungil_draw_{name}, ungil_call_{name}, ungil_let_go_{name}}},')
    out.line(f"const size_t ungil_function_count = {len(listed)};\n")
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
        size = f"sizeof(ungil_shared_{self.name}) <= UNGIL_SHARED_SIZE"
        out.line(f'_Static_assert({size}, "too many parameters");\n')
        self._draw()
        self._call()
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
            for parameter in sorted(function.parameters, key=_depends_on_others):
                self._draw_value(parameter)
            for condition in function.requires:
                with out.block(f"if (!({condition.text}))"):
                    out.line("return false;")
            memory = [p for p in function.parameters if isinstance(p.form, Memory)]
            for parameter in memory:
                form = parameter.form
                assert isinstance(form, Memory)
                for side in form.shape if isinstance(form, Array) else (form.size,):
                    with out.block(f"if ((double)({side.text}) > UNGIL_LARGEST || {_below(side)})"):
                        out.line("return false;")
                with out.block(f"if ({_bytes_as_real(form)} > UNGIL_LARGEST)"):
                    out.line("return false;")
            for parameter in memory:
                self._draw_memory(parameter)
            out.line("return true;")

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
            return f"({_name(type)})ungil_length(ungil_rng)"
        return _random(type, parameter.range, wide=False)

    def _draw_memory(self, parameter: Parameter) -> None:
        form, name, out = parameter.form, parameter.name, self.out
        assert isinstance(form, Memory)
        if form.access is not Access.READ:
            if form.or_null:
                out.line(f"ungil_at->null_{name} = ungil_bits(ungil_rng) % 8 == 0;")
            return
        out.line(f"ungil_at->{name} = ungil_array({_bytes(form)});")
        self._fill(parameter, f"ungil_at->{name}")
        if form.or_null:
            self._sometimes_null(f"ungil_at->{name}")

    def _fill(self, parameter: Parameter, place: str) -> None:
        form, out = parameter.form, self.out
        assert isinstance(form, Memory)
        if isinstance(form.element, Record):
            return  # zeroed
        type = "unsigned char" if isinstance(form, Bytes) else _name(form.element)
        with out.block(
            f"for (size_t ungil_i = 0; ungil_i < {_bytes(form)} / sizeof({type}); ungil_i++)"
        ):
            value = (
                "(unsigned char)ungil_bits(ungil_rng)"
                if isinstance(form, Bytes)
                else _random(form.element, parameter.range, wide=True)
            )
            out.line(f"(({type} *){place})[ungil_i] = {value};")

    # --- calling -----------------------------------------------------------------------------

    def _call(self) -> None:
        out, function = self.out, self.function
        head = (
            f"static void ungil_call_{self.name}(ungil_random *ungil_rng, const void *ungil_shared)"
        )
        with out.function(head):
            out.line(f"const ungil_shared_{self.name} *ungil_at = ungil_shared;")
            out.line("(void)ungil_rng;\n(void)ungil_at;")
            for parameter in function.parameters:
                self._take(parameter)
            private = list(self._private())
            for parameter in private:
                self._allocate(parameter)
            arguments = ", ".join(
                f"ungil_own_{each.name}" if each in private else each.name
                for each in function.parameters
            )
            if function.serialized:
                out.line("pthread_mutex_lock(ungil_serial());")
            self._result(f"{self.name}({arguments})")
            if function.serialized:
                out.line("pthread_mutex_unlock(ungil_serial());")
            for parameter in private:
                out.line(f"free(ungil_own_{parameter.name});")

    def _private(self) -> Iterator[Parameter]:
        """What C writes."""
        for parameter in self.function.parameters:
            match parameter.form:
                case Reference() | Array() | Bytes():
                    if parameter.form.access is not Access.READ:
                        yield parameter

    def _take(self, parameter: Parameter) -> None:
        """A variable of the parameter's name."""
        name = parameter.name
        match parameter.form:
            case Value(type):
                self.out.line(f"{type.name} {name} = ungil_at->{name};\n(void){name};")
            case Reference(type, Access.CHANGE | Access.UPDATE):
                self.out.line(f"const {type.name} *{name} = &ungil_at->{name};\n(void){name};")
            case Reference(type, Access.READ):
                self.out.line(f"const {type.name} *{name} = ungil_at->{name};\n(void){name};")
            case Text():
                self.out.line(f"const char *{name} = ungil_at->{name};")
            case Array() | Bytes() if parameter.form.access is Access.READ:
                self.out.line(f"const void *{name} = ungil_at->{name};")

    def _allocate(self, parameter: Parameter) -> None:
        form, out, name = parameter.form, self.out, parameter.name
        place = f"ungil_own_{name}"
        if isinstance(form, Reference):
            out.line(f"{form.type.name} *{place} = ungil_array(sizeof *{place});")
            if form.access is not Access.WRITE:
                out.line(f"*{place} = ungil_at->{name};")
            return
        assert isinstance(form, Memory)
        allocated = f"ungil_array({_bytes(form)})"
        out.line(f"void *{place} = ungil_at->null_{name} ? NULL : {allocated};")
        if form.access is not Access.WRITE:
            with out.block(f"if ({place} != NULL)"):
                self._fill(parameter, place)

    def _result(self, call: str) -> None:
        """The call, and what a caller does with its result: reads a text, frees what is owned."""
        result = self.function.result
        if isinstance(result.form, Text):
            self.out.line(f"const char *ungil_result = {call};\nungil_read_text(ungil_result);")
        elif result.owned:
            self.out.line(f"const void *ungil_result = {call};")
        else:
            self.out.line(f"{call};" if result.form is None else f"(void){call};")
            return
        if result.owned:
            with self.out.block("if (ungil_result != NULL)"):
                self.out.line(f"{result.owned}((void *)ungil_result);")

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


def _depends_on_others(parameter: Parameter) -> int:
    """Parameters whose drawing names others come after them."""
    named = 0
    if parameter.range is not None:
        named += len(parameter.range.low.parameters) + len(parameter.range.high.parameters)
    if parameter.default is not None:
        named += len(parameter.default.parameters)
    return named


def _random(type: CType, limits: Range | None, *, wide: bool) -> str:
    """C that draws a scalar: from its range, from small numbers, or (`wide`) from all."""
    name = _name(type)
    low, high = (limits.low.text, limits.high.text) if limits else map(str, _SMALL)
    match type:
        case Record():
            return f"({name}){{0}}"
        case Boolean():
            return f"({name})(ungil_bits(ungil_rng) & 1)"
        case Floating() | Complex():
            return f"({name})ungil_between_real(ungil_rng, (double)({low}), (double)({high}))"
    if wide and limits is None:
        return f"({name})ungil_bits(ungil_rng)"
    return f"UNGIL_BETWEEN({name}, ungil_rng, {low}, {high})"


def _name(type: CType) -> str:
    name = getattr(type, "name", "")
    assert isinstance(name, str)
    return name


def _below(side: Expression) -> str:
    return f"(double)({side.text}) < 0"


def _bytes(form: Memory) -> str:
    """C of an array's size in bytes."""
    if isinstance(form, Bytes):
        return f"(size_t)({form.size.text})"
    sides = " * ".join(f"(size_t)({side.text})" for side in form.shape)
    return f"({sides} * sizeof({_name(form.element)}))"


def _bytes_as_real(form: Memory) -> str:
    """The same without a size that could wrap."""
    if isinstance(form, Bytes):
        return f"(double)({form.size.text})"
    sides = " * ".join(f"(double)({side.text})" for side in form.shape)
    return f"{sides} * (double)sizeof({_name(form.element)})"
