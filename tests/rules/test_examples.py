"""Every rule's own examples: what it must find and what not, and what its fix makes of them."""

from __future__ import annotations

import ast
import tokenize
from collections.abc import Iterator
from io import StringIO

import pytest

from flake8_inventree_plugin.engine import findings
from flake8_inventree_plugin.rules import all_rules
from flake8_inventree_plugin.rules.rule import EXAMPLE_FILE, Example, Rule
from tests.support import codes, fix, place, project_of


def _cases(kind: str) -> Iterator[object]:
    """The examples but those of living rules, which tests/rules/test_living_examples.py loads."""
    for rule in all_rules():
        if rule.is_living:
            continue
        for number, example in enumerate(getattr(rule, kind), start=1):
            yield pytest.param(rule, example, id=f"{rule.code}-{kind}-{number}")


def _fixed_cases() -> Iterator[object]:
    for rule in all_rules():
        for number, example in enumerate(rule.bad, start=1):
            if example.fixed is not None:
                yield pytest.param(rule, example, id=f"{rule.code}-fixed-{number}")


@pytest.mark.parametrize(("rule", "example"), list(_cases("good")))
def test_good(rule: Rule, example: Example) -> None:
    assert codes(example.files, rule.code) == []


@pytest.mark.parametrize(("rule", "example"), list(_cases("bad")))
def test_bad(rule: Rule, example: Example) -> None:
    expected = [at if at.count(":") > 1 else f"{EXAMPLE_FILE}:{at}" for at in example.at]
    assert codes(example.files, rule.code) == [f"{at} {rule.code}" for at in expected]
    assert expected, "a bad example names the places of its findings"


@pytest.mark.parametrize(("rule", "example"), list(_fixed_cases()))
def test_fixed(rule: Rule, example: Example) -> None:
    assert example.fixed is not None
    expected = example.fixed if isinstance(example.fixed, dict) else {EXAMPLE_FILE: example.fixed}
    before = {path: text.encode() for path, text in example.files.items()}
    outcome = fix(example.files, [rule.code], unsafe=True)
    after = {path: content.decode() for path, content in outcome.contents.items()}
    assert after == expected
    assert outcome.refused == {}

    found_before = {(f.code, f.path) for f in findings(project_of(before))}
    result = {**example.files, **after}
    found_after = findings(project_of(result))
    # Gone, none added, a second run changes nothing, no comment lost, and it parses.
    assert rule.code not in [f.code for f in found_after if f.fix is not None]
    assert [place(f) for f in found_after if (f.code, f.path) not in found_before] == []
    assert fix(result, [rule.code], unsafe=True).contents == {}
    for path, text in after.items():
        if path.endswith(".py"):
            ast.parse(text)
            if rule.code != "INV002":
                assert _comments(example.files[path]) == _comments(text)


def _comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(StringIO(text).readline)
    return sorted(token.string for token in tokens if token.type == tokenize.COMMENT)
