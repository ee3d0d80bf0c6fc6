"""Tags about plugins."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.registry import REGISTRY
from flake8_inventree_plugin.runtime.framework.release import since

register = template.Library()


@register.simple_tag
def plugin_list(*_: Any, **__: Any) -> Any:
    """The loaded plugins, by slug."""
    return REGISTRY.plugins


@register.simple_tag
def inactive_plugin_list(*_: Any, **__: Any) -> Any:
    """The plugins that are not loaded, by slug."""
    return REGISTRY.plugins_inactive


@register.simple_tag
def plugin_settings(plugin: str, *_: Any, **__: Any) -> Any:
    """The declarations of a plugin's settings."""
    return REGISTRY.mixins_settings.get(plugin)


@register.simple_tag
def mixin_enabled(plugin: Any, key: str, *_: Any, **__: Any) -> bool:
    """Whether a mixin of a plugin is switched on."""
    return bool(plugin.mixin_enabled(key))


@register.simple_tag
def safe_url(view_name: str, *args: Any, **kwargs: Any) -> Any:
    """The address of a view, None where there is none."""
    try:
        return reverse(view_name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return None


if since("0.7"):

    @register.simple_tag
    def mixin_available(mixin: str, *_: Any, **__: Any) -> bool:
        """Whether any plugin has a mixin."""
        return bool(REGISTRY.with_mixin(mixin))


if not since("1.0"):

    @register.simple_tag
    def navigation_enabled(*_: Any, **__: Any) -> bool:
        """Whether links of plugins are shown."""
        return True

    @register.simple_tag
    def plugin_errors(*_: Any, **__: Any) -> Any:
        """What failed."""
        return JOURNAL.errors
