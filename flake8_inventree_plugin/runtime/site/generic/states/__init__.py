"""States and their transitions."""

from flake8_inventree_plugin.runtime.framework.mixins.transition import TransitionMethod
from flake8_inventree_plugin.runtime.framework.statuses import StatusCode

__all__ = ["StatusCode", "TransitionMethod"]
