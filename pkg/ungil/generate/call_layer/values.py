"""Single values: Python's numbers and strings to C, C's to Python, and defaults."""

from __future__ import annotations

from ungil.generate.c_types import declaration, parameter_declaration, parameter_type, spelling
from ungil.generate.call_layer import handles, records
from ungil.generate.call_layer.context import Context, is_or_null
from ungil.interface import (
    Access,
    Array,
    Boolean,
    Callback,
    Character,
    Complex,
    CType,
    Enumeration,
    Floating,
    Handle,
    Integer,
    NewHandle,
    Parameter,
    Record,
    Reference,
    Text,
    Value,
)
from ungil.signature import Argument, defaults_to_null


def write_default_helpers(context: Context) -> None:
    """Writes one function a default, in which the author's expression stands as it is."""
    by_name = {parameter.name: parameter for parameter in context.function.parameters}
    for parameter in context.function.parameters:
        if parameter.default is None or defaults_to_null(parameter):
            continue
        used = [by_name[name] for name in parameter.default.parameters]
        arguments = [parameter_declaration(p) for p in used]
        type = declaration(_value_type(parameter), _helper(context, parameter))
        with context.out.function(f"UNGIL_FAST {type}({', '.join(arguments) or 'void'})"):
            context.out.line(f"return {parameter.default.text};")


def _helper(context: Context, parameter: Parameter) -> str:
    index = context.function.parameters.index(parameter)  # f_a of b is not f of a_b
    return f"ungil_default_{context.function.name}_{index}"


def _value_type(parameter: Parameter) -> str:
    match parameter.form:
        case Value(type) | Reference(type):
            return spelling(type)
        case Handle():
            return parameter_type(parameter)
    return "const char *"


def default_of(context: Context, parameter: Parameter) -> str:
    """C that computes a default from the parameters that it names."""
    assert parameter.default is not None
    by_name = {p.name: p for p in context.function.parameters}
    arguments = [c_argument(context, by_name[name]) for name in parameter.default.parameters]
    return f"{_helper(context, parameter)}({', '.join(arguments)})"


def c_argument(context: Context, parameter: Parameter) -> str:
    """The C value of a parameter, for a helper that declares it as `parameter_declaration` says."""
    match parameter.form:
        case Value() | Text():
            return context.names.value(parameter)
        case Handle() | NewHandle():
            return handles.argument_of_call(context, parameter)
        case Reference(access=Access.READ | Access.UPDATE | Access.WRITE):
            return f"&{context.names.value(parameter)}"
    return f"{context.names.array(parameter)}.data"


def declare(context: Context) -> None:
    """Declares the C variables of all parameters that are not arrays."""
    names, out = context.names, context.out
    for parameter in context.function.parameters:
        match parameter.form:
            case Value(type):
                out.line(f"{declaration(spelling(type), names.value(parameter))} = {zero(type)};")
            case Reference(type, access=Access.READ | Access.UPDATE | Access.WRITE as access):
                out.line(f"{declaration(spelling(type), names.value(parameter))} = {zero(type)};")
                if is_or_null(parameter) and access is not Access.WRITE:
                    out.line(f"{spelling(type)} *{names.pointer(parameter)} = NULL;")
            case Text():
                out.line(f"const char *{names.value(parameter)} = NULL;")


def zero(type: CType) -> str:
    """An initializer of nothing but zeroes."""
    return "{0}" if isinstance(type, Record) else "0"


def convert(context: Context) -> None:
    """Reads every argument that is not an array and was given."""
    for argument in context.scalars:
        given, parameter = context.given(argument), argument.parameter
        present = [] if argument.required else [f"{given} != NULL"]
        if is_or_null(parameter):
            present.append(f"{given} != Py_None")
        call = conversion(context, argument, given)
        if isinstance(parameter.form, Reference) and is_or_null(parameter):
            with context.out.block(f"if ({' && '.join(present)})"):
                context.check(call)
                point(context, parameter)
        else:
            context.check(call, when=" && ".join(present))


def point(context: Context, parameter: Parameter) -> None:
    """Points to a value, where None would have passed NULL."""
    if isinstance(parameter.form, Reference) and is_or_null(parameter):
        names = context.names
        context.out.line(f"{names.pointer(parameter)} = &{names.value(parameter)};")


def conversion(context: Context, argument: Argument, given: str) -> str:
    """C that reads the object `given` into the argument's variable; -1 with an exception."""
    where = context.where(argument)
    target = context.names.value(argument.parameter)
    match argument.parameter.form:
        case Handle():
            return handles.conversion(context, argument)
        case Text():
            return f"ungil_to_text({where}, {given}, &{target})"
        case Callback():
            return (
                f"ungil_to_callable({where}, {given}, &{context.callable_of(argument.parameter)})"
            )
        case Value(type) | Reference(type):
            seldom = argument.keyword_only
            return from_python(context, where, type, given, target, seldom=seldom)
    raise AssertionError(f"{argument.parameter.name} is not bound")


def from_python(
    context: Context, where: str, type: CType, given: str, target: str, *, seldom: bool = False
) -> str:
    """C that reads the object `given` into the variable `target`; -1 with an exception."""
    match type:
        case Integer(name) | Enumeration(name):
            to_integer = "UNGIL_TO_SELDOM_INTEGER" if seldom else "UNGIL_TO_INTEGER"
            return f"{to_integer}({where}, {given}, {name}, {target}, {context.names['bits']})"
        case Boolean():
            return f"ungil_to_bool({where}, {given}, &{target})"
        case Floating(base=base):
            return f"ungil_to_{base}({where}, {given}, &{target})"
        case Complex():
            return f"ungil_to_complex({where}, {given}, sizeof({target}), &{target})"
        case Character(wide=wide):
            return f"ungil_to_{'wchar' if wide else 'char'}({where}, {given}, &{target})"
        case Record():
            return (
                f"ungil_to_record({context.names['module']}, {where}, {given}, "
                f"&{records.table(type)}, &{target})"
            )
    raise AssertionError(f"{type} is not bound")


def shown(context: Context, parameter: Parameter) -> str:
    """C that makes an object of a parameter's value (of an array's `element`), for a message."""
    match parameter.form:
        case Value(type) | Reference(type, access=Access.READ | Access.UPDATE | Access.WRITE):
            return to_python(context, type, context.names.value(parameter))
        case Array(type):
            return to_python(context, type, context.names["element"])
    return 'PyUnicode_FromString("?")'


def is_given(parameter: Parameter) -> bool:
    """Whether the value comes from Python."""
    return not (isinstance(parameter.form, Reference) and parameter.form.access is Access.WRITE)


def uses_bits(context: Context) -> bool:
    """Whether some conversion needs the scratch variable."""
    return any(
        isinstance(argument.parameter.form, Value | Reference)
        and isinstance(argument.parameter.form.type, Integer | Enumeration)
        for argument in context.scalars
    )


def to_python(context: Context, type: CType, value: str) -> str:
    """C that makes a new Python object of a value; a struct or complex number is a variable."""
    match type:
        case Integer(name) | Enumeration(name):
            return f"UNGIL_FROM_INTEGER({name}, {value})"
        case Boolean():
            return f"PyBool_FromLong({value})"
        case Floating():
            return f"PyFloat_FromDouble({value})"
        case Complex():
            return f"ungil_from_complex(&{value}, sizeof({value}))"
        case Character(wide=wide):
            return f"ungil_from_{'wchar' if wide else 'char'}({value})"
        case Record():
            module = context.names["module"]
            return f"ungil_from_record({module}, &{records.table(type)}, &{value})"
    raise AssertionError(f"a result of {type} is not bound")
