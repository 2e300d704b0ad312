"""Users whose compiler speaks another language than English.

gcc does, by LANGUAGE, where its catalogues are installed (Debian: gcc-12-locales), as .ci/run does.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packages.environments import Environment
from tests.project.commands import replace_in, ungil
from ungil.english import in_english

GERMAN = {"LANGUAGE": "de", "LC_ALL": "C.UTF-8"}


def test_environment_in_english() -> None:
    assert in_english({"LANGUAGE": "de", "A": "b"}) == {"A": "b", "LC_MESSAGES": "C"}
    assert in_english({"LC_ALL": "de_DE.UTF-8", "LC_CTYPE": "C"}) == {
        "LC_CTYPE": "de_DE.UTF-8",
        "LC_MESSAGES": "C",
    }
    for english in ("C", "C.UTF-8", "POSIX", "en_GB.UTF-8", ""):
        assert in_english({"LC_ALL": english}) == {"LC_ALL": english, "LC_MESSAGES": "C"}


def test_build_and_pip(author: Environment, made: Path) -> None:
    replace_in(made / "csrc" / "kernels.c", "size_t n) {", "int n) {")
    said = author.run(
        author.scripts / "ungil", "build", "--no-isolation", folder=made, fails=True, **GERMAN
    )
    told = "cdefs/kernels.h:12:6: error[signature-mismatch]: add_arrays() is declared so"
    assert told in said
    Path(said.strip().rpartition(" ")[2]).unlink()
    said = author.pip("install", "--no-build-isolation", made, fails=True, **GERMAN)
    assert told in said


def test_wrap_and_check(tmp_path: Path, author: Environment, made: Path) -> None:
    """libclang is told where headers are by what the compiler says."""
    pytest.importorskip("clang.cindex")
    (tmp_path / "mine.h").write_text("#include <stddef.h>\nint mine(size_t n);\n", encoding="utf-8")
    assert "1 function bound" in ungil(tmp_path, "wrap", "mine.h", **GERMAN).stdout
    said = author.run(author.scripts / "ungil", "check", "--no-stress", folder=made, **GERMAN)
    assert "nothing found" in said
