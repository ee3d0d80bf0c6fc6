"""`# noqa` comments: what they silence is what flake8 itself silences, comment by comment and line by line."""

from __future__ import annotations

import argparse
import io
import logging
import sys

import pytest
from flake8.processor import FileProcessor
from flake8.violation import Violation
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.source.parse import read_facts
from flake8_inventree_plugin.suppressions import (
    UNSUPPRESSIBLE,
    Suppression,
    collect_suppressions,
    is_suppressed,
    silences_file,
    split_lines,
)

logging.getLogger("flake8").setLevel(logging.ERROR)


def finding(code: str = "INV203", line: int = 1) -> Finding:
    return Finding(code, "name", Severity.WARNING, "message", "advice", "demo.py", Range(line, 1, line, 1))


def silenced(source: str, line: int, code: str = "INV203") -> bool:
    facts = read_facts(source.encode())
    assert facts.error is None, facts.error
    return is_suppressed(finding(code, line), line, facts.suppressions)


def silenced_by_flake8(source: str, line: int, code: str) -> bool:
    lines = io.StringIO(source, newline=None).readlines()
    options = argparse.Namespace(
        disable_noqa=False,
        hang_closing=False,
        indent_size=4,
        max_line_length=79,
        max_doc_length=None,
        verbose=0,
    )
    processor = FileProcessor("demo.py", options, lines=lines)
    if processor.should_ignore_file():
        return True
    # Where flake8 has no line of its own, it reads that of the file on disk.
    physical_line = processor.noqa_line_for(line) or lines[line - 1]
    return Violation(code, "demo.py", line, 1, "message", physical_line).is_inline_ignored(disable_noqa=False)


# The table of comments


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# noqa", True),
        ("# NoQA", True),
        ("#  noqa", False),
        ("#noqa", False),
        ("# noqa: INV203", True),
        ("# noqa:INV203", True),
        ("# noqa: INV203 because legacy", True),
        ("# noqa: INV201,INV203", True),
        ("# noqa: E501 INV203", True),
        ("# noqa: E501, INV203", True),
        ("# noqa: INV201", False),
        ("# noqa: INV2030", False),
        ("# noqa: INV2", True),
        ("# noqa: I2", False),
        ("# noqa: INV", True),
        ("# noqa: E", True),
        ("# noqa because", True),
        ("# noqa : INV201", True),
        ("# noqa:  INV201", True),
        ("# NOQA: inv203", False),
        ("# NOQA: INV203", True),
        ("# type: ignore # noqa: INV203", True),
        ("# see noqa: INV203", False),
        ("# noqa: INV201 # noqa: INV203", False),
        ("# flake8: noqa", False),
        ("'# noqa'", True),
    ],
)
def test_comment(comment: str, expected: bool) -> None:
    source = f"x = 1\ny = 2  {comment}\n" if comment.startswith("#") else f"x = 1\ny = {comment}\n"
    assert silenced(source, 2) is silenced_by_flake8(source, 2, "INV203")
    assert silenced(source, 2) is expected
    assert not silenced(source, 1)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("from plugin import (\n    A,\n    B,\n)  # noqa\n", {4}),
        ("from plugin import (\n    A,  # noqa\n    B,\n)\n", {2}),
        ("x = 1 + \\\n    2 + \\\n    3  # noqa\ny = 1\n", {1, 2, 3}),
        ('x = """a\nb\n"""  # noqa\ny = 1\n', {1, 2, 3}),
        ('x = """a # noqa\nb\n"""\ny = 1\n', {1, 2, 3}),
        ('x = (\n    1,\n    """a\n    b""",  # noqa\n    2,\n)\n', {3, 4}),
        ("x = f'''a\nb {1}\nc'''  # noqa\n", {1, 2, 3}),
        ("x = 'a\\\nb'  # noqa\n", {1, 2}),
        ("# noqa\nx = 1\n", {1}),
        ("x = 1  # noqa", {1}),
        ("# flake8: noqa\nx = 1\ny = 1\n", {1, 2, 3}),
        ("x = 1\n  # flake8: noqa\ny = 1\n", {1, 2, 3}),
        ('"""\n# flake8: noqa\n"""\n', {1, 2, 3}),
        ("x = 1  # flake8: noqa\ny = 1\n", set()),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines(source: str, lines: set[int], newline: str) -> None:
    source = source.replace("\n", newline)
    numbers = range(1, len(split_lines(source)) + 1)
    assert {line for line in numbers if silenced(source, line)} == lines
    assert {line for line in numbers if silenced_by_flake8(source, line, "INV203")} == lines


# flake8 itself decides

COMMENT = st.sampled_from(
    [
        "", "", "", "  # noqa", "  # noqa: INV203", "  # noqa:INV2,E1", "  # noqa : INV501", "  # noqa: inv203",
        "  # noqa: E501 INV203", "  # noqa: INV5 why", "  #noqa", "  # flake8: noqa", "  # é noqa", "  # noqa\\",
        "  # no # noqa: INV501", "  # 'noqa' \"", '  # """ # noqa: INV2',
    ]
)  # fmt: skip
TEXT = st.sampled_from(
    ["", "", "# noqa", "# noqa: INV203", "noqa", "\\\\", "\\\n", "# flake8: noqa", "é", "#", "'"]
)
BLOCK = st.sampled_from(
    [
        "x = 1{c}\n",
        "{c}\n",
        "\n",
        "\x0c\n",
        "x = [{c}\n    1,{c}\n\n    2{c}\n]{c}\n",
        'x = """{t}\n{t}b"""{c}\n',
        'x = (\n    r"""a\n{t}"""{c}\n    "b"{c}\n){c}\n',
        "x = 1 + \\\n    2{c}\n",
        "x = \\\n  [1,{c}\n  2] \\\n  + [3]{c}\n",
        'x = f"""a{{1}}\n{t} {{x!r:>3}}"""{c}\n',
        'x = f"""{{\n1{s}\n}}"""{c}\n',
        "x = f'{{1}}'{c}\n",
        'x = "a\\\nb"{c}\n',
        "if x:{c}\n    y = 1{c}\n    {c}\nelse:{c}\n    y = 2{c}\n",
        'def f(a,{c}\n      b):{c}\n    """doc{t}\n    more\n    """{c}\n    return a{c}\n',
        "class A:{c}\n\n    x = 1{c}\n\n    def f(self): pass{c}\n",
        "x = 1; y = 2{c}\n",
        "@f{c}\ndef g(): ...{c}\n",
    ]
)


@st.composite
def sources(draw: st.DrawFn) -> str:
    text = ""
    for block in draw(st.lists(BLOCK, min_size=1, max_size=5)):
        for placeholder, strategy in (("{c}", COMMENT), ("{t}", TEXT)):
            while placeholder in block:
                block = block.replace(placeholder, draw(strategy), 1)
        text += block.replace("{s}", draw(st.sampled_from(["", "  "]))).replace("{{", "{").replace("}}", "}")
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n", "\r"])))


def is_python(source: str) -> bool:
    try:
        compile(source, "demo.py", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def is_odd(source: str) -> bool:
    """Before Python 3.12 the tokenizer takes a last line without an end for a comment that only begins like
    one, inside a string, and flake8 then knows no lines at all there."""
    last = "".join(split_lines(source)[-1:])
    return sys.version_info < (3, 12) and last.lstrip().startswith("#") and last[-1] not in "\r\n"


@settings(max_examples=250, deadline=None)
@given(sources().filter(is_python))
def test_as_flake8_does(source: str) -> None:
    facts = read_facts(source.encode())
    if facts.error is not None or is_odd(source):
        return
    for line in range(1, len(split_lines(source)) + 1):
        for code in ("INV203", "INV501"):
            expected = silenced_by_flake8(source, line, code)
            assert is_suppressed(finding(code, line), line, facts.suppressions) is expected, (line, code)


# The rest


@pytest.mark.parametrize("code", sorted(UNSUPPRESSIBLE))
def test_what_cannot_be_silenced(code: str) -> None:
    everything = [Suppression(1, 3, f"# flake8: noqa\n# noqa: {code}\n# noqa\n")]
    assert not is_suppressed(finding(code), 1, everything)
    assert is_suppressed(finding("INV101"), 1, everything)


def test_nothing_silences_without_comments() -> None:
    assert not is_suppressed(finding(), 1, [])
    assert not is_suppressed(finding(line=5), 5, [Suppression(1, 3, "# noqa\n")])


def test_only_lines_that_mention_noqa_are_kept() -> None:
    text = "a\nb # noqa\nc \\\nd # NoQA\ne\n"
    assert collect_suppressions(text, [(3, 4)]) == [
        Suppression(2, 2, "b # noqa\n", 2),
        Suppression(3, 4, "c \\\nd # NoQA\n", 6),
    ]
    assert collect_suppressions("noqa\nnoqa\n", [(1, 2)]) == [Suppression(1, 2, "noqa\nnoqa\n")]
    assert collect_suppressions("", []) == []
    assert silences_file([]) is False


@given(st.text(alphabet="a\r\n\x0b\x0c\x1c\u2028é", max_size=20))
def test_lines_are_those_of_a_file(text: str) -> None:
    assert split_lines(text) == io.StringIO(text, newline="").readlines()
