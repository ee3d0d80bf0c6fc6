"""A project of the structure that InvenTree's plugin creator writes has the findings that our page lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import all_codes

PAGE = Path(__file__).parents[1] / "docs" / "plugin-creator.md"

PYPROJECT = """[build-system]
requires = ["setuptools", "wheel"]
build-backend = "setuptools.build_meta"

[project]
name = "inventree-my-plugin"
description = "What it does"
dynamic = ["version"]
authors = [{ name = "Me", email = "me@example.org" }]
readme = "README.md"
license = "MIT"
keywords = ["inventree", "plugin"]
requires-python = ">=3.9"
dependencies = []
classifiers = ["Framework :: InvenTree"]

[project.urls]
Homepage = "https://example.org"

[project.entry-points."inventree_plugins"]
MyPlugin = "my_plugin.core:MyPlugin"

[tool.setuptools.packages.find]
where = [""]

[tool.setuptools.dynamic]
version = { attr = "my_plugin.PLUGIN_VERSION" }
"""
CORE = '''"""What it does."""

{imports}
from plugin import InvenTreePlugin
{mixin_import}
from . import PLUGIN_VERSION


class MyPlugin({bases}InvenTreePlugin):
    """MyPlugin does it."""

    TITLE = "My Plugin"
    NAME = "MyPlugin"
    SLUG = "my-plugin"
    DESCRIPTION = "What it does"
    VERSION = PLUGIN_VERSION
    AUTHOR = "Me"
    WEBSITE = "https://example.org"
    LICENSE = "MIT"

{members}
'''
MODEL = '''"""Models."""

from django.db import models


class Example(models.Model):
    """An example."""

    class Meta:
        """Where it belongs."""

        app_label = "my_plugin"

    counter = models.IntegerField(default=0)
'''
VIEWS = '''"""Views."""

from rest_framework import permissions
from rest_framework.response import Response
from rest_framework.views import APIView


class ExampleView(APIView):
    """An example."""

    permission_classes = [permissions.IsAuthenticated]

    def get(self, request, *args, **kwargs):
        """Counts parts."""
        from part.models import Part

        return Response({"count": Part.objects.count()})
'''
URLS = '''    def setup_urls(self):
        """The plugin's pages."""
        from django.urls import path

        from .views import ExampleView

        return [path("example/", ExampleView.as_view(), name="example-view")]
'''
SETTINGS = """    SETTINGS = {
        "CUSTOM_VALUE": {
            "name": "Custom Value",
            "description": "A custom value",
            "validator": int,
            "default": 42,
        }
    }
"""
PANELS = '''    def get_ui_panels(self, request, context: dict, **kwargs):
        """One panel."""
        return [
            {
                "key": "my-panel",
                "title": "My Plugin",
                "description": "A panel",
                "icon": "ti:mood-smile:outline",
                "source": self.plugin_static_file("Panel.js:RenderPanel"),
                "context": {"settings": self.get_settings_dict()},
            }
        ]
'''
SCHEDULE = """    SCHEDULED_TASKS = {
        # Define your tasks here.
    }
"""
TRANSITION = '''    class Handler(TransitionMethod):
        """An example."""

        def transition(self, current_state, target_state, instance, default_action, **kwargs) -> bool:
            """Leaves everything as it is."""
            return isinstance(instance, PurchaseOrder)

    TRANSITION_HANDLERS = [Handler()]
'''
CI = """name: CI
on: ["push", "pull_request"]
jobs:
  ci:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v2
      - run: |
          ruff check
          python -m build
"""
IMPORTS = "from generic.states import TransitionMethod\nfrom order.models import PurchaseOrder\n"


MEMBERS = {
    "ScheduleMixin": SCHEDULE,
    "SettingsMixin": SETTINGS,
    "UrlsMixin": URLS,
    "UserInterfaceMixin": PANELS,
    "TransitionMixin": TRANSITION,
}


def skeleton(*mixins: str, ci: bool = True) -> dict[str, str]:
    members = "\n".join(MEMBERS[mixin] for mixin in mixins if mixin in MEMBERS)
    core = CORE.format(
        imports=IMPORTS if "TransitionMixin" in mixins else "",
        mixin_import=f"from plugin.mixins import {', '.join(mixins)}\n" if mixins else "",
        bases="".join(f"{mixin}, " for mixin in mixins),
        members=members,
    )
    files = {
        "pyproject.toml": PYPROJECT,
        "README.md": "# MyPlugin\n\nWhat it does.\n",
        "LICENSE": "MIT License\n\nPermission is hereby granted, free of charge, to any person",
        "my_plugin/__init__.py": 'PLUGIN_VERSION = "0.1.0"\n',
        "my_plugin/core.py": core,
    }
    if "AppMixin" in mixins:
        apps = "from django.apps import AppConfig\n\n\nclass Config(AppConfig):\n    name = 'my_plugin'\n"
        files |= {
            "my_plugin/models.py": MODEL,
            "my_plugin/apps.py": apps,
            "my_plugin/migrations/__init__.py": "",
        }
    if "UrlsMixin" in mixins:
        files["my_plugin/views.py"] = VIEWS
    if ci:
        files[".github/workflows/ci.yaml"] = CI
    return files


def found(*mixins: str, ci: bool = True, advice: bool = True) -> set[str]:
    return {place.split()[1] for place in all_codes(skeleton(*mixins, ci=ci), advice=advice)}


@pytest.mark.parametrize(
    ("mixins", "ci", "expected"),
    [
        ((), False, {"INV107", "INV701"}),
        ((), True, {"INV107", "INV702", "INV703"}),
        (("SettingsMixin", "UserInterfaceMixin"), True, {"INV107", "INV702", "INV703"}),
        (("ScheduleMixin",), True, {"INV107", "INV403", "INV702", "INV703"}),
        (("UrlsMixin",), True, {"INV107", "INV205", "INV702", "INV703"}),
        (("TransitionMixin",), True, {"INV107", "INV205", "INV702", "INV703"}),
        (("AppMixin",), True, {"INV107", "INV604", "INV605", "INV702", "INV703"}),
    ],
)
def test_findings(mixins: tuple[str, ...], ci: bool, expected: set[str]) -> None:
    assert found(*mixins, ci=ci) == expected


def test_without_advice_only_apps_and_empty_schedules_have_findings() -> None:
    assert found("SettingsMixin", "UrlsMixin", "TransitionMixin", advice=False) == set()
    assert found("ScheduleMixin", advice=False) == {"INV403"}
    assert found("AppMixin", advice=False) == {"INV604", "INV605"}


def test_the_page_lists_them() -> None:
    everything = (
        "AppMixin",
        "ScheduleMixin",
        "SettingsMixin",
        "TransitionMixin",
        "UrlsMixin",
        "UserInterfaceMixin",
    )
    listed = set(re.findall(r"^\| \[(INV\d+)\]", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == found(*everything) | found(ci=False)
