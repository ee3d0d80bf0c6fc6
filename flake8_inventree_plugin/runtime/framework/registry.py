"""The registry of plugins: loads them one by one, so that none can harm another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

from django.apps import apps

from flake8_inventree_plugin.runtime.framework.base import (
    BASES,
    PluginBase,
    declared,
    final_members,
    plugin_key,
)
from flake8_inventree_plugin.runtime.framework.errors import (
    MixinImplementationError,
    MixinNotImplementedError,
)
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures, class_name, describe
from flake8_inventree_plugin.runtime.framework.release import current, since
from flake8_inventree_plugin.runtime.request import Line, Loaded, PluginSource, Step

METADATA = (
    "slug",
    "name",
    "human_name",
    "description",
    "author",
    "pub_date",
    "version",
    "website",
    "license",
    "package_path",
    "settings_url",
)
"""The properties that the server reads of every active plugin, in its API and its admin pages."""

_MEMBERS = {"settings": "SETTINGS", "schedule": "SCHEDULED_TASKS", "urls": "URLS"}
"""Mixin -> the member that it is given, and that is wrong where it cannot be activated."""

Activation = Callable[[Any], None]


class PluginsRegistry:
    """The plugins of this process.

    `plugins` has those that are loaded, `plugins_inactive` those that failed, as classes; both by slug.
    """

    def __init__(self) -> None:
        self.plugins: dict[str, Any] = {}
        self.plugins_inactive: dict[str, Any] = {}
        self.plugins_full: dict[str, Any] = {}
        self.plugin_modules: list[type] = []
        self.mixins_settings: dict[str, dict[str, Any]] = {}
        self.mixins_user_settings: dict[str, dict[str, Any]] = {}
        self.installed_apps: list[str] = []
        self.is_loading = False
        self._refusals: set[tuple[type, str]] = set()
        self.metadata: dict[str, dict[str, str]] = {}
        """The texts of `METADATA`, as far as they could be read, by slug."""

    @property
    def problems(self) -> list[Any]:
        """Everything that failed."""
        return JOURNAL.problems

    @property
    def errors(self) -> dict[str, list[dict[str, str]]]:
        """Everything that failed, in InvenTree's form."""
        return JOURNAL.errors

    @property
    def is_ready(self) -> bool:
        """Whether plugins can be asked for."""
        return not self.is_loading

    # What plugins and the server ask for.

    def get_plugin(self, slug: str, active: Any = None, with_mixin: str | None = None) -> Any:
        """A plugin by its slug, or None."""
        plugin = self.plugins.get(slug)
        if plugin is None or (with_mixin and not plugin.mixin_enabled(str(with_mixin))):
            return None
        return plugin if active is not False else None

    def with_mixin(self, mixin: str, active: Any = True, builtin: Any = None) -> list[Any]:
        """The plugins whose mixin is switched on; one that fails to tell is left out."""
        if active is False or builtin:
            return []
        found = []
        for plugin in list(self.plugins.values()):
            with JOURNAL.guard("hook", "mixin-refused", type(plugin)):
                try:
                    if plugin.mixin_enabled(str(mixin)):
                        found.append(plugin)
                except (MixinNotImplementedError, ValueError) as error:
                    self._refused(type(plugin), str(mixin), error)
        return found

    def _refused(self, cls: type, mixin: str, error: Exception) -> None:
        """Record once what a mixin says each time that it is asked for."""
        if (cls, mixin) not in self._refusals:
            self._refusals.add((cls, mixin))
            JOURNAL.problem("hook", "mixin-refused", cls, describe(error), error=error)

    def get_plugin_config(self, slug: str, name: str | None = None) -> Any:
        """The plugin's row, which is made where it does not exist."""
        rows = apps.get_model("plugin", "PluginConfig").objects
        return rows.get_or_create(key=slug, defaults={"name": name or slug, "active": True})[0]

    def call_plugin_function(self, slug: str, func: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method of a plugin. Raises AttributeError where there is no such plugin or method."""
        plugin = self.plugins.get(slug)
        if plugin is None:
            raise AttributeError(f"Plugin '{slug}' not found")
        return getattr(plugin, func)(*args, **kwargs)

    def set_plugin_state(self, slug: str, state: bool) -> None:
        """Remember whether a plugin is switched on."""
        apps.get_model("plugin", "PluginConfig").objects.filter(key=slug).update(active=state)

    def reload_plugins(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the plugins of this process stay loaded."""

    def check_reload(self) -> None:
        """Nothing: see reload_plugins."""

    def set_ready(self) -> None:
        """Nothing: the registry is ready once it has loaded."""

    # Loading.

    def load(self, sources: Sequence[PluginSource], record: Callable[[Line], None] | None = None) -> None:
        """Import, initialise and activate all plugins of some projects.

        `record` is told of each step before it is done, and of what came of it.
        """
        JOURNAL.sources = list(sources)
        JOURNAL.listener = record or JOURNAL.listener
        self.is_loading = True
        try:
            for source in sources:
                for cls in self._collect(source):
                    self._load_class(cls)
        finally:
            self.is_loading = False

    def _collect(self, source: PluginSource) -> Iterator[type]:
        found: dict[type, None] = {}
        for name in source.modules:
            JOURNAL.listener(Step("import", what=name))
            with JOURNAL.guard("import", "import", name, member=name):
                found |= dict.fromkeys(_classes(import_module(name)))
        for name, target in source.entry_points:
            JOURNAL.listener(Step("import", what=target))
            with JOURNAL.guard("import", "import", target, member=target):
                cls = _resolve(target)
                if isinstance(cls, type) and issubclass(cls, BASES):
                    found[cls] = None
                else:
                    JOURNAL.problem("import", "import", name, f"{target} is no plugin class", member=target)
        for cls in found:
            if cls not in self.plugin_modules:
                self.plugin_modules.append(cls)
                yield cls

    def _load_class(self, cls: type) -> None:
        name = class_name(cls)
        JOURNAL.listener(Step("init", name))
        key = self._key(cls)
        if key is None:
            return
        self.plugins_full[key] = self.plugins_inactive[key] = cls
        before = len(JOURNAL.problems)
        with JOURNAL.guard("init", "init", cls):
            config = self.get_plugin_config(key, str(declared(cls, "NAME")))
            cls.db = config  # type: ignore[attr-defined]
            plugin = self._instance(cls)
            if plugin is None or not self._admitted(plugin, key):
                self.set_plugin_state(key, False)
                return
            self.plugins[key] = self.plugins_full[key] = plugin
            del self.plugins_inactive[key]
            self._activate(plugin, key)
            self._read_metadata(plugin, key)
            mixins = list(PluginBase.registered(plugin))
            JOURNAL.listener(
                Loaded(name, key, sys.modules[cls.__module__].__file__ or "", self.metadata[key], mixins)
            )
            return
        if len(JOURNAL.problems) > before:
            self.set_plugin_state(key, False)

    def _key(self, cls: type) -> str | None:
        """The slug of a class that may be loaded."""
        with JOURNAL.guard("init", "init", cls):
            if not declared(cls, "NAME"):
                JOURNAL.problem("init", "slug-empty", cls, "the plugin has no name", member=_name_attribute())
                return None
            key = plugin_key(cls)
            if not key:
                text = str(declared(cls, "SLUG") or declared(cls, "NAME"))
                JOURNAL.problem(
                    "init",
                    "slug-empty",
                    cls,
                    f"no letter of {text[:50]!r} is ASCII, so that its slug is empty",
                    member=_name_attribute(),
                )
                return None
            if key in self.plugins_full:
                other = self.plugins_full[key]
                other = class_name(other if isinstance(other, type) else type(other))
                JOURNAL.problem(
                    "init",
                    "slug-duplicate",
                    cls,
                    f"its slug {key!r} is that of {other}",
                    member=_name_attribute(),
                )
                return None
            return key
        return None

    def _instance(self, cls: type) -> Any:
        overridden = _overridden_finals(cls)
        if overridden:
            JOURNAL.problem(
                "init",
                "final-override",
                cls,
                f"it overrides the final method {overridden}",
                member=overridden,
            )
            return None
        try:
            plugin = cls()
        except (MixinImplementationError, MixinNotImplementedError) as error:
            JOURNAL.failure("init", "mixin-refused", cls, error)
            return None
        except Failures as error:
            JOURNAL.failure("init", "init", cls, error)
            return None
        if not isinstance(vars(plugin).get("_mixins"), dict):
            JOURNAL.problem(
                "init", "super-init", cls, "its __init__ does not call super().__init__()", member="__init__"
            )
            return None
        return plugin

    def _admitted(self, plugin: Any, key: str) -> bool:
        cls = type(plugin)
        slug = plugin.slug
        if slug != key:
            JOURNAL.problem(
                "init",
                "slug-changed",
                cls,
                f"its slug {slug!r} is not {key!r}, which its class says",
                member="slug",
            )
            return False
        if hasattr(cls, "check_version") and not plugin.check_version():
            low, high = getattr(cls, "MIN_VERSION", None), getattr(cls, "MAX_VERSION", None)
            JOURNAL.problem(
                "init",
                "version-range",
                cls,
                f"it asks for MIN_VERSION {low}, MAX_VERSION {high}, and this is InvenTree {current()}",
                member="MIN_VERSION" if low is not None else "MAX_VERSION",
            )
            return False
        return True

    def _activate(self, plugin: Any, key: str) -> None:
        from flake8_inventree_plugin.runtime.framework.mixins import ACTIVATIONS

        for mixin, (kind, activate) in ACTIVATIONS.items():
            if mixin in PluginBase.registered(plugin):
                JOURNAL.listener(Step("activate", class_name(type(plugin)), mixin))
                with JOURNAL.guard("activate", kind, type(plugin), member=_MEMBERS.get(mixin, "")):
                    activate(plugin)

    def _read_metadata(self, plugin: Any, key: str) -> None:
        texts = self.metadata.setdefault(key, {})
        JOURNAL.listener(Step("metadata", class_name(type(plugin))))
        for name in METADATA:
            kind = "publish-date" if name == "pub_date" else "metadata"
            with JOURNAL.guard(
                "metadata", kind, type(plugin), member="PUBLISH_DATE" if kind == "publish-date" else name
            ):
                value = getattr(plugin, name)
                texts[name] = "" if value is None else str(value)


def _classes(module: Any) -> list[type]:
    """The plugin classes that a module defines and that have a name."""
    return [
        cls
        for cls in list(vars(module).values())
        if isinstance(cls, type)
        and issubclass(cls, BASES)
        and cls.__module__ == module.__name__
        and declared(cls, "NAME")
    ]


def _resolve(target: str) -> Any:
    module, _, attribute = target.partition(":")
    found: Any = import_module(module)
    for part in filter(None, attribute.split(".")):
        found = getattr(found, part)
    return found


def _overridden_finals(cls: type) -> str:
    """A final method that a class overrides by way of a mix-in class, which Python's own check cannot see."""
    for name in final_members() if since("1.0") else ():
        owner = next((owner for owner in cls.__mro__ if name in vars(owner)), None)
        if owner is not None and JOURNAL.is_own(
            getattr(sys.modules.get(owner.__module__), "__file__", "") or ""
        ):
            return name
    return ""


def _name_attribute() -> str:
    return "NAME" if since("0.7") else "PLUGIN_NAME"


REGISTRY = PluginsRegistry()
"""That of this process."""
