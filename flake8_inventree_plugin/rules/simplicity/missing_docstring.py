"""A plugin class, or a method of it that InvenTree calls, has no docstring.

Who reads a plugin first looks for what it does and when. The names of hooks say when InvenTree calls them,
not what this plugin does then.

Reported are plugin classes, and those methods of theirs and of their own base classes that stand in the place
of a method of InvenTree. Not reported are other methods, private ones, and modules.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.catalogue import members
from flake8_inventree_plugin.project.model import PluginClass, Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports classes and hooks, each once, at its name."""
    for plugin in project.plugins:
        if not plugin.definition.docstring:
            yield RULE.finding(
                f"the plugin class {plugin.name} has no docstring, so nobody can tell what it does",
                "say in a docstring what the plugin does",
                plugin.path,
                plugin.definition.range,
            )
    seen: set[tuple[str, object]] = set()
    for plugin in project.plugins:
        hooks = _hooks(plugin)
        for own, function in project.methods(plugin):
            key = (own.path, function.range)
            if function.docstring or function.name not in hooks or key in seen:
                continue
            seen.add(key)
            yield RULE.finding(
                f"`{own.name}.{function.name}`, which InvenTree calls, has no docstring: its name says when "
                "it is called, not what this plugin does then",
                "say in a docstring what the method does",
                own.path,
                function.range,
            )


def _hooks(plugin: PluginClass) -> set[str]:
    """The methods of InvenTree's classes that a plugin may define anew."""
    return {
        name
        for framework in plugin.framework
        for name, variants in members(framework).items()
        if not name.startswith("_") and any(item.kind not in ("attribute", "key") for item in variants)
    }


_HEAD = "from plugin import InvenTreePlugin\nfrom plugin.mixins import EventMixin\n\n\n"
_HOOK = "    def process_event(self, event, *args, **kwargs):\n"

RULE = Rule(
    code="INV507",
    name="missing-docstring",
    severity=Severity.ADVICE,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#development-guidelines",
    guide="Use docstrings for everything... pls",
    good=(
        Example(
            f'{_HEAD}class Demo(EventMixin, InvenTreePlugin):\n    """Tells the shop what is sold out."""\n\n'
            f"    NAME = 'Demo'\n\n{_HOOK}"
            '        """Tells the shop of a part that was saved."""\n        self.tell(event)\n\n'
            "    def tell(self, event):\n        print(event)\n",
            note="A method of the plugin's own needs none.",
        ),
    ),
    bad=(
        Example(
            f"{_HEAD}class Demo(EventMixin, InvenTreePlugin):\n    NAME = 'Demo'\n\n{_HOOK}        pass\n",
            at=("5:7", "8:9"),
            note="A class and a hook.",
        ),
    ),
)
