"""VERSION is neither a semantic version nor one that Python packages have, so versions cannot be compared.

The guide recommends semantic versions (semver.org), and Python packages have versions after PEP 440. A text
that is neither tells nobody which of two versions is the later one, and no package can be built with it.

Not reported: a value that cannot be known without running the plugin.

To mend it, write a version such as "1.2.3".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.metadata_values import OPTIONS_URL, known_values, shown
from flake8_inventree_plugin.rules.rule import Example, Rule

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_NUMBERS = r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}"
_PRE_RELEASE = r"(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_SEMANTIC = re.compile(
    rf"{_NUMBERS}(?:-{_PRE_RELEASE}(?:\.{_PRE_RELEASE})*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?"
)
_MAXIMUM_LENGTH = 200


def check(project: Project) -> Iterator[Finding]:
    """Reports each version that is known to be none."""
    for member, value in known_values(project, "VERSION"):
        if is_version(str(value)):
            continue
        yield RULE.finding(
            f"VERSION {shown(value)} is neither a semantic version nor one after PEP 440, so it cannot be "
            "compared with others",
            'write a version such as "1.2.3"',
            member.path,
            member.range,
        )


def is_version(text: str) -> bool:
    """Whether a text is a version after semver 2.0 or PEP 440."""
    if len(text) > _MAXIMUM_LENGTH:
        return False
    if _PLAIN.fullmatch(text) or _SEMANTIC.fullmatch(text):
        return True
    from packaging.version import InvalidVersion, Version

    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""

RULE = Rule(
    code="INV112",
    name="invalid-version",
    severity=Severity.WARNING,
    check=check,
    url=OPTIONS_URL,
    guide="We recommend semver and increase the major version with each new major release of InvenTree",
    bad=(Example(f'{_PLUGIN}    VERSION = "first release"\n', at=("6:5",)),),
    good=(
        Example(f'{_PLUGIN}    VERSION = "1.0.0-alpha.beta+exp"\n', note="A semantic version."),
        Example(f'{_PLUGIN}    VERSION = "2024.1rc1.post2"\n', note="A version after PEP 440."),
        Example(f'{_PLUGIN}    VERSION = version("inventree-demo")\n', note="A value that is not known."),
        Example(f'{_PLUGIN}    VERSION = "1.2.3"\n'),
    ),
)
