"""Declarations that cross the notation's words with C's types, whether or not they go together."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

PREAMBLE = """
#include "ungil.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <wchar.h>
#define LIMIT 4
enum colour { RED, GREEN };
typedef struct point { int x; double y[2]; } point;
typedef struct handle handle;
handle *UNGIL_OWNED(handle_free) handle_new(void);
void handle_free(handle *h);
const char *text_of(int code);
"""

TYPES = """
int @x|unsigned char @x|long long @x|size_t @x|bool @x|char @x|wchar_t @x|enum colour @x|float @x
double _Complex @x|long double @x|point @x|const int *@x|int *@x|uint8_t *@x|bool *@x
const bool *@x|const double *@x|float _Complex *@x|const point *@x|point *@x|const char *@x
char *@x|wchar_t *@x|const void *@x|void *@x|handle *@x|const handle *@x|handle **@x
enum colour *@x|double @x[3]|const double @x[n][2]|int @x[]|const double (*@x)[3]
int *UNGIL_RESTRICT @x|volatile int *@x|const int *const @x|int **@x|const char *const *@x
int (*@x)(int)|double (*@x)(void *UNGIL_CONTEXT c, const int *UNGIL_COUNTED_BY(k) a, int k)
void (*@x)(void *)|__int128 @x
"""

WORDS = """
UNGIL_COUNTED_BY(n)|UNGIL_COUNTED_BY(n + 1)|UNGIL_COUNTED_BY(*m)|UNGIL_COUNTED_BY(LIMIT)
UNGIL_COUNTED_BY(return)|UNGIL_COUNTED_BY(n / 0 - (1 << n))|UNGIL_SHAPE(n, 2)|UNGIL_SHAPE(n)
UNGIL_SIZED_BY(n)|UNGIL_SIZED_BY(*m)|UNGIL_SIZED_BY(n * sizeof(point))|UNGIL_NUL_TERMINATED
UNGIL_SINGLE|UNGIL_OR_NULL|UNGIL_OUT|UNGIL_INOUT|UNGIL_WRITTEN(n)|UNGIL_WRITTEN(return)
UNGIL_WRITTEN(*m)|UNGIL_OWNED(free)|UNGIL_OWNED(handle_free)|UNGIL_CONSUMED
UNGIL_LIFETIMEBOUND|UNGIL_NOESCAPE|UNGIL_CONTEXT|UNGIL_ON_EXCEPTION(1)|UNGIL_DEFAULT(NULL)
UNGIL_DEFAULT(1)|UNGIL_DEFAULT(n)|UNGIL_RANGE(0, 5)|UNGIL_RANGE(-n, 'a')
"""

FUNCTION_WORDS = """
UNGIL_RELEASE|UNGIL_RELEASE_ABOVE(n, 3)|UNGIL_HOLD|UNGIL_AUTO|UNGIL_SERIALIZED
UNGIL_REQUIRES(n < 9)|UNGIL_SUCCESS(return)|UNGIL_STATUS()
UNGIL_STATUS("failed")|UNGIL_ERRNO|UNGIL_VECTORIZE|UNGIL_SHARED("why")|UNGIL_SKIP
"""

# The author's C in these words does not fit these types, as only the C compiler can tell.
NO_DEFAULTS = ("handle", "point", "const char *@x", "(*@x)")
NO_CONDITIONS = ("void", "point")

COUNTS = ("int n", "size_t n", "int UNGIL_DEFAULT(3) n", "const long n")
RESULTS = ("int", "void", "double", "bool", "const char *", "unsigned", "point")


def listed(text: str) -> list[str]:
    """The alternatives of a table above."""
    return [item for line in text.strip().splitlines() for item in line.split("|")]


def combinations() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every type with every choice of up to two words that are C for it."""
    for length in range(3):
        for words in itertools.combinations(listed(WORDS), length):
            for type in listed(TYPES):
                has_default = "UNGIL_DEFAULT(1)" in words or "UNGIL_DEFAULT(n)" in words
                if not (has_default and any(part in type for part in NO_DEFAULTS)):
                    yield type, words


def alone(name: str, type: str, words: tuple[str, ...]) -> str:
    """A function that takes such a parameter, and what its words may name."""
    return f"int {name}(int n, {_placed(type, words, 'x')}, size_t *UNGIL_INOUT m);"


def together(name: str, chosen: list[tuple[str, tuple[str, ...]]], chance: random.Random) -> str:
    """A function that takes several such parameters, and may return the like of one."""
    parameters = [_placed(*one, "xyzw"[index]) for index, one in enumerate(chosen)]
    parameters.append(chance.choice(("size_t *UNGIL_INOUT m", "int *UNGIL_INOUT m", "int k")))
    chance.shuffle(parameters)
    parameters.insert(0 if chance.random() < 0.7 else len(parameters), chance.choice(COUNTS))
    result = chance.choice(RESULTS)
    function_words = listed(FUNCTION_WORDS)
    if result in NO_CONDITIONS:
        function_words.remove("UNGIL_SUCCESS(return)")
    type, words = chance.choice(chosen)
    if type.endswith("@x") and not type.startswith("const int *const") and chance.random() < 0.2:
        result, function_words = _placed(type, words, "").strip(), ["UNGIL_HOLD", "UNGIL_OUT"]
    behind = " ".join(chance.sample(function_words, chance.choice((0, 0, 1, 1, 2))))
    return f"{result} {name}({', '.join(parameters)}) {behind};"


def _placed(type: str, words: tuple[str, ...], name: str) -> str:
    return type.replace("@x", "".join(f"{word} " for word in words) + name)
