from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.reports.escaping import encodable, visible, visible_characters

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain text, \\n as written",
        "Größe 部品 é é 😀",
        "# a comment",
        "## heading [link]",
        "list[::2]",
        "a: b",
    ],
)
def test_what_prints_as_itself_is_left_alone(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\r\nb\tc\x00", "a\\r\\nb\\tc\\x00"),
        ("\u202ereversed\u2066", "\\u202ereversed\\u2066"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("no\xa0break", "no\\xa0break"),
        ("line\u2028end", "line\\u2028end"),
        ("caf\udce9", "caf\\udce9"),
        ("##[error]x", "#\\x23[error]x"),
        ("x ###[add-mask]x", "x ##\\x23[add-mask]x"),
        ("##vso[task.complete]", "#\\x23vso[task.complete]"),
        ("::error::x", "\\x3a:error::x"),
        ("  ::stop-commands::x", "  \\x3a:stop-commands::x"),
    ],
)
def test_what_does_not_is_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "é 部 😀"), ("latin-1", "é \\u90e8 \\U0001f600"), ("ascii", "\\xe9 \\u90e8 \\U0001f600")],
)
def test_what_an_encoding_cannot_write_is_escaped(encoding: str, shown: str) -> None:
    assert visible("é 部 😀", encoding) == shown
    assert encodable("\té 部 😀\n", encoding) == f"\t{shown}\n"


@given(ANY_TEXT, st.sampled_from(["utf-8", "ascii", "latin-1", "cp1252", "shift_jis"]))
def test_nothing_but_printable_text_comes_out(text: str, encoding: str) -> None:
    shown = visible(text, encoding)
    shown.encode(encoding)
    assert not {unicodedata.category(character) for character in shown} & {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    }
    assert not re.search(r"##[A-Za-z]*\[", shown)
    assert not shown.lstrip().startswith("::")
    assert len(visible_characters(text, encoding)) == len(text)
