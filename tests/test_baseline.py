"""Baselines: what they count and hide, how they are written, and what is said of broken ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.baseline import Baseline, BaselineError, Excess, excesses, parse, render
from flake8_inventree_plugin.findings import Finding, Range, Severity

ROOT = Path("/home/me/project")


def finding(code: str, path: str = "demo/core.py", line: int = 1) -> Finding:
    return Finding(code, "name", Severity.WARNING, "message", "advice", path, Range(line, 1, line, 1))


TEXT = """{
  "version": 1,
  "findings": {
    "demo/core.py": {
      "INV102": 1,
      "INV203": 4
    },
    "pyproject.toml": {
      "INV601": 1
    }
  }
}
"""
COUNTS = {("demo/core.py", "INV102"): 1, ("demo/core.py", "INV203"): 4, ("pyproject.toml", "INV601"): 1}

# The file


def test_text() -> None:
    assert render(dict(reversed(COUNTS.items()))) == TEXT
    assert parse(TEXT.encode()) == COUNTS
    assert render({}) == '{\n  "version": 1,\n  "findings": {}\n}\n'
    assert render({("a.py", "INV101"): 0}) == render({})


@given(
    st.dictionaries(
        st.tuples(st.text(max_size=8), st.integers(100, 999).map("INV{}".format)), st.integers(1, 10**6)
    )
)
def test_what_is_written_is_read_again(counts: dict[tuple[str, str], int]) -> None:
    assert parse(render(counts).encode()) == counts


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "no valid JSON: Expecting value"),
        ("{\n<<<<<<< ours\n}", 2, "no valid JSON: Expecting property name enclosed in double quotes"),
        ("[]", 1, 'no baseline: it has no "version"'),
        ('{"name": "package.json"}', 1, 'no baseline: it has no "version"'),
        ('{\n"findings": {},\n"version": 2}', 3, "version 2; this inventree-lint reads 1"),
        ('{"version": true, "findings": {}}', 1, "version true; this inventree-lint reads 1"),
        ('{"version": 1}', 1, '"findings" is no object of files'),
        ('{"version": 1,\n"findings": []}', 2, '"findings" is no object of files'),
        ('{"version": 1,\n"findings": {},\n"more": 1}', 3, '"more" means nothing here'),
        ('{"version": 1, "findings": {\n"a.py": 3}}', 2, '"a.py" is no object of codes and numbers'),
        (TEXT.replace("INV601", "INV001"), 9, "INV001 cannot be in a baseline"),
        (TEXT.replace("INV601", "INV003"), 9, "INV003 cannot be in a baseline"),
        (TEXT.replace("INV601", "INV004"), 9, "INV004 cannot be in a baseline"),
        (TEXT.replace("INV601", "E501"), 9, '"E501" is no code such as "INV203"'),
        (TEXT.replace('"INV203": 4', '"INV203": 0'), 6, '"INV203" is no number above 0'),
        (TEXT.replace('"INV203": 4', '"INV203": true'), 6, '"INV203" is no number above 0'),
        (TEXT.replace('"INV203": 4', '"INV203": "4"'), 6, '"INV203" is no number above 0'),
        (TEXT.replace("INV203", "INV102"), 6, '"INV102" stands there twice'),
        (TEXT.replace("pyproject.toml", "demo/core.py"), 8, '"demo/core.py" stands there twice'),
        (TEXT.replace(": 4", ": " + "4" * 5000), 1, "a number is too long"),
        ('{"version": ' + "[" * 100_000, 1, "nested too deeply"),
    ],
)
def test_broken(text: str, line: int, reason: str) -> None:
    with pytest.raises(BaselineError) as error:
        parse(text.encode())
    assert (error.value.line, error.value.reason) == (line, reason)
    assert str(error.value) == f"{line}: {reason}"


def test_not_utf8() -> None:
    with pytest.raises(BaselineError, match=r"^2: not valid UTF-8$"):
        parse(b'{\n"\xff"')


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=6), lambda inner: (
    st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["version", "findings", "a.py", "INV101", "x"]), inner, max_size=4)
), max_leaves=12))  # fmt: skip
def test_any_json_is_read_or_refused(document: object) -> None:
    try:
        counts = parse(json.dumps(document, indent=1).encode())
    except BaselineError:
        return
    assert all(number > 0 for number in counts.values())


# What is hidden


def test_as_many_as_are_counted_are_hidden() -> None:
    baseline = Baseline(ROOT, {("demo/core.py", "INV203"): 2})
    two = [finding("INV203", line=8), finding("INV203", line=9)]
    others = [finding("INV203", "demo/other.py"), finding("INV102")]
    assert baseline.uncounted(ROOT, [*two, *others]) == others
    assert baseline.uncounted(ROOT, [two[0], *others]) == others
    three = [*two, finding("INV203", line=1)]
    assert baseline.uncounted(ROOT, [*three, *others]) == [*three, *others]
    assert Baseline(ROOT).uncounted(ROOT, three) == three


@pytest.mark.parametrize("code", ["INV001", "INV003", "INV004"])
def test_what_is_never_counted(code: str) -> None:
    baseline = Baseline(ROOT, {("demo/core.py", code): 5})
    assert baseline.uncounted(ROOT, [finding(code)]) == [finding(code)]
    assert baseline.count(ROOT, [finding(code)]) == {}


def test_paths() -> None:
    assert Baseline(ROOT).path_of(ROOT, "demo/core.py") == "demo/core.py"
    assert Baseline(ROOT.parent).path_of(ROOT, "demo/core.py") == "project/demo/core.py"
    assert Baseline(ROOT / "ci").path_of(ROOT, "demo/core.py") == "demo/core.py"
    assert Baseline(Path("/gate")).path_of(ROOT, "demo/core.py") == "demo/core.py"
    found = [finding("INV203"), finding("INV203"), finding("INV102", "a.py")]
    assert Baseline(ROOT.parent).count(ROOT, found) == {
        ("project/demo/core.py", "INV203"): 2,
        ("project/a.py", "INV102"): 1,
    }


def test_excesses() -> None:
    baseline = Baseline(ROOT, COUNTS)
    numbers = {("demo/core.py", "INV102"): 1, ("demo/core.py", "INV203"): 3}
    assert excesses(baseline, numbers, COUNTS) == [
        Excess("demo/core.py", "INV203", 4, 3),
        Excess("pyproject.toml", "INV601", 1, 0),
    ]
    assert excesses(baseline, COUNTS, COUNTS) == []
    assert excesses(baseline, {}, [("pyproject.toml", "INV601")]) == [
        Excess("pyproject.toml", "INV601", 1, 0)
    ]
