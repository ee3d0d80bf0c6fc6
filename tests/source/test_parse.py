"""Bytes of every kind: each becomes facts or an error with a place, and nothing raises."""

from __future__ import annotations

import sys

import libcst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.source.parse import DecodingError, decode, read_facts

READABLE = {
    "empty": b"",
    "BOM": b"\xef\xbb\xbfx = 1\n",
    "BOM and declaration": b"\xef\xbb\xbf# coding: utf-8\n",
    "Latin-1": b"# coding: latin-1\nx = '\xe9'\n",
    "declared in line 2": b"#!/bin/sh\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n",
    "Shift JIS": b"# coding: shift_jis\nx = '\x81\x40'\n",
    "not declared in line 3": b"\n\n# coding: nonsense\n",
    "form feed": b"\x0cx = 1\n",
}


@pytest.mark.parametrize("data", READABLE.values(), ids=READABLE.keys())
def test_what_can_be_read(data: bytes) -> None:
    assert read_facts(data).error is None


def test_decode() -> None:
    assert decode(b"\xef\xbb\xbfa\r\n") == ("a\r\n", "utf-8", b"\xef\xbb\xbf")
    assert decode(b"# coding: latin-1\n\xe9") == ("# coding: latin-1\né", "iso-8859-1", b"")
    with pytest.raises(DecodingError):
        decode(b"\xff")


UNREADABLE = {
    "not UTF-8": (b"x = 1\ny = '\xc3\xa9\xff'\n", (2, 7, "byte 0xff is not utf-8")),
    "not UTF-8 behind a BOM": (b"\xef\xbb\xbfx = \xff", (1, 5, "byte 0xff is not utf-8")),
    "not UTF-8 late": (b"\n" * 9 + b"\xff", (10, 1, "byte 0xff is not utf-8")),
    "not what it declares": (b"# coding: ascii\nx = '\xe9'", (2, 6, "byte 0xe9 is not ascii")),
    "unknown encoding": (b"# coding: nonsense\n", (1, 1, "unknown encoding: nonsense")),
    "no text encoding": (b"# coding: base64\n", (1, 1, "base64 is no encoding for Python source")),
    "UTF-7": (b"# coding: utf-7\n", (1, 1, "utf-7 is no encoding for Python source")),
    "escapes": (b"# coding: unicode_escape\n", (1, 1, "unicode_escape is no encoding for Python source")),
    "BOM against declaration": (b"\xef\xbb\xbf# coding: latin-1\n", (1, 1, "encoding problem: utf-8")),
    "UTF-16": (
        "x = 1\n".encode("utf-16"),
        (1, 1, "the file is UTF-16, which Python does not read; save it as UTF-8"),
    ),
    "NUL": (b"x = 1\ny\0 = 2\n", (2, 2, "source code holds a NUL byte")),
    "bracket": (b"a\nx = (\n", (2, 5, "'(' was never closed")),
    "bracket far above": (b"f('a'\n\n\ndef x(): pass\n", (1, 2, "'(' was never closed")),
    "indentation": (b"x = 1\n  y = 2\n", (2, 2, "unexpected indent")),
    "missing block": (b"if x:\ny\n", (2, 1, "expected an indented block after 'if' statement on line 1")),
    "tabs": (b"if x:\n\ty\n        z\n", (3, 1, "inconsistent use of tabs and spaces in indentation")),
    "string": (b"\nx = 'a\n", (2, 5, "unterminated string literal (detected at line 2)")),
    "Python 2": (b"x\nprint 1\n", (2, 1, "Missing parentheses in call to 'print'. Did you mean print(...)?")),
    "columns count code points": ("'é😀'; y = = 1\n".encode(), (1, 11, "invalid syntax")),
    "newer grammar above the error": (b"type X = int\nx = f'{a['b']}'\ny = = 1\n", (3, 5, "invalid syntax")),
}


@pytest.mark.parametrize(("data", "error"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read(data: bytes, error: tuple[int, int, str]) -> None:
    assert read_facts(data).error == (*error, False)


def test_valid_python_that_libcst_cannot_read() -> None:
    assert read_facts(b"a = 1\n(x): int = 1\n").error == (2, 4, "libcst cannot read what stands here", True)


def test_valid_python_beyond_the_limits() -> None:
    data = b"a" + b"[0]" * 600
    assert read_facts(data).error == (1, 1348, "the code is nested too deep for the parser", True)


def test_much_deeper_is_not_given_to_python_either() -> None:
    data = b"[a" + b" for a in b" * 40_000 + b"]"
    error = read_facts(data).error
    assert error is not None
    assert error[2:] == ("the code is nested too deep for the parser", False)


@pytest.mark.parametrize("failure", [RecursionError(), ValueError("x"), libcst.CSTValidationError("x")])
def test_failures_of_libcst_are_values(failure: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(libcst, "parse_module", fail)
    error = read_facts(b"x = 1\n").error
    assert error is not None
    assert (error[0], error[1], error[3]) == (1, 1, True)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=60), st.text("ab=:()[]{}'\"\\\n\r\t\x0c#,.f0é@ ", max_size=60).map(str.encode)
    )
)
def test_nothing_raises(data: bytes) -> None:
    facts = read_facts(data)
    if facts.error is not None:
        line, column, reason, _ = facts.error
        assert line >= 1
        assert column >= 1
        assert reason


def test_libcst_is_imported_only_where_a_file_is_parsed() -> None:
    import subprocess

    code = "import sys; import flake8_inventree_plugin.source.parse; sys.exit('libcst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
