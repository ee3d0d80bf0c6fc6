"""MIN_VERSION or MAX_VERSION is misread by the server, or no server lies between them.

A server looks in these texts for three numbers joined by dots, of the first of which it takes the last digit
only: "1.5.0 dev" is 1.5.0, but "10.2.3" is 0.2.3. In a text without three numbers, such as "9.0", it finds
nothing. Up to 1.0 that raises an error while the plugin is loaded; from 1.1 on it means, for a minimum, that
every server loads the plugin, and for a maximum, that none does.

A plugin whose minimum is above its maximum is loaded by no server.

Not reported: a value that cannot be known without running the plugin, and "0.18", the name that 1.0 had while
it was developed and that many plugins have as their minimum.

To mend it, write three numbers: "1.2.0".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.releases import DEVELOPMENT_NAMES, ReleaseSet, server_version
from flake8_inventree_plugin.project.model import Member, PluginClass, Project
from flake8_inventree_plugin.rules.metadata_values import OPTIONS_URL, shown
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.values import Known

_COMPARED = ReleaseSet.since("0.9")
"""The releases that look at MIN_VERSION and MAX_VERSION."""

_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*", re.ASCII)


class _Bound(NamedTuple):
    """One end of the range: the attribute, its text, what the server reads in it, what is meant."""

    name: str
    member: Member
    text: str
    read: list[int]
    meant: list[int]

    @property
    def is_misread(self) -> bool:
        """Whether the server reads something else than what is meant."""
        return self.read != self.meant[:3] or len(self.read) != 3


def check(project: Project) -> Iterator[Finding]:
    """Reports each bound that is misread, and ranges that are empty, where a targeted release looks at
    them."""
    if not project.target.releases & _COMPARED:
        return
    for plugin in project.concrete_plugins:
        bounds = _bounds(project, plugin)
        misread = [bound for bound in bounds if bound.is_misread]
        yield from (_misread(bound) for bound in misread if not _is_development_name(bound))
        if len(bounds) == 2 and not misread and bounds[0].read > bounds[1].read:
            low, high = bounds
            yield RULE.finding(
                f"MIN_VERSION {shown(low.text)} is above MAX_VERSION {shown(high.text)}, so no server "
                "loads the plugin",
                "make MIN_VERSION the lower one of the two",
                low.member.path,
                low.member.range,
            )


def _bounds(project: Project, plugin: PluginClass) -> list[_Bound]:
    """The ends of the range that are given and known, the lower one first."""
    members = [(name, project.member(plugin, name)) for name in ("MIN_VERSION", "MAX_VERSION")]
    given = [
        (name, member, member.value.value)
        for name, member in members
        if member is not None and isinstance(member.value, Known) and member.value.value is not None
    ]
    if not any(value for _, _, value in given):
        # Where both are empty, a server compares nothing.
        return []
    bounds = []
    for name, member, value in given:
        text = str(value)
        numbers = _NUMBERS.search(text[:100])
        meant = [int(number) for number in numbers[0].split(".")] if numbers else []
        bounds.append(_Bound(name, member, text, server_version(text), meant))
    return bounds


def _is_development_name(bound: _Bound) -> bool:
    return ".".join(map(str, bound.meant[:2])) in DEVELOPMENT_NAMES


def _misread(bound: _Bound) -> Finding:
    if bound.read:
        read = ".".join(map(str, bound.read))
        message = (
            f"{bound.name} {shown(bound.text)} is read as {read} by the server, so it admits other releases"
        )
        advice = 'write exactly three numbers, the first of one digit, such as "1.2.0"'
    else:
        consequence = (
            "every server from 1.1 on loads the plugin"
            if bound.name == "MIN_VERSION"
            else "no server from 1.1 on loads the plugin"
        )
        message = (
            f"{bound.name} {shown(bound.text)} is not of three numbers, so {consequence}, and on earlier "
            "ones loading it raises an error"
        )
        example = ".".join(map(str, [*bound.meant, 0, 0][:3])) if bound.meant else "1.2.0"
        advice = f'write three numbers: "{example}"'
    return RULE.finding(message, advice, bound.member.path, bound.member.range)


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""

RULE = Rule(
    code="INV118",
    name="invalid-version-range",
    severity=Severity.ERROR,
    check=check,
    url=OPTIONS_URL,
    bad=(
        Example(f'{_PLUGIN}    MIN_VERSION = "1.2"\n', at=("6:5",), note="Every server loads it."),
        Example(f'{_PLUGIN}    MAX_VERSION = "1.x"\n', at=("6:5",), note="No server loads it."),
        Example(f'{_PLUGIN}    MIN_VERSION = "10.2.3"\n', at=("6:5",), note="Read as 0.2.3."),
        Example(f'{_PLUGIN}    MIN_VERSION = "1.2.0"\n    MAX_VERSION = "1.0.0"\n', at=("6:5",)),
    ),
    good=(
        Example(f'{_PLUGIN}    MIN_VERSION = "0.18.0"\n', note="The name of 1.0 while it was developed."),
        Example(f"{_PLUGIN}    MIN_VERSION = get_minimum()\n", note="A value that is not known."),
        Example(f'{_PLUGIN}    MIN_VERSION = "1.4.0.dev0"\n', note="The server reads 1.4.0."),
        Example(f'{_PLUGIN}    MIN_VERSION = "1.0.0"\n    MAX_VERSION = None\n'),
        Example(f'{_PLUGIN}    MIN_VERSION = "1.0.0"\n    MAX_VERSION = "2.0.0"\n'),
    ),
)
