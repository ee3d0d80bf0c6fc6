"""A plugin class has no NAME, so a server does not take it for a plugin.

A server looks through the modules of its plugin folder and takes a class for a plugin only when its `NAME` is
not empty; any other it passes over without a word in the log or in the user interface. A class that an entry
point of a package names is loaded without that test, and then has an empty name and an empty key, which it
shares with every other plugin that has none.

InvenTree 0.6 read `PLUGIN_NAME` instead. From 0.7 on that name alone does not make a class in a folder a
plugin.

Not reported: a class that is only a base for others in the project, an abstract class, and a name that cannot
be known without running the plugin.

To mend it, give the class a `NAME`: a short text that no other plugin has, since the plugin's key is made of
it.

**Fix safety.** Where the class has a `PLUGIN_NAME` and 0.6 is not meant, the fix renames it, as that of
INV116 does; the server could not load the plugin before, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Fix, Severity
from flake8_inventree_plugin.inventree.releases import ReleaseSet
from flake8_inventree_plugin.project.discovery import SINCE_0_7, has_entry_point, is_empty, nameless_releases
from flake8_inventree_plugin.project.model import PluginClass, Project
from flake8_inventree_plugin.project.names import class_at
from flake8_inventree_plugin.rules.legacy_names import rename_fix
from flake8_inventree_plugin.rules.metadata_values import DECLARE_THE_METADATA, OPTIONS_URL
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each concrete plugin class that a targeted release finds no name in."""
    for plugin in project.concrete_plugins:
        nameless = nameless_releases(project, plugin)
        if project.target.concerns(nameless):
            message, advice = _describe(project, plugin, nameless)
            fix = _fix(project, plugin)
            yield RULE.finding(message, advice, plugin.path, plugin.definition.range, fix=fix)


def _fix(project: Project, plugin: PluginClass) -> Fix | None:
    """PLUGIN_NAME becomes NAME where 0.6 is not meant and the class, or an own base in its file, has one."""
    if project.target.releases - SINCE_0_7:
        return None
    for own in plugin.lineage:
        for assignment in class_at(project.names.files, own).attributes:
            if assignment.name == "PLUGIN_NAME":
                return rename_fix(project, plugin, own, assignment) if own.path == plugin.path else None
    return None


def _describe(project: Project, plugin: PluginClass, nameless: ReleaseSet) -> tuple[str, str]:
    if not project.target.releases & nameless & SINCE_0_7:
        if is_empty(project.member(plugin, "NAME")):
            what = f"{plugin.name} has no PLUGIN_NAME"
        else:
            what = f"{plugin.name} has a NAME, but no PLUGIN_NAME, which is what InvenTree 0.6 reads"
        return f"{what}, so a server passes over it without a trace", "set PLUGIN_NAME in the class"
    if not is_empty(project.member(plugin, "PLUGIN_NAME")):
        return (
            f"{plugin.name} has a PLUGIN_NAME, but no NAME, so from InvenTree 0.7 on a server passes over it "
            "without a trace",
            "rename PLUGIN_NAME to NAME",
        )
    if has_entry_point(project, plugin):
        consequence = "so a server serves it with an empty name and an empty key"
    else:
        consequence = "so a server passes over it without a trace"
    return f"{plugin.name} has no NAME, {consequence}", "set NAME in the class"


_ABSTRACT = """\
from plugin import InvenTreePlugin


class LabelPlugin(InvenTreePlugin):
    AUTHOR = "Demo Author"


class ZebraPlugin(LabelPlugin):
    NAME = "Zebra"
"""

RULE = Rule(
    code="INV101",
    name="missing-name",
    severity=Severity.ERROR,
    check=check,
    url=OPTIONS_URL,
    guide=DECLARE_THE_METADATA,
    bad=(
        Example(
            'from plugin import InvenTreePlugin\n\n\nclass DemoPlugin(InvenTreePlugin):\n    SLUG = "demo"\n',
            at=("4:7",),
        ),
        Example(
            'from plugin import InvenTreePlugin\n\n\nclass DemoPlugin(InvenTreePlugin):\n    NAME = ""\n',
            at=("4:7",),
            note="An empty name is none.",
        ),
        Example(
            {
                "demo_plugin.py": "from plugin import InvenTreePlugin\n\n\n"
                'class DemoPlugin(InvenTreePlugin):\n    PLUGIN_NAME = "Demo"\n'
            },
            at=("demo_plugin.py:4:7",),
            fixed={
                "demo_plugin.py": "from plugin import InvenTreePlugin\n\n\n"
                'class DemoPlugin(InvenTreePlugin):\n    NAME = "Demo"\n'
            },
            note="In a plugin folder, a name for InvenTree 0.6 is no name from 0.7 on.",
        ),
    ),
    good=(
        Example(_ABSTRACT, note="A base inside the project needs no name."),
        Example(
            "from plugin import InvenTreePlugin\n\nfrom .settings import NAMES\n\n\n"
            "class DemoPlugin(InvenTreePlugin):\n    NAME = NAMES[0]\n",
            note="A name that is not known without running the plugin.",
        ),
        Example(
            "from plugin import IntegrationPluginBase\n\n\n"
            'class DemoPlugin(IntegrationPluginBase):\n    PLUGIN_NAME = "Demo"\n',
            note="A plugin of the 0.6 generation.",
        ),
        Example(
            'from plugin import InvenTreePlugin\n\n\nclass DemoPlugin(InvenTreePlugin):\n    NAME = "Demo"\n'
        ),
    ),
)
