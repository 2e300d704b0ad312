"""What a function is called with: made up from its declaration, or given by its author."""

from __future__ import annotations

import array
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from ungil import drawing
from ungil.bench.evaluation import Numeric, UnknownError, value_of
from ungil.bench.variants import format_name
from ungil.handles import classes_of
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Bytes,
    Character,
    Complex,
    CType,
    Enumeration,
    Floating,
    Function,
    Handle,
    Integer,
    Interface,
    Parameter,
    Record,
    Reference,
    Text,
    Value,
)
from ungil.signature import is_count, lengths_of, signature_of

_ATTEMPTS = 1000  # at meeting a function's conditions
_LARGEST = 1 << 28  # bytes of an array


class CannotDrawError(Exception):
    """Arguments cannot be made up; the text says of which parameter, and why."""


@dataclass(frozen=True)
class Given:
    """What the author says in `[tool.ungil.bench.NAME]`, by the parameters' Python names.

    sizes: instead of the bench's own.
    """

    arguments: Mapping[str, Any] = field(default_factory=dict)
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A call's arguments, by position and by name; `label` names what its work depends on."""

    positional: tuple[object, ...]
    named: Mapping[str, object]
    label: str


class Arguments:
    """Draws arguments for the functions of a built module.

    numpy: the module of that name, or None: then arrays are `array.array`s.
    """

    def __init__(
        self,
        interface: Interface,
        module: ModuleType,
        given: Mapping[str, Given],
        root: Path,
        numpy: Any,
    ) -> None:
        self._module = module
        self._given = given
        self._root = root
        self._numpy = numpy
        self._constructors = {c.type.record: c.constructor for c in classes_of(interface)}
        known = vars(module)
        self._constants = {c.name: known.get(c.python_name) for c in interface.constants} | known

    def draw(self, function: Function, size: int, seed: int = 0) -> Drawn | None:
        """Arguments of about a size; None where no arguments of that size meet the conditions.

        Raises CannotDrawError where none can be made up, whatever the size.
        """
        given = self._given.get(function.name, Given()).arguments
        generator = random.Random(f"{function.name} {size} {seed}")
        for attempt in range(_ATTEMPTS):
            whole = size if attempt == 0 else None
            values = self._values(function, size, whole, given, generator)
            if self._meets(function, values):
                return self._drawn(function, values, given, generator)
        return None

    # --- numbers ----------------------------------------------------------------------------

    def _values(
        self,
        function: Function,
        size: int,
        whole: int | None,
        given: Mapping[str, Any],
        generator: random.Random,
    ) -> dict[str, Numeric]:
        """The numbers among the arguments, by their C names; what has a default is left out.

        whole: what whole numbers are where there are no arrays; drawn as others are for None.
        """
        values: dict[str, Numeric] = {}
        sides = _sides(function)
        has_arrays = any(isinstance(p.form, Array | Bytes) for p in function.parameters)
        for parameter in drawing.in_order(function):
            type = _type_passed(parameter)
            if parameter.python_name in given:
                if isinstance(given[parameter.python_name], int | float):
                    values[parameter.name] = given[parameter.python_name]
                continue
            if not isinstance(type, Integer | Enumeration | Floating | Boolean):
                continue
            if is_count(function, parameter):
                length = self._given_length(function, parameter, given)
                if length is None and parameter.default is None:
                    length = max(1, round(size ** (1 / sides.get(parameter.name, 1))))
                    length = int(self._within(parameter, length, values))
                if length is not None:
                    values[parameter.name] = length
            elif parameter.default is None:
                values[parameter.name] = (
                    self._number(type, parameter, values, generator)
                    if whole is None or has_arrays or not isinstance(type, Integer)
                    else self._within(parameter, whole, values)
                )
        return values

    def _given_length(
        self, function: Function, count: Parameter, given: Mapping[str, Any]
    ) -> int | None:
        """What a given array says of a count."""
        for parameter in function.parameters:
            lengths = lengths_of(parameter.form)
            value = given.get(parameter.python_name)
            if value is not None and len(lengths) == 1 and lengths[0].bare == count.name:
                return len(self._bytes(value) if isinstance(parameter.form, Bytes) else value)
        return None

    def _limits(
        self, parameter: Parameter, values: Mapping[str, Numeric]
    ) -> tuple[Numeric, Numeric] | None:
        if parameter.range is None:
            return None
        try:
            low = value_of(parameter.range.low, values, self._constants)
            return low, value_of(parameter.range.high, values, self._constants)
        except UnknownError as error:
            raise CannotDrawError(f"the range of '{parameter.name}' names {error}") from error

    def _within(self, parameter: Parameter, value: int, values: Mapping[str, Numeric]) -> Numeric:
        limits = self._limits(parameter, values)
        return value if limits is None else int(max(limits[0], min(value, limits[1])))

    def _number(
        self,
        type: CType,
        parameter: Parameter,
        values: Mapping[str, Numeric],
        generator: random.Random,
    ) -> Numeric:
        low, high = self._limits(parameter, values) or drawing.SMALL
        if isinstance(type, Boolean):
            return generator.random() < 0.5
        if isinstance(type, Floating):
            return generator.uniform(float(low), float(high))
        return generator.randint(int(low), int(high))

    def _meets(self, function: Function, values: Mapping[str, Numeric]) -> bool:
        """Whether every condition holds that can be computed here; the call checks the others."""
        for condition in function.requires:
            try:
                if not value_of(condition, values, self._constants):
                    return False
            except UnknownError:
                continue
            except (ZeroDivisionError, ValueError):
                return False
        return True

    # --- everything -------------------------------------------------------------------------

    def _drawn(
        self,
        function: Function,
        values: Mapping[str, Numeric],
        given: Mapping[str, Any],
        generator: random.Random,
    ) -> Drawn | None:
        positional: list[object] = []
        named: dict[str, object] = {}
        for argument in signature_of(function).arguments:
            parameter = argument.parameter
            name = parameter.python_name
            if argument.inferred and name not in given:
                continue
            if name in given:
                value = self._author_s(parameter, given[name])
            elif parameter.default is not None and parameter.name not in values:
                continue
            else:
                try:
                    value = self._value(parameter, values, generator)
                except UnknownError as error:
                    if argument.omittable:
                        continue
                    raise CannotDrawError(f"the length of '{name}' names {error}") from error
                except (ZeroDivisionError, OverflowError):
                    return None
            skipped = len(positional) != signature_of(function).index(parameter.name)
            if argument.keyword_only or skipped:
                named[name] = value
            else:
                positional.append(value)
        return Drawn(tuple(positional), named, _label(function, values))

    def _value(
        self, parameter: Parameter, values: Mapping[str, Numeric], generator: random.Random
    ) -> object:
        """Raises UnknownError where a length names what nothing is known of."""
        match parameter.form:
            case Value(Record()) | Reference(Record()) | Array(Record()):
                raise CannotDrawError(f"nothing is made up for '{parameter.name}', a struct")
            case Value(Complex()) | Reference(Complex()):
                return complex(generator.random(), generator.random())
            case Value(Character()) | Reference(Character()):
                return "u"
            case Array(element, shape):
                sides = [value_of(side, values, self._constants) for side in shape]
                return self._array(parameter, element, [int(side) for side in sides], generator)
            case Reference(type, Access.CHANGE):
                return self._array(parameter, type, [1], generator)
            case Value() | Reference():
                return values[parameter.name]
            case Bytes(size=size):
                length = int(value_of(size, values, self._constants))
                if not 0 <= length <= _LARGEST:
                    raise OverflowError
                return bytearray(generator.randbytes(length))
            case Text():
                return "ungil"
            case Handle(record):
                return self._handle(record)
        raise CannotDrawError(f"nothing is known of '{parameter.name}'")

    def _handle(self, record: Record) -> object:
        """A new object of a handle type, by its constructor."""
        constructor = self._constructors.get(record)
        if constructor is None:
            raise CannotDrawError(f"{record.name} has no constructor")
        drawn = self.draw(constructor, drawing.SMALL[1])
        if drawn is None:
            raise CannotDrawError(f"no arguments of {constructor.name} meet its conditions")
        make = getattr(self._module, constructor.python_name)
        try:
            return make(*drawn.positional, **drawn.named)
        except Exception as error:
            message = f"{constructor.name}, which makes a {record.name}, says: {error}"
            raise CannotDrawError(message) from error

    def _array(
        self, parameter: Parameter, element: CType, shape: list[int], generator: random.Random
    ) -> object:
        length = 1
        for side in shape:
            if side < 0:
                raise OverflowError
            length *= side
        if length * 16 > _LARGEST:
            raise OverflowError
        letter = str(self._constants.get(format_name(getattr(element, "name", "")), ""))
        if not letter:
            raise CannotDrawError(f"nothing is made up for the elements of '{parameter.name}'")
        low, high = self._limits(parameter, {}) or drawing.SMALL
        whole = isinstance(element, Integer | Enumeration | Character)
        if self._numpy is not None:
            source = self._numpy.random.default_rng(generator.randrange(1 << 32))
            numbers = (
                source.integers(int(low), int(high), size=shape, endpoint=True)
                if whole
                else source.uniform(float(low), float(high), size=shape)
            )
            return numbers.astype(letter)
        if letter in "?gFD" or len(shape) > 1:
            raise CannotDrawError(f"'{parameter.name}' wants NumPy (pip install numpy)")
        few = [self._number(element, parameter, {}, generator) for _ in range(997)]
        return array.array(letter, (few * (length // len(few) + 1))[:length])

    def _author_s(self, parameter: Parameter, value: Any) -> object:
        """A value of pyproject.toml as the function takes it."""
        match parameter.form:
            case Bytes():
                return self._bytes(value)
            case Array(element) if isinstance(value, list):
                letter = str(self._constants.get(format_name(getattr(element, "name", "")), ""))
                if self._numpy is not None and letter:
                    return self._numpy.array(value, dtype=letter)
                return array.array(letter, value) if letter else value
            case Value(Record()) | Reference(Record()) if isinstance(value, list):
                return tuple(value)
        return value

    def _bytes(self, value: Any) -> bytearray:
        """Text as UTF-8, a list of numbers, or what a file holds."""
        match value:
            case {"file": str(name)}:
                try:
                    return bytearray((self._root / name).read_bytes())
                except OSError as error:
                    raise CannotDrawError(f"{name}: {error.strerror or error}") from error
            case str():
                return bytearray(value.encode())
            case list():
                return bytearray(value)
        raise CannotDrawError(f"{value!r} is no text, list of numbers, or {{ file = ... }}")


def _type_passed(parameter: Parameter) -> CType | None:
    match parameter.form:
        case Value(type):
            return type
        case Reference(type, Access.READ | Access.UPDATE):
            return type
    return None


def _sides(function: Function) -> dict[str, int]:
    """For each count the number of sides of the arrays that it is a side of, the largest one."""
    found: dict[str, int] = {}
    for parameter in function.parameters:
        lengths = [length.bare for length in lengths_of(parameter.form) if length.bare]
        for name in lengths:
            found[name] = max(found.get(name, 1), len(lengths))
    return found


def _label(function: Function, values: Mapping[str, Numeric]) -> str:
    """`n = 1,000`: the counts; where there are no arrays, whole numbers."""
    counts = [p for p in function.parameters if is_count(function, p) and p.name in values]
    if not any(isinstance(p.form, Array | Bytes) for p in function.parameters):
        counts = [p for p in function.parameters if isinstance(_type_passed(p), Integer)]
    return ", ".join(_equals(counts, values))


def _equals(parameters: Iterable[Parameter], values: Mapping[str, Numeric]) -> Iterable[str]:
    for parameter in parameters:
        if isinstance(values.get(parameter.name), int):
            yield f"{parameter.python_name} = {values[parameter.name]:,}"
