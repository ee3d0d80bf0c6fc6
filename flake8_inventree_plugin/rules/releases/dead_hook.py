"""A method overrides something that a targeted release no longer calls.

InvenTree renamed and removed hooks: `validate_part_parameter` became `validate_parameter` with 1.2,
`get_settings_content` and the panels of the old web interface went with 1.0, the whole way in which barcodes
were read with 0.9. A method under the old name does not fail. It is never called again, and what the plugin
checked, showed or printed silently stops.

The same goes for machine drivers and machine types: up to 0.17 InvenTree looked for the classes itself, since
1.0 it only knows those that a plugin with `MachineDriverMixin` returns.

Not reported are plugins that have the new hook too, methods that the plugin calls itself, methods of a class
that does not reach the mixin (but for `get_settings_content`, which InvenTree called on any plugin), and
hooks of a mixin that is itself gone, where its import fails (`INV301`).

What to do: move the code to what came instead; keep the old method only for older releases.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.catalogue import hook_calls, members, successors
from flake8_inventree_plugin.inventree.releases import NONE, ReleaseSet
from flake8_inventree_plugin.project.guards import reach
from flake8_inventree_plugin.project.hooks import misfit, receiving
from flake8_inventree_plugin.project.machines import UNREGISTERED
from flake8_inventree_plugin.project.members import class_releases, member_name
from flake8_inventree_plugin.project.model import PluginClass, Project, framework_name
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.rules.targeted import targeted_obstacles
from flake8_inventree_plugin.source.facts import Function


class _Successor(NamedTuple):
    """What came instead: the members of which one is enough, what to write, and what is different."""

    members: tuple[str, ...]
    text: str
    note: str = ""


_PANELS = _Successor(("get_ui_panels",), "`get_ui_panels` of UserInterfaceMixin")
_SETTINGS = _Successor(
    ("ADMIN_SOURCE", "get_admin_source"), "`ADMIN_SOURCE`, a JavaScript file that renders the settings"
)

_WITH_THEIR_MIXIN = {
    "get_custom_panels": ("plugin.mixins.PanelMixin", _PANELS),
    "get_panel_context": ("plugin.mixins.PanelMixin", _PANELS),
    "get_settings_content": ("plugin.mixins.SettingsContentMixin", _SETTINGS),
}
"""Hooks that went together with their mixin."""

_ON_ANY_PLUGIN = frozenset({"get_settings_content"})
"""Hooks that InvenTree calls whatever the class is made of."""


def check(project: Project) -> Iterator[Finding]:
    """Reports every unregistered machine class and every dead method once, at its name."""
    for obstacle, releases in targeted_obstacles(project, UNREGISTERED):
        yield RULE.finding(
            f"InvenTree {releases} does not find `{obstacle.name}`: it no longer looks for such classes, and "
            "no plugin here has `MachineDriverMixin` to register it",
            "mix `MachineDriverMixin` into the plugin, and return the class from `get_machine_drivers` or "
            "`get_machine_types`",
            obstacle.path,
            obstacle.range,
        )
    seen: set[tuple[str, object]] = set()
    for plugin in project.plugins:
        overridden: set[str] = set()
        for own, function in project.methods(plugin):
            is_first = function.name not in overridden
            overridden.add(function.name)
            key = (own.path, function.range)
            found = _death(project, plugin, function) if is_first and key not in seen else None
            if found is None:
                continue
            dead, successor = found
            dead &= reach(project.names, own.path, function.branch)
            if not project.target.concerns(dead):
                continue
            dead &= project.target.releases
            if _is_used(project, plugin, function, successor, dead):
                continue
            seen.add(key)
            yield RULE.finding(
                f"InvenTree {dead} never calls "
                f"`{own.name}.{function.name}`, which {_last(found[0])} was the last to call"
                + (f"; {successor.text} came instead" if successor else ""),
                _advice(successor),
                own.path,
                function.range,
            )


def _last(dead: ReleaseSet) -> str:
    before = ReleaseSet.before(dead.first)
    return before.last if before else "no release"


def _advice(successor: _Successor | None) -> str:
    if successor is None:
        return "remove the method, or declare with MAX_VERSION for which releases the plugin is"
    note = successor.note.rstrip(".")
    return f"use {successor.text}" + (f": {note[0].lower()}{note[1:]}" if note else "")


def _death(
    project: Project, plugin: PluginClass, function: Function
) -> tuple[ReleaseSet, _Successor | None] | None:
    """The releases that no longer call a method of this name, and what they call instead; None where it is
    no such hook."""
    name = function.name
    if name in _WITH_THEIR_MIXIN:
        mixin, successor = _WITH_THEIR_MIXIN[name]
        has_mixin = mixin in plugin.framework
        if not has_mixin and name not in _ON_ANY_PLUGIN:
            return None
        if has_mixin and mixin in _in_the_way(project):
            return None
        return _after(class_releases(mixin)), successor
    for framework in plugin.framework:
        releases = _method_releases(framework, name) if framework.startswith("plugin.mixins.") else NONE
        dead = _after(releases) & class_releases(framework) if releases else NONE
        if dead and not name.startswith("_"):
            return dead, _successor(framework, name)
    return None


@lru_cache(maxsize=1)
def _in_the_way(project: Project) -> set[str | None]:
    """The classes of the framework that some releases lack, of those that the project uses."""
    return {framework_name(item.name) for item in project.obstacles}


def _method_releases(framework: str, name: str) -> ReleaseSet:
    releases = NONE
    for variant in members(framework).get(name, ()):
        if variant.kind not in ("attribute", "key"):
            releases |= variant.releases
    return releases


def _after(releases: ReleaseSet) -> ReleaseSet:
    """The releases that are newer than all of these."""
    return ReleaseSet.since(releases.last) - ReleaseSet.of(releases.last)


def _successor(framework: str, name: str) -> _Successor | None:
    found = successors(f"{framework}.{name}")
    if not found:
        return None
    member = found[-1].new.rpartition(".")[2]
    return _Successor((member,), f"`{member}`", found[-1].note)


def _is_used(
    project: Project,
    plugin: PluginClass,
    function: Function,
    successor: _Successor | None,
    dead: ReleaseSet,
) -> bool:
    """Whether the plugin has what came instead as well, or calls the method itself."""
    for other in plugin.lineage:
        index = project.names.index(other.path)
        if any(member_name(item) == function.name for item in index.references.get(other.index, ())):
            return True
        for key in ((other.index, name) for name in (successor.members if successor else ())):
            if key in index.assignments:
                return True
            if any(_fits(plugin, item, dead) for item in index.named_functions.get(key, ())):
                return True
    return False


def _fits(plugin: PluginClass, function: Function, releases: ReleaseSet) -> bool:
    """Whether a method takes the calls of these releases; one that does not is of the old generation too."""
    for framework in plugin.framework:
        calls = hook_calls(framework, function.name)
        if any(call.releases & releases and misfit(receiving(function), call, calls) for call in calls):
            return False
    return True


def _head(mixins: str, limits: str = "    MIN_VERSION = '1.2.0'\n") -> str:
    return (
        f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {mixins}\n\n\n"
        f"class Demo({mixins}, InvenTreePlugin):\n    NAME = 'Demo'\n{limits}"
    )


_OLD = "\n    def validate_part_parameter(self, parameter, data):\n        pass\n"

RULE = Rule(
    code="INV304",
    name="dead-hook",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/validation/",
    guide="Pick your building blocks",
    good=(
        Example(
            f"{_head('ValidationMixin')}{_OLD}\n    def validate_parameter(self, parameter, data):\n"
            "        pass\n",
            note="The new hook is there as well: the old one serves older releases.",
        ),
        Example(
            f"{_head('ValidationMixin')}{_OLD}\n"
            "    def validate_model_instance(self, instance, deltas=None):\n"
            "        self.validate_part_parameter(instance, deltas)\n",
            note="The plugin calls it itself.",
        ),
        Example(
            _head("ValidationMixin", "    MAX_VERSION = '1.1.9'\n") + _OLD,
            note="A plugin for releases that call it.",
        ),
        Example(
            f"{_head('SettingsMixin')}{_OLD}\n    def init(self, user, data):\n        pass\n",
            note="Not made of the mixin that these hooks belong to.",
        ),
    ),
    bad=(
        Example(f"{_head('ValidationMixin')}{_OLD}", at=("9:9",), note="Renamed with 1.2."),
        Example(
            f"{_head('SettingsMixin')}\n    def get_settings_content(self, request):\n        return ''\n",
            at=("9:9",),
            note="The settings page of the old web interface, with or without SettingsContentMixin.",
        ),
        Example(
            f"{_head('ActionMixin')}\n    def init(self, user, data=None):\n        self.user = user\n\n"
            "    def perform_action(self):\n        print(self.user)\n",
            at=("9:9",),
            note="An action of InvenTree 0.6.",
        ),
        Example(
            f"{_head('BarcodeMixin')}\n    def validate(self):\n        return True\n\n"
            "    def getPart(self):\n        return None\n",
            at=("9:9", "12:9"),
            note="Barcodes before InvenTree 0.9.",
        ),
        Example(
            "from plugin import InvenTreePlugin\n"
            "from plugin.machine.machine_types import LabelPrinterBaseDriver\n"
            "\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '0.16.0'\n\n\n"
            "class DemoDriver(LabelPrinterBaseDriver):\n    SLUG = 'demo'\n",
            at=("10:7",),
            note="A driver that InvenTree found by itself before 1.0.",
        ),
    ),
)
