"""UrlsMixin: pages of the plugin below /plugin/<slug>/."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, clear_url_caches, include, path, re_path
from django.urls.exceptions import Resolver404

from flake8_inventree_plugin.runtime.framework.base import plugin_key
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.release import as_released, since

PLUGIN_BASE = "plugin"
"""The first part of the addresses."""


@as_released("plugin.mixins.UrlsMixin")
class UrlsMixin:
    """Serves the patterns of URLS or setup_urls."""

    URLS: Any = None

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "URLs"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("urls", "has_urls", UrlsMixin)  # type: ignore[attr-defined]
        self.urls = self.setup_urls()

    def setup_urls(self) -> Any:
        """The patterns; override to build them with views of the plugin."""
        return getattr(self, "URLS", None)

    @property
    def base_url(self) -> str:
        """The first parts of the plugin's addresses."""
        return f"{PLUGIN_BASE}/{plugin_key(type(self), self)}/"

    @property
    def internal_name(self) -> str:
        """What stands before the name of a pattern when it is reversed."""
        return f"plugin:{plugin_key(type(self), self)}:"

    @property
    def urlpatterns(self) -> Any:
        """The patterns, up to 0.17 as one resolver; None where there are none."""
        if not self.has_urls:
            return None
        return self.urls if since("1.0") else resolver(self)

    @property
    def has_urls(self) -> bool:
        """Whether there are patterns."""
        return bool(self.urls)


def resolver(plugin: Any) -> URLResolver:
    """A plugin's patterns below its slug, with its slug as namespace.

    Raises what Django raises for something that is no pattern.
    """
    slug = plugin_key(type(plugin), plugin)
    patterns = list(plugin.urls)
    for pattern in patterns:
        if not isinstance(pattern, (URLPattern, URLResolver)):
            raise TypeError(f"{pattern!r} in the URLs of the plugin is no URL pattern")
        try:
            pattern.resolve("")
        except Resolver404:
            continue
    found: URLResolver = re_path(f"^{slug}/", include((patterns, slug)))
    return found


def get_plugin_urls() -> URLResolver:
    """The addresses of all plugins; those of a plugin whose patterns fail are left out."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    patterns = []
    for plugin in REGISTRY.with_mixin("urls"):
        with JOURNAL.guard("activate", "urls", type(plugin), member="URLS"):
            patterns.append(resolver(plugin))
    found: URLResolver = path(f"{PLUGIN_BASE}/", include((patterns, PLUGIN_BASE)))
    return found


def activate(plugin: Any) -> None:
    """Try the plugin's patterns; raises what is wrong with them."""
    if plugin.has_urls:
        resolver(plugin)


def refresh() -> None:
    """Serve the addresses of the plugins that are loaded now, and the admin pages of their models."""
    root: Any = import_module(settings.ROOT_URLCONF)
    renewed: dict[str, Any] = {
        PLUGIN_BASE: get_plugin_urls,
        "admin": lambda: path("admin/", admin.site.urls),
    }
    for index, pattern in enumerate(root.urlpatterns):
        build = renewed.get(getattr(pattern, "app_name", ""))
        if build is not None:
            root.urlpatterns[index] = build()
    clear_url_caches()
