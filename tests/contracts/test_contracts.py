"""What contracts say of values, and above all what they leave alone."""

from __future__ import annotations

from typing import Any

import pytest

from flake8_inventree_plugin.inventree.catalogue import members
from flake8_inventree_plugin.inventree.contracts.contract import Kind, listed
from flake8_inventree_plugin.inventree.contracts.every import CONTRACTS
from flake8_inventree_plugin.inventree.contracts.navigation import invalid_links
from flake8_inventree_plugin.inventree.contracts.schedule import invalid_tasks
from flake8_inventree_plugin.inventree.contracts.schema import near_misses
from flake8_inventree_plugin.inventree.contracts.settings import SETTING_KEYS, invalid_settings
from flake8_inventree_plugin.inventree.releases import ALL
from flake8_inventree_plugin.known import MISSING, UNKNOWN

PAIRS = [("a", "A"), ["b", "B"], UNKNOWN]


@pytest.mark.parametrize("tasks", [None, {}, UNKNOWN, {"a": UNKNOWN}, {UNKNOWN: {}}])
def test_tasks_that_are_not_known(tasks: Any) -> None:
    assert list(invalid_tasks("Demo", tasks)) == []


@pytest.mark.parametrize(
    "task",
    [
        {"func": "run", "schedule": "D"},
        {"func": "run", "schedule": "I", "minutes": 5},
        {"func": "run", "schedule": "I", "minutes": "5"},
        {"func": "run", "schedule": "I", "minutes": UNKNOWN},
        {"func": "run", "schedule": "D", "minutes": 0, "repeats": 3, "note": "my own"},
        {"func": UNKNOWN, "schedule": UNKNOWN},
        {"func": "run", UNKNOWN: UNKNOWN},
    ],
)
def test_tasks_that_are_right(task: Any) -> None:
    assert list(invalid_tasks("Demo", {"a": task})) == []


@pytest.mark.parametrize(
    ("tasks", "raises", "text"),
    [
        (["run"], "AttributeError", "`Demo.SCHEDULED_TASKS` is no dictionary"),
        ({"a": {"schedule": "D"}}, "MixinImplementationError", "task `a` of `Demo` has no `func`"),
        (
            {"a": {"func": "b", "schedule": "d"}},
            "",
            'task `a` of `Demo` has the schedule "d", which InvenTree',
        ),
        (
            {"a": {"func": "b", "schedule": " D"}},
            "",
            'task `a` of `Demo` has the schedule " D", which InvenTree',
        ),
        (
            {"a": {"func": "b", "schedule": 5}},
            "AttributeError",
            "`schedule` of task `a` of `Demo` is no text",
        ),
    ],
)
def test_refused_tasks(tasks: Any, raises: str, text: str) -> None:
    (violation,) = invalid_tasks("Demo", tasks)
    assert violation.raises == raises
    assert violation.text.startswith(text)


@pytest.mark.parametrize(
    "links",
    [
        None,
        [],
        UNKNOWN,
        [UNKNOWN],
        [{"name": UNKNOWN, "link": UNKNOWN, "icon": "x"}],
        [{"name": "x", UNKNOWN: "y"}],
        ({"name": "x", "link": "y"},),
    ],
)
def test_links_that_are_right_or_not_known(links: Any) -> None:
    assert list(invalid_links("Demo", links)) == []


@pytest.mark.parametrize(
    "settings",
    [
        None,
        UNKNOWN,
        {UNKNOWN: {}},
        {"A": UNKNOWN},
        {"A": {}},
        {"A": dict.fromkeys(SETTING_KEYS, UNKNOWN)},
        {"A": {"choices": PAIRS, "validator": [UNKNOWN], "model": "company.company", "my_own": 1}},
        {"A": {"choices": [], "model": UNKNOWN}},
        {"A_1": {"units": "mm"}, "Ä": {}},
    ],
)
def test_settings_that_are_right_or_not_known(settings: Any) -> None:
    assert list(invalid_settings("Demo", "SETTINGS", settings)) == []


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("reqiured", "required"),
        ("Required", "required"),
        (" default", "default"),
        ("defualt", "default"),
        ("validators", "validator"),
        ("confirmtext", "confirm_text"),
        # Words of their own.
        ("label", ""),
        ("type", ""),
        ("help_text", ""),
        ("group", ""),
        ("options", ""),
        ("value", ""),
        ("unit_price", ""),
    ],
)
def test_near_misses(key: str, meant: str) -> None:
    assert near_misses({key: 1}, SETTING_KEYS) == ({key: meant} if meant else {})


def test_a_key_that_is_there_is_not_meant() -> None:
    assert near_misses({"names": 1, "name": 2, UNKNOWN: 3}, SETTING_KEYS) == {}


@pytest.mark.parametrize("mixin", sorted(CONTRACTS))
def test_members_are_those_that_the_catalogue_knows(mixin: str) -> None:
    contract = CONTRACTS[mixin]
    # These are only asked for with getattr.
    by_name = {
        "NAVIGATION",
        "URLS",
        "DEFAULT_SUPPLIER_NAME",
        "PrintingOptionsSerializer",
    }
    known = set(members(f"plugin.mixins.{mixin}")) | by_name
    needed = {name for need in contract.needs for name in need.members}
    instead = {name for need in contract.needs for name in need.instead}
    assert (set(contract.marks) | set(contract.helpers) | needed | instead) - known == set()
    assert set(contract.companions) <= set(CONTRACTS)


@pytest.mark.parametrize("mixin", sorted(CONTRACTS))
def test_what_must_be_overridden_is_needed(mixin: str) -> None:
    must = {
        name
        for name, forms in members(f"plugin.mixins.{mixin}").items()
        if any(f.must_override for f in forms)
    }
    needed = {name for need in CONTRACTS[mixin].needs for name in need.members}
    # A plugin may leave making barcodes to others.
    assert must - needed <= {"generate"}


def test_need() -> None:
    contract = CONTRACTS["EventMixin"]
    violation = contract.missing("Demo", contract.need("process_event"))
    assert (violation.kind, violation.releases, violation.raises) == (
        Kind.MISSING_MEMBER,
        ALL,
        "MixinNotImplementedError",
    )
    assert violation.text == "`Demo` has EventMixin, but no `process_event`"
    with pytest.raises(KeyError):
        contract.need("wants_process_event")


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["a"], "`a`"),
        (["a", "b"], "`a` and `b`"),
        (["a", "b", "c"], "`a`, `b` and 1 other"),
        (["a", "b", "c", "d"], "`a`, `b` and 2 others"),
    ],
)
def test_listed(names: list[str], text: str) -> None:
    assert listed(names) == text


def test_unknown_and_missing_say_what_they_are() -> None:
    assert (repr(UNKNOWN), repr(MISSING)) == ("UNKNOWN", "MISSING")
