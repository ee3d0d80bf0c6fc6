import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.toml import MAXIMUM_BYTES, TomlError, parse


def error_of(data: bytes) -> tuple[int, int, str]:
    with pytest.raises(TomlError) as caught:
        parse(data)
    return caught.value.line, caught.value.column, caught.value.reason


def test_valid_documents_are_read():
    assert parse(b"") == {}
    assert parse('a = "ü"\r\n[b.c]\r\nd = [1, 2]\r\n'.encode()) == {"a": "ü", "b": {"c": {"d": [1, 2]}}}


@pytest.mark.parametrize(
    ("data", "line", "column", "reason"),
    [
        (b"a = 1\nb =\n", 2, 4, "Invalid value"),
        (b"a = 1 2", 1, 7, "Expected newline or end of document after a statement"),
        (b"a = 1\r\n\r\nb = = 2\r\n", 3, 5, "Invalid value"),
        (b'a = 1\nb = """x', 2, 9, "Unterminated string at the end of the file"),
        (b"a = ", 1, 5, "Invalid value at the end of the file"),
        (b"a = 1\na = 2\n", 2, 6, "Cannot overwrite a value"),
        ("ü = 1\n".encode(), 1, 1, "Invalid statement"),
        ('a = "ü" x'.encode(), 1, 9, "Expected newline or end of document after a statement"),
        (b"a = 1\nb = '\xff'\n", 2, 6, "not valid UTF-8"),
        ("a = 'ü".encode() + b"\xff'", 1, 7, "not valid UTF-8"),
        (b"\xef\xbb\xbfa = 1\n", 1, 1, "begins with a byte order mark, which TOML does not allow"),
        (b"a = " + b"[" * 100_000, 1, 1, "nested too deeply"),
        (b"a = " + b"9" * 10_000, 1, 1, "a number is too long"),
    ],
)
def test_errors_name_the_place(data, line, column, reason):
    assert error_of(data) == (line, column, reason)


def test_what_would_take_the_parser_hours_is_refused():
    assert error_of(b"a" * (MAXIMUM_BYTES + 1)) == (1, 1, "longer than 256 KiB")
    assert error_of(b"\n[" + b"a." * 101 + b"b]") == (2, 1, "more than 100 dots in one line")
    assert error_of(b"a." * 501 + b"b = 1") == (1, 1, "more than 500 dots in one line")


def test_ordinary_dots_are_accepted():
    versions = ", ".join(f'"package{i}==1.2.{i}"' for i in range(200))
    assert len(parse(f"a = [{versions}]".encode())["a"]) == 200


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_at_a_place_in_the_file(data):
    check_place(data)


def check_place(data: bytes) -> None:
    refused = None
    try:
        parse(data)
    except TomlError as error:
        refused = error
    if refused is not None:
        lines = data.decode("utf-8", "replace").split("\n")
        assert 1 <= refused.line <= len(lines)
        assert 1 <= refused.column <= len(lines[refused.line - 1]) + 1
        assert refused.reason


@given(st.text(alphabet="ab.=[]{}\"'#,\\\n 1ü", max_size=60))
def test_any_text_is_read_or_refused_at_a_place_in_the_file(text):
    check_place(text.encode())


def test_the_parser_is_imported_only_when_it_is_needed():
    # In a fresh interpreter, since the tests themselves have used it.
    program = "import sys, flake8_inventree_plugin.toml; print({'tomllib', 'tomli'} & set(sys.modules))"
    # Coverage of subprocesses would read its own configuration with the same parser.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert result.stdout == "set()\n"
