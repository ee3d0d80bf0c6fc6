"""Everything is imported from a module of the plugin framework: `from plugin.mixins import *`.

What a star brings in changes with every release: a name that InvenTree adds can hide one of the plugin's, one
that it drops is missed only when it is used. Neither a reader nor a tool can tell where a name comes from.

Reported are stars on `plugin` and the modules below it. Not reported are stars on the project's own modules,
also on one that is called `plugin`, and on other packages. Tests are exempt.

**Fix safety.** The fix is safe: it writes the names that the module uses, lists in `__all__`, or that other
modules of the project take from it, and imports each from `plugin` or `plugin.mixins` where these have it. It
leaves the import alone where that cannot be known: another star may bring in the same name, `__all__` is
computed, or a targeted release lacks a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flake8_inventree_plugin.findings import Finding, Fix, Severity
from flake8_inventree_plugin.inventree.catalogue import (
    canonical_home,
    has_module,
    host_module_releases,
    host_name_releases,
    name_releases,
)
from flake8_inventree_plugin.inventree.releases import ALL, ReleaseSet
from flake8_inventree_plugin.project.inventree_names import canonical_package, imported_module, is_alternative
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.project.names import Own
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import Import


def check(project: Project) -> Iterator[Finding]:
    """Reports every star import from the plugin framework."""
    for file in project.package_files:
        for index, item in enumerate(file.facts.imports):
            if item.name != "*" or item.module.partition(".")[0] != "plugin":
                continue
            if imported_module(project.names, file.path, item) is None:
                continue
            yield RULE.finding(
                f"`from {item.module} import *` brings in whatever the installed InvenTree has there, "
                "which changes with every release",
                "import the names that are used",
                file.path,
                item.range,
                fix=_fix(project, file, index),
            )


_MAXIMUM_STARS = 20
"""In a file with more of them, each name would be looked for in too many places."""


def _fix(project: Project, file: File, index: int) -> Fix | None:
    item = file.facts.imports[index]
    facts = project.names.index(file.path)
    stars = facts.imports["*"]
    wanted = _wanted_names(project, file.path, set()) if len(stars) <= _MAXIMUM_STARS else None
    if wanted is None:
        return None
    alternative = is_alternative(facts, index)
    releases = ALL if alternative else project.target.releases
    names = [name for name in wanted if _provides(item.module, name, releases)]
    common = releases
    for name in names:
        common &= name_releases(item.module, name)
    needs_all = project.target.declared and not alternative
    if not names or not common or (needs_all and common != releases):
        return None
    if any(
        _may_provide(project, file.path, file.facts.imports[other], name)
        for other in stars
        if other != index
        for name in names
    ):
        return None
    statements: dict[str, list[str]] = {}
    for name in names:
        package = None if alternative else canonical_package(project, item.module, name)
        statements.setdefault(package or item.module, []).append(name)
    return Fix(
        "star_import",
        f"Import {', '.join(names)} by name",
        arguments={
            "module": item.module,
            "statement": list(item.statement),
            "imports": [[module, listed] for module, listed in statements.items()],
        },
    )


def _provides(module: str, name: str, releases: ReleaseSet) -> bool:
    """Whether a star import from a module of InvenTree binds a name on some of the releases."""
    # A submodule is none of its package's names.
    is_name = canonical_home(name) is not None or not has_module(f"{module}.{name}")
    return is_name and not name.startswith("_") and bool(name_releases(module, name) & releases)


def _may_provide(project: Project, path: str, item: Import, name: str) -> bool:
    """Whether another star import may bind a name."""
    own = project.names.own_module(path, item.module)
    if own is not None:
        return bool(project.names.member(own, name))
    if has_module(item.module):
        return bool(name_releases(item.module, name))
    if host_module_releases(item.module):
        return bool(host_name_releases(item.module, name))
    return True


def _wanted_names(project: Project, path: str, seen: set[str]) -> list[str] | None:
    """The names that a module of the project takes from its star imports, for itself or for others, in order;
    None where that cannot be known."""
    seen.add(path)
    own = project.names.files[path]
    listed = any(item.name == "__all__" for item in own.assignments) or "__all__" in own.other_names
    if own.exports is None and listed:
        return None
    names = [reference.path[0] for reference in own.references if reference.kind == "unbound"]
    names += own.exports or ()
    for other, name in _taken(project).get(path, ()):
        if other == path:
            continue
        if name != "*":
            names.append(name)
        elif own.exports is None and other not in seen:
            more = _wanted_names(project, other, seen)
            if more is None:
                return None
            names += more
    return list(dict.fromkeys(names))


@lru_cache(maxsize=1)
def _taken(project: Project) -> dict[str, list[tuple[str, str]]]:
    """The names that files take from each own module, by import or as attributes of the module: the path of
    the file and the name, "*" for a star import."""
    names = project.names
    found: dict[str, list[tuple[str, str]]] = {}
    for path, facts in names.files.items():
        for item in facts.imports:
            module = names.own_module(path, item.module)
            if module is not None and item.name is not None:
                found.setdefault(module, []).append((path, item.name))
        for reference in facts.references:
            for index in range(1, len(reference.path) if reference.kind == "import" else 0):
                if reference.path[index] in ("()", "[]"):
                    break
                for origin in names.resolve(path, ".".join(reference.path[:index]), reference.imports):
                    if isinstance(origin, Own) and origin.kind == "module":
                        found.setdefault(origin.path, []).append((path, reference.path[index]))
    return found


_PLUGIN = "class Demo(SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"

RULE = Rule(
    code="INV204",
    name="star-import",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#imports",
    guide="keep you imports clean - the APIs for plugins and mixins are young and evolving",
    good=(
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.mixins import SettingsMixin\n\n\n" + _PLUGIN
        ),
        Example(
            {
                "demo/__init__.py": "",
                "demo/plugin/__init__.py": "from plugin import InvenTreePlugin\n"
                "from plugin.mixins import SettingsMixin\n",
                "demo/core.py": "from math import *\nfrom .plugin import *\n\n\n" + _PLUGIN,
            },
            note="Stars on another package and on the project's own module.",
        ),
    ),
    bad=(
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.mixins import *  # all of them\n\n\n" + _PLUGIN,
            at=("2:27",),
            fixed="from plugin import InvenTreePlugin\n"
            "from plugin.mixins import SettingsMixin  # all of them\n\n\n" + _PLUGIN,
        ),
        Example(
            "from plugin import *\nfrom plugin.base.integration.SettingsMixin import *\n\n\n"
            + _PLUGIN
            + "\n    def show(self):\n        return registry.plugins\n",
            at=("1:20", "2:51"),
            fixed="from plugin import InvenTreePlugin, registry\n"
            "from plugin.mixins import SettingsMixin\n\n\n"
            + _PLUGIN
            + "\n    def show(self):\n        return registry.plugins\n",
            note="The canonical package at once.",
        ),
        Example(
            {
                "demo/__init__.py": "",
                "demo/compat.py": "from plugin import *\nfrom plugin.mixins import *\n",
                "demo/core.py": "from .compat import InvenTreePlugin, SettingsMixin\n\n\n" + _PLUGIN,
            },
            at=("demo/compat.py:1:20", "demo/compat.py:2:27"),
            fixed={
                "demo/compat.py": "from plugin import InvenTreePlugin\n"
                "from plugin.mixins import SettingsMixin\n",
            },
            note="Names that another module takes from there.",
        ),
    ),
)
