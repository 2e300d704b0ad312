"""SUCCESS, STATUS and ERRNO: what C reports as a failure becomes an exception."""

from __future__ import annotations

import array
import errno
import pickle
from collections.abc import Callable
from types import ModuleType

import pytest

DECLARATIONS = """
#include <errno.h>
#include <string.h>
enum { GOOD = 1 };

static inline const char *UNGIL_NUL_TERMINATED explain(int status) {
    return status == 1 ? "gr\\xc3\\xbc\\xc3\\x9f" : status == 2 ? "bad \\xff byte" : "other 100%s";
}
static inline const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL empty(int status) { return NULL; }

static inline int status(int code) UNGIL_STATUS() { return code; }
static inline int with_text(int code) UNGIL_STATUS(explain) { return code; }
static inline int without_text(int code) UNGIL_STATUS(empty) { return code; }
static inline int by_expression(int code, const char *UNGIL_NUL_TERMINATED name)
    UNGIL_STATUS(code == 3 ? name : "return is no code") { return code; }
static inline int by_buffer(int code, char *UNGIL_COUNTED_BY(n) buffer, size_t n)
    UNGIL_STATUS(buffer) { strncpy(buffer, "from C", n); return code; }

static inline int positive(int code) UNGIL_SUCCESS(return >= 0) { return code; }
static inline int exactly(int code) UNGIL_SUCCESS(return == GOOD) { return code; }
static inline int several(int code) UNGIL_SUCCESS(return == 0 || return == 100)
    UNGIL_STATUS(explain) { return code; }
static inline double real(double x) UNGIL_SUCCESS(return == return) { return x; }
static inline uint64_t large(uint64_t x) UNGIL_SUCCESS(return != UINT64_MAX) { return x; }
static inline bool truth(bool x) UNGIL_SUCCESS(return) { return x; }
static inline void by_output(int x, int *UNGIL_OUT y) UNGIL_SUCCESS(*y > 0) { *y = x; }
static inline const char *UNGIL_NUL_TERMINATED text(bool x) UNGIL_SUCCESS(return != NULL) {
    return x ? "good" : NULL;
}

static inline int with_errno(int code, int left) UNGIL_ERRNO {
    errno = left;
    return code;
}
static inline int64_t long_errno(int64_t code) UNGIL_ERRNO {
    errno = code < 0 ? ERANGE : 0;
    return code;
}
static inline double real_errno(double code) UNGIL_SUCCESS(return >= 0) UNGIL_ERRNO {
    errno = code < 0 ? EDOM : 0;
    return code;
}
static inline int chosen_errno(int code) UNGIL_SUCCESS(return == 0) UNGIL_ERRNO {
    errno = code;
    return code;
}
static inline const char *UNGIL_NUL_TERMINATED text_errno(int left) UNGIL_ERRNO {
    errno = left;
    return left ? NULL : "good";
}
static inline const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL maybe_errno(int left, bool null)
    UNGIL_ERRNO {
    errno = left;
    return null ? NULL : "good";
}
static inline int clears_errno(void) UNGIL_ERRNO { return errno; }

static inline int outputs(int code, int *UNGIL_OUT a, uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) b,
                          size_t n) UNGIL_STATUS(explain) {
    *a = 5;
    return code;
}
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


# --- STATUS and SUCCESS --------------------------------------------------------------------------


def test_error_is_the_modules_own(m: ModuleType) -> None:
    assert issubclass(m.Error, Exception)
    assert (m.Error.__name__, m.Error.__module__) == ("Error", m.__name__)
    assert "Error" in m.__all__


def test_status(m: ModuleType) -> None:
    assert m.status(0) is None  # a single good value is not worth returning
    for code in (1, -1, 7, 2**31 - 1, -(2**31)):
        with pytest.raises(m.Error, match=rf"^status\(\) failed: it returned {code}$") as failure:
            m.status(code)
        assert failure.value.code == code


def test_messages_from_c(m: ModuleType) -> None:
    assert m.with_text(0) is None
    for code, text in ((1, "grüß"), (2, "bad \ufffd byte"), (3, "other 100%s")):
        with pytest.raises(m.Error) as failure:
            m.with_text(code)
        assert str(failure.value) == f"with_text(): {text}"
        assert failure.value.code == code
    with pytest.raises(m.Error, match=r"^without_text\(\) failed: it returned 4$"):
        m.without_text(4)


def test_messages_by_expression(m: ModuleType) -> None:
    assert m.by_expression(0, "x") is None
    with pytest.raises(m.Error, match=r"^by_expression\(\): the name$"):
        m.by_expression(3, "the name")
    with pytest.raises(m.Error, match=r"^by_expression\(\): return is no code$"):
        m.by_expression(4, "the name")
    room = bytearray(16)
    assert m.by_buffer(0, room) is None
    with pytest.raises(m.Error, match=r"^by_buffer\(\): from C$"):
        m.by_buffer(1, room)


def test_success(m: ModuleType) -> None:
    assert m.positive(5) == 5
    assert m.positive(0) == 0
    with pytest.raises(m.Error, match=r"^positive\(\) failed: it returned -1$") as failure:
        m.positive(-1)
    assert failure.value.code == -1
    assert m.exactly(1) is None
    with pytest.raises(m.Error):
        m.exactly(0)
    assert m.several(0) == 0
    assert m.several(100) == 100
    with pytest.raises(m.Error, match="grüß"):
        m.several(1)


def test_success_of_other_types(m: ModuleType) -> None:
    assert m.real(2.5) == 2.5
    with pytest.raises(m.Error) as failure:
        m.real(float("nan"))
    assert failure.value.code != failure.value.code
    assert m.large(5) == 5
    with pytest.raises(m.Error) as failure:
        m.large(2**64 - 1)
    assert failure.value.code == 2**64 - 1
    assert m.truth(True) is True
    with pytest.raises(m.Error) as failure:
        m.truth(False)
    assert failure.value.code is False
    assert m.text(True) == "good"
    with pytest.raises(m.Error, match=r"^text\(\) failed$") as failure:
        m.text(False)
    assert failure.value.code is None


def test_success_told_by_an_output(m: ModuleType) -> None:
    assert m.by_output(3) == 3
    with pytest.raises(m.Error, match=r"^by_output\(\) failed$") as failure:
        m.by_output(-3)
    assert failure.value.code is None


def test_outputs_of_a_failed_call_are_dropped(m: ModuleType) -> None:
    assert m.outputs(0, n=3) == (5, bytes(3))
    with pytest.raises(m.Error):
        m.outputs(1, n=3)
    given = bytearray(3)
    with pytest.raises(m.Error):
        m.outputs(1, b=given, n=3)
    given.append(1)  # no export is left


def test_wrong_arguments_are_no_errors_of_c(m: ModuleType) -> None:
    with pytest.raises(TypeError):
        m.status("x")
    with pytest.raises(OverflowError):
        m.status(2**31)


def test_errors_can_be_pickled(m: ModuleType) -> None:
    with pytest.raises(m.Error) as failure:
        m.status(9)
    copy = pickle.loads(pickle.dumps(failure.value))
    assert (copy.__class__, str(copy), copy.code) == (m.Error, str(failure.value), 9)


# --- ERRNO ---------------------------------------------------------------------------------------


def test_errno(m: ModuleType) -> None:
    assert m.with_errno(0, errno.ENOENT) == 0  # errno alone is no failure
    assert m.with_errno(5, 0) == 5
    with pytest.raises(FileNotFoundError) as failure:
        m.with_errno(-1, errno.ENOENT)
    assert failure.value.errno == errno.ENOENT
    with pytest.raises(OSError, match=r"Errno") as other:
        m.with_errno(-1, 0)
    assert other.value.errno == 0
    assert m.clears_errno() == 0


def test_errno_of_other_types(m: ModuleType) -> None:
    assert m.long_errno(2**62) == 2**62
    with pytest.raises(OSError, match=r"Errno") as failure:
        m.long_errno(-(2**62))
    assert failure.value.errno == errno.ERANGE
    for value in (0.0, 0.5, 1e300, float("inf")):
        assert m.real_errno(value) == value
    for value in (-0.25, -1e300, float("-inf")):
        with pytest.raises(OSError, match=r"Errno") as failure:
            m.real_errno(value)
        assert failure.value.errno == errno.EDOM


def test_errno_with_success(m: ModuleType) -> None:
    assert m.chosen_errno(0) is None
    with pytest.raises(FileExistsError):
        m.chosen_errno(errno.EEXIST)


def test_errno_of_pointers(m: ModuleType) -> None:
    assert m.text_errno(0) == "good"
    with pytest.raises(InterruptedError):
        m.text_errno(errno.EINTR)
    assert m.maybe_errno(errno.ENOENT, False) == "good"
    assert m.maybe_errno(0, True) is None
    with pytest.raises(FileNotFoundError):
        m.maybe_errno(errno.ENOENT, True)


def test_no_export_is_left(m: ModuleType) -> None:
    room = array.array("b", bytes(16))
    with pytest.raises(m.Error):
        m.by_buffer(1, memoryview(room).cast("B"))
    room.append(1)
