"""The plugin framework."""

from typing import Any

# The submodule first: importing it binds its name here, which then is that of the registry itself.
import plugin.registry  # noqa: F401
from flake8_inventree_plugin.runtime.framework.base import (
    IntegrationPluginBase,
    InvenTreePlugin,
    InvenTreePluginBase,
)
from flake8_inventree_plugin.runtime.framework.enums import PluginMixinEnum
from flake8_inventree_plugin.runtime.framework.errors import (
    MixinImplementationError,
    MixinNotImplementedError,
)
from flake8_inventree_plugin.runtime.framework.mixins.action import ActionPlugin
from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

registry: Any = REGISTRY

__all__ = [
    "ActionPlugin",
    "IntegrationPluginBase",
    "InvenTreePlugin",
    "InvenTreePluginBase",
    "MixinImplementationError",
    "MixinNotImplementedError",
    "PluginMixinEnum",
    "registry",
]
