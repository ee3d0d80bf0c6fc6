"""Events, as plugins import them."""

from flake8_inventree_plugin.runtime.framework.enums import BaseEventEnum, PluginEvents
from flake8_inventree_plugin.runtime.framework.events import (
    after_delete,
    after_save,
    allow_table_event,
    process_event,
    register_event,
    trigger_event,
)

__all__ = [
    "BaseEventEnum",
    "PluginEvents",
    "after_delete",
    "after_save",
    "allow_table_event",
    "process_event",
    "register_event",
    "trigger_event",
]
