"""Enumerations of texts."""

from __future__ import annotations

from enum import Enum
from typing import Any

from flake8_inventree_plugin.inventree.catalogue import NO_DEFAULT, members


class StringEnum(str, Enum):
    """An enumeration whose members are texts, and print as such."""

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return str(self.value)


class BaseEventEnum(StringEnum):
    """Base class of enumerations of events."""


class PluginEvents(BaseEventEnum):
    """Events of the plugin framework itself."""

    PLUGINS_LOADED = "plugins_loaded"
    PLUGIN_ACTIVATED = "plugin_activated"


def _mixin_keys() -> dict[str, str]:
    known = members("plugin.PluginMixinEnum")
    return {
        name: str(variants[-1].default)
        for name, variants in known.items()
        if name.isupper() and variants[-1].default is not NO_DEFAULT
    }


PluginMixinEnum: Any = StringEnum("PluginMixinEnum", _mixin_keys())  # type: ignore[call-overload]
"""The keys under which mixins register; their names are those of the catalogue."""
