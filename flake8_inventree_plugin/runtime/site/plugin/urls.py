"""Addresses of plugins."""

from flake8_inventree_plugin.runtime.framework.mixins.urls import PLUGIN_BASE, get_plugin_urls

__all__ = ["PLUGIN_BASE", "get_plugin_urls"]
