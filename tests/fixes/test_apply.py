"""Applying fixes: only what a fix names changes, or nothing does; on disk as well."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_inventree_plugin.findings import Finding, Fix, Range, Severity
from flake8_inventree_plugin.fixes.apply import (
    Outcome,
    fix_file,
    fix_until_stable,
    replacements,
    unified_diff,
)
from flake8_inventree_plugin.fixes.source import Edit, Source, apply_edits

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links or modes")
Edits = Callable[[Source, Finding], list[Edit]]


def finding(
    line: int = 1,
    column: int = 1,
    *,
    fix: str = "made_up",
    path: str = "demo.py",
    safe: bool = True,
    **arguments: object,
) -> Finding:
    made = Fix(fix, "Mend it", safe, arguments)
    return Finding(
        "INV203", "name", Severity.WARNING, "m", "a", path, Range(line, column, line, column), fix=made
    )


@pytest.fixture
def fixes(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts made-up fixes, by name, beside the real ones."""

    def put(**found: Edits) -> None:
        for name, edits in found.items():
            module = ModuleType(name)
            module.edits = edits  # type: ignore[attr-defined]
            monkeypatch.setitem(sys.modules, f"flake8_inventree_plugin.fixes.{name}", module)

    return put


def replacing(old: str, new: str) -> Edits:
    """A fix that replaces the first occurrence of a text."""

    def edits(source: Source, found: Finding) -> list[Edit]:
        start = source.text.find(old)
        return [] if start < 0 else [Edit(start, start + len(old), new)]

    return edits


# Texts


def test_source() -> None:
    source = Source("a = 'é'\r\nb\r\n\x0cc = '''x\u2028\n'''")
    assert source.newline == "\r\n"
    assert [source.line(number) for number in range(1, 6)] == [
        "a = 'é'\r\n",
        "b\r\n",
        "\x0cc = '''x\u2028\n",
        "'''",
        "",
    ]
    assert (source.offset(1, 1), source.offset(2, 1), source.offset(4, 4)) == (0, 9, len(source.text))
    assert (source.position(0), source.position(9), source.position(len(source.text))) == (
        (1, 1),
        (2, 1),
        (4, 4),
    )
    assert source.text_at(Range(1, 5, 1, 8)) == "'é'"
    assert source.replace(Range(1, 5, 2, 2), "x") == Edit(4, 10, "x")
    assert [Source(text).newline for text in ("", "a", "a\n", "a\r", "a\rb\n", "a\r\nb\n")] == [
        "\n",
        "\n",
        "\n",
        "\r",
        "\r",
        "\r\n",
    ]
    assert Source("x = 1\r\n").module.code == "x = 1\r\n"


@given(st.text(alphabet="ab\r\n\x0cé", max_size=30))
def test_positions_and_offsets_agree(text: str) -> None:
    source = Source(text)
    for offset in range(len(text) + 1):
        assert source.offset(*source.position(offset)) == offset


def test_apply_edits() -> None:
    assert apply_edits("abc", []) == "abc"
    assert apply_edits("abc", [Edit(2, 3, "C"), Edit(0, 1, "A")]) == "AbC"
    assert apply_edits("abc", [Edit(1, 1, "x"), Edit(3, 3, "y"), Edit(0, 0, "z")]) == "zaxbcy"
    assert apply_edits("abc", [Edit(0, 1, "x"), Edit(1, 2, "y")]) == "xyc"
    assert apply_edits("abc", [Edit(1, 1, "+"), Edit(1, 2, "B")]) == "a+Bc"
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("abc", [Edit(0, 2, "x"), Edit(1, 3, "y")])


# One file


def test_only_the_edit_changes(fixes: Callable[..., None]) -> None:
    fixes(made_up=replacing("1", "2"))
    found = finding()
    assert fix_file("demo.py", b"x = 1  # one\n", [found]) == (b"x = 2  # one\n", [found])


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\r\ny = '1'\r\n",
        b"x = 1\r\ny = 3\nz = 4\r\n",
        b"\xef\xbb\xbfx = 1\n",
        b"\xef\xbb\xbf# -*- coding: utf-8 -*-\r\nx = 1",
        b"# coding: latin-1\nx = 1  # \xe9\xff\n",
        b"# coding: cp1252\nx = 1  # \x80\n",
        "x = 1  # \N{GRINNING FACE}".encode(),
        b"x = 1",
        b"x = 1\n\x0c\n\n",
        b"\tx = 1\n".lstrip() + b"if x:\n\ty = 3  \n",
        b"x = 1 ; y = 2 ;\n",
    ],
)
def test_bytes_outside_the_edit_survive(fixes: Callable[..., None], data: bytes) -> None:
    fixes(made_up=replacing("x = 1", "x = 5"))
    found = finding()
    assert fix_file("demo.py", data, [found]) == (data.replace(b"x = 1", b"x = 5"), [found])


def test_fix_that_finds_another_text_does_nothing(fixes: Callable[..., None]) -> None:
    fixes(made_up=replacing("nowhere", "x"))
    assert fix_file("demo.py", b"x = 1\n", [finding()]) == (b"x = 1\n", [])


def test_overlapping_fixes_wait(fixes: Callable[..., None]) -> None:
    fixes(
        wide=lambda source, _: [Edit(0, 5, "y = 2")],
        inside=lambda source, _: [Edit(4, 5, "3")],
        insert=lambda source, _: [Edit(2, 2, "")],
        same_place=lambda source, _: [Edit(0, 0, "# a\n")],
        here_too=lambda source, _: [Edit(0, 0, "# b\n")],
        behind=lambda source, _: [Edit(5, 5, "0")],
        twice=lambda source, _: [Edit(6, 7, "b"), Edit(4, 5, "9")],
    )

    def fixed(*names: str) -> tuple[bytes, list[str]]:
        result = fix_file("demo.py", b"x = 1\na = 7\n", [finding(fix=name) for name in names])
        assert not isinstance(result, str)
        return result[0], [one.fix.name for one in result[1] if one.fix]

    assert fixed("wide", "inside") == (b"y = 2\na = 7\n", ["wide"])
    assert fixed("inside", "wide") == (b"x = 3\na = 7\n", ["inside"])
    assert fixed("wide", "insert") == (b"y = 2\na = 7\n", ["wide"])
    assert fixed("wide", "same_place") == (b"y = 2\na = 7\n", ["wide"])
    assert fixed("same_place", "here_too") == (b"# a\nx = 1\na = 7\n", ["same_place"])
    # The same edit mends both findings.
    assert fixed("twice", "twice", "inside") == (b"x = 9\nb = 7\n", ["twice", "twice"])
    assert fixed("wide", "behind") == (b"y = 20\na = 7\n", ["wide", "behind"])
    assert fixed("inside", "twice") == (b"x = 3\na = 7\n", ["inside"])
    assert fixed("twice", "inside") == (b"x = 9\nb = 7\n", ["twice"])


def test_what_other_files_insert_at_one_place_keeps_its_order(fixes: Callable[..., None]) -> None:
    fixes(
        b=lambda source, _: [Edit(4, 4, "b")],
        a=lambda source, _: [Edit(4, 4, "a")],
        wide=lambda source, _: [Edit(3, 5, "c")],
        behind=lambda source, _: [Edit(4, 5, "d")],
    )

    def fixed(*names: str) -> tuple[bytes, int]:
        found = [finding(fix=name, path="other.py") for name in names]
        result = fix_file("notes.txt", b"one two", found)
        assert not isinstance(result, str)
        return result[0], len(result[1])

    assert fixed("b", "a") == (b"one batwo", 2)
    assert fixed("a", "wide", "b") == (b"one abtwo", 2)
    assert fixed("wide", "b") == (b"onecwo", 1)
    assert fixed("b", "behind") == (b"one btwo", 1)


def test_refusals(fixes: Callable[..., None]) -> None:
    fixes(
        made_up=replacing("1", "2"),
        broken=replacing("1", "("),
        euro=replacing("1", "'\N{EURO SIGN}'"),
        itself=lambda source, _: [Edit(0, 3, "a"), Edit(2, 5, "b")],
    )

    def reason(data: bytes, fix: str = "made_up", path: str = "demo.py") -> object:
        return fix_file(path, data, [finding(fix=fix)])

    # What libcst accepts, but gives back in another way.
    for data in (b"try:\n    x = 1\nexcept OSError :\n    pass\n", b"x = 1\ry = 2\r", b"\x0cx = 1\n"):
        assert reason(data) == "our parser does not give its text back unchanged"
    assert reason(b"x = 1 (\n") == "our parser does not give its text back unchanged"
    assert str(reason(b"x = 1 # \xff\n")).startswith("it cannot be read: ")
    assert str(reason(b"# coding: klingon\nx = 1\n")).startswith("it cannot be read: ")
    assert reason(b"x = 1\n", "broken") == "the result could not be parsed"
    assert (
        reason(b"# coding: latin-1\nx = 1\n", "euro")
        == "the result cannot be written in its encoding, iso-8859-1"
    )
    assert reason(b"x = 1\n", "itself") == "a fix contradicts itself: edits overlap"
    assert reason(b"x = 1\n[y\n", path="pyproject.toml") == "our parser does not give its text back unchanged"
    assert reason(b"x = 1\n", "broken", path="pyproject.toml") == "the result could not be parsed"
    assert reason(b"x = 1\n", path="pyproject.toml") == (b"x = 2\n", [finding()])
    assert reason(b"x = ( 1\n", "broken", path="notes.txt") == (b"x = ( (\n", [finding(fix="broken")])


# Until nothing is left


class Files:
    """A made-up project, and what is found in it."""

    def __init__(self, **files: str) -> None:
        self.files = {f"{name}.py": text.encode() for name, text in files.items()}
        self.runs = 0

    def find(self, contents: Mapping[str, bytes]) -> list[Finding]:
        """A finding for each number below 5, and an unsafe one for each "risky"."""
        self.runs += 1
        found = []
        for path, data in {**self.files, **contents}.items():
            number = data.decode().rstrip()[-1:]
            if number in "01234":
                found.append(finding(path=path, to=str(int(number) + 1)))
            if b"risky" in data:
                found.append(finding(path=path, fix="risky", safe=False))
        return found

    def fix(self, *, unsafe: bool = False) -> Outcome:
        return fix_until_stable(self.find, self.files.get, unsafe=unsafe)


def count_up(source: Source, found: Finding) -> list[Edit]:
    assert found.fix is not None
    end = len(source.text.rstrip())
    return [Edit(end - 1, end, str(found.fix.arguments["to"]))]


def test_fixes_can_uncover_the_next_finding(fixes: Callable[..., None]) -> None:
    fixes(made_up=count_up)
    files = Files(a="x = 2\n", b="x = 5\n", c="x = 4\n")
    outcome = files.fix()
    assert outcome.contents == {"a.py": b"x = 5\n", "c.py": b"x = 5\n"}
    assert [one.path for one in outcome.fixed] == ["a.py", "c.py", "a.py", "a.py"]
    assert outcome.refused == {}
    assert files.runs == 4


def test_unsafe_fixes_have_to_be_asked_for(fixes: Callable[..., None]) -> None:
    fixes(made_up=count_up, risky=replacing("risky", "calm"))
    files = Files(a="risky = 5\n")
    assert files.fix() == Outcome()
    assert files.fix(unsafe=True).contents == {"a.py": b"calm = 5\n"}


def test_findings_without_a_fix_are_left(fixes: Callable[..., None]) -> None:
    plain = Finding("INV203", "name", Severity.WARNING, "m", "a", "demo.py", Range(1, 1, 1, 1))
    assert fix_until_stable(lambda contents: [plain], lambda path: b"x = 1\n") == Outcome()


def test_file_that_is_not_there_is_left() -> None:
    assert fix_until_stable(lambda contents: [finding()], lambda path: None) == Outcome()


def test_refused_file_is_asked_once_and_hides_no_other(fixes: Callable[..., None]) -> None:
    fixes(made_up=count_up)
    outcome = Files(a="try: x\nexcept OSError : 3\n", b="x = 3\n").fix()
    assert outcome.contents == {"b.py": b"x = 5\n"}
    assert list(outcome.refused) == ["a.py"]
    assert {one.path for one in outcome.fixed} == {"b.py"}


def test_file_that_is_refused_in_a_later_pass_is_left_as_it_was(fixes: Callable[..., None]) -> None:
    fixes(made_up=lambda source, found: [Edit(4, 5, "4" if source.text[4] == "3" else "(")])
    outcome = Files(a="x = 3\n", b="x = 5\n").fix()
    assert (outcome.contents, outcome.fixed) == ({}, [])
    assert outcome.refused == {"a.py": "the result could not be parsed"}


def test_fixes_that_undo_each_other_change_nothing(fixes: Callable[..., None]) -> None:
    fixes(made_up=count_up, swap=lambda source, _: [Edit(4, 5, "2" if source.text[4] == "1" else "1")])
    files = Files(a="x = 1\n", b="x = 3\n")

    def find(contents: Mapping[str, bytes]) -> list[Finding]:
        return [
            finding(path="a.py", fix="swap"),
            *(one for one in files.find(contents) if one.path == "b.py"),
        ]

    outcome = fix_until_stable(find, files.files.get)
    assert outcome.contents == {"b.py": b"x = 5\n"}
    assert outcome.refused == {"a.py": "its fixes undo each other"}
    assert {one.path for one in outcome.fixed} == {"b.py"}


def test_edit_that_changes_nothing_is_no_fix(fixes: Callable[..., None]) -> None:
    fixes(made_up=replacing("1", "1"))
    outcome = fix_until_stable(lambda contents: [finding()], lambda path: b"x = 1\n")
    assert outcome == Outcome()


# Diffs


def test_diff() -> None:
    assert unified_diff("demo/core.py", b"a\nb\nc\n", b"a\nB\nc\n") == (
        b"--- a/demo/core.py\n+++ b/demo/core.py\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"
    )
    assert unified_diff("demo.py", b"a\n", b"a\n") == b""
    assert unified_diff("/tmp/demo.py", b"a", b"b").startswith(b"--- a/tmp/demo.py\n+++ b/tmp/demo.py\n")
    assert unified_diff("a b.py", b"a", b"b") == (
        b"--- a/a b.py\t\n+++ b/a b.py\t\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
    )


CONTENT = st.lists(
    st.sampled_from(
        [
            b"a",
            b"b = 1",
            b"",
            b"\xe9",
            b"\xef\xbb\xbf",
            b"\r",
            b"x\r",
            b"\x0c",
            b"- y",
            b"+++ z",
            b"\\ No newline",
        ]
    ),
    max_size=6,
).flatmap(lambda lines: st.sampled_from([b"", b"\n", b"\r\n"]).map(lambda end: b"\n".join(lines) + end))


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs patch")
@settings(max_examples=40, deadline=None)
@given(CONTENT.filter(bool), CONTENT.filter(bool))
def test_diff_applies(before: bytes, after: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "a b.py")
        file.write_bytes(before)
        diff = unified_diff("a b.py", before, after)
        command = ["patch", "--binary", "--quiet", "-p1"]
        subprocess.run(command, cwd=folder, input=diff, check=True, capture_output=True)
        assert file.read_bytes() == after


# What a fix replaces


def test_replacements(fixes: Callable[..., None]) -> None:
    fixes(one=replacing("b", "B"), two=replacing("d", "DD"))
    data = "\ufeffa = '\N{GRINNING FACE}'; b = 2\r\nc, d = 3, 4\r\n".encode()
    found = [
        finding(fix="one"),
        Finding("INV203", "name", Severity.WARNING, "m", "a", "demo.py", Range(1, 1, 1, 1)),
        finding(fix="two", safe=False),
    ]
    assert replacements("demo.py", data, found) == [
        [(Range(1, 10, 1, 11), "B")],
        [],
        [(Range(2, 4, 2, 5), "DD")],
    ]


@pytest.mark.parametrize("data", [b"x = '\xff'\n", b"def (:\n"])
def test_no_replacements_in_a_file_that_is_left_alone(fixes: Callable[..., None], data: bytes) -> None:
    fixes(one=replacing("x", "y"))
    assert replacements("demo.py", data, [finding(fix="one")]) == [[]]


def test_no_replacements_where_the_result_would_be_broken(fixes: Callable[..., None]) -> None:
    fixes(one=replacing("x", "("))
    assert replacements("demo.py", b"x = 1\n", [finding(fix="one")]) == [[]]
