"""What the screen refuses, at the edge; and that what it lets pass is parsed and collected."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flake8_inventree_plugin.source import screen as screen_module
from flake8_inventree_plugin.source.parse import read_facts
from flake8_inventree_plugin.source.screen import MAXIMUM_LINES, MAXIMUM_SIGNS, screen

TOO_DEEP = "the code is nested too deep for the parser"


def repeated(before: str, unit: str, middle: str, after: str, count: int) -> str:
    return before + unit * count + middle + after * count + "\n"


FORMS = {
    # form: (before, what repeats, middle, what repeats behind, how often it passes)
    "parentheses": ("", "(", "1", ")", 71),
    "lists": ("", "[", "1", "]", 71),
    "dicts": ("", "{1:", "1", "}", 71),
    "calls in calls": ("", "f(", "1", ")", 71),
    "keywords": ("", "f(a=", "1", ")", 71),
    "chain of calls": ("a", "()", "", "", 448),
    "chain of subscripts": ("a", "[1]", "", "", 448),
    "chain of attributes": ("a", ".a", "", "", 453),
    "sum": ("a", "+a", "", "", 453),
    "power": ("a", "**a", "", "", 226),
    "and": ("a", " and a", "", "", 453),
    "comparison": ("a", "<a", "", "", 453),
    "not": ("", "not ", "a", "", 453),
    "signs": ("", "-", "a", "", 453),
    "strings": ("(", "'a'\n", ")", "", 670),
    "bytes": ("(", "b'a' ", ")", "", 670),
    "conditional": ("", "a if b else ", "c", "", 226),
    "lambda": ("", "lambda:", "c", "", 261),
    "lambda with parameters": ("", "lambda a, b:", "c", "", 261),
    "lambda in a default": ("", "lambda a=", "c", ": a", 45),
    "lambda in a later default": ("", "lambda a, *b, c=", "c", ": a", 45),
    "elif": ("if a:\n pass\n", "elif a:\n pass\n", "", "", 594),
    "for in a comprehension": ("[a", " for a in b", "]", "", 203),
    "f-strings": ("", "f'{", "1", "}'", 68),
    "formats": ("f'", "{a:", "1", "}", 84),
    "sums in sums": ("", "(a+a+a+a+", "a", ")", 43),
    "sums behind sums": ("", "(", "a", "+a+a+a+a+a)", 40),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_edge(form: str) -> None:
    before, unit, middle, after, count = FORMS[form]
    assert screen(repeated(before, unit, middle, after, count)) is None
    refused = screen(repeated(before, unit, middle, after, count + 1))
    assert refused is not None
    assert refused[2] == TOO_DEEP


def blocks(count: int) -> str:
    return "".join(" " * depth + "if a:\n" for depth in range(count)) + " " * count + "pass\n"


def test_blocks() -> None:
    assert screen(blocks(26)) is None
    assert screen(blocks(27)) == (28, 28, TOO_DEEP)
    assert screen("if a:\n pass\n" * 1000) is None


NOT_NESTED = {
    "items": "x = [" + "(a + b.c),\n" * 1000 + "]\n",
    "arguments": "f(" + "a=b(c + d), " * 1000 + ")\n",
    "statements": "a + b\n" * 1000 + "c.d; " * 1000 + "\n",
    "targets": "a = " * 1000 + "b\n",
    "brackets in strings": "x = '" + "(" * 1000 + "'\ny = '''\n" + "[\n" * 1000 + "'''\n",
    "brackets in comments": "# " + "(" * 1000 + "\n" + "x = 1  # [\n" * 1000,
    "brackets in f-strings": "x = f'" + "(" * 1000 + "{a}{{" + "[" * 1000 + "'\n",
    "lambdas": "x = {" + "1: lambda a, b=1: 2, " * 1000 + "}\nf(" + "a=lambda: 1, " * 1000 + ")\n",
    "fields": "x = f'''" + "{a.b(c['d'])} {e:>{f}}\n" * 1000 + "'''\n",
    "quotes in f-strings": "x = f'{a['b']}{c[\"(\"]}'\n" * 500,
    "escaped quotes": "x = '\\'(' + \"\\\"[\" + r'\\'\n".replace("r'\\'", "r'\\d'") * 500,
    "raw f-strings": "x = rf'\\{a}\\'('\n" * 500,
    "named characters": "x = f'\\N{LEFT PARENTHESIS}('\n" * 500,
    "strings without an end": "x = 'a\n" + "(" * 1000,
    "wrong brackets": "x = (]" + "(" * 1000,
    "names with keywords": "x = order_in_if.for_and\n" * 500,
    "deep names": "import " + ".".join(["a"] * 400) + "\n",
    "a call of case": "case(f(f(f(f(f(f(1)))))))\n",
    "CRLF": "x = (\r\n(\r\n1)\r\n)\r\n" * 500,
}


@pytest.mark.parametrize("text", NOT_NESTED.values(), ids=NOT_NESTED.keys())
def test_what_is_side_by_side_passes(text: str) -> None:
    assert screen(text) is None


def test_patterns() -> None:
    match = "match x:\n case {}: pass\n"
    assert screen(match.format("(" * 5 + "1" + ")" * 5)) is None
    reason = "more than 5 nested brackets follow `case`"
    assert screen(match.format("(" * 6 + "1" + ")" * 6)) == (2, 12, reason)
    assert screen(match.format("a if " + "(" * 6 + "1" + ")" * 6)) is None
    assert screen(match.format("a") + "x = " + "(" * 6 + "1" + ")" * 6) is None


def test_deletions() -> None:
    assert screen("del " + "a[" * 15 + "1" + "]" * 15 + "\n") is None
    assert screen("del " + "(" * 16 + "a" + ")" * 16 + "\n") == (
        1,
        20,
        "more than 15 nested brackets follow `del`",
    )
    assert (
        screen("if a: del " + "(" * 10 + "a" + ")" * 10 + "; x = " + "(" * 20 + "a" + ")" * 20 + "\n") is None
    )
    # As bad as it gets: the parser must try everything before it knows that this is nothing.
    assert read_facts(b"del (" + b"(\n" * 14 + b"a" + b"\n) as a" * 14 + b")\n").error is not None


def test_lines() -> None:
    assert screen("\r\n" * (MAXIMUM_LINES - 1)) is None
    assert screen("\n" * MAXIMUM_LINES) == (50_001, 1, "the file has more than 50000 lines")


@pytest.mark.parametrize(
    ("before", "unit", "signs", "after"),
    [
        ("", "a;", 1, "\n"),
        ("", "#\n", 2, "\n"),
        ("x = [", "a[a],", 3, "]\n"),
        ("x = f'", "{a}", 2, "'\n"),
        ("x = f'", "\\n", 1, "'\n"),
        ("x = [", "'',", 2, "]\n"),
    ],
)
def test_signs(before: str, unit: str, signs: int, after: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(screen_module, "MAXIMUM_LINES", MAXIMUM_SIGNS)
        fits = (MAXIMUM_SIGNS - 10) // signs
        assert screen(before + unit * fits + after) is None
        refused = screen(before + unit * (fits + 10) + after)
    assert refused is not None
    assert refused[2] == "the file has more than 100000 operators, brackets and line ends"


def test_place_counts_code_points() -> None:
    refused = screen("é = '😀' + " + "(" * 100)
    assert refused == (1, 95, TOO_DEEP)


# Any of these ends the process where the screen lets it pass: they must be tried outside.
_CHILD = """
import sys
from flake8_inventree_plugin.source.parse import read_facts
from tests.source.test_screen import FORMS, blocks, repeated
for form, (*parts, count) in FORMS.items():
    error = read_facts(repeated(*parts, count).encode()).error
    assert error is None or not error[3], (form, error)
    for many in (count * 2, 20_000):
        assert read_facts(repeated(*parts, many).encode()).error, form
assert read_facts(blocks(26).encode()).error is None
assert read_facts(blocks(90).encode()).error
print("alive")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the stack")
def test_the_parser_stands_what_passes_with_a_stack_of_one_mebibyte() -> None:
    limit = "import resource, os, sys; resource.setrlimit(resource.RLIMIT_STACK, (1 << 20, 1 << 20)); "
    limit += "os.execv(sys.executable, [sys.executable, '-c', sys.argv[1]])"
    done = subprocess.run([sys.executable, "-c", limit, _CHILD], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")


def test_a_large_file() -> None:
    assert read_facts(b"#" * ((1 << 20) + 1)).error == (1, 1, "the file is larger than 1048576 bytes", False)
    assert read_facts(b"#" * (1 << 20)).error is None


DENSE = """
import resource, sys, time
from flake8_inventree_plugin.source.parse import read_facts
from flake8_inventree_plugin.source.screen import MAXIMUM_SIGNS
start = time.process_time()
facts = read_facts(b"x = [" + b"a[a]," * (MAXIMUM_SIGNS // 3 - 10) + b"]\\n")
assert facts.error is None, facts.error
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs the most memory that a child used")
def test_what_passes_takes_neither_ten_seconds_nor_a_gibibyte() -> None:
    """The densest text of those that were tried; `fuzz/nesting.py` looks for a worse one."""
    done = subprocess.run([sys.executable, "-c", DENSE], capture_output=True, text=True, check=True)
    seconds, mebibytes = map(float, done.stdout.split())
    assert mebibytes < 1024
    assert seconds < 10 * SLOW_MACHINE


SLOW_MACHINE = 3
"""What the machine that runs the tests may be slower than that on which the limit was measured."""
