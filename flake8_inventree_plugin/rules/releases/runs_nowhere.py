"""No InvenTree release has all that the plugin imports.

One name went before another came: `IntegrationPluginBase` (up to 0.7) beside `UserInterfaceMixin` (from
0.17). Each import works somewhere, but on every server one of them fails, and the plugin is not loaded.

It is judged by feature release, as far as the linter knows them: that a patch release has a name before its
feature release, or keeps it longer, is not seen.

Not reported: guarded imports, see `name-not-in-release`; a single name that no release has, and what is
missing on a release that the configuration targets, which that rule reports; combinations whose parts have a
successor with the same meaning, where the releases are declared.

What to do: replace the names that are older than the rest, or guard them.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.releases import RELEASES
from flake8_inventree_plugin.project.breaks import breaks
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports a combination that no release has, on the project's anchor."""
    found = sorted(breaks(project).contradiction, key=lambda item: (item.path, item.range))
    if not found:
        return
    listed = [f"`{item.name}` ({item.releases}; {item.path}:{item.range.line})" for item in found]
    path, place = project.anchor
    yield RULE.finding(
        f"no known InvenTree release ({RELEASES[0]} to {RELEASES[-1]}) has all of "
        f"{', '.join(listed[:-1])} and {listed[-1]}, so no server can load the plugin",
        "replace what the releases you want do not have, or import it in a `try … except ImportError`",
        path,
        place,
    )


_MIXINS = "from plugin.mixins import UserInterfaceMixin\n"

RULE = Rule(
    code="INV307",
    name="runs-nowhere",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#imports",
    guide="keep you imports clean - the APIs for plugins and mixins are young and evolving",
    good=(
        Example(
            "from plugin import InvenTreePlugin\n" + _MIXINS + "from part.models import PartParameter\n\n\n"
            "class Demo(UserInterfaceMixin, InvenTreePlugin):\n    NAME = 'Demo'\n",
            note="0.17 to 1.1.",
        ),
        Example(
            "try:\n    from plugin import InvenTreePlugin\nexcept ImportError:\n"
            "    from plugin import IntegrationPluginBase as InvenTreePlugin\n" + _MIXINS + "\n\n"
            "class Demo(UserInterfaceMixin, InvenTreePlugin):\n    NAME = 'Demo'\n",
            note="Guarded.",
        ),
        Example(
            "from plugin import InvenTreePlugin, Nothing\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
            note="A single name that no release has is `name-not-in-release`.",
        ),
    ),
    bad=(
        Example(
            "from plugin import IntegrationPluginBase\n" + _MIXINS + "\n\n"
            "class Demo(UserInterfaceMixin, IntegrationPluginBase):\n    NAME = 'Demo'\n",
            at=("5:7",),
            note="The base class up to 0.7, a mixin from 0.17 on.",
        ),
        Example(
            {
                "demo/__init__.py": "",
                "demo/core.py": "from plugin import InvenTreePlugin\n\nfrom . import views\n\n\n"
                "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    VIEWS = views\n",
                "demo/views.py": "from common.models import Parameter\n"
                "from part.models import PartParameter\n",
            },
            at=("demo/core.py:6:7",),
            note="In any file.",
        ),
    ),
)
