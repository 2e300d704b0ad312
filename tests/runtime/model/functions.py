"""Functions of any signature, made up for tests: their declarations, and their C.

The C notes everything that it sees in a checksum, then writes to everything that it may. What a
call of it does is in model.py; how such functions are drawn, in drawing.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

INTEGERS = {
    "int8_t": "i1",
    "uint8_t": "u1",
    "int16_t": "i2",
    "uint16_t": "u2",
    "int32_t": "i4",
    "uint32_t": "u4",
    "int64_t": "i8",
    "uint64_t": "u8",
    "size_t": "uintp",
    "int": "intc",
    "long": "long",
}
REALS = {"float": "f4", "double": "f8"}
ELEMENTS = {**INTEGERS, **REALS, "bool": "?"}  # NumPy's names for them

# --- lengths -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Length:
    """`factor * count + more`, of a count or of none; divided by `by`."""

    count: str | None = None
    factor: int = 1
    more: int = 0
    by: int = 1

    @property
    def is_bare(self) -> bool:
        return self.count is not None and (self.factor, self.more, self.by) == (1, 0, 1)

    def text(self, star: bool = False) -> str:
        """C, as the header has it; `star` where the count is behind a pointer."""
        if self.count is None:
            return str(self.more)
        text = f"*{self.count}" if star else self.count
        if self.factor != 1:
            text = f"{self.factor} * {text}"
        if self.more != 0:
            text += f" {'-' if self.more < 0 else '+'} {abs(self.more)}"
        return text if self.by == 1 else f"({text}) / {self.by}"

    def value(self, counts: dict[str, int]) -> int:
        """Exact, with C's division."""
        if self.count is None:
            return self.more
        value = self.factor * counts[self.count] + self.more
        return value // self.by if value >= 0 else -(-value // self.by)


# --- parameters ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scalar:
    """By value; `inout` behind a pointer, and it comes back."""

    name: str
    type: str
    default: int | None = None
    limits: tuple[int, int] | None = None
    inout: bool = False


@dataclass(frozen=True)
class Output:
    """A single value that C only writes."""

    name: str
    type: str


@dataclass(frozen=True)
class Memory:
    """An array; of bytes (SIZED_BY) where `sized`. access: read, change, write."""

    name: str
    type: str
    lengths: tuple[Length, ...]
    access: str
    sized: bool = False
    or_null: bool = False
    restrict: bool = False
    null_default: bool = False
    limits: tuple[int, int] | None = None
    written: str | None = None  # the Output or Scalar that tells how much of it C wrote


@dataclass(frozen=True)
class Text:
    name: str
    or_null: bool = False


Parameter = Scalar | Output | Memory | Text


@dataclass(frozen=True)
class Function:
    """result: void, hash (a uint64_t) or status (an int, 0 is good)."""

    name: str
    parameters: tuple[Parameter, ...]
    result: str
    policy: str
    requires: tuple[str, int] | None = None  # a Scalar is at most that

    def __getitem__(self, name: str) -> Any:
        return next(p for p in self.parameters if p.name == name)

    @property
    def memories(self) -> list[Memory]:
        return [p for p in self.parameters if isinstance(p, Memory)]

    def counting(self, name: str) -> list[tuple[Memory, int]]:
        """The arrays and axes that a count is the length of, what C only writes last."""
        found = [
            (memory, axis)
            for memory in self.memories
            for axis, length in enumerate(memory.lengths)
            if length.is_bare and length.count == name
        ]
        return sorted(found, key=lambda item: item[0].access == "write")

    def is_count(self, parameter: Parameter) -> bool:
        return isinstance(parameter, Scalar) and bool(self.counting(parameter.name))

    def is_inferred(self, parameter: Parameter) -> bool:
        arrays = self.counting(parameter.name) if isinstance(parameter, Scalar) else []
        return any(memory.access != "write" for memory, _ in arrays)

    def is_required(self, parameter: Parameter) -> bool:
        match parameter:
            case Scalar(default=default):
                return default is None and not self.is_inferred(parameter)
            case Memory(access=access, null_default=null_default):
                return access != "write" and not null_default
        return True

    def arguments(self) -> tuple[list[Parameter], list[Parameter]]:
        """The positional parameters, and the keyword-only ones."""
        visible = [p for p in self.parameters if not isinstance(p, Output)]
        last = max((i for i, p in enumerate(visible) if self.is_required(p)), default=-1)
        positional, keyword_only = [], []
        for i, parameter in enumerate(visible):
            late = not self.is_required(parameter) and i < last
            only = self.is_inferred(parameter) or late
            (keyword_only if only else positional).append(parameter)
        return positional, keyword_only


# --- C -------------------------------------------------------------------------------------------

PRELUDE = """
#include <string.h>
static inline uint64_t mix(uint64_t h, uint64_t word) UNGIL_SKIP {
    return (h ^ word) * UINT64_C(0x100000001B3);
}
static inline uint64_t bits(double x) UNGIL_SKIP {
    uint64_t word;
    memcpy(&word, &x, sizeof word);
    return word;
}
"""


def declaration(function: Function) -> str:
    """The annotated declaration."""
    parameters = ", ".join(_declared(function, p, words=True) for p in function.parameters)
    words = [function.policy]
    if function.requires is not None:
        words.append(f"UNGIL_REQUIRES({function.requires[0]} <= {function.requires[1]})")
    if function.result == "status":
        words.append("UNGIL_STATUS()")
    return f"{_result(function)} {function.name}({parameters}) {' '.join(words)};\n"


def _result(function: Function) -> str:
    return {"void": "void", "hash": "uint64_t", "status": "int"}[function.result]


def _declared(function: Function, parameter: Parameter, words: bool) -> str:
    match parameter:
        case Output(name, type):
            return f"{type} *{'UNGIL_OUT ' if words else ''}{name}"
        case Text(name, or_null):
            word = "UNGIL_NUL_TERMINATED " + ("UNGIL_OR_NULL " if or_null else "")
            return f"const char *{word if words else ''}{name}"
        case Scalar(name, type, default, limits, inout):
            word = "UNGIL_INOUT " if inout else ""
            word += f"UNGIL_DEFAULT({default}) " if default is not None else ""
            word += f"UNGIL_RANGE({limits[0]}, {limits[1]}) " if limits else ""
            return f"{type} {'*' if inout else ''}{word if words else ''}{name}"
    lengths = [_text(function, length) for length in parameter.lengths]
    if parameter.sized:
        word = f"UNGIL_SIZED_BY({lengths[0]}) "
    elif len(lengths) == 1:
        word = f"UNGIL_COUNTED_BY({lengths[0]}) "
    else:
        word = f"UNGIL_SHAPE({', '.join(lengths)}) "
    word += "UNGIL_OUT " if parameter.access == "write" else ""
    word += "UNGIL_OR_NULL " if parameter.or_null else ""
    word += "UNGIL_DEFAULT(NULL) " if parameter.null_default else ""
    word += (
        f"UNGIL_RANGE({parameter.limits[0]}, {parameter.limits[1]}) " if parameter.limits else ""
    )
    implied = parameter.sized and lengths[0] == f"*{parameter.written}"
    if parameter.written is not None and not implied:
        word += f"UNGIL_WRITTEN(*{parameter.written}) "
    const = "const " if parameter.access == "read" else ""
    restrict = "restrict " if parameter.restrict else ""
    return f"{const}{parameter.type} *{restrict}{word if words else ''}{parameter.name}"


def _text(function: Function, length: Length) -> str:
    return length.text(star=length.count is not None and function[length.count].inout)


def definition(function: Function) -> str:
    """The C: it notes what it sees, then writes."""
    parameters = ", ".join(_declared(function, p, words=False) for p in function.parameters)
    lines = ["uint64_t h = UINT64_C(0xCBF29CE484222325);"]
    lines += [line for p in function.parameters for line in _seeing(function, p)]
    for memory in function.memories:
        if memory.written is not None:
            used = f"{memory.name} == NULL ? 0 : {_c_length(function, memory.lengths[0])} / 2"
            lines.append(f"uint64_t used_{memory.name} = {used};")
    lines += [line for p in function.memories for line in _changing(function, p)]
    lines += [line for p in function.parameters for line in _telling(function, p)]
    if function.result != "void":
        lines.append(f"return {'h' if function.result == 'hash' else 'h % 8 == 7 ? 5 : 0'};")
    body = "\n    ".join(lines)
    return f"{_result(function)} {function.name}({parameters}) {{\n    {body}\n}}\n"


def _c_length(function: Function, length: Length) -> str:
    return f"(uint64_t)({_text(function, length)})"


def _word(type: str, value: str) -> str:
    return f"bits({value})" if type in REALS else f"(uint64_t)({value})"


def _seeing(function: Function, parameter: Parameter) -> Iterator[str]:
    match parameter:
        case Scalar(name, type, inout=inout):
            yield f"h = mix(h, {_word(type, f'*{name}' if inout else name)});"
        case Text(name):
            yield f"if ({name} == NULL) {{ h = mix(h, 7); }}"
            yield (
                f"for (size_t i = 0; {name} != NULL && {name}[i] != 0; i++) "
                f"{{ h = mix(h, (unsigned char){name}[i]); }}"
            )
        case Memory(name, type):
            yield f"h = mix(h, {name} != NULL);"
            if parameter.access != "write":
                word = _word(*_element(parameter))
                yield f"{_loop(function, parameter)} {{ h = mix(h, {word}); }}"


def _element(parameter: Memory) -> tuple[str, str]:
    if parameter.sized:
        return "uint8_t", f"((const uint8_t *){parameter.name})[i]"
    return parameter.type, f"{parameter.name}[i]"


def _loop(function: Function, parameter: Memory) -> str:
    """Over the elements that C may touch, if there are any."""
    factors = [_c_length(function, length) for length in parameter.lengths]
    if parameter.written is not None:
        factors[0] = f"used_{parameter.name}"
    end = " * ".join(factors)
    return f"for (uint64_t i = 0; {parameter.name} != NULL && i < {end}; i++)"


def _changing(function: Function, parameter: Memory) -> Iterator[str]:
    if parameter.access == "read":
        return
    type = "uint8_t" if parameter.sized else parameter.type
    target = f"(({type} *){parameter.name})[i]"
    if parameter.access == "write":
        value = f"({type})((i + 1) % 100{' % 2' if type == 'bool' else ''})"
    else:
        value = _increased(type, target)
    yield f"{_loop(function, parameter)} {{ {target} = {value}; }}"


def _increased(type: str, value: str) -> str:
    if type == "bool":
        return f"!{value}"
    return f"{value} + 1" if type in REALS else f"({type})((uint64_t){value} + 1)"


def _telling(function: Function, parameter: Parameter) -> Iterator[str]:
    used = [f"used_{m.name}" for m in function.memories if m.written == parameter.name]
    match parameter:
        case Output(name, type):
            yield f"*{name} = {'h' if name == 'seen' else f'({type}){used[0]}' if used else '42'};"
        case Scalar(name, type, inout=True):
            yield f"*{name} = {f'({type}){used[0]}' if used else _increased(type, f'*{name}')};"
