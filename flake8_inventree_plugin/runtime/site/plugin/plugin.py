"""The base classes of plugins."""

from flake8_inventree_plugin.runtime.framework.base import (
    IntegrationPluginBase,
    InvenTreePlugin,
    InvenTreePluginBase,
    MetaBase,
    MixinBase,
    VersionMixin,
    mark_final,
)
from flake8_inventree_plugin.runtime.framework.enums import PluginMixinEnum

__all__ = [
    "IntegrationPluginBase",
    "InvenTreePlugin",
    "InvenTreePluginBase",
    "MetaBase",
    "MixinBase",
    "PluginMixinEnum",
    "VersionMixin",
    "mark_final",
]
