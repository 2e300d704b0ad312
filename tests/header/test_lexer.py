"""Tokens and their positions."""

from __future__ import annotations

from pathlib import Path

from ungil.header.lexer import Directive, Lexed, Token, lex
from ungil.header.report import Report
from ungil.header.source import Source


def lexed(text: str) -> Lexed:
    return lex(Source("x.h", Path("x.h"), text), Report())


def places(text: str) -> list[tuple[str, int, int]]:
    tokens = (item for item in lexed(text).items if isinstance(item, Token))
    return [(token.text, token.line, token.column) for token in tokens]


def test_positions_count_characters_from_one() -> None:
    assert places("int f(\n\tint a);") == [
        ("int", 1, 1),
        ("f", 1, 5),
        ("(", 1, 6),
        ("int", 2, 2),
        ("a", 2, 6),
        (")", 2, 7),
        (";", 2, 8),
    ]


def test_a_comment_over_lines_moves_what_follows() -> None:
    assert places("a /* é\n ü */ b // c\nd") == [("a", 1, 1), ("b", 2, 7), ("d", 3, 1)]


def test_a_continued_line_is_one_line_to_a_comment_and_a_directive() -> None:
    assert places("// a \\\n b\nc") == [("c", 3, 1)]
    (directive, token) = lexed("#define A 1 + \\\n  2\nx").items
    assert isinstance(directive, Directive)
    assert [t.text for t in directive.tokens] == ["define", "A", "1", "+", "2"]
    assert directive.tokens[-1].line == 2
    assert isinstance(token, Token)
    assert (token.text, token.line) == ("x", 3)


def test_a_comment_in_a_directive_may_go_on_over_lines() -> None:
    (directive, token) = lexed("#define A /* one\n two */ 3\nx").items
    assert isinstance(directive, Directive)
    assert [t.text for t in directive.tokens] == ["define", "A", "3"]
    assert isinstance(token, Token)
    assert token.text == "x"


def test_comment_marks_inside_a_string_are_text() -> None:
    assert [text for text, _, _ in places('"/*" \'"\' "a\\"//b" c')] == [
        '"/*"',
        "'\"'",
        '"a\\"//b"',
        "c",
    ]


def test_numbers_are_whole() -> None:
    text = "0x1.8p-3 1e+5 .5f 10ULL 0b101 1.0"
    assert [token for token, _, _ in places(text)] == text.split()


def test_longest_operator_wins() -> None:
    text = "<<= >>= ... -> ++ -- && || == != <= >= << >>"
    assert [token for token, _, _ in places(text)] == text.split()


def test_a_hash_inside_a_line_starts_no_directive() -> None:
    assert [text for text, _, _ in places("a # define b")] == ["a", "#", "define", "b"]
