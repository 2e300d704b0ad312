"""DEFAULT, RANGE, REQUIRES, NAME, SKIP and restrict."""

from __future__ import annotations

import array
import math
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from tests.runtime.refusals import refuses

DECLARATIONS = """
#include <math.h>
enum { LOW = -5, HIGH = 5 };
#define TAU 6.25
#include <limits.h>
UNGIL_CONSTANT(M_PI_4);
UNGIL_CONSTANT(CHAR_BIT);

static inline size_t bound(size_t n) { return n + n / 2; }
static inline int sum_of(const int *a, size_t n) UNGIL_SKIP {
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}

/* DEFAULT */
static inline size_t by_call(const int *UNGIL_COUNTED_BY(n) a, size_t n,
                             size_t UNGIL_DEFAULT(bound(n)) room) { return room; }
static inline int by_array(const int *UNGIL_COUNTED_BY(n) a, size_t n,
                           int UNGIL_DEFAULT(sum_of(a, n)) total) { return total; }
static inline int by_exact_array(const int *UNGIL_COUNTED_BY(2 * half) a, size_t half,
                                 int UNGIL_DEFAULT(sum_of(a, 2 * half)) total) { return total; }
static inline int by_later(int UNGIL_DEFAULT(c * 10) a, int UNGIL_DEFAULT(1) b,
                           int UNGIL_DEFAULT(b + 1) c) { return a * 10000 + b * 100 + c; }
static inline int divided(int n, int UNGIL_DEFAULT(n / parts) each, int parts)
    UNGIL_REQUIRES(parts > 0) { return each; }
static inline int divided_by_range(int n, int UNGIL_RANGE(1, 9) parts,
                                   int UNGIL_DEFAULT(n / parts) each) { return each; }
static inline double all_kinds(double UNGIL_DEFAULT(TAU) a, float UNGIL_DEFAULT(0.5f) b,
                               bool UNGIL_DEFAULT(true) c, int8_t UNGIL_DEFAULT(LOW) d,
                               uint64_t UNGIL_DEFAULT(UINT64_MAX) e) {
    return a + b + c + d + (e == UINT64_MAX);
}
static inline int through_pointer(const int *UNGIL_SINGLE UNGIL_DEFAULT(7) a,
                                  int *UNGIL_INOUT UNGIL_DEFAULT(*a + 1) b) {
    return *a * 100 + *b;
}
static inline int optional_array(const int *UNGIL_OR_NULL UNGIL_DEFAULT(NULL) UNGIL_COUNTED_BY(n) a,
                                 size_t n) { return a == NULL ? -1 : (int)n; }

/* RANGE */
static inline int within(int UNGIL_RANGE(LOW, HIGH) a) { return a; }
static inline int within_others(int low, int UNGIL_RANGE(low, high * 2) a, int high) { return a; }
static inline uint64_t within_uint64(uint64_t UNGIL_RANGE(1, UINT64_MAX - 1) a) { return a; }
static inline double real(double UNGIL_RANGE(0, 1) a) { return a; }
static inline double real_limits(double UNGIL_RANGE(-0.5, TAU / 2) a) { return a; }
static inline double included(double UNGIL_RANGE(0, M_PI_4) a) { return a; }
static inline int whole_constant(const int8_t *UNGIL_COUNTED_BY(CHAR_BIT) a,
                                 int64_t UNGIL_RANGE(-CHAR_BIT, INT64_MAX - CHAR_BIT) b)
    UNGIL_REQUIRES(b != CHAR_BIT) { return 1; }
static inline int whole_within_real(int UNGIL_RANGE(-1.5, 2.5) a) { return a; }
static inline float single_real(float UNGIL_RANGE(0, 0.1) a) { return a; }
static inline int elements(const int *UNGIL_COUNTED_BY(n) UNGIL_RANGE(0, n - 1) a, int n) {
    return n;
}
static inline int reals(const double *UNGIL_SHAPE(m, n) UNGIL_RANGE(-1, 1) a, int m, int n) {
    return m * n;
}
static inline int chars(const char *UNGIL_COUNTED_BY(n) UNGIL_RANGE(32, 126) a, int n) { return n; }
static inline int pointed(const int *UNGIL_SINGLE UNGIL_OR_NULL UNGIL_RANGE(1, 3) a) {
    return a == NULL ? -1 : *a;
}
static inline int ranged_default(int UNGIL_DEFAULT(a * 3) UNGIL_RANGE(0, 9) b, int a) { return b; }
static inline int by_zero(int UNGIL_RANGE(0, 10 / b) a, int b) { return a; }

/* REQUIRES */
static inline int even(int n) UNGIL_REQUIRES(n % 2 == 0) { return n; }
static inline int both(int a, int b) UNGIL_REQUIRES(a < b) UNGIL_REQUIRES(b < 100 || a == -1) {
    return a + b;
}
static inline int of_count(const int *UNGIL_COUNTED_BY(n) a, size_t n) UNGIL_REQUIRES(n >= 2) {
    return (int)n;
}
static inline int real_condition(double x, double y) UNGIL_REQUIRES(x / y < 0.5) { return 1; }
static inline int not_real(double x, int n) UNGIL_REQUIRES(!(x < 1.0 / n)) { return 1; }
static inline int unlike(double x, int n) UNGIL_REQUIRES(x != 10 / n) { return 1; }
static inline int chosen_real(double x, int n) UNGIL_REQUIRES((n / n ? x : -x) > 0) { return 1; }
static inline int truth(double x) UNGIL_REQUIRES(x) { return 1; }
static inline int products(size_t m, size_t k) UNGIL_REQUIRES(m * k <= 100) { return 1; }
static inline int short_cut(int a, int b) UNGIL_REQUIRES(b == 0 || a / b > 1) { return 1; }
static inline int quoted(int n) UNGIL_REQUIRES(n % 100 != '%' && n != '"') { return 1; }

/* NAME, SKIP */
static inline int kernels_version(void) UNGIL_NAME(version) { return 3; }
static inline int hidden(void) UNGIL_SKIP { return 3; }

/* restrict */
static inline void scale(const double *restrict UNGIL_COUNTED_BY(n) a,
                         double *restrict UNGIL_COUNTED_BY(n) b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        b[i] = 2 * a[i];
    }
}
static inline double inner(const double *restrict UNGIL_COUNTED_BY(n) a,
                           const double *restrict UNGIL_COUNTED_BY(n) b, size_t n) {
    return n == 0 ? 0 : a[0] * b[0];
}
static inline void mixed(const int16_t *UNGIL_COUNTED_BY(n) a, size_t n,
                         uint8_t *restrict UNGIL_SIZED_BY(k) b, size_t k) {}
static inline void free_to_overlap(const double *UNGIL_COUNTED_BY(n) a,
                                   double *UNGIL_COUNTED_BY(n) b, size_t n) {}
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


# --- DEFAULT -------------------------------------------------------------------------------------


def test_default_calls_functions(m: ModuleType) -> None:
    a = array.array("i", [1, 2, 3, 4])
    assert m.by_call(a) == 6  # of the inferred count
    assert m.by_call(a, n=2) == 3
    assert m.by_call(a, 9) == 9
    assert m.by_array(a) == 10
    assert m.by_array(a, n=3) == 6
    assert m.by_array(a, total=5) == 5


def test_default_runs_after_the_checks_of_what_it_reads(m: ModuleType) -> None:
    """The author's C would read beyond the array, or divide by zero."""
    a = array.array("i", [1, 2, 3, 4])
    assert m.by_exact_array(a, 2) == 10
    with refuses(ValueError, "by_exact_array(): 'a' has 4 elements, but 2 * half is 2000000"):
        m.by_exact_array(a, 10**6)
    assert m.divided(7, 2) == 3
    with pytest.raises(ValueError, match=r"divided\(\): requires parts > 0"):
        m.divided(7, 0)
    assert m.divided_by_range(7, 2) == 3
    with pytest.raises(ValueError, match=r"'parts' .*1...9"):
        m.divided_by_range(7, 0)


def test_default_may_name_later_parameters(m: ModuleType) -> None:
    assert m.by_later() == 200102
    assert m.by_later(b=5) == 600506
    assert m.by_later(c=3) == 300103
    assert m.by_later(4) == 40102


def test_defaults_of_all_kinds(m: ModuleType) -> None:
    assert m.all_kinds() == 6.25 + 0.5 + 1 - 5 + 1
    assert m.all_kinds(0, 0, False, 0, 0) == 0


def test_defaults_behind_pointers(m: ModuleType) -> None:
    assert m.through_pointer() == (708, 8)
    assert m.through_pointer(1) == (102, 2)
    assert m.through_pointer(b=5) == (705, 5)


def test_null_default_makes_an_array_optional(m: ModuleType) -> None:
    assert m.optional_array() == -1
    assert m.optional_array(None) == -1
    assert m.optional_array(array.array("i", [1, 2])) == 2


def test_defaults_are_checked_too(m: ModuleType) -> None:
    assert m.ranged_default(3) == 9
    with pytest.raises(ValueError, match=r"ranged_default\(\): 'b' .*0...9"):
        m.ranged_default(4)
    assert m.ranged_default(4, b=1) == 1


# --- RANGE ---------------------------------------------------------------------------------------


def test_range_of_whole_numbers(m: ModuleType) -> None:
    for value in range(-5, 6):
        assert m.within(value) == value
    for value in (-6, 6, 2**31 - 1, -(2**31)):
        with pytest.raises(
            ValueError, match=rf"^within\(\): 'a' .*LOW\.\.\.HIGH.*{value}|{value}.*LOW"
        ):
            m.within(value)
    assert m.within_uint64(2**64 - 2) == 2**64 - 2
    for value in (0, 2**64 - 1):
        with pytest.raises(ValueError, match="within_uint64"):
            m.within_uint64(value)


def test_range_of_other_parameters(m: ModuleType) -> None:
    assert m.within_others(1, 6, 3) == 6
    for arguments in ((1, 7, 3), (1, 0, 3), (5, 4, 9), (0, 1, -1)):
        with pytest.raises(ValueError, match=r"'a' .*low...high"):
            m.within_others(*arguments)
    assert m.within_others(0, 2**31 - 1, 2**31 - 1) == 2**31 - 1  # high * 2 does not wrap


def test_range_of_reals(m: ModuleType) -> None:
    for value in (0, 0.0, 0.5, 1, 1.0, -0.0):
        assert m.real(value) == value
    for value in (-1e-300, 1 + 2**-52, math.inf, -math.inf, math.nan):
        with pytest.raises(ValueError, match=r"'a' .*0...1"):
            m.real(value)
    assert m.real_limits(3.125) == 3.125
    with pytest.raises(ValueError, match=r"'a' .*-0.5...TAU / 2"):
        m.real_limits(3.1250001)
    assert m.whole_within_real(2) == 2
    with pytest.raises(ValueError, match="'a'"):
        m.whole_within_real(3)
    with pytest.raises(ValueError, match="'a'"):
        m.whole_within_real(-2)


def test_range_of_a_constant_from_another_header(m: ModuleType) -> None:
    """What kind of number it is, only the C compiler knows."""
    assert math.pi / 4 == m.M_PI_4
    assert m.included(0.75) == 0.75
    with pytest.raises(ValueError, match=r"'a' .*0...M_PI_4"):
        m.included(0.8)


def test_whole_constant_from_another_header(m: ModuleType) -> None:
    assert m.whole_constant(array.array("b", [0] * 8), 2**63 - 9) == 1
    for length, b in ((7, 0), (8, 8), (8, -9), (8, 2**63 - 8)):
        with pytest.raises(ValueError, match="whole_constant"):
            m.whole_constant(array.array("b", [0] * length), b)


def test_constant_that_is_no_length(bind: Callable[..., ModuleType]) -> None:
    with pytest.raises(AssertionError, match=r"M_PI is a length of f.., but not whole"):
        bind(
            """
            #include <math.h>
            UNGIL_CONSTANT(M_PI);
            static inline int f(const int *UNGIL_COUNTED_BY(M_PI) a) { return 0; }
            """
        )


def test_range_of_elements(m: ModuleType) -> None:
    assert m.elements(array.array("i", [2, 0, 1])) == 3
    assert m.elements(array.array("i")) == 0
    with pytest.raises(
        ValueError, match=r"^elements\(\): element 2 of 'a' is 3, outside 0\.\.\.n - 1$"
    ):
        m.elements(array.array("i", [2, 0, 3]))
    with pytest.raises(ValueError, match="-1"):
        m.elements(array.array("i", [0, -1, 1]))
    assert m.reals(np.array([[-1.0, 1.0]])) == 2
    for bad in (1.5, math.nan, math.inf):
        with pytest.raises(
            ValueError, match=r"^reals\(\): element 1 of 'a' is .*, outside -1\.\.\.1$"
        ):
            m.reals(np.array([[0.0, bad]]))
    assert m.chars(b"abc ~") == 5
    with pytest.raises(ValueError, match="chars"):
        m.chars(b"ab\n")
    with pytest.raises(ValueError, match="chars"):
        m.chars(b"ab\xff")


def test_range_of_what_may_be_null(m: ModuleType) -> None:
    assert m.pointed(3) == 3
    assert m.pointed(None) == -1
    with pytest.raises(ValueError, match="'a'"):
        m.pointed(4)


def test_range_that_cannot_be_computed(m: ModuleType) -> None:
    assert m.by_zero(2, 5) == 2
    with pytest.raises(ValueError, match="by_zero"):
        m.by_zero(2, 0)


# --- REQUIRES ------------------------------------------------------------------------------------


def test_requires(m: ModuleType) -> None:
    assert m.even(4) == 4
    with refuses(ValueError, "even(): requires n % 2 == 0, but n is 3"):
        m.even(3)
    assert m.both(1, 2) == 3
    assert m.both(-1, 200) == 199
    with refuses(ValueError, "both(): requires a < b, but a is 2, b is 2"):
        m.both(2, 2)
    with refuses(ValueError, "both(): requires b < 100 || a == -1, but b is 100, a is 2"):
        m.both(2, 100)
    with refuses(ValueError, "of_count(): requires n >= 2, but n is 1"):
        m.of_count(array.array("i", [1]))
    with pytest.raises(ValueError, match=r"""requires n % 100 != '%' && n != '"', but n is 37"""):
        m.quoted(37)


def test_conditions_on_reals(m: ModuleType) -> None:
    assert m.real_condition(1, 4) == 1
    with pytest.raises(ValueError, match=r"requires x / y < 0.5, but x is 1.0, y is 2.0"):
        m.real_condition(1, 2)
    assert m.truth(0.25) == 1
    assert m.truth(math.nan) == 1
    with pytest.raises(ValueError, match=r"requires x, but x is 0.0"):
        m.truth(0)


def test_conditions_that_cannot_be_computed(m: ModuleType) -> None:
    zero = "cannot be computed: division by zero"
    for call in (
        lambda: m.real_condition(-1, 0),
        lambda: m.not_real(1, 0),
        lambda: m.unlike(1, 0),
        lambda: m.chosen_real(1, 0),
    ):
        with pytest.raises(ValueError, match=zero):
            call()
    assert m.not_real(1, 1) == 1
    assert m.unlike(1, 4) == 1
    assert m.chosen_real(1, 1) == 1
    with pytest.raises(ValueError, match=r"requires m \* k <= 100"):
        m.products(2**63, 2)
    assert m.short_cut(1, 0) == 1


# --- NAME, SKIP ----------------------------------------------------------------------------------


def test_names(m: ModuleType) -> None:
    assert m.version() == 3
    assert m.version.__name__ == "version"
    with pytest.raises(TypeError, match=r"^version\(\): takes 0"):
        m.version(1)
    for name in ("kernels_version", "hidden"):
        assert not hasattr(m, name)
        assert name not in m.__all__


def test_prefix(bind: Callable[..., ModuleType]) -> None:
    m = bind(
        """
        enum { kit_LEVEL = 3 };
        static inline int kit_level(void) { return kit_LEVEL; }
        static inline int other(void) { return 1; }
        """,
        prefix="kit_",
    )
    assert (m.level(), m.other(), m.LEVEL) == (3, 1, 3)


# --- restrict ------------------------------------------------------------------------------------


def test_overlap_under_restrict(m: ModuleType) -> None:
    a = np.arange(6.0)
    m.scale(a[:3], a[3:])
    assert a.tolist() == [0, 1, 2, 0, 2, 4]
    for first, second in ((a[:3], a[2:5]), (a, a), (a[2:5], a[:3]), (memoryview(a)[:3], a[:3])):
        with refuses(
            ValueError,
            "scale(): 'a' and 'b' share memory, but C takes them as separate (restrict); "
            "pass a copy of one",
        ):
            m.scale(first, second)
    assert a.tolist() == [0, 1, 2, 0, 2, 4]
    m.scale(a[:0], a[:0])


def test_overlap_of_what_c_only_reads(m: ModuleType) -> None:
    a = np.array([3.0])
    assert m.inner(a, a) == 9
    m.free_to_overlap(a, a)


def test_overlap_of_elements_and_bytes(m: ModuleType) -> None:
    memory = np.zeros(16, "u1")
    words = memory.view("i2")
    m.mixed(words[:4], memory[8:])
    with pytest.raises(ValueError, match="'a' and 'b' share memory"):
        m.mixed(words[:4], memory[7:])
    with pytest.raises(ValueError, match="'a' and 'b' share memory"):
        m.mixed(words[3:], memory[:7])
    m.mixed(words[3:], memory[:6])
