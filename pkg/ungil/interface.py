"""The model: what a set of annotated headers says.

`ungil.header` makes an `Interface`, the writers in `ungil.generate` ask it. Nothing here
holds generated C text; where the author's own C has to be repeated (defaults, error
expressions, declarations for cffi) it is kept as the author wrote it, in `CSource`.
The words are those of the header notation (docs/notation.md).
"""

from __future__ import annotations

from enum import Enum

from ungil.diagnostics import Span
from ungil.expression import Expression
from ungil.frozen import frozen

# --- C types -------------------------------------------------------------------------
# Sizes and signedness are the C compiler's to know: `name` is how C spells the type, and
# generated code asks `sizeof` and `_Generic`.


@frozen
class Void:
    """No value, or bytes of no type behind a pointer."""

    name: str = "void"


@frozen
class Integer:
    """Any C integer type but `bool`, `char` and `wchar_t`: an `int` in Python."""

    name: str


@frozen
class Enumeration:
    """An enum, passed as `int`; `name` is `enum colour` or a typedef's name."""

    name: str


@frozen
class Boolean:
    """`bool` or `_Bool`."""

    name: str


@frozen
class Floating:
    """`float`, `double`, `long double`, or a typedef of one; `base` is which of the three."""

    name: str
    base: str


@frozen
class Complex:
    """`float _Complex`, `double _Complex`; `base` is the type of the parts."""

    name: str
    base: str


@frozen
class Character:
    """Plain `char` (`wide` false) or `wchar_t` (`wide` true)."""

    name: str
    wide: bool = False


@frozen
class Field:
    """One field of a struct; `shape` holds the sizes of an array field, outermost first."""

    name: str
    type: CType
    shape: tuple[Expression, ...] = ()
    const: bool = False


@frozen
class Record:
    """A struct or union. `fields` is None where its layout is unknown (opaque).

    `name` is how C spells it in a parameter (`struct point` or a typedef's name), `python_name`
    what its class in the module is called where that is another name. `partial` says that not
    all fields are known: it was declared with `...;`, or has bit-fields or members without a
    name.
    """

    name: str
    fields: tuple[Field, ...] | None = None
    union: bool = False
    partial: bool = False
    python_name: str = ""


@frozen
class Pointer:
    """A pointer; `const` tells of what it points to."""

    target: CType
    const: bool = False
    restrict: bool = False


@frozen
class FunctionType:
    """The type behind a function pointer."""

    result: CType
    parameters: tuple[Parameter, ...]
    variadic: bool = False


CType = (
    Void
    | Integer
    | Enumeration
    | Boolean
    | Floating
    | Complex
    | Character
    | Record
    | Pointer
    | FunctionType
)

Scalar = Integer | Enumeration | Boolean | Floating | Complex | Character

# --- how a parameter or a result is passed ---------------------------------------------


class Access(Enum):
    """What C does with the memory behind a pointer."""

    READ = "read"  # const
    CHANGE = "change"  # not const, no word: changed in place
    WRITE = "write"  # UNGIL_OUT
    UPDATE = "update"  # UNGIL_INOUT


@frozen
class CSource:
    """C as the author wrote it, white space folded, with the parameters that it names."""

    text: str
    parameters: tuple[str, ...]
    span: Span


@frozen
class Value:
    """Passed by value: a scalar, or a struct."""

    type: Scalar | Record


@frozen
class Reference:
    """One object behind a pointer.

    READ: `const T *UNGIL_SINGLE`, a value in Python. CHANGE: `T *UNGIL_SINGLE`, an array of
    one element. WRITE: `T *UNGIL_OUT`, no parameter, only a result. UPDATE: `T *UNGIL_INOUT`,
    a value in, a value out.
    """

    type: Scalar | Record
    access: Access
    or_null: bool = False


@frozen
class Array:
    """Elements behind a pointer, in C order: COUNTED_BY (one length) or SHAPE (one a dimension).

    `fixed_tail` counts the trailing dimensions that are part of the C type, as in
    `double a[n][3]`, which C needs a pointer-to-array for. `written` is the word WRITTEN.
    """

    element: Scalar | Record
    shape: tuple[Expression, ...]
    access: Access
    or_null: bool = False
    restrict: bool = False
    written: Expression | None = None
    fixed_tail: int = 0


@frozen
class Bytes:
    """`size` bytes behind a pointer: any bytes-like object, of whatever element type.

    `element` is what the pointer points to, for its alignment.
    """

    element: CType
    size: Expression
    access: Access
    or_null: bool = False
    restrict: bool = False
    written: Expression | None = None


@frozen
class Text:
    """A NUL-terminated UTF-8 string, `str` in Python."""

    or_null: bool = False


@frozen
class Handle:
    """A pointer to an object that lives in C and is owned through a Python class.

    `consumed`: the call takes it away from Python, as every destructor of the type does.
    """

    record: Record
    const: bool = False
    or_null: bool = False
    consumed: bool = False


@frozen
class NewHandle:
    """A handle that the call makes.

    As a result (`T *UNGIL_OWNED(f)`), as `T *UNGIL_OWNED(f) *UNGIL_OUT p`, or, with `storage`,
    as `T *UNGIL_OUT p` of a complete struct whose memory is ungil's (then nothing frees it).
    `const`: C gives a `const T *`.
    """

    record: Record
    destructor: str | None
    or_null: bool = False
    storage: bool = False
    const: bool = False


@frozen
class Callback:
    """A Python callable behind a function pointer, for the time of the call."""

    type: FunctionType
    context: int | None
    or_null: bool = False
    on_exception: CSource | None = None


@frozen
class Context:
    """The `void *` that C hands back to a callback: never seen from Python.

    `const` tells of what it points to.
    """

    const: bool = False


@frozen
class Unbound:
    """What the notation cannot say; its function is reached through `lib` only."""

    type: CType
    reason: str


Form = Value | Reference | Array | Bytes | Text | Handle | NewHandle | Callback | Context | Unbound


@frozen
class Range:
    """UNGIL_RANGE: `low <= value <= high`."""

    low: Expression
    high: Expression


@frozen
class Parameter:
    """A C parameter. `python_name` differs from `name` for keywords of Python (`in_`)."""

    name: str
    python_name: str
    form: Form
    span: Span
    default: CSource | None = None
    range: Range | None = None
    lifetimebound: bool = False


@frozen
class Result:
    """What the C function returns.

    `owned` names the function that frees a returned string, bytes or array (a returned
    handle's is in its `NewHandle`). `form` is None for void.
    """

    form: Value | Reference | Array | Bytes | Text | NewHandle | Handle | Unbound | None
    or_null: bool = False
    owned: str | None = None
    range: Range | None = None


# --- functions ---------------------------------------------------------------------------


class Lock(Enum):
    """What the call does with the interpreter lock."""

    RELEASE = "release"
    HOLD = "hold"
    AUTO = "auto"
    RELEASE_ABOVE = "release_above"


@frozen
class GilPolicy:
    """The lock policy; `work` and `threshold` belong to RELEASE_ABOVE."""

    lock: Lock = Lock.RELEASE
    work: Expression | None = None
    threshold: Expression | None = None


@frozen
class ErrorContract:
    """SUCCESS, STATUS and ERRNO.

    `success` is what a good result looks like (None: the word's own rule). `status` is set
    by UNGIL_STATUS, `message` is its text: the name of a function of the result when
    `message_is_function`, an expression else, None for none.
    """

    success: CSource | None = None
    status: bool = False
    message: CSource | None = None
    message_is_function: bool = False
    errno: bool = False


@frozen
class Documentation:
    """A doc comment: plain paragraphs, and what Doxygen's commands said."""

    text: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    returns: str = ""


@frozen
class Function:
    """One function of the header.

    `declaration` is what the author wrote, words included, on one line. `unbound` says why
    it is reached through `lib` only (None: it is bound). `explicit_skip` is UNGIL_SKIP.
    """

    name: str
    python_name: str
    result: Result
    parameters: tuple[Parameter, ...]
    span: Span
    declaration: str
    policy: GilPolicy = GilPolicy()
    serialized: bool = False
    vectorized: bool = False
    errors: ErrorContract | None = None
    requires: tuple[Expression, ...] = ()
    shared: str | None = None
    documentation: Documentation = Documentation()
    unbound: str | None = None
    explicit_skip: bool = False


class ConstantKind(Enum):
    """What is known of a constant's type before the C compiler runs."""

    INTEGER = "int"
    REAL = "float"
    TEXT = "str"
    UNKNOWN = "unknown"  # UNGIL_CONSTANT: the C compiler decides


@frozen
class Constant:
    """An enumerator, an object-like macro, or a UNGIL_CONSTANT: an attribute of the module."""

    name: str
    python_name: str
    kind: ConstantKind
    span: Span
    enumerator: bool = False
    from_word: bool = False


@frozen
class HandleType:
    """A struct that some function makes a handle of: `python_name` is its class's."""

    record: Record
    python_name: str


@frozen
class Interface:
    """All that the headers of one module declare.

    headers: the names that C includes them by, in order.
    files: every file that was read, for the build's dependencies.
    declarations: the C declarations without ungil's words and preprocessor lines, in order,
        as cffi's `cdef` reads them.
    handles: the types of handles, in the order of their declarations.
    """

    headers: tuple[str, ...]
    files: tuple[str, ...]
    functions: tuple[Function, ...]
    constants: tuple[Constant, ...]
    records: tuple[Record, ...]
    declarations: str
    handles: tuple[HandleType, ...] = ()
