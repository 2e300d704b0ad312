"""Runs interactive examples by doctest's rules, in one namespace; what fails is printed.

From standard input come, over and over: the number of the first line, the examples, and a NUL.
After each lot a NUL goes back. A page may show an exception by its last line alone.
"""

from __future__ import annotations

import doctest
import re
import sys

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def examples(text: str, first_line: int) -> list[doctest.Example]:
    """The examples of a block."""
    found = doctest.DocTestParser().get_examples(text)
    for example in found:
        example.lineno += first_line
        if example.exc_msg is None and re.match(
            r"[\w.]*(Error|Exception|\w+\.Error): ", example.want
        ):
            example.exc_msg = example.want
    return found


def main() -> None:
    sys.path.insert(0, "")
    namespace: dict[str, object] = {"__name__": "__main__"}
    stdin = iter(sys.stdin.readline, "")
    for first in stdin:
        text = "".join(iter(lambda: next(stdin), "\0\n"))
        test = doctest.DocTest(examples(text, 0), namespace, "page", None, int(first), text)
        runner = doctest.DocTestRunner(verbose=False, optionflags=FLAGS)
        runner.run(test, clear_globs=False)
        namespace = test.globs
        sys.stdout.write("\0\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
