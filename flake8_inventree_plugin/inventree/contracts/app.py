"""AppMixin: Django models, admin pages and more of the plugin's own."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.inventree.contracts.consequences import always
from flake8_inventree_plugin.inventree.contracts.contract import (
    Consequence,
    Contract,
    Kind,
    Violation,
    reached,
)
from flake8_inventree_plugin.inventree.contracts.plugin import PluginUnderTest
from flake8_inventree_plugin.inventree.releases import ReleaseSet

APP_ENTRIES = frozenset(
    {
        "admin",
        "apps",
        "fixtures",
        "locale",
        "management",
        "migrations",
        "models",
        "static",
        "templates",
        "templatetags",
    }
)
"""The modules and folders that Django looks for in an app."""

_NOT_READY = (
    Consequence(
        ReleaseSet.before("0.13"),
        "Django takes the file itself, or the folder of all plugins, for the app",
        mild=True,
    ),
    Consequence(
        ReleaseSet.since("0.13"),
        "Django's registry of apps is left unfinished and the server answers nothing more",
    ),
)


def check(plugin: PluginUnderTest) -> Iterator[Violation]:
    """An app in a single file, and an app that has nothing of one."""
    folder = plugin.folder()
    if not folder.is_package:
        yield Violation(
            Kind.MODELS_WITHOUT_APP,
            CONTRACT.mixin,
            CONTRACT.mixin,
            f"`{plugin.name}` has AppMixin, but lies in a single file, not in a package",
            "move it into a folder of its own with an `__init__.py`",
            _NOT_READY,
        )
    elif not folder.entries & APP_ENTRIES and not plugin.models():
        yield Violation(
            Kind.IDLE,
            CONTRACT.mixin,
            CONTRACT.mixin,
            f"`{plugin.name}` has AppMixin, but nothing beside it makes up a Django app",
            "remove AppMixin from the bases",
            always("every start of the server rebuilds its apps for it without need"),
        )


def check_without(plugin: PluginUnderTest) -> Iterator[Violation]:
    """Models of a plugin that has not got the mixin."""
    if "AppMixin" in reached(plugin):
        return
    for model in plugin.models():
        yield Violation(
            Kind.MODELS_WITHOUT_APP,
            CONTRACT.mixin,
            model.name,
            f"`{model.name}` is a Django model, but `{plugin.name}` has no AppMixin",
            f"add AppMixin to the bases of `{plugin.name}`, left of the plugin base class",
            always("importing it raises RuntimeError, as it belongs to no installed app"),
            place=model.place,
        )


CONTRACT = Contract("AppMixin", checks=(check,))
