"""A plugin has metadata under the names of InvenTree 0.6: PLUGIN_NAME, PLUGIN_SLUG or PLUGIN_TITLE.

InvenTree 0.7 renamed them to `NAME`, `SLUG` and `TITLE`. Later servers find the old ones in part only:

- a class that has a `PLUGIN_NAME` and no `NAME` is passed over in a plugin folder (INV101); where an entry
  point names it, it is served with an empty name and an empty key;
- the registry makes the key of a plugin from `SLUG` or `NAME`, never from `PLUGIN_SLUG`, while the plugin
  itself gives the slug in `PLUGIN_SLUG`, with a deprecation warning, so that the two differ;
- `PLUGIN_TITLE` still works, with a deprecation warning.

Left beside the new name, the old one is without effect.

Not reported: plugins for InvenTree 0.6, which knows no other names. Where the target has both 0.6 and later
releases, a plugin needs both names, so only a missing new one is reported.

**Fix safety.** The fix renames the attribute and its uses as `self.PLUGIN_NAME`, `cls.PLUGIN_NAME` and
`TheClass.PLUGIN_NAME` in the same file. Where the new name already stands in the class, the old line is
removed if both have the same value. There is no fix where the name is used in another file or in a way that
cannot be followed, such as `getattr(plugin, "PLUGIN_NAME")`, where another class of the family has one of the
two names, and where 0.6 is targeted too.

Renaming a `PLUGIN_SLUG` that differs from the plugin's name is unsafe: servers from 0.7 on know the plugin by
its name so far, and will take it for a new one, which has to be activated and set up again.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.discovery import SINCE_0_7, has_entry_point, is_empty
from flake8_inventree_plugin.project.model import PluginClass, Project
from flake8_inventree_plugin.project.names import Own, class_at
from flake8_inventree_plugin.rules.legacy_names import NEW_NAMES, rename_fix
from flake8_inventree_plugin.rules.metadata_values import OPTIONS_URL
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import Assignment


def check(project: Project) -> Iterator[Finding]:
    """Reports each old name in a plugin class or its own bases, at its assignment."""
    if not project.target.concerns(SINCE_0_7):
        return
    seen: set[Own] = set()
    for plugin in project.concrete_plugins:
        for own in plugin.lineage:
            if own in seen:
                continue
            seen.add(own)
            for assignment in class_at(project.names.files, own).attributes:
                if assignment.name in NEW_NAMES:
                    yield from _report(project, plugin, own, assignment)


def _report(project: Project, plugin: PluginClass, own: Own, assignment: Assignment) -> Iterator[Finding]:
    old, new = assignment.name, NEW_NAMES[assignment.name]
    needs_old = "0.6" in project.target.releases
    if not is_empty(project.member(plugin, new)):
        names = project.names
        if needs_old or all(names.class_value(one.path, one.index, new) is None for one in plugin.lineage):
            # 0.6 reads the old name; or an unknown base may give the new one.
            return
        message = f"{old} stands beside {new} and is without effect from InvenTree 0.7 on"
        advice = f"remove {old}"
    else:
        if is_empty(project.member(plugin, old)):
            return
        if old == "PLUGIN_NAME" and has_entry_point(project, plugin) is False:
            # The server does not load the plugin at all, which INV101 reports.
            return
        message = f"{old} is the name of InvenTree 0.6 for {new}, {_CONSEQUENCES[old]}"
        advice = f"set {new} beside {old}, which 0.6 needs" if needs_old else f"rename {old} to {new}"
    yield RULE.finding(
        message,
        advice,
        own.path,
        assignment.range,
        fix=None if needs_old else rename_fix(project, plugin, own, assignment),
    )


_CONSEQUENCES = {
    "PLUGIN_NAME": "so later servers serve the plugin with an empty name and an empty key",
    "PLUGIN_SLUG": "and later servers make the plugin's key of its NAME instead",
    "PLUGIN_TITLE": "which later servers warn about",
}


_PYPROJECT = (
    '[project]\nname = "inventree-demo"\nversion = "1.0"\n'
    '\n[project.entry-points.inventree_plugins]\nDemoPlugin = "demo:DemoPlugin"\n'
)


def _project(body: str) -> dict[str, str]:
    return {
        "pyproject.toml": _PYPROJECT,
        "demo.py": f"from plugin import InvenTreePlugin\n\n\nclass DemoPlugin(InvenTreePlugin):\n{body}",
    }


def _fixed(body: str) -> dict[str, str]:
    return {"demo.py": _project(body)["demo.py"]}


_METHOD = "\n    def describe(self):\n        return f'{self.%s}: ready'\n"

RULE = Rule(
    code="INV116",
    name="legacy-metadata",
    severity=Severity.WARNING,
    check=check,
    url=OPTIONS_URL,
    bad=(
        Example(
            _project('    PLUGIN_NAME = "Demo"  # shown to users\n' + _METHOD % "PLUGIN_NAME"),
            at=("demo.py:5:5",),
            fixed=_fixed('    NAME = "Demo"  # shown to users\n' + _METHOD % "NAME"),
        ),
        Example(
            _project('    NAME = "Demo"\n    PLUGIN_NAME = "Demo"\n'),
            at=("demo.py:6:5",),
            fixed=_fixed('    NAME = "Demo"\n'),
            note="Left beside the new name.",
        ),
        Example(
            _project('    NAME = "Demo"\n    PLUGIN_TITLE = "Demo plugin"\n'),
            at=("demo.py:6:5",),
            fixed=_fixed('    NAME = "Demo"\n    TITLE = "Demo plugin"\n'),
        ),
        Example(
            _project('    NAME = "Demo"\n    PLUGIN_NAME = "Demo plugin"\n'),
            at=("demo.py:6:5",),
            note="No fix: which of the two is meant?",
        ),
    ),
    good=(
        Example(
            "from plugin import IntegrationPluginBase\n\n\nclass DemoPlugin(IntegrationPluginBase):\n"
            '    PLUGIN_NAME = "Demo"\n    PLUGIN_TITLE = "Demo plugin"\n',
            note="A plugin of the 0.6 generation.",
        ),
        Example(
            'from plugin import InvenTreePlugin\n\nPLUGIN_NAME = "Demo"\n\n\n'
            "class DemoPlugin(InvenTreePlugin):\n    NAME = PLUGIN_NAME\n",
            note="A constant of the module's own.",
        ),
        Example(
            "from plugin import InvenTreePlugin\n\n\nclass DemoPlugin(InvenTreePlugin):\n"
            '    NAME = "Demo"\n    SLUG = "demo"\n    TITLE = "Demo plugin"\n'
        ),
    ),
)
