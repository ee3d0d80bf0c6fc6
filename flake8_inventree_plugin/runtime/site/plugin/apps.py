"""The app of the plugin framework."""

from django.apps import AppConfig


class PluginAppConfig(AppConfig):
    """Named as on a server."""

    name = "plugin"
