"""What the linter sees of each way to break a contract."""

from __future__ import annotations

import pytest

from flake8_inventree_plugin.inventree.catalogue import module_names
from flake8_inventree_plugin.inventree.contracts.every import CONTRACTS, violations
from flake8_inventree_plugin.project.plugin_view import SourceView
from tests.contracts.breaking import OLD_WAYS, WAYS, Way, shortened
from tests.support import project_of


def test_each_mixin_of_any_release_has_a_contract() -> None:
    assert set(CONTRACTS) == module_names("plugin.mixins") - {"__all__", "supplier"}


def test_each_contract_is_broken_in_some_way() -> None:
    # The two that are no mixins have their own test.
    broken = {way.contract for way in (*WAYS, *OLD_WAYS)}
    assert broken - {"InvenTreePlugin"} == set(CONTRACTS) - {
        "SingleNotificationMethod",
        "BulkNotificationMethod",
    }


def test_ways_have_names_of_their_own() -> None:
    names = [way.package for way in (*WAYS, *OLD_WAYS)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("way", [*WAYS, *OLD_WAYS], ids=lambda way: way.package)
def test_way(way: Way) -> None:
    project = project_of(way.texts)
    (plugin,) = project.plugins
    found = [shortened(item) for item in violations(SourceView(project, plugin))]
    assert found == list(way.expected)
