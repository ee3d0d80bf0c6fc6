"""The configuration: what is right, what is wrong and said so, and which findings it lets through."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

import pytest
from flake8.style_guide import Decision, DecisionEngine
from hypothesis import given
from hypothesis import strategies as st

from flake8_inventree_plugin.config import (
    ALWAYS_SELECTED,
    KEYS,
    Config,
    Problem,
    check_codes,
    check_target,
    read_config,
)
from flake8_inventree_plugin.findings import START, Finding, Severity

CODES = ("INV001", "INV003", "INV004", "INV101", "INV106", "INV203", "INV501")


def finding(
    code: str = "INV203", path: str = "demo/core.py", severity: Severity = Severity.WARNING
) -> Finding:
    return Finding(code, "name", severity, "message", "advice", path, START)


# Reading


def test_empty() -> None:
    assert read_config({}, CODES) == Config()


def test_every_key() -> None:
    table = {
        "target": ">=1.0,<1.3",
        "select": ["INV", "INV203"],
        "extend-select": ["INV106"],
        "ignore": ["INV5", "INV101"],
        "per-file-ignores": {"demo/*.py": ["INV2"], "legacy": []},
        "exclude": ["gen", "demo/x_*.py"],
        "max-lines": 1500,
        "advice": True,
    }
    assert read_config(table, CODES) == Config(
        target=">=1.0,<1.3",
        select=("INV", "INV203"),
        extend_select=("INV106",),
        ignore={"INV5": "", "INV101": ""},
        per_file_ignores=(("demo/*.py", ("INV2",)), ("legacy", ())),
        exclude=("gen", "demo/x_*.py"),
        max_lines=1500,
        advice=True,
    )


def test_reasons() -> None:
    assert read_config({"ignore": {"INV501": "we ship a generated client"}}, CODES).ignore == {
        "INV501": "we ship a generated client"
    }


CODE_LIST = 'is not a list of codes such as ["INV2", "INV501"]'
TARGET = 'is not a string such as "1.2" or ">=0.16,<1.3"'
PATTERNS = 'is not a list of names or path patterns such as ["legacy", "demo/gen_*.py"]'
PER_FILE = 'is not a table such as {"demo/legacy.py" = ["INV203"]}'
NO_RULE = 'names no rule: "{}" (the codes are listed by `inventree-lint rules`)'


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("target", 1.2, TARGET),
        ("target", ["1.2"], TARGET),
        ("target", "0.5", '"0.5" is not a known InvenTree release (0.6 to 1.5).'),
        ("select", "INV2", CODE_LIST),
        ("select", [203], CODE_LIST),
        ("select", ["inv203"], NO_RULE.format("inv203")),
        ("select", ["INV2O3"], NO_RULE.format("INV2O3")),
        ("select", ["INV999"], NO_RULE.format("INV999")),
        ("select", ["E501"], NO_RULE.format("E501")),
        ("select", [""], NO_RULE.format("")),
        ("select", ["*"], NO_RULE.format("*")),
        ("select", ["INV203 "], NO_RULE.format("INV203 ")),
        ("select", ["noncanonical-import"], NO_RULE.format("noncanonical-import")),
        ("extend-select", {"INV203": "x"}, CODE_LIST),
        ("extend-select", ["INV9"], NO_RULE.format("INV9")),
        ("ignore", "INV203", CODE_LIST),
        ("ignore", ["X"], NO_RULE.format("X")),
        ("ignore", {"INV203": 1}, "has a reason that is not a string"),
        ("ignore", {"X": "reason"}, NO_RULE.format("X")),
        ("per-file-ignores", ["INV203"], PER_FILE),
        ("per-file-ignores", {"a.py": "INV203"}, CODE_LIST),
        ("per-file-ignores", {"a.py": ["X"]}, NO_RULE.format("X")),
        ("per-file-ignores", {"": ["INV203"]}, "has an empty pattern"),
        ("exclude", "legacy", PATTERNS),
        ("exclude", [1], PATTERNS),
        ("exclude", [""], PATTERNS),
        ("max-lines", "1000", "is not a number of lines above 0"),
        ("max-lines", 0, "is not a number of lines above 0"),
        ("max-lines", -5, "is not a number of lines above 0"),
        ("max-lines", 1.5, "is not a number of lines above 0"),
        ("max-lines", True, "is not a number of lines above 0"),
        ("advice", 1, "is neither true nor false"),
        ("advice", "true", "is neither true nor false"),
    ],
)
def test_wrong_values(key: str, value: Any, reason: str) -> None:
    assert read_config({key: value}, CODES) == Config(problems=(Problem(key, reason),))


@pytest.mark.parametrize("key", ["sekect", "Select", "extend_select", "max_lines", "a\nb", ""])
def test_unknown_keys(key: str) -> None:
    known = "advice, baseline, exclude, extend-select, ignore, max-lines, per-file-ignores, select, target"
    assert read_config({key: 1}, CODES).problems == (
        Problem(key, f"is no key of this table; there are {known}"),
    )


@pytest.mark.parametrize("table", ["text", 1, [], None, True])
def test_no_table(table: Any) -> None:
    assert read_config(table, CODES) == Config(problems=(Problem("tool.inventree-lint", "is not a table"),))


def test_one_mistake_does_not_hide_the_rest() -> None:
    config = read_config({"advice": "yes", "selct": [], "target": "1.2", "max-lines": 0}, CODES)
    assert [problem.key for problem in config.problems] == ["advice", "selct", "max-lines"]
    assert (config.target, config.advice, config.max_lines) == ("1.2", False, 1000)


def test_checks() -> None:
    check_codes(["I", "IN", "INV", "INV2", "INV20", "INV203"], CODES)
    check_codes([], CODES)
    check_target("1.2")
    with pytest.raises(ValueError, match="nonsense"):
        check_target("nonsense")


def test_overridden() -> None:
    config = Config(target="1.0", select=("INV2",), advice=True)
    assert config.overridden(target=None, select=None, advice=None) == config
    assert config.overridden(target="1.2", select=(), advice=False) == Config(target="1.2", select=())


# Selecting


@pytest.mark.parametrize(
    ("config", "selected"),
    [
        (Config(), True),
        (Config(select=("INV203",)), True),
        (Config(select=("I",)), True),
        (Config(select=("INV1",)), False),
        (Config(select=()), False),
        (Config(ignore={"INV203": ""}), False),
        (Config(ignore={"INV": ""}), False),
        (Config(ignore={"INV5": ""}), True),
        (Config(select=("INV2",), ignore={"INV203": ""}), False),
        (Config(select=("INV203",), ignore={"INV2": ""}), True),
        (Config(select=("INV2",), ignore={"INV2": ""}), False),
        (Config(extend_select=("INV203",), ignore={"INV2": ""}), True),
        (Config(extend_select=("INV501",)), True),
        (Config(extend_select=("INV2",), select=("INV1",)), True),
        (Config(ignore={"": ""}), True),
    ],
)
def test_longest_prefix_wins(config: Config, selected: bool) -> None:
    assert config.selects(finding()) is selected
    assert config.selects_rule("INV203", Severity.WARNING) is selected


PREFIXES = st.sampled_from(["INV", "INV1", "INV2", "INV20", "INV203", "INV204", "INV5", "INV501", "E"])


@given(st.none() | st.lists(PREFIXES, min_size=1), st.lists(PREFIXES), st.lists(PREFIXES))
def test_selection_is_flake8s(select: list[str] | None, extend_select: list[str], ignore: list[str]) -> None:
    options = argparse.Namespace(
        select=select,
        extend_select=extend_select,
        ignore=ignore,
        extend_ignore=None,
        extended_default_select=["INV"],
        extended_default_ignore=[],
    )
    engine = DecisionEngine(options)
    config = Config(
        select=None if select is None else tuple(select),
        extend_select=tuple(extend_select),
        ignore=dict.fromkeys(ignore, ""),
    )
    for code in ("INV101", "INV203", "INV204", "INV501"):
        assert config.selects(finding(code)) is (engine.decision_for(code) is Decision.Selected), code


@pytest.mark.parametrize(
    ("config", "selected"),
    [
        (Config(), False),
        (Config(select=("INV",)), False),
        (Config(select=("INV1",)), False),
        (Config(extend_select=("INV10",)), False),
        (Config(advice=True, ignore={"INV106": ""}), False),
        (Config(advice=True, select=("INV2",)), False),
        (Config(advice=True), True),
        (Config(advice=True, select=("INV1",)), True),
        (Config(select=("INV106",)), True),
        (Config(extend_select=("INV106",)), True),
        (Config(extend_select=("INV106",), ignore={"INV1": ""}), True),
        (Config(extend_select=("INV106",), ignore={"INV106": ""}), False),
    ],
)
def test_advice_has_to_be_asked_for(config: Config, selected: bool) -> None:
    assert config.selects(finding("INV106", severity=Severity.ADVICE)) is selected


@pytest.mark.parametrize(
    ("pattern", "ignored"),
    [
        ("demo/core.py", True),
        ("./demo/core.py", True),
        ("core.py", True),
        ("demo", True),
        ("demo/", True),
        ("demo/*", True),
        ("*.py", True),
        ("de*", True),
        ("*/core.py", True),
        ("dem", False),
        ("emo/core.py", False),
        ("other.py", False),
        ("demo/core", False),
        ("/demo/core.py", False),
    ],
)
def test_per_file_ignores(pattern: str, ignored: bool) -> None:
    assert Config(per_file_ignores=((pattern, ("INV2",)),)).selects(finding()) is not ignored
    assert Config(per_file_ignores=((pattern, ("INV1",)),)).selects(finding())
    assert Config(per_file_ignores=((pattern, ()),)).selects(finding())


def test_per_file_ignores_outside_python() -> None:
    config = Config(per_file_ignores=(("pyproject.toml", ("INV501",)),))
    assert not config.selects(finding("INV501", "pyproject.toml"))
    assert config.selects(finding("INV501", "demo/pyproject.py"))


@pytest.mark.parametrize("code", sorted(ALWAYS_SELECTED))
def test_what_says_that_the_linter_failed_is_always_selected(code: str) -> None:
    """A gate that selects other codes must not take a broken run for a clean one."""
    for config in (
        Config(select=("INV2",)),
        Config(select=()),
        Config(ignore={code: ""}),
        Config(per_file_ignores=(("*", (code,)),)),
    ):
        assert config.selects(finding(code, severity=Severity.ERROR))


def test_every_key_is_documented() -> None:
    page = (Path(__file__).parents[1] / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE) == list(KEYS)
