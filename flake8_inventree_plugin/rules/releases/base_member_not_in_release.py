"""A member of InvenTree's base classes is used that those of a targeted release do not have.

`self.plugin_static_file(…)` works from 0.17 on; on 0.16 it raises `AttributeError` in the middle of a
request. Reported is `self.x`, `cls.x` and `super().x` where only InvenTree's classes could provide `x`, and
those of the targeted release do not.

Not reported is what a class of the project defines or assigns itself, in whatever place of the inheritance;
what a class with a base class may have that is neither the project's nor InvenTree's, or with `__getattr__`;
what stands in a `try` that catches `AttributeError`; what the file asks for with `hasattr` or `getattr`; what
only runs in a hook that such a release does not have; names that no release knows, which may be set from
outside; and what goes with a class that the release does not have at all, since then its import is what
fails (`INV301`).

What to do: use what came instead, or raise MIN_VERSION.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.catalogue import Successor, successors
from flake8_inventree_plugin.inventree.releases import ReleaseSet
from flake8_inventree_plugin.project.members import MISSING
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.rules.targeted import targeted_obstacles

_ARGUMENTS = frozenset({"data", "user"})
"""What InvenTree 0.6 put on `self` (`data` up to 0.8 for barcodes), and passes to the hooks since."""


def check(project: Project) -> Iterator[Finding]:
    """Reports every such member once a class, at its first use."""
    for obstacle, releases in targeted_obstacles(project, RULE.code):
        class_name, _, member = obstacle.name.partition(".")
        successor = _successor(project, obstacle.path, class_name, member, releases)
        came = f"; `{successor.new.rpartition('.')[2]}` came instead" if successor is not None else ""
        yield RULE.finding(
            f"the base classes of `{class_name}` have no `{member}` in InvenTree {releases}, so this raises "
            f"AttributeError there{came}",
            _advice(successor, member),
            obstacle.path,
            obstacle.range,
        )


def _advice(successor: Successor | None, member: str) -> str:
    if member in _ARGUMENTS:
        return f"take `{member}` as an argument of the hook that InvenTree calls, and pass it on from there"
    if successor is None:
        return "do without it, ask with `hasattr`, or declare with MIN_VERSION and MAX_VERSION where it works"
    note = successor.note.rstrip(".")
    return f"use `{successor.new.rpartition('.')[2]}`" + (f": {note[0].lower()}{note[1:]}" if note else "")


def _successor(
    project: Project, path: str, class_name: str, member: str, releases: ReleaseSet
) -> Successor | None:
    """What came instead of a member on some of these releases."""
    for plugin in project.plugins:
        if any(own.path == path and own.name == class_name for own in plugin.lineage):
            for framework in plugin.framework:
                for successor in reversed(successors(f"{framework}.{member}")):
                    if successor.releases & releases:
                        return successor
    return None


def _head(minimum: str, mixin: str = "SettingsMixin") -> str:
    return (
        f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {mixin}\n\n\n"
        f"class Demo({mixin}, InvenTreePlugin):\n    NAME = 'Demo'\n    MIN_VERSION = '{minimum}'\n"
    )


_MAXIMUM = "    MAX_VERSION = '0.16.9'\n"

RULE = Rule(
    code=MISSING,
    name="base-member-not-in-release",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/",
    guide="Pick your building blocks",
    good=(
        Example(
            f"{_head('0.17.0')}\n    def source(self):\n        return self.plugin_static_file('a.js')\n",
            note="Every release that the plugin is for has it.",
        ),
        Example(
            f"{_head('0.12.0')}{_MAXIMUM}\n    def source(self):\n"
            "        return self.plugin_static_file('a.js'), self.given_from_outside\n\n"
            "    def plugin_static_file(self, name):\n        return name\n",
            note="The plugin's own method, and something that no release knows.",
        ),
        Example(
            f"{_head('0.12.0')}{_MAXIMUM}\n    def source(self):\n"
            "        if hasattr(self, 'plugin_static_file'):\n"
            "            return self.plugin_static_file('a.js')\n        try:\n"
            "            return self.get_user_setting('A')\n        except AttributeError:\n"
            "            return None\n",
            note="It is asked for, or tried.",
        ),
        Example(
            f"from elsewhere import Base\n\n{_head('0.12.0').replace('Demo(', 'Demo(Base, ')}{_MAXIMUM}\n"
            "    def source(self):\n        return self.plugin_static_file('a.js')\n",
            note="A base class that is not known may have it.",
        ),
    ),
    bad=(
        Example(
            f"{_head('0.12.0')}{_MAXIMUM}\n    def source(self):\n"
            "        return self.plugin_static_file('a.js'), self.plugin_static_file('b.js')\n",
            at=("11:16",),
            note="It came with InvenTree 0.17.",
        ),
        Example(
            f"{_head('1.0.0', 'ActionMixin')}\n    def perform_action(self, user=None, data=None):\n"
            "        print(self.data)\n",
            at=("10:15",),
            note="InvenTree 0.6 put it on `self`; now it is an argument.",
        ),
        Example(
            f"{_head('1.2.0', 'ValidationMixin')}\n    def check(self, parameter, data):\n"
            "        return super().validate_part_parameter(parameter, data)\n",
            at=("10:16",),
            note="Gone with InvenTree 1.2.",
        ),
    ),
)
