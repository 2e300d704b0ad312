"""Doc comments: which declaration they belong to, and what Doxygen's commands become."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading import read_all
from ungil.header.documentation import parse
from ungil.interface import Documentation

FORMS = {
    "javadoc": "/** Adds.\n * Well.\n * @param a  first\n *           one\n * @return sum */",
    "qt": "/*! Adds.\n Well.\n \\param a first one\n \\returns sum */",
    "slashes": "/// Adds.\n/// Well.\n/// @param[in] a first one\n/// @return sum",
    "exclamations": "//! Adds.\n//! Well.\n//! @param a first one\n//! @result sum",
    "brief": "/**\n * @brief Adds.\n * Well.\n * @param[in] a first one\n * @return\n * sum\n */",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_comment(tmp_path: Path, form: str) -> None:
    function = read_all(tmp_path, f"{FORMS[form]}\nint f(int a);").functions[0]
    assert function.documentation == Documentation("Adds.\nWell.", (("a", "first one"),), "sum")


def test_comments_behind_parameters_and_functions(tmp_path: Path) -> None:
    declarations = """
    /** Adds. */
    int f(int a,  ///< first
          int b,  /**< second,
                   *   and last */
          int (*UNGIL_NOESCAPE c)(int, int)  //!< third
    );
    int g(int a); ///< Only behind.
                  ///< On two lines.
    int h(int a /*!< inside */);
    """
    f, g, h = read_all(tmp_path, declarations).functions
    expected = (("a", "first"), ("b", "second, and last"), ("c", "third"))
    assert f.documentation == Documentation("Adds.", expected)
    assert g.documentation == Documentation("Only behind.\nOn two lines.")
    assert h.documentation == Documentation("", (("a", "inside"),))


def test_a_comment_belongs_to_what_follows_it_directly(tmp_path: Path) -> None:
    declarations = """
    /** @file The header. */

    /** A constant. */
    #define LIMIT 3
    int f(void);

    /** A type. */
    typedef int number;
    int g(void);
    /* no doc comment */
    int h(void); /** Of i. */
    int i(void);
    /*********** a row of stars ***********/
    int j(void);
    """
    texts = {f.name: f.documentation.text for f in read_all(tmp_path, declarations).functions}
    assert texts == {"f": "", "g": "", "h": "", "i": "Of i.", "j": ""}


def test_the_nearest_of_two_comments_counts(tmp_path: Path) -> None:
    function = read_all(tmp_path, "/** Far. */\n/** Near. */\nint f(void);").functions[0]
    assert function.documentation.text == "Near."


def test_paragraphs_commands_and_code() -> None:
    assert parse(
        """
 One line
 and another.

 @note Careful.
 @details More @c code and \\p a.
 @code
   f(1);
 @endcode
 @see g
 @retval 0 it worked
"""
    ) == Documentation(
        "One line\nand another.\n\nNote: Careful.\n\nMore code and a.\n\n    f(1);\n\nSee g",
        (),
        "0 it worked",
    )


@pytest.mark.parametrize("text", ['"""', "100 %", "C:\\new\\table", "??/", "\\", "@", "a * / b"])
def test_odd_text_comes_through(tmp_path: Path, text: str) -> None:
    function = read_all(tmp_path, f"/** Says {text} here. */\nint f(void);").functions[0]
    assert function.documentation.text == f"Says {text} here."


def test_a_comment_ends_at_its_first_end(tmp_path: Path) -> None:
    function = read_all(tmp_path, "/** Ends /* here. */ int f(void); /* */").functions[0]
    assert function.documentation.text == "Ends /* here."


def test_direction_may_stand_apart() -> None:
    doc = parse("@param [out] a  lies in [0, 1]\n@param[in,out] b  both")
    assert dict(doc.parameters) == {"a": "lies in [0, 1]", "b": "both"}
