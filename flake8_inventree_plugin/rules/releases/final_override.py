"""A final method of InvenTree's plugin base class is overridden.

From 1.0 on InvenTree marks methods of `InvenTreePlugin` as final. For most of them it looks through the body
of every plugin class when that is made, and refuses the class with `TypeError: INVE-E11 …`: the file cannot
be imported, and the plugin is missing. Others (`name`, `slug`, `version` … and `file`, `path`) carry the mark
but are not looked for: overriding them works today and may stop to. Those are reported as warnings, and so is
what a class that is mixed in brings, and an attribute that is no function, for the check lets both pass.

Not reported are the class attributes that metadata is made of (`NAME`, `TITLE`, `VERSION` …), and what a
class defines that is no plugin.

What to do: give the method another name; metadata belongs into the class attributes.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.inventree.releases import ReleaseSet
from flake8_inventree_plugin.project.guards import reach
from flake8_inventree_plugin.project.members import BASE, FINAL, final_releases
from flake8_inventree_plugin.project.model import PluginClass, Project
from flake8_inventree_plugin.project.names import class_at
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.rules.targeted import targeted_obstacles


def check(project: Project) -> Iterator[Finding]:
    """Reports every override at its name."""
    refused = {(item.path, item.range) for item in project.obstacles if item.rule == RULE.code}
    for obstacle, releases in targeted_obstacles(project, RULE.code):
        yield RULE.finding(
            f"`{obstacle.name}` overrides a final method of `InvenTreePlugin`: InvenTree {releases} refuses "
            "the class (INVE-E11), and the plugin is not loaded",
            "give the method another name",
            obstacle.path,
            obstacle.range,
        )
    for plugin in project.plugins:
        for path, place, name, releases in _marked(project, plugin):
            if (path, place) not in refused and project.target.concerns(releases):
                refused.add((path, place))
                yield RULE.finding(
                    f"`{name}` overrides what InvenTree {releases & project.target.releases} marks as final "
                    "in `InvenTreePlugin`: any later release may refuse the class",
                    "give it another name; metadata belongs into class attributes such as TITLE",
                    path,
                    place,
                    severity=Severity.WARNING,
                )


def _marked(project: Project, plugin: PluginClass) -> Iterator[tuple[str, Range, str, ReleaseSet]]:
    """What the plugin and its own bases define under the name of something final: path, place, name, and the
    releases in which it is final."""
    if BASE not in plugin.framework:
        return
    for own in plugin.lineage:
        definition = class_at(project.names.files, own)
        found = [(item.name, item.range, item.branch) for item in definition.attributes]
        functions = project.names.index(own.path).functions.get(own.index, ())
        found += [(item.name, item.range, item.branch) for item in functions]
        for name, place, branch in found:
            releases = final_releases(name, enforced=True) | final_releases(name, enforced=False)
            if releases:
                reached = reach(project.names, own.path, branch)
                yield own.path, place, f"{definition.name}.{name}", releases & reached


_HEAD = "from plugin import InvenTreePlugin\n\n\n"

RULE = Rule(
    code=FINAL,
    name="final-override",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/settings/error_codes/#inve-e11",
    guide="do not use internal functions",
    good=(
        Example(
            f"{_HEAD}class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    TITLE = 'Demo plugin'\n"
            "    MIN_VERSION = '1.0.0'\n\n    def slug_of_part(self, part):\n        return part.name\n",
            note="Metadata as class attributes, a method with a name of its own.",
        ),
        Example(
            f"{_HEAD}class Settings:\n    def is_active(self):\n        return True\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '1.0.0'\n",
            note="Another class has the method.",
        ),
        Example(
            f"{_HEAD}class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '0.12.0'\n"
            "    MAX_VERSION = '0.17.99'\n\n    def is_active(self):\n        return True\n",
            note="Nothing is final before InvenTree 1.0.",
        ),
    ),
    bad=(
        Example(
            f"{_HEAD}class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '1.0.0'\n\n"
            "    def is_active(self):\n        return True\n",
            at=("8:9",),
            note="The class is refused.",
        ),
        Example(
            f"{_HEAD}class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '1.0.0'\n"
            "    slug = 'demo'\n\n    @property\n    def version(self):\n        return '1.0'\n",
            at=("7:5", "10:9"),
            note="Marked as final only: warnings.",
        ),
    ),
)
