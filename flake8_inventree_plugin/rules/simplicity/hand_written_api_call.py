"""A plugin class calls an external API by hand, although APICallMixin does that.

The mixin builds the address from a setting, sends the token that the user has entered, and is tested with
InvenTree. Code of one's own repeats that, and mostly forgets the time limit: a request without one keeps a
worker of the server for as long as the other side likes.

Each class is reported once, at its first call of `requests`, `httpx` or `urllib.request`. Not reported are
calls outside of plugin classes, such as a client in a module of its own, and classes with APICallMixin, which
may need a call that the mixin does not offer.

How to mend it: add APICallMixin and SettingsMixin, name the settings with the address and the token in
`API_URL_SETTING` and `API_TOKEN_SETTING`, and use `self.api_call("endpoint")`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.names import Outside, Own
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import Reference

_VERBS = ("delete", "get", "head", "options", "patch", "post", "put", "request")
_CALLS = frozenset(
    {
        *(f"{module}.{name}" for module in ("requests", "httpx") for name in _VERBS),
        *(f"requests.{name}" for name in ("Session", "session")),
        *(f"httpx.{name}" for name in ("AsyncClient", "Client", "stream")),
        *(f"urllib.request.{name}" for name in ("build_opener", "urlopen", "urlretrieve")),
    }
)


def check(project: Project) -> Iterator[Finding]:
    """Reports the first call in each class that plugins are made of."""
    classes: dict[Own, bool] = {}
    for plugin in project.plugins:
        may_have_mixin = plugin.has_mixin("APICallMixin") or plugin.has_unknown_base
        for own in plugin.lineage:
            classes[own] = classes.get(own, False) or may_have_mixin
    for own, may_have_mixin in classes.items():
        if may_have_mixin:
            continue
        references = project.names.files[own.path].references
        calls = [(item, name) for item in references if (name := _called(project, own, item))]
        if calls:
            first, name = min(calls, key=lambda call: call[0].range)
            yield RULE.finding(
                f"{own.name} calls `{name}` itself: APICallMixin takes the address and the token from the "
                "plugin's settings, and is tested with InvenTree",
                "add APICallMixin and SettingsMixin, set API_URL_SETTING and API_TOKEN_SETTING, and use "
                "`self.api_call`",
                own.path,
                first.range,
            )


def _called(project: Project, own: Own, reference: Reference) -> str:
    """The function of a library that a reference in a class calls, "" for any other reference."""
    if reference.kind != "import" or reference.owner != own.index:
        return ""
    if reference.context != "call" and "()" not in reference.path:
        return ""
    origins = project.names.reference(own.path, reference)
    return next((item.name for item in origins if isinstance(item, Outside) and item.name in _CALLS), "")


_IMPORTS = "import requests\nfrom plugin import InvenTreePlugin\n"
_CALL = (
    "    def rate(self, currency):\n"
    "        return requests.get(f'https://example.com/{currency}', timeout=5)\n"
)

RULE = Rule(
    code="INV502",
    name="hand-written-api-call",
    severity=Severity.ADVICE,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/api/",
    guide="Will it make calls to external APIs (APICallMixin helps there)?",
    good=(
        Example(
            f"{_IMPORTS}from plugin.mixins import APICallMixin, SettingsMixin\n\n\n"
            f"class Demo(APICallMixin, SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n\n{_CALL}",
            note="With the mixin, a call that it does not offer.",
        ),
        Example(
            f"{_IMPORTS}\n\nclass Client:\n{_CALL}\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
            note="A client of its own.",
        ),
    ),
    bad=(
        Example(
            f"{_IMPORTS}\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n\n{_CALL}",
            at=("9:16",),
            note="A call in the plugin class.",
        ),
    ),
)
