"""Writes `__doc__`: CPython's text signature, then NumPy-style sections, then the C declaration."""

from __future__ import annotations

from keyword import iskeyword

from ungil.expression import Expression
from ungil.generate.c_types import spelling
from ungil.generate.literal import default_of
from ungil.handles import HandleClass, is_kept
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Bytes,
    Callback,
    Character,
    Complex,
    CType,
    Enumeration,
    Floating,
    Form,
    Function,
    Handle,
    Integer,
    NewHandle,
    Parameter,
    Record,
    Reference,
    Text,
    Value,
)
from ungil.records import class_name, field_names
from ungil.signature import (
    Argument,
    Returned,
    Signature,
    callback_function,
    callback_signature,
    counted_arrays,
    defaults_to_null,
    is_or_null,
    is_visible,
    signature_of,
    written_part,
)

Section = list[tuple[str, str]]  # a heading line and what is said below it


def write(function: Function, signature: Signature) -> str:
    """The function's `__doc__`, from whose first line `inspect.signature` reads the parameters."""
    head = f"{function.python_name}{text_signature(signature)}\n--\n\n"
    return head + body(function, signature)


def write_method(name: str, function: Function, signature: Signature) -> str:
    """The `__doc__` of a function as a method, whose first argument is `self`."""
    rest = Signature(signature.arguments[1:], signature.results)
    return f"{name}{text_signature(rest, '$self')}\n--\n\n{body(function, rest)}"


def write_class(handle: HandleClass) -> str:
    """The `__doc__` of a class of handles: its constructor's, or who makes one."""
    head = ""
    if handle.constructor is not None:
        parameters = text_signature(signature_of(handle.constructor), "")
        head = f"{handle.name}{parameters}\n--\n\n"
    return head + class_body(handle)


def class_body(handle: HandleClass) -> str:
    """The same without the text signature."""
    if handle.constructor is not None:
        return body(handle.constructor, signature_of(handle.constructor))
    makers = [f"{maker.python_name}()" for maker in handle.makers]
    made = f"Made by {_listed(makers)}." if makers else "No function of this module makes one."
    return f"A handle of {handle.type.record.name}. {made}"


def text_signature(signature: Signature, first: str = "$module") -> str:
    """`($module, a, b, result=None, *, n=...)`; `first` is what stands before the parameters."""
    parts = [first] if first else []
    if not names_are_usable(signature):
        parts += ["*args", "**kwargs"]
        return f"({', '.join(parts)})"
    star = False
    for argument in signature.arguments:
        if argument.keyword_only and not star:
            parts.append("*")
            star = True
        default = "" if argument.required else f"={shown_default(argument)}"
        parts.append(argument.parameter.python_name + default)
    return f"({', '.join(parts)})"


def names_are_usable(signature: Signature) -> bool:
    """Whether Python could define a function with these parameters."""
    names = [argument.parameter.python_name for argument in signature.arguments]
    return all(
        name.isidentifier() and not iskeyword(name) and name != "__debug__" for name in names
    )


def shown_default(argument: Argument) -> str:
    """What an optional parameter defaults to, as a Python literal; `...` where only C knows."""
    if argument.omittable:
        return "None"
    value = ... if argument.inferred else default_of(argument.parameter)
    return "..." if value is ... else ascii(value)


def body(function: Function, signature: Signature) -> str:
    """The docstring without its text signature; ends without a newline.

    NUL, which would end it in C, shows as `\\x00`.
    """
    described = dict(function.documentation.parameters)
    parts = [
        function.documentation.text.strip(),
        _section("Parameters", [_parameter(function, a, described) for a in signature.arguments]),
        _section("Returns", [_returned(function, r, described) for r in signature.results]),
        _section("Raises", _raised(function)),
        function.declaration.strip(),
    ]
    text = "\n\n".join(part for part in parts if part)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\\x00")


def _section(title: str, entries: Section) -> str:
    if not entries:
        return ""
    lines = [title, "-" * len(title)]
    for head, text in entries:
        lines.append(head)
        lines += [f"    {line}".rstrip() for line in text.strip().split("\n") if text.strip()]
    return "\n".join(lines)


# --- what a value is, in words ---------------------------------------------------------------


def in_words(form: Form) -> str:
    """`array of int32_t, shape (m, k)`, `int (size_t)`: what is passed or comes back."""
    match form:
        case Value(Record() as record):
            return _record(record)
        case Value(type):
            return _scalar(type)
        case Reference(type, access=Access.CHANGE):
            return f"array of {type.name}, length 1"
        case Reference(Record() as record):
            return _record(record)
        case Reference(type):
            return _scalar(type)
        case Array(element, shape=()):
            return f"array of {element.name}"
        case Array(element, shape=(length,)):
            return f"array of {element.name}, length {length.text}"
        case Array(element, shape=shape):
            return f"array of {element.name}, shape ({', '.join(n.text for n in shape)})"
        case Bytes(size=size):
            return f"bytes-like, length {size.text}"
        case Text():
            return "str"
        case Handle(record) | NewHandle(record):
            return record.name
        case Callback():
            return _callable(form)
    return "object"


def _callable(form: Callback) -> str:
    """`callable(n, row) -> int`"""
    callback = callback_function(form)
    signature = callback_signature(callback)
    passed = ", ".join(argument.parameter.python_name for argument in signature.arguments)
    given = [in_words(callback.result.form)] if callback.result.form is not None else []
    given += [r.parameter.python_name for r in signature.results if r.parameter is not None]
    return f"callable({passed}) -> {', '.join(given) or 'anything'}"


def _scalar(scalar: CType) -> str:
    match scalar:
        case Integer(name) | Enumeration(name):
            return "int" if name == "int" else f"int ({name})"
        case Floating(name):
            return f"float ({name})"
        case Boolean():
            return "bool"
        case Complex(name):
            return f"complex ({name})"
        case Character(wide=wide):
            return "str of length 1 (wchar_t)" if wide else "bytes of length 1 (char)"
    return getattr(scalar, "name", "object")


def _record(record: Record) -> str:
    """`point (x, y)`: its class, and what a plain tuple in its place holds."""
    return f"{class_name(record)} ({', '.join(field_names(record))})"


def of_record(record: Record) -> str:
    """The docstring of a struct's class."""
    fields = "".join(
        f"    {spelling(field.type)} {field.name}{''.join(f'[{n.text}]' for n in field.shape)};\n"
        for field in record.fields or ()
    )
    names = ", ".join(field_names(record))
    return f"{class_name(record)}({names})\n\nC's {record.name}::\n\n{fields}"


def _changes(form: Form) -> bool:
    match form:
        case Array(access=access) | Bytes(access=access) | Reference(access=access):
            return access is Access.CHANGE
    return False


def _parameter(
    function: Function, argument: Argument, described: dict[str, str]
) -> tuple[str, str]:
    parameter = argument.parameter
    words = [in_words(parameter.form)]
    if function.vectorized and not argument.omittable:
        words.append("or an array")
    if is_or_null(parameter.form):
        words.append("or None")
    if _changes(parameter.form):
        words.append("changed in place")
    if not argument.required:
        words.append("optional")
    if isinstance(parameter.form, Handle) and parameter.form.consumed:
        words.append("closed by the call")
    if is_kept(function, parameter):
        words.append("kept by the new handle")
    lines = [described.get(parameter.name, "").strip(), _when_left_out(function, argument)]
    return f"{parameter.python_name} : {', '.join(words)}", "\n".join(filter(None, lines))


def _when_left_out(function: Function, argument: Argument) -> str:
    """Where an optional parameter's value comes from, unless the signature shows it."""
    parameter = argument.parameter
    if argument.required:
        return ""
    if function.vectorized and argument.omittable:
        return "Receives the results; it may be one of the arrays."
    if argument.omittable:
        return "Allocated when left out."
    sources = [array.python_name for array in counted_arrays(function, parameter.name)]
    if sources and parameter.default is None:
        return f"Inferred from {_listed(sources)}."
    if sources and parameter.default is not None:
        return f"Inferred from {_listed(sources)}, else ``{parameter.default.text}``."
    if parameter.default is not None and default_of(parameter) is ...:
        return f"Default: ``{parameter.default.text}``."
    return ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _returned(function: Function, returned: Returned, described: dict[str, str]) -> tuple[str, str]:
    by_name = {parameter.name: parameter.python_name for parameter in function.parameters}
    cuts = [by_name[name] for name in returned.cuts]
    only = f"Not returned with {_listed(cuts)} left out." if cuts else ""
    if returned.parameter is None:
        form = function.result.form
        words = [in_words(form).replace("bytes-like", "bytes") if form is not None else "None"]
        if function.vectorized:
            words.append("or an array of the arrays' shape")
        if function.result.or_null or is_or_null(form):
            words.append("or None")
        lines = [function.documentation.returns.strip(), only]
        return ", ".join(words), "\n".join(filter(None, lines))
    parameter = returned.parameter
    words = [in_words(parameter.form)]
    if _may_be_none(parameter) or defaults_to_null(parameter):
        words.append("or None")
    text = described.get(parameter.name, "").strip()
    written = written_part(function, parameter)
    if isinstance(parameter.form, Array | Bytes) and defaults_to_null(parameter):
        text = "The one given, else None."
    elif isinstance(parameter.form, Array | Bytes):
        text = "The one given, else a new one"
        text += f", cut to {_plain(written)}." if written is not None else "."
    return (
        f"{parameter.python_name} : {', '.join(words)}",
        "\n".join(filter(None, [text, only])),
    )


def _may_be_none(parameter: Parameter) -> bool:
    """Whether what comes back of an output parameter may be None."""
    match parameter.form:
        case NewHandle(or_null=flag):
            return flag
    return is_or_null(parameter.form) and is_visible(parameter)


def _plain(expression: Expression) -> str:
    return "the C result" if expression.text == "return" else f"``{expression.text}``"


# --- what is raised ---------------------------------------------------------------------------


def _raised(function: Function) -> Section:
    """What the words of the header refuse, besides what every call refuses."""
    entries: Section = []
    refused = [
        f"Unless ``{p.range.low.text} <= {p.python_name} <= {p.range.high.text}``."
        for p in function.parameters
        if p.range is not None
    ]
    refused += [f"Unless ``{condition.text}``." for condition in function.requires]
    if refused:
        entries.append(("ValueError", "\n".join(refused)))
    entries += _null_result(function)
    errors = function.errors
    if errors is None:
        return entries
    good = errors.success.text if errors.success is not None else "return == 0"
    if errors.errno:
        failed = "a negative or NULL result" if errors.success is None else f"unless ``{good}``"
        entries.append(("OSError", f"From errno: {failed}."))
    else:
        entries.append(("Error", f"Unless ``{good}``; ``code`` is the C result."))
    return entries


def _null_result(function: Function) -> Section:
    """A NULL that the header does not allow for."""
    result = function.result
    may_be_null = result.or_null or is_or_null(result.form)
    if isinstance(result.form, Value | None) or may_be_null or function.errors is not None:
        return []
    owned = result.owned is not None or isinstance(result.form, NewHandle)
    return [("MemoryError" if owned else "RuntimeError", "If C returns NULL.")]
