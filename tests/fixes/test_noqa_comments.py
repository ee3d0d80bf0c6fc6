"""`# noqa` comments that are written: where they go, what they join, and that flake8 honours them."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.fixes.noqa_comments import add_comments, check_reason
from flake8_inventree_plugin.source.parse import read_facts
from flake8_inventree_plugin.suppressions import split_lines
from tests.test_suppressions import is_odd, is_python, silenced, silenced_by_flake8, sources

REASON = "E2E tests need it"


def added(source: str, *lines: int, codes: tuple[str, ...] = ("INV203",)) -> str:
    result = add_comments(source.encode(), dict.fromkeys(lines, codes), REASON)
    assert result.refused == {}
    return result.content.decode()


@pytest.mark.parametrize(
    ("source", "line", "expected"),
    [
        ("x = 1\n", 1, "x = 1  # noqa: INV203  # E2E tests need it\n"),
        ("x = 1", 1, "x = 1  # noqa: INV203  # E2E tests need it"),
        ("x = 1  \n", 1, "x = 1    # noqa: INV203  # E2E tests need it\n"),
        ("x = 1\r\ny = 2\r\n", 1, "x = 1  # noqa: INV203  # E2E tests need it\r\ny = 2\r\n"),
        ("x = 1\ry = 2\r", 2, "x = 1\ry = 2  # noqa: INV203  # E2E tests need it\r"),
        ("", 1, "# noqa: INV203  # E2E tests need it\n"),
        ("\nx = 1\n", 1, "# noqa: INV203  # E2E tests need it\nx = 1\n"),
        ("# comment\n", 1, "# comment  # noqa: INV203  # E2E tests need it\n"),
        ("x = 1  # type: ignore\n", 1, "x = 1  # type: ignore  # noqa: INV203  # E2E tests need it\n"),
        ("x = 1  # noqa: E501\n", 1, "x = 1  # noqa: E501, INV203  # E2E tests need it\n"),
        ("x = 1  # noqa:E501,W1 old\n", 1, "x = 1  # noqa:E501,W1, INV203 old  # E2E tests need it\n"),
        ("x = 1  # noqa: E501, # b\n", 1, "x = 1  # noqa: E501, INV203, # b  # E2E tests need it\n"),
        ("x = 1  # NOQA: inv203\n", 1, "x = 1  # NOQA: inv203, INV203  # E2E tests need it\n"),
        (
            "x = 1  # noqa: INV101  # E2E tests need it\n",
            1,
            "x = 1  # noqa: INV101, INV203  # E2E tests need it\n",
        ),
        ('x = "# noqa: E5"\n', 1, None),
        ("#!/usr/bin/python\nx = 1\n", 1, None),
        ('x = """a\nb\n"""\n', 1, 'x = """a\nb\n"""  # noqa: INV203  # E2E tests need it\n'),
        ('x = """a\n# noqa: E5\n"""\n', 1, None),
        ("x = 1 + \\\n    2\n", 1, "x = 1 + \\\n    2  # noqa: INV203  # E2E tests need it\n"),
        ("class A(\n    B,\n):\n    x = 1\n", 1, "class A(  # noqa: INV203  # E2E tests need it\n    B,\n):\n    x = 1\n"),
        ("x = 1\n", 9, None),
        ("x = (\n", 1, None),
        ("\x00", 1, None),
    ],
)  # fmt: skip
def test_comment(source: str, line: int, expected: str | None) -> None:
    result = add_comments(source.encode(), {line: ["INV203"]}, REASON)
    if expected is None:
        assert result.content == source.encode()
        assert list(result.refused) == [line]
        return
    assert (result.content.decode(), result.refused) == (expected, {})
    assert silenced(expected, line)
    assert silenced_by_flake8(expected, line, "INV203")


def test_several_codes_and_lines() -> None:
    result = add_comments(
        b'x = """\n"""\ny = 1\n', {1: ["INV203", "INV203"], 2: ["INV101"], 3: ["INV5"]}, "r"
    )
    assert result.content == b'x = """\n"""  # noqa: INV101, INV203  # r\ny = 1  # noqa: INV5  # r\n'


def test_a_refused_line_does_not_keep_others_back() -> None:
    result = add_comments(b'x = "# noqa: E5"\ny = 1\n', {1: ["INV203"], 2: ["INV203"]}, "r")
    assert result.content == b'x = "# noqa: E5"\ny = 1  # noqa: INV203  # r\n'
    assert result.refused == {1: 'flake8 reads the "# noqa" in the string before any comment'}


@pytest.mark.skipif(sys.version_info < (3, 12), reason="An f-string is one token.")
def test_inside_an_fstring() -> None:
    source = b'x = f"""{\n1\n}"""\n'
    result = add_comments(source, {1: ["INV203"], 2: ["INV203"], 3: ["INV203"]}, "r")
    assert result.refused == dict.fromkeys((1, 2), "no comment can stand inside of a string")
    assert result.content == b'x = f"""{\n1\n}"""  # noqa: INV203  # r\n'


def test_encodings() -> None:
    latin = "# coding: latin-1\nx = 'é'\n".encode("latin-1")
    assert add_comments(latin, {2: ["INV203"]}, "für").content == (
        "# coding: latin-1\nx = 'é'  # noqa: INV203  # für\n".encode("latin-1")
    )
    refused = add_comments(latin, {2: ["INV203"]}, "日本")
    assert (refused.content, refused.refused) == (latin, {2: "the reason cannot be written in iso-8859-1"})
    mark = b"\xef\xbb\xbfx = 1\n"
    assert add_comments(mark, {1: ["INV203"]}, "r").content == b"\xef\xbb\xbfx = 1  # noqa: INV203  # r\n"


@pytest.mark.parametrize("reason", ["", "  ", "a\nb", "a\x1b[1m", "see # noqa", "NoQA", "coding: utf-16"])
def test_reasons_that_are_none(reason: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        check_reason(reason)
    check_reason(REASON)


@settings(max_examples=300, deadline=None)
@given(sources().filter(is_python), st.data())
def test_any_file(source: str, data: st.DataObject) -> None:
    data_before = source.encode()
    if read_facts(data_before).error is not None or is_odd(source):
        return
    count = max(1, len(split_lines(source)))
    lines = data.draw(st.sets(st.integers(1, count), min_size=1))
    wanted = {
        line: [code]
        for line in lines
        for code in [data.draw(st.sampled_from(["INV203", "INV501"]))]
        if not silenced(source, line, code)
    }
    result = add_comments(data_before, wanted, REASON)
    text = result.content.decode()
    assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(source))
    remaining = iter(text)
    assert all(character in remaining for character in source), "something was taken away"
    for line in wanted.keys() - result.refused.keys():
        assert silenced(text, line, wanted[line][0])
        assert silenced_by_flake8(text, line, wanted[line][0])
    again = {line: wanted[line] for line in result.refused}
    assert add_comments(result.content, again, REASON).content == result.content
    changed = [
        number
        for number, (old, new) in enumerate(zip(split_lines(source), split_lines(text), strict=False), 1)
        if old != new
    ]
    assert len(changed) <= len(wanted)


RUFF = shutil.which("ruff") or shutil.which("ruff", path=str(Path(sys.executable).parent))


@pytest.mark.skipif(RUFF is None, reason="ruff is not installed")
@pytest.mark.parametrize("source", ["import os\n", "import os  # noqa: F401\n"])
def test_ruff_keeps_them(tmp_path: Path, source: str) -> None:
    assert RUFF is not None
    file = tmp_path / "demo.py"
    text = added(source, 1)
    file.write_text(text)
    options = ["--isolated", "--no-cache", "--preview", "--fix", "--select=RUF100,E261,E262"]
    done = subprocess.run(
        [RUFF, "check", *options, '--config=lint.external=["INV"]', str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Invalid" not in done.stderr
    assert "INV203" in file.read_text()
