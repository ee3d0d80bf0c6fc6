"""Group 4: where findings stand, on which releases they speak, and what they say of them."""

from __future__ import annotations

import pytest

from flake8_inventree_plugin.findings import Severity
from tests.contracts.breaking import WAYS, Way
from tests.support import codes, findings_of, project_of

GROUP = [f"INV4{number:02}" for number in range(2, 13)]
IMPORTS = "from plugin import InvenTreePlugin\nfrom plugin.mixins import {}\n\n\n"


def files(bases: str, body: str, **more: str) -> dict[str, str]:
    """A package with a plugin class `Demo`."""
    bases = f"{bases}, InvenTreePlugin" if bases else "InvenTreePlugin"
    return {
        "demo/__init__.py": "",
        "demo/core.py": f"{HEAD}class Demo({bases}):\n    NAME = 'Demo'\n{body}",
        **more,
    }


HEAD = IMPORTS.format(
    "APICallMixin, EventMixin, LabelPrintingMixin, NavigationMixin, ScheduleMixin, SettingsMixin, UrlsMixin"
)
TASKS = "    SCHEDULED_TASKS = {}\n"
PROCESS = "\n    def process_event(self, event, *args, **kwargs):\n        pass\n"
READ = "\n    def read(self):\n        return self.get_setting('A')\n"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.package)
def test_one_cause_is_one_finding(way: Way) -> None:
    # Links are only shown up to 0.17; the newest mixins are younger.
    config = {"target": "0.17"} if way.contract == "NavigationMixin" else {}
    found = [finding for code in GROUP for finding in codes(way.texts, code, **config)]
    assert len(found) == len(way.expected)


@pytest.mark.parametrize(
    ("target", "severity", "consequence"),
    [
        (
            "0.6",
            Severity.ERROR,
            "on InvenTree 0.6 the server gives up after some attempts and loads no plugin",
        ),
        (">=0.13", Severity.ERROR, "on InvenTree 0.13 the server gives up"),
        (">=0.14", Severity.WARNING, "on InvenTree 0.14+ no task is ever scheduled"),
        # Inferred: something breaks only on some.
        (None, Severity.WARNING, "on InvenTree 0.14+ no task is ever scheduled"),
    ],
)
def test_consequence_of_the_release(target: str | None, severity: Severity, consequence: str) -> None:
    config = {"target": target} if target else {}
    (found,) = findings_of(files("ScheduleMixin", TASKS), "INV403", **config)
    assert found.severity is severity
    assert consequence in found.message


def test_inferred_target_speaks_only_of_what_is_wrong_on_all() -> None:
    link = "    NAVIGATION = [{'name': 'x', 'link': 'plugin:other:index'}]\n"
    plugin = files("NavigationMixin, UrlsMixin", link)
    assert codes(plugin, "INV407") == []
    assert codes(plugin, "INV407", target=">=0.17") == ["demo/core.py:7:41 INV407"]
    assert codes(plugin, "INV407", target=">=1.0") == []


def test_refused_navigation_matters_on_today_s_servers() -> None:
    (found,) = findings_of(files("NavigationMixin", "    NAVIGATION = [{'name': 'x'}]\n"), "INV404")
    assert found.message == (
        "link 1 of `Demo.NAVIGATION` has no `link`: on InvenTree 1.0+ this stops the loading of all later plugins "
        "and leaves tasks, apps and URLs of all plugins inactive"
    )


def test_what_a_base_class_brings_stands_there() -> None:
    base = "class Base:\n    SETTINGS = {\n        'a': {},\n    }\n"
    plugin = files("Base, SettingsMixin", "")
    plugin["demo/base.py"] = base
    plugin["demo/core.py"] = f"from .base import Base\n{plugin['demo/core.py']}"
    assert codes(plugin, "INV404") == ["demo/base.py:3:9 INV404"]


def test_what_one_plugin_lacks_another_may_have() -> None:
    shared = f"class Shared(InvenTreePlugin):\n    pass\n{READ}{PROCESS}\n\n"
    lacking = "class One(Shared):\n    NAME = 'One'\n\n\n"
    having = "class Two(SettingsMixin, EventMixin, Shared):\n    NAME = 'Two'\n    SETTINGS = {'A': {}}\n"
    both = {"demo/__init__.py": "", "demo/core.py": HEAD + shared + lacking + having}
    assert codes(both, "INV402") == codes(both, "INV408") == []
    alone = {"demo/__init__.py": "", "demo/core.py": HEAD + shared + lacking}
    assert codes(alone, "INV402") == ["demo/core.py:9:16 INV402"]
    assert codes(alone, "INV408") == ["demo/core.py:11:9 INV408"]


def test_missing_mixin_is_reported_once() -> None:
    plugin = files("", f"    SETTINGS = {{}}\n{READ}{READ.replace('read', 'read_again')}")
    assert codes(plugin, "INV402") == ["demo/core.py:10:16 INV402"]
    assert codes(plugin, "INV408") == []


def test_several_members_are_named_together() -> None:
    plugin = files("", "    NAVIGATION = []\n    NAVIGATION_TAB_NAME = 'x'\n    NAVIGATION_TAB_ICON = 'x'\n")
    (found,) = findings_of(plugin, "INV408")
    assert found.message == (
        "`Demo` defines `NAVIGATION`, `NAVIGATION_TAB_NAME` and 1 other, but has no NavigationMixin: "
        "nothing ever looks at it"
    )


def test_abstract_plugins_are_left_alone() -> None:
    plugin = {
        "demo/core.py": f"{HEAD}class Base(EventMixin, InvenTreePlugin):\n    pass\n\n\n"
        f"class Demo(Base):\n    NAME = 'Demo'\n{PROCESS}"
    }
    assert codes(plugin, "INV403") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "    METHOD_NAME = 'x'\n\n    def get_targets(self):\n        return []\n\n    def {}(self, *args):\n        pass\n",
            [],
        ),
        (
            "    def get_targets(self):\n        return []\n\n    def {}(self, *args):\n        pass\n",
            ["METHOD_NAME"],
        ),
        ("    METHOD_NAME = ''\n\n    def {}(self, *args):\n        pass\n", ["METHOD_NAME", "get_targets"]),
        ("    METHOD_NAME = 'x'\n\n    def get_targets(self):\n        return []\n", ["{}"]),
    ],
)
@pytest.mark.parametrize(
    ("method", "send"), [("SingleNotificationMethod", "send"), ("BulkNotificationMethod", "send_bulk")]
)
def test_notification_methods(method: str, send: str, body: str, expected: list[str]) -> None:
    text = (
        f"from plugin import InvenTreePlugin\nfrom plugin.mixins import {method}\n\n\n"
        f"class Mine({method}):\n{body.format(send)}\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
    )
    found = findings_of({"demo/__init__.py": "", "demo/core.py": text}, "INV403")
    assert sorted(finding.message.partition("no `")[2].partition("`")[0] for finding in found) == [
        item.format(send) for item in expected
    ]


def test_positions_in_a_file_with_other_line_ends() -> None:
    text = f"# -*- coding: latin-1 -*-\n{HEAD}class Demo(SettingsMixin, InvenTreePlugin):\n    NAME = 'ä'\n"
    text += "    SETTINGS = {'Ä': {'name': 'ä', 'reqiured': True}}\n"
    project = {"demo/__init__.py": "", "demo/core.py": text.replace("\n", "\r\n").encode("latin-1")}
    assert codes(project, "INV404") == ["demo/core.py:8:36 INV404"]


def test_models_of_another_app_are_not_the_plugin_s() -> None:
    models = "from django.db import models\n\n\nclass Shelf(models.Model):\n    pass\n"
    plugin = {
        "demo/__init__.py": "",
        "demo/core.py": f"{HEAD}class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
    }
    assert codes({**plugin, "other/models.py": models, "other/__init__.py": ""}, "INV411") == []
    assert codes({**plugin, "demo/models.py": models}, "INV411") == ["demo/models.py:4:7 INV411"]


def test_a_project_without_plugin_classes_breaks_nothing() -> None:
    assert project_of({"demo.py": "SETTINGS = {}\n"}).plugins == ()
    assert all(codes({"demo.py": "SETTINGS = {}\n"}, code) == [] for code in GROUP)
