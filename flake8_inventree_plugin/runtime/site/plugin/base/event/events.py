"""Events."""

from flake8_inventree_plugin.runtime.framework.events import (
    after_delete,
    after_save,
    allow_table_event,
    process_event,
    register_event,
    trigger_event,
)

__all__ = [
    "after_delete",
    "after_save",
    "allow_table_event",
    "process_event",
    "register_event",
    "trigger_event",
]
