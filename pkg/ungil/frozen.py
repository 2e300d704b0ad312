"""Frozen dataclasses that are cheap to define.

`dataclasses.dataclass` compiles six methods for each class when its module is imported, which
takes half a millisecond a class on CPython 3.11: for the model and the reader that would be most
of the time between an edited header and its import. `frozen` shares its methods among all
classes. For type checkers, `match` and `replace` its classes are frozen dataclasses.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as typing's, which the build path does not import for this
if TYPE_CHECKING:
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")
else:

    def dataclass_transform(**_: object) -> object:
        """typing's, which only type checkers see."""
        return lambda decorator: decorator


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """Makes a frozen dataclass of a class without bases; defaults are class attributes.

    Fields cannot be set again, objects are equal when their classes are the same and their
    fields are equal, and then have the same hash.
    """
    methods: dict[str, Any] = {
        "__match_args__": tuple(cls.__annotations__),
        "__init__": _init,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__eq__": _equal,
        "__hash__": _hash,
        "__repr__": _repr,
    }
    for name, method in methods.items():
        setattr(cls, name, method)
    return cls


def replace(thing: T, **changes: Any) -> T:
    """A copy of a frozen object with some of its fields changed."""
    return type(thing)(**{**_fields(thing), **changes})


def _fields(thing: Any) -> dict[str, Any]:
    """The fields by name; an object may have cached properties beside them."""
    own = thing.__dict__
    return {name: own[name] for name in type(thing).__match_args__}


def _init(self: Any, *values: object, **named: object) -> None:
    cls = type(self)
    fields = cls.__match_args__
    own = self.__dict__
    for name, value in zip(fields, values, strict=False):
        own[name] = value
    if len(values) < len(fields):
        for name in fields[len(values) :]:  # so that every object has its fields in their order
            if name in named:
                own[name] = named.pop(name)
            elif name in cls.__dict__:
                own[name] = cls.__dict__[name]
            else:
                raise TypeError(f"{cls.__name__} needs {name}")
    if named or len(values) > len(fields):
        raise TypeError(f"{cls.__name__} takes {', '.join(fields)}, each once")


def _refuse(self: object, name: str, value: object = None) -> None:
    raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")


def _equal(self: object, other: object) -> bool:
    return type(self) is type(other) and _fields(self) == _fields(other)


def _hash(self: Any) -> int:
    return hash((type(self), *_fields(self).values()))


def _repr(self: Any) -> str:
    fields = (f"{name}={value!r}" for name, value in _fields(self).items())
    return f"{type(self).__name__}({', '.join(fields)})"
