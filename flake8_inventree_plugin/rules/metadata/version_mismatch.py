"""VERSION is not the version of the package, so the server shows one and pip another.

Whoever reports an issue names the version that the server shows, and whoever updates the plugin looks at that
of the package. The server shows the class's `VERSION` where there is one.

Two spellings of one version are the same: "1.0" and "1.0.0", "1.0rc1" and "1.0.0-rc1".

Not reported: where one of the two cannot be known without running or building the plugin.

To mend it, keep the version in one place, for example a constant that `VERSION` is set to and that the
package takes its version from (`dynamic = ["version"]` and `version = {attr = "…"}` with setuptools).
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.names import known_text
from flake8_inventree_plugin.rules.metadata.invalid_version import is_version
from flake8_inventree_plugin.rules.metadata_values import OPTIONS_URL, known_values, shown
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each version that is known to be other than the package's."""
    declared = project.package.version if project.package is not None else None
    expected = known_text(declared.value) if declared is not None else None
    if declared is None or not expected or not is_version(expected):
        return
    for member, value in known_values(project, "VERSION"):
        text = str(value)
        if not is_version(text) or is_same_version(text, expected):
            continue
        yield RULE.finding(
            f"VERSION {shown(text)} is not version {shown(expected)} of the package ({declared.path}), so "
            "the server shows one and pip another",
            "keep the version in one place and take both from there",
            member.path,
            member.range,
        )


def is_same_version(one: str, other: str) -> bool:
    """Whether two texts spell the same version; as texts where PEP 440 does not know one of them."""
    if one == other:
        return True
    from packaging.version import InvalidVersion, Version

    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return False


_PYPROJECT = '[project]\nname = "inventree-demo"\nversion = "1.1.0"\n'


def _project(version: str) -> dict[str, str]:
    return {
        "pyproject.toml": _PYPROJECT,
        "demo/core.py": "from plugin import InvenTreePlugin\n\n\nclass DemoPlugin(InvenTreePlugin):\n"
        f'    NAME = "Demo"\n    VERSION = {version}\n',
    }


RULE = Rule(
    code="INV117",
    name="version-mismatch",
    severity=Severity.WARNING,
    check=check,
    url=OPTIONS_URL,
    guide="We recommend semver and increase the major version with each new major release of InvenTree",
    bad=(Example(_project('"1.0.0"'), at=("demo/core.py:6:5",)),),
    good=(
        Example(_project('"1.1"'), note="Another spelling of the same version."),
        Example(_project('version("inventree-demo")'), note="A value that is not known."),
        Example(
            {
                "pyproject.toml": '[project]\nname = "inventree-demo"\ndynamic = ["version"]\n'
                '\n[tool.setuptools.dynamic]\nversion = { attr = "demo.PLUGIN_VERSION" }\n',
                "demo/__init__.py": 'PLUGIN_VERSION = "1.1.0"\n',
                "demo/core.py": "from plugin import InvenTreePlugin\n\nfrom . import PLUGIN_VERSION\n\n\n"
                'class DemoPlugin(InvenTreePlugin):\n    NAME = "Demo"\n    VERSION = PLUGIN_VERSION\n',
            },
            note="One place for both.",
        ),
        Example(_project('"1.1.0"')),
    ),
)
