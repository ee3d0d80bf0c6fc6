"""Background tasks."""

from flake8_inventree_plugin.runtime.framework.tasks import (
    ScheduledTask,
    offload_task,
    raise_warning,
    scheduled_task,
)

__all__ = ["ScheduledTask", "offload_task", "raise_warning", "scheduled_task"]
