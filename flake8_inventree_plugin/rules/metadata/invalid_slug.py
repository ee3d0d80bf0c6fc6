"""A plugin's key is empty, or two plugins of the project have the same one.

The server makes the key of a plugin from its `SLUG`, or from its `NAME` where there is none: accents go,
capital letters become small ones, everything else that is neither an ASCII letter nor a digit becomes a dash
or nothing. The key is what settings, tasks, URLs and static files are stored under.

A name without any ASCII letter or digit makes an empty key; clearing the static files of such a plugin wipes
those of all plugins. Of two plugins with one key the later one replaces the earlier one; on 0.6 the server
does not start.

Not reported: names that cannot be known without running the plugin, classes that are only a base for others,
and, in a package, classes that no entry point names.

To mend it, set a `SLUG` of ASCII letters and digits that no other plugin has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.releases import ReleaseSet
from flake8_inventree_plugin.inventree.slugs import slugify
from flake8_inventree_plugin.project.discovery import SINCE_0_7, has_entry_point, is_empty
from flake8_inventree_plugin.project.model import Member, PluginClass, Project
from flake8_inventree_plugin.project.names import known_text
from flake8_inventree_plugin.rules.metadata_values import DECLARE_THE_METADATA, OPTIONS_URL, shown
from flake8_inventree_plugin.rules.rule import Example, Rule

_GENERATIONS = (
    (ReleaseSet.of("0.6"), "PLUGIN_SLUG", "PLUGIN_NAME"),
    (SINCE_0_7, "SLUG", "NAME"),
)
"""Which attributes the key is made of, by release."""


def check(project: Project) -> Iterator[Finding]:
    """Reports empty keys on the attribute that makes them, and shared ones on the class that comes later."""
    yield from _empty(project)
    yield from _shared(project)


def _empty(project: Project) -> Iterator[Finding]:
    for releases, slug_name, name in _GENERATIONS:
        for plugin in project.concrete_plugins if project.target.concerns(releases) else ():
            source = _source(project, plugin, slug_name, name)
            text = known_text(source[1].value) if source else None
            if source is None or text is None or slugify(text):
                continue
            attribute, member = source
            yield RULE.finding(
                f"{attribute} {shown(text)} has no ASCII letter or digit, so the plugin's key is empty and "
                "clearing its static files wipes those of all plugins",
                f"set {slug_name} to a text of ASCII letters and digits",
                member.path,
                member.range,
            )


class _Served(NamedTuple):
    position: int
    plugin: PluginClass
    keys: tuple[str, ...]


def _shared(project: Project) -> Iterator[Finding]:
    # Two that share a key on some releases only count where these are targeted.
    (older, _, _), (newer, _, _) = _GENERATIONS
    releases = {(0,): older, (1,): newer, (0, 1): older | newer}
    concerned = [which for which, some in releases.items() if project.target.concerns(some)]
    # The first class of each name and file, by keys and the generations that they count for.
    earlier: dict[object, dict[tuple[str, str], _Served]] = {}
    for position, plugin in enumerate(_served_together(project)):
        keys = tuple(_key(project, plugin, slug_name, name) for _, slug_name, name in _GENERATIONS)
        same = [
            earlier.setdefault((which, *(keys[number] for number in which)), {})
            for which in concerned
            if all(keys[number] for number in which)
        ]
        itself = (plugin.path, plugin.name)
        others = (next((item for place, item in found.items() if place != itself), None) for found in same)
        other = min(
            (item for item in others if item is not None), default=None, key=lambda item: item.position
        )
        if other is not None:
            key = next(key for key, taken in zip(keys, other.keys, strict=True) if key == taken != "")
            yield RULE.finding(
                f"{plugin.name} has the key {shown(key)}, and so has {other.plugin.name} "
                f"({other.plugin.path}:{other.plugin.definition.range.line}), so a server keeps only one of "
                "them",
                "give each of them a SLUG of its own",
                plugin.path,
                plugin.definition.range,
            )
        for found in same:
            found.setdefault(itself, _Served(position, plugin, keys))


def _served_together(project: Project) -> list[PluginClass]:
    """The plugins that one server has: those that entry points name, or all where the package has none."""
    plugins = list(project.concrete_plugins)
    package = project.package
    if package is not None and (package.plugin_entry_points or package.entry_points_unknown):
        return [plugin for plugin in plugins if has_entry_point(project, plugin)]
    return plugins


def _key(project: Project, plugin: PluginClass, slug_name: str, name: str) -> str:
    """The plugin's key, "" where it is not known."""
    source = _source(project, plugin, slug_name, name)
    text = known_text(source[1].value) if source else None
    return slugify(text) if text else ""


def _source(project: Project, plugin: PluginClass, slug_name: str, name: str) -> tuple[str, Member] | None:
    """The attribute that the key is made of; None where the plugin has none, which INV101 reports."""
    for attribute in (slug_name, name):
        member = project.member(plugin, attribute)
        if member is not None and not is_empty(member):
            return attribute, member
    return None


_IMPORT = "from plugin import InvenTreePlugin\n"

RULE = Rule(
    code="INV115",
    name="invalid-slug",
    severity=Severity.ERROR,
    check=check,
    url=OPTIONS_URL,
    guide=DECLARE_THE_METADATA,
    bad=(
        Example(f'{_IMPORT}\n\nclass DemoPlugin(InvenTreePlugin):\n    NAME = "示例"\n', at=("5:5",)),
        Example(
            f'{_IMPORT}\n\nclass DemoPlugin(InvenTreePlugin):\n    NAME = "Demo"\n    SLUG = "---"\n',
            at=("6:5",),
        ),
        Example(
            f'{_IMPORT}\n\nclass Reader(InvenTreePlugin):\n    NAME = "Bar codes"\n'
            '\n\nclass Writer(InvenTreePlugin):\n    NAME = "Bar-Codes"\n',
            at=("8:7",),
            note='Both have the key "bar-codes".',
        ),
    ),
    good=(
        Example(
            f'{_IMPORT}\n\nclass DemoPlugin(InvenTreePlugin):\n    NAME = "示例"\n    SLUG = "example"\n',
            note="The slug goes before the name.",
        ),
        Example(
            f'{_IMPORT}\n\nclass Reader(InvenTreePlugin):\n    NAME = "Demo"\n    SLUG = get_slug("reader")\n'
            '\n\nclass Writer(InvenTreePlugin):\n    NAME = "Demo"\n    SLUG = get_slug("writer")\n',
            note="Values that are not known.",
        ),
        Example(
            f'{_IMPORT}\n\nclass Reader(InvenTreePlugin):\n    NAME = "Demo reader"\n'
            '\n\nclass Writer(InvenTreePlugin):\n    NAME = "Demo writer"\n'
        ),
    ),
)
