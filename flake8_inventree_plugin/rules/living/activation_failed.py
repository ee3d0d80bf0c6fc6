"""The plugin is created, but its settings, tasks, app, migrations or addresses cannot be set up.

When a plugin is switched on, the server reads its settings, writes its tasks to the database, adds its app
to Django and its URLs to the server's. From 1.0 on, an error in one of these steps skips the steps that
follow for all plugins.

Found only where the plugin is loaded: by `inventree-lint try`, never by `check` or flake8.

Not reported: what another rule names (INV404 and INV406 for tasks, settings and navigation, INV411 for
models without AppMixin, INV605 for models without migrations), whose finding then says that the plugin was
seen to fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.rules.rule import Example, Rule


def check(project: Project) -> Iterator[Finding]:
    """Nothing: `inventree-lint try` reports this rule."""
    return iter(())


_URLS = """\
from django.urls import path
from plugin import InvenTreePlugin
from plugin.mixins import UrlsMixin


class DemoPlugin(UrlsMixin, InvenTreePlugin):
    NAME = "Demo"

    def setup_urls(self):
        {body}

    def show(self, request):
        return None
"""

RULE = Rule(
    code="INV803",
    name="activation-failed",
    severity=Severity.ERROR,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/urls/",
    bad=(
        Example(
            _URLS.format(body="return [path('show/', self.view, name='show')]"),
            at=("10:9",),
            note="There is no `view`; on a server this shows as addresses that do not work.",
        ),
    ),
    good=(Example(_URLS.format(body="return [path('show/', self.show, name='show')]")),),
)
