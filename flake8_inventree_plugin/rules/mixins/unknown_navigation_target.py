"""A link in NAVIGATION leads to a URL that the plugin does not have.

Links are names of URLs: `plugin:<slug>:<name>`. Where the slug is not that of the plugin, or no URL of the
plugin has the name, the old web interface left the link out without a word. The server makes the slug out
of SLUG, else of NAME: lower case, with dashes instead of blanks.

Not reported are links to pages of InvenTree itself, and plugins whose slug or URLs are not known from the
source. Since 1.0 nothing shows these links any more, so nothing is reported where the plugin is only meant
for newer releases.

What to do: name a URL that the plugin defines in `setup_urls` or URLS.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.contracts.contract import Kind
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.contracts import contract_findings
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Reports each such link where it stands."""
    yield from contract_findings(project, RULE, Kind.UNKNOWN_NAVIGATION_TARGET)


def _plugin(link: str, urls: str = "path('', index, name='index')", maximum: str = "0.16.0") -> str:
    return (
        "from django.urls import path\nfrom plugin import InvenTreePlugin\n"
        "from plugin.mixins import NavigationMixin, UrlsMixin\n\n\n"
        "class Demo(NavigationMixin, UrlsMixin, InvenTreePlugin):\n    NAME = 'My Demo'\n"
        f"    MAX_VERSION = '{maximum}'\n    NAVIGATION = [{{'name': 'Demo', 'link': '{link}'}}]\n\n"
        f"    def setup_urls(self):\n        return [{urls}]\n"
    )


RULE = Rule(
    code="INV407",
    name="unknown-navigation-target",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/navigation/",
    guide="Pick your building blocks",
    good=(
        Example(_plugin("plugin:my-demo:index")),
        Example(_plugin("part-index"), note="A page of InvenTree."),
        Example(_plugin("plugin:my-demo:other", "*more(), path('', index, name='index')")),
        Example(
            _plugin("plugin:demo:index").replace("MAX_VERSION = '0.16.0'", "MIN_VERSION = '1.0.0'"),
            note="Nothing shows it.",
        ),
    ),
    bad=(
        Example(_plugin("plugin:demo:index"), at=("9:44",), note="The slug is `my-demo`."),
        Example(_plugin("plugin:my-demo:start"), at=("9:44",), note="No URL has this name."),
    ),
)
