"""Neither the plugin class nor its package says under which licence the plugin may be used.

The server shows the licence in the plugin's settings. Without one, nobody else may copy or change the plugin.

A `license` in the package's metadata or a licence classifier counts, wherever the server looks.

To mend it, set `LICENSE` in the class to an SPDX identifier such as "MIT".
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.declarations import is_truthy
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.package import Package
from flake8_inventree_plugin.rules.metadata_values import DECLARE_THE_METADATA, OPTIONS_URL, plugins_lacking
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.values import Known


def check(project: Project) -> Iterator[Finding]:
    """Reports each concrete plugin class without a licence, unless the package may have one."""
    if project.package is not None and _may_have_license(project.package):
        return
    for plugin, _ in plugins_lacking(project, "LICENSE"):
        yield RULE.finding(
            f"{plugin.name} has no LICENSE, so nobody knows on what terms it may be used",
            'set LICENSE in the class to an SPDX identifier such as "MIT"',
            plugin.path,
            plugin.definition.range,
        )


def _may_have_license(package: Package) -> bool:
    if package.license is not None and is_truthy(package.license):
        return True
    if package.classifiers is None:
        return False
    value = package.classifiers.value
    if not isinstance(value, Known):
        return True
    return any(not isinstance(item, str) or item.startswith("License ::") for item in value.value)


_PLUGIN = """\
from plugin import InvenTreePlugin


class DemoPlugin(InvenTreePlugin):
    NAME = "Demo"
"""

RULE = Rule(
    code="INV106",
    name="missing-license",
    severity=Severity.ADVICE,
    check=check,
    url=OPTIONS_URL,
    guide=DECLARE_THE_METADATA,
    bad=(Example(_PLUGIN, at=("4:7",)),),
    good=(
        Example(
            {
                "pyproject.toml": '[project]\nname = "inventree-demo"\nversion = "1.0"\n'
                'classifiers = ["License :: OSI Approved :: MIT License"]\n',
                "demo/core.py": _PLUGIN,
            },
            note="A classifier in the package's metadata.",
        ),
        Example(f'{_PLUGIN}    LICENSE = "MIT"\n'),
    ),
)
