"""A package's entry points do not name one of its plugin classes, so a server never finds it.

A server looks for plugins of installed packages only through entry points of the group `inventree_plugins`. A
plugin class that none of them leads to is not loaded, without any message, however well the package is
installed.

```toml
[project.entry-points.inventree_plugins]
Demo = "demo.core:Demo"
```

Entry points are followed as Python follows them: `demo:Demo` is right where `demo/__init__.py` imports the
class.

Not reported are abstract base classes, a second class of a name that an entry point leads to, classes in
folders for documentation, examples and scripts, packages whose entry points are computed, and a class that an
entry point is meant for but does not reach: that is INV603.

## Fix safety

The fix adds the entry point to pyproject.toml, in the form that the file already has: to the table of the
group, else as a new table, `[project.entry-points.inventree_plugins]` or, where Poetry's own table is all
there is, `[tool.poetry.plugins.inventree_plugins]`. Nothing else in the file changes. There is no fix where
the package or other entry points are declared in setup.cfg or setup.py, nor where pyproject.toml leaves
them to the build.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flake8_inventree_plugin.findings import Finding, Fix, Severity
from flake8_inventree_plugin.project.entry_points import (
    Failure,
    load,
    module_name,
    names_meant,
    plugin_entry_points,
)
from flake8_inventree_plugin.project.layout import Role, role_of
from flake8_inventree_plugin.project.model import PluginClass, Project
from flake8_inventree_plugin.project.names import Own
from flake8_inventree_plugin.project.package import PLUGIN_GROUP, EntryPoint, Package
from flake8_inventree_plugin.project.pyproject import FILE, Document, dynamic_fields
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports concrete plugin classes that no entry point loads."""
    package = project.package
    if package is None or package.entry_points_unknown:
        return
    loaded = list(plugin_entry_points(project))
    # A second class of the same name is a copy that was left behind.
    reached = {result.name for _, result in loaded if isinstance(result, Own)}
    doubtful = {name for item, result in loaded if not isinstance(result, Own) for name in names_meant(item)}
    ignored = {name: item for item in reversed(package.ignored_entry_points) for name in names_meant(item)}
    missing = [
        plugin
        for plugin in project.concrete_plugins
        if plugin.name not in reached and role_of(plugin.path) is Role.PACKAGE
    ]
    broken = [item for item, result in loaded if isinstance(result, Failure)]
    named: set[str] = set()
    for plugin in missing:
        if plugin.name in doubtful or (broken and len(missing) == 1):
            continue
        # An entry point for a second class of the name would take the place of the first one's.
        fix = _fix(project, plugin) if plugin.name not in named else None
        yield _finding(project, package, plugin, ignored.get(plugin.name), fix)
        named.add(plugin.name)


def _finding(
    project: Project, package: Package, plugin: PluginClass, ignored: EntryPoint | None, fix: Fix | None
) -> Finding:
    message = f'no entry point of the group "{PLUGIN_GROUP}" leads to {plugin.name}'
    if ignored is not None and ignored.group == PLUGIN_GROUP:
        message += f" (the one in {ignored.path} counts for nothing: the build does not look there)"
    module = module_name(project, plugin.path) or "module"
    entry = f'{plugin.name} = "{module}:{plugin.name}"'
    where = f"to the group {PLUGIN_GROUP} in {package.files[0]}"
    if package.files[0] == FILE:
        where = f"to [project.entry-points.{PLUGIN_GROUP}] in pyproject.toml"
    return RULE.finding(
        f"{message}, so a server never finds it in the installed package",
        f"add {entry} {where}",
        plugin.path,
        plugin.definition.range,
        fix=fix,
    )


def _fix(project: Project, plugin: PluginClass) -> Fix | None:
    """The fix, where pyproject.toml says all about entry points and the new one would load the class."""
    table, names = _declared(project)
    module = module_name(project, plugin.path) if table else None
    if module is None:
        return None
    target = f"{module}:{plugin.name}"
    entry_point = EntryPoint(PLUGIN_GROUP, plugin.name, target, FILE, plugin.definition.range)
    loaded = load(project, entry_point)
    if not (plugin.name not in names and isinstance(loaded, Own) and loaded.path == plugin.path):
        return None
    arguments = {"table": [*table, PLUGIN_GROUP], "name": plugin.name, "target": target}
    return Fix("entry_point", f"add the entry point {target} to {FILE}", arguments=arguments, path=FILE)


@lru_cache(maxsize=1)
def _declared(project: Project) -> tuple[tuple[str, ...], set[str]]:
    """The table for entry points of all groups, () where pyproject.toml has none or does not say all about
    them, and the names of those that there are."""
    package, data = project.package, project.read(FILE)
    if package is None or data is None or package.files[0] != FILE or package.errors:
        return (), set()
    if any(item.path != FILE for item in package.entry_points):
        return (), set()
    return _table(Document(data)), {item.name for item in package.plugin_entry_points}


def _table(document: Document) -> tuple[str, ...]:
    """The table for entry points of all groups, () where there is none that counts."""
    project = document.table("project").data
    poetry = document.table("tool", "poetry").data
    uses_poetry = document.backend == "poetry" and "entry-points" not in project
    if project and not (uses_poetry and "plugins" in poetry):
        return () if "entry_points" in dynamic_fields(document) else ("project", "entry-points")
    return ("tool", "poetry", "plugins") if uses_poetry else ()


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PROJECT = '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n'
_ENTRY_POINT = _PROJECT + "\n[project.entry-points.inventree_plugins]\n"

RULE = Rule(
    code="INV602",
    name="missing-entry-point",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#packaging",
    guide="deliver as a package",
    good=(
        Example(
            {
                "pyproject.toml": _ENTRY_POINT + 'Demo = "demo.core:Demo"\n',
                "demo/__init__.py": "",
                "demo/core.py": _PLUGIN,
            },
            note="An entry point for the class.",
        ),
        Example(
            {
                "pyproject.toml": _ENTRY_POINT + 'demo = "demo:Demo"\n',
                "src/demo/__init__.py": "from .core import Demo\n\n__all__ = ['Demo']\n",
                "src/demo/core.py": _PLUGIN,
            },
            note="Through a package that imports the class.",
        ),
        Example(
            {
                "setup.py": "from setuptools import find_packages, setup\n\nPOINTS = load()\n"
                "setup(name='demo', packages=find_packages(), entry_points=POINTS)\n",
                "demo/__init__.py": _PLUGIN,
            },
            note="Entry points that are computed are not known.",
        ),
        Example({"demo/__init__.py": _PLUGIN}, note="No package at all: that is INV601."),
    ),
    bad=(
        Example(
            _PLUGIN,
            at=("4:7",),
            fixed={
                "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n\n'
                '[project.entry-points.inventree_plugins]\nDemo = "demo.core:Demo"\n'
            },
            note="A package without entry points.",
        ),
        Example(
            {
                "pyproject.toml": _ENTRY_POINT + 'Demo = "demo:Demo"\n',
                "demo/__init__.py": _PLUGIN + "\n\nclass Other(InvenTreePlugin):\n    NAME = 'Other'\n",
            },
            at=("demo/__init__.py:8:7",),
            fixed={"pyproject.toml": _ENTRY_POINT + 'Demo = "demo:Demo"\nOther = "demo:Other"\n'},
            note="The second plugin of a package was forgotten.",
        ),
        Example(
            {
                "pyproject.toml": _PROJECT + '\n[build-system]\nbuild-backend = "hatchling.build"\n',
                "setup.py": "from setuptools import setup\n\n"
                "setup(entry_points={'inventree_plugins': ['Demo = demo:Demo']})\n",
                "demo/__init__.py": _PLUGIN,
            },
            at=("demo/__init__.py:4:7",),
            note="Hatch builds this package, and does not look at the setup.py.",
        ),
    ),
)
