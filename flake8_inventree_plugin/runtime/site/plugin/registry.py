"""The registry of plugins, and the functions that task strings name."""

from typing import Any

from flake8_inventree_plugin.runtime.framework.registry import REGISTRY, PluginsRegistry

__all__ = ["PluginsRegistry", "call_function", "call_plugin_function", "registry"]

registry = REGISTRY


def call_plugin_function(slug: str, function: str, *args: Any, **kwargs: Any) -> Any:
    """Call a method of a plugin."""
    return REGISTRY.call_plugin_function(slug, function, *args, **kwargs)


call_function = call_plugin_function
