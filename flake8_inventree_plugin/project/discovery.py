"""How a server comes by the plugin classes of a project, and what it then reads in the package's metadata."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from flake8_inventree_plugin.inventree.releases import NONE, ReleaseSet
from flake8_inventree_plugin.project.declarations import PLUGIN_GROUP, Located, is_truthy
from flake8_inventree_plugin.project.entry_points import module_name, names_meant, plugin_entry_points
from flake8_inventree_plugin.project.model import Member, PluginClass, Project
from flake8_inventree_plugin.project.names import Own, known_text
from flake8_inventree_plugin.source.values import Known

SINCE_0_7 = ReleaseSet.since("0.7")
READS_PACKAGES = ReleaseSet.since("0.8")
"""The releases that look for missing metadata in the package."""

PackageField = Literal["urls", "author_email", "description", "version"]
"""What a server reads in a package: `Project-URL`, `Author-email`, `Summary` and `Version`."""


class PackageLookup(NamedTuple):
    """Whether a server finds a piece of metadata in the plugin's package.

    `releases` are those that find it; `reason` says why others do not although the package declares
    something, "" where it declares nothing.
    """

    releases: ReleaseSet
    reason: str = ""


def has_entry_point(project: Project, plugin: PluginClass) -> bool | None:
    """Whether the package's entry points lead to a plugin class; None where that cannot be known."""
    package = project.package
    if package is None:
        return False
    loaded, doubtful, is_doubtful = _loaded(project)
    if (plugin.path, plugin.index) in loaded:
        return True
    return None if package.entry_points_unknown or is_doubtful or plugin.name in doubtful else False


@lru_cache(maxsize=1)
def _loaded(project: Project) -> tuple[set[tuple[str, int]], set[str], bool]:
    """The plugin classes that entry points load, by path and index, and the names of those that they may
    mean; whether one may load any."""
    assert project.package is not None
    results = plugin_entry_points(project)
    # One that cannot be loaded, like one that is ignored, is a matter of its own.
    doubtful = [item for item in project.package.ignored_entry_points if item.group == PLUGIN_GROUP]
    doubtful += [item for item, loaded in results if not isinstance(loaded, Own)]
    return (
        {(loaded.path, loaded.index) for _, loaded in results if isinstance(loaded, Own)},
        {name for item in doubtful for name in names_meant(item)},
        any(loaded is None for _, loaded in results),
    )


def is_empty(member: Member | None) -> bool:
    """Whether a server sees nothing in a class attribute: it is missing, None or empty. Unknown is not
    empty."""
    return member is None or (isinstance(member.value, Known) and not member.value.value)


def nameless_releases(project: Project, plugin: PluginClass) -> ReleaseSet:
    """The releases on which a plugin class has no name.

    0.6 reads PLUGIN_NAME only. Later ones pass over a class in a folder that has no NAME; a class that an
    entry point names is loaded all the same, so there PLUGIN_NAME is a matter of its own.
    """
    has_name = not is_empty(project.member(plugin, "NAME"))
    has_old_name = not is_empty(project.member(plugin, "PLUGIN_NAME"))
    nameless = NONE if has_old_name else ReleaseSet.of("0.6")
    if not has_name and not (has_old_name and has_entry_point(project, plugin) is not False):
        nameless |= SINCE_0_7
    return nameless


def package_lookup(project: Project, plugin: PluginClass, field: PackageField) -> PackageLookup:
    """Looks for a plugin's metadata in its package as a server does.

    It asks for a distribution with the name of the plugin's class, then for one with the name of its
    top-level module, and only for a plugin that came by an entry point. Source: `_get_package_metadata` in
    InvenTree/plugin/plugin.py.
    """
    package = project.package
    if package is None:
        return PackageLookup(NONE)
    declared: Located | None = getattr(package, field)
    if declared is None or not is_truthy(declared):
        return PackageLookup(NONE, _declared_elsewhere(project, field))
    what = f"{declared.path} declares {_WORDS[field]}, but"
    if has_entry_point(project, plugin) is False:
        return PackageLookup(NONE, f"{what} a server looks there only for what an entry point names")
    name = known_text(package.name.value) if package.name is not None else None
    looked_for = [plugin.name, top_level_module(project, plugin)]
    if name is not None and _normalised(name) not in map(_normalised, looked_for):
        words = " or ".join(f'"{word}"' for word in dict.fromkeys(looked_for))
        return PackageLookup(NONE, f'{what} a server looks for a package named {words}, and this is "{name}"')
    return PackageLookup(READS_PACKAGES, f"{what} releases before 0.8 do not look there")


_WORDS = {
    "urls": "a URL",
    "author_email": "an author",
    "description": "a description",
    "version": "a version",
}


def _declared_elsewhere(project: Project, field: PackageField) -> str:
    """What a package declares that is nearly, but not quite, what a server reads."""
    assert project.package is not None
    home_page, author = project.package.home_page, project.package.author
    if field == "urls" and home_page is not None and is_truthy(home_page):
        return f"{home_page.path} declares a URL, but as Home-page, and a server reads Project-URL only"
    if field == "author_email" and author is not None and is_truthy(author):
        return f"{author.path} declares an author, but without e-mail, and a server reads Author-email only"
    return ""


def top_level_module(project: Project, plugin: PluginClass) -> str:
    """The first part of the name of the module that defines a plugin class."""
    return (module_name(project, plugin.path) or plugin.path.removesuffix(".py")).partition(".")[0]


def _normalised(name: str) -> str:
    """A distribution's name as `importlib.metadata` compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
