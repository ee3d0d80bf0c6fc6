"""ScheduleMixin: functions that are called regularly."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.module_loading import import_string

from flake8_inventree_plugin.inventree.catalogue import is_server_module
from flake8_inventree_plugin.runtime.framework.base import plugin_key, source_of
from flake8_inventree_plugin.runtime.framework.errors import lacking, refusal
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.release import as_released, since


@as_released("plugin.mixins.ScheduleMixin")
class ScheduleMixin:
    """Plans the tasks that SCHEDULED_TASKS describes."""

    ALLOWABLE_SCHEDULE_TYPES: ClassVar[list[str]] = ["I", "H", "D", "W", "M", "Q", "Y"]
    SCHEDULED_TASKS: ClassVar[dict[str, dict[str, Any]]] = {}

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Schedule"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheduled_tasks: Any = []
        self.add_mixin("schedule", "has_scheduled_tasks", ScheduleMixin)  # type: ignore[attr-defined]
        # From 0.14 on this is done when the tasks are registered.
        if not since("0.14"):
            self.scheduled_tasks = self.get_scheduled_tasks()
            self.validate_scheduled_tasks()

    @property
    def has_scheduled_tasks(self) -> bool:
        """Whether there are tasks."""
        if since("0.14"):
            self.scheduled_tasks = self.get_scheduled_tasks()
        return bool(self.scheduled_tasks)

    def get_scheduled_tasks(self) -> Any:
        """The tasks; override to decide at run time."""
        return getattr(self, "SCHEDULED_TASKS", {})

    def validate_scheduled_tasks(self) -> None:
        """Raise MixinImplementationError for tasks that no worker could run."""
        refuse(self, self.scheduled_tasks)

    def get_task_name(self, key: str) -> str:
        """The name of a task's row."""
        return f"plugin.{plugin_key(type(self), self)}.{key}"

    def get_task_names(self) -> list[str]:
        """The names of all rows."""
        return [self.get_task_name(key) for key in self.scheduled_tasks]

    def register_tasks(self) -> None:
        """Plan the tasks."""
        self.scheduled_tasks = self.get_scheduled_tasks()
        refuse(self, self.scheduled_tasks)
        for key, task in self.scheduled_tasks.items():
            with JOURNAL.guard("activate", "schedule", type(self), member="SCHEDULED_TASKS"):
                plan(self, key, task)

    def unregister_tasks(self) -> None:
        """Take the tasks away."""
        from django_q.models import Schedule

        Schedule.objects.filter(name__in=self.get_task_names()).delete()


def refuse(plugin: Any, tasks: Any) -> None:
    """Raise what InvenTree raises for tasks that its contract refuses."""
    from flake8_inventree_plugin.inventree.contracts.schedule import invalid_tasks

    if not tasks:
        raise lacking(plugin, "ScheduleMixin", "SCHEDULED_TASKS")
    for violation in invalid_tasks(type(plugin).__name__, tasks):
        if violation.raises:
            raise refusal(violation)


def plan(plugin: Any, key: str, task: dict[str, Any]) -> Any:
    """Make or update the row of a task, and return it.

    The letter is stored as django-q understands it, where InvenTree stores what the plugin wrote. Raises
    ValueError for a number of minutes that never lets time pass, AttributeError or ImportError for a function
    that is not there, and PermissionError for one that is neither the plugin's nor InvenTree's.
    """
    from django_q.models import Schedule

    slug = plugin_key(type(plugin), plugin)
    letter = task["schedule"].strip().upper()
    minutes = int(task.get("minutes") or 0)
    if letter == "I" and minutes < 1:
        raise ValueError(f"the task {key} runs every {minutes} minutes")
    if "." in task["func"]:
        function, arguments = task["func"].strip(), ""
        check_function(type(plugin), function)
    else:
        if not callable(getattr(plugin, task["func"], None)):
            raise AttributeError(f"the task {key} calls {task['func']}, which the plugin does not have")
        caller = "call_plugin_function" if since("0.17") else "call_function"
        function, arguments = f"plugin.registry.{caller}", f"'{slug}', '{task['func']}'"
    values = {
        "func": function,
        "args": arguments,
        "schedule_type": letter,
        "minutes": minutes or None,
        "repeats": int(task.get("repeats", -1)),
    }
    row, created = Schedule.objects.get_or_create(
        name=plugin.get_task_name(key), defaults={**values, "next_run": timezone.now()}
    )
    if not created:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
    return row


def check_function(cls: type, path: str) -> None:
    """Raise PermissionError for a path outside the plugin and InvenTree, ImportError for a wrong one."""
    source = source_of(cls)
    own = source is not None and path.partition(".")[0] in source.packages
    if not own and not is_server_module(path):
        raise PermissionError(f"{path} is neither a function of the plugin nor of InvenTree")
    import_string(path)


def activate(plugin: Any) -> None:
    """Plan the plugin's tasks; without any, the mixin is silently off."""
    if plugin.has_scheduled_tasks:
        plugin.register_tasks()


def schedules() -> list[Any]:
    """The rows of all tasks of plugins."""
    from django_q.models import Schedule

    return list(Schedule.objects.filter(name__startswith="plugin.").order_by("name"))
