"""The linter's view of a plugin and the runtime's: of each way to break a contract both say the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flake8_inventree_plugin.inventree.contracts.every import violations
from flake8_inventree_plugin.inventree.releases import ALL
from flake8_inventree_plugin.project.plugin_view import SourceView
from tests.contracts.breaking import OLD_WAYS, WAYS, Way
from tests.runtime.isolated import run_isolated
from tests.support import project_of, write_files

pytest.importorskip("django")

_LOAD = """
import importlib, json
from flake8_inventree_plugin.inventree.contracts.every import violations
from flake8_inventree_plugin.runtime.importing import install
from flake8_inventree_plugin.runtime.living_view import LivingView
from flake8_inventree_plugin.runtime.request import PluginSource, Request
from flake8_inventree_plugin.runtime.settings import settings_for

packages, modules, release, scratch = json.loads({arguments!r})
sources = [PluginSource(scratch, packages, modules)]
install(sources, release)
import django
from django.conf import settings
settings.configure(**settings_for(Request(sources, release, scratch)))
django.setup()
found = {{}}
for name in modules:
    try:
        plugin = importlib.import_module(name).Demo
        seen = violations(LivingView(plugin))
        found[name] = [
            [v.kind.value, v.mixin, v.member, list(v.path), v.at, v.text, str(v.releases)] for v in seen
        ]
    except RuntimeError as error:
        found[name] = str(error)
print(json.dumps(found))
"""


def living(ways: tuple[Way, ...], release: str, folder: Path) -> dict[str, Any]:
    """What the runtime sees of each way: the violations, or why the module cannot be imported."""
    packages = {}
    for way in ways:
        write_files(folder, way.texts)
        packages[way.package] = str(folder / (f"{way.package}.py" if way.is_single else way.package))
    arguments = json.dumps([packages, [way.module for way in ways], release, str(folder)])
    found: dict[str, Any] = json.loads(run_isolated(_LOAD.format(arguments=arguments), folder))
    return found


def static(way: Way) -> list[list[Any]]:
    """What the linter sees of a way."""
    project = project_of(way.texts)
    (plugin,) = project.plugins
    return [
        [v.kind.value, v.mixin, v.member, list(v.path), v.at, v.text, str(v.releases)]
        for v in violations(SourceView(project, plugin))
    ]


@pytest.mark.parametrize(("ways", "release"), [(WAYS, ALL.last), (OLD_WAYS, "0.17")])
def test_both_views_agree(ways: tuple[Way, ...], release: str, tmp_path: Path) -> None:
    found = living(ways, release, tmp_path.resolve())
    failed = {way.module for way in ways if way.fails}
    assert {name for name, seen in found.items() if isinstance(seen, str)} == failed
    assert all("INSTALLED_APPS" in found[name] for name in failed)
    assert {name: seen for name, seen in found.items() if name not in failed} == {
        way.module: static(way) for way in ways if not way.fails
    }
