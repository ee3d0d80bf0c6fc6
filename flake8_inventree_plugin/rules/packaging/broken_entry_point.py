"""Loading an entry point of the group `inventree_plugins` fails, or does not give a plugin class.

A server loads what the entry point names: it imports the module, then looks up the attributes. Where that
raises, or gives something else, the server has no plugin, and says so only in its list of plugin errors.

Reported is what can be told for certain:

- the module does not exist, although its top-level package is the project's own;
- the module, once imported, does not have the attribute. A module inside a package is an attribute of it only
  when something imports it: `demo:core.Demo` fails where nothing imports `demo.core`, `demo.core:Demo` is
  right;
- what it leads to is a module, a function, or a class that does not inherit from InvenTree's plugin base
  class.

Modules of other packages, star imports from them, names that are computed or that come from a file that
cannot be parsed are not known, and not reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.entry_points import (
    Failure,
    module_name,
    names_meant,
    plugin_entry_points,
)
from flake8_inventree_plugin.project.index import grouped
from flake8_inventree_plugin.project.model import PluginClass, Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports entry points for plugins that do not load one."""
    plugins = list(project.concrete_plugins)
    by_name = grouped((plugin.name, plugin) for plugin in plugins)
    only = plugins if len(plugins) == 1 else []
    for entry_point, result in plugin_entry_points(project):
        if isinstance(result, Failure):
            meant = [plugin for name in names_meant(entry_point) for plugin in by_name.get(name, ())]
            yield RULE.finding(
                f'the entry point "{entry_point.name}" ({entry_point.target}) does not load a plugin: '
                f"{result.reason}",
                _advice(project, meant or only),
                entry_point.path,
                entry_point.range,
            )


def _advice(project: Project, meant: Sequence[PluginClass]) -> str:
    """What to write instead, given the plugin classes that the entry point may mean."""
    for plugin in meant:
        module = module_name(project, plugin.path)
        if module is not None:
            return f'write "{module}:{plugin.name}"'
    return 'name the module and the plugin class, as in "package.module:Class"'


_PLUGIN = "from plugin import InvenTreePlugin\n\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_PROJECT = (
    '[project]\nname = "inventree-demo"\nversion = "1.0.0"\n\n[project.entry-points.inventree_plugins]\n'
)


def _files(target: str, **more: str) -> dict[str, str]:
    return {
        "pyproject.toml": _PROJECT + f'Demo = "{target}"\n',
        "demo/__init__.py": "",
        "demo/core.py": _PLUGIN,
        **more,
    }


RULE = Rule(
    code="INV603",
    name="broken-entry-point",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#packaging",
    guide="deliver as a package",
    good=(
        Example(_files("demo.core:Demo"), note="Module and class."),
        Example(
            _files("demo:core.Demo", **{"demo/__init__.py": "from . import core\n"}),
            note="The package imports its module.",
        ),
        Example(
            {
                "pyproject.toml": _PROJECT + 'Demo = "demo:Demo"\n',
                "src/demo/__init__.py": "from .core import Demo\n",
                "src/demo/core.py": _PLUGIN,
            },
            note="A src layout, and a class that the package imports.",
        ),
        Example(
            _files("demo.core:All.Demo", **{"demo/core.py": f"{_PLUGIN}\n\nclass All:\n    Demo = Demo\n"}),
            note="An attribute of a class.",
        ),
        Example(_files("elsewhere.core:Demo"), note="What another package has is not known."),
    ),
    bad=(
        Example(_files("demo.plugin:Demo"), at=("pyproject.toml:6:1",), note="There is no such module."),
        Example(_files("demo.core:Damo"), at=("pyproject.toml:6:1",), note="The module has no such class."),
        Example(_files("demo:core.Demo"), at=("pyproject.toml:6:1",), note="Nothing imports the module."),
        Example(
            _files("demo:Demo.Demo", **{"demo/__init__.py": "from .core import Demo\n"}),
            at=("pyproject.toml:6:1",),
            note="A class has no attribute of its own name.",
        ),
        Example(_files("demo.core"), at=("pyproject.toml:6:1",), note="A module is no plugin class."),
    ),
)
