"""The examples of the rules that speak only where a plugin is loaded, through the runtime."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from flake8_inventree_plugin.rules import all_rules
from flake8_inventree_plugin.rules.rule import EXAMPLE_FILE, Example, Rule
from tests.runtime.trying import tried
from tests.support import place


def _cases(kind: str) -> Iterator[object]:
    for rule in all_rules():
        for number, example in enumerate(getattr(rule, kind) if rule.is_living else (), start=1):
            yield pytest.param(rule, example, id=f"{rule.code}-{kind}-{number}")


def _found(rule: Rule, example: Example) -> list[str]:
    result = tried(example.files)
    assert result.ended.is_complete, result.ended.output
    return [place(finding) for finding in result.result.findings if finding.code == rule.code]


@pytest.mark.parametrize(("rule", "example"), list(_cases("good")))
def test_good(rule: Rule, example: Example) -> None:
    assert _found(rule, example) == []


@pytest.mark.parametrize(("rule", "example"), list(_cases("bad")))
def test_bad(rule: Rule, example: Example) -> None:
    assert _found(rule, example) == [f"{EXAMPLE_FILE}:{at} {rule.code}" for at in example.at]
    assert example.at


def test_every_living_rule_has_examples_and_finds_nothing_from_the_source() -> None:
    living = [rule for rule in all_rules() if rule.is_living]
    assert [rule.code for rule in living] == ["INV801", "INV802", "INV803", "INV804", "INV805", "INV806"]
    for rule in living:
        assert rule.bad
        assert rule.good
