"""Background tasks: queued and scheduled in django-q's tables, run by `run_due`."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.module_loading import import_string

from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures, describe

QUEUE_LIMIT = 1000
"""So many queued tasks are run at once; a task that queues itself again does not run for ever."""


class Outcome(NamedTuple):
    """What became of a task."""

    name: str
    success: bool
    text: str


def offload_task(
    taskname: str | Callable[..., Any],
    *args: Any,
    force_async: bool = False,
    force_sync: bool = False,
    group: str = "inventree",
    check_duplicates: bool = True,
    **kwargs: Any,
) -> bool:
    """Run a task, given by dotted path or as function: later where that is asked for, else now.

    No worker runs beside this process, and as on such a server tasks are run at once by default. Raises what
    the task raises, and ImportError for a path that leads nowhere.
    """
    if force_async and not force_sync:
        from django_q.tasks import async_task

        async_task(taskname, *args, group=group, **kwargs)
        return True
    function = import_string(taskname) if isinstance(taskname, str) else taskname
    function(*args, **kwargs)
    return True


def run_due(now: datetime | None = None) -> list[Outcome]:
    """Run everything that waits in the queue, then the schedules that are due, and what those queue.

    One that fails is recorded and stops no other.
    """
    return [*run_queue(), *run_schedules(now), *run_queue()]


def run_queue() -> list[Outcome]:
    """Run the queued tasks in their order."""
    return list(_run_queued())


def _run_queued() -> Iterator[Outcome]:
    from django_q.models import OrmQ

    for _ in range(QUEUE_LIMIT):
        queued = OrmQ.objects.order_by("pk").first()
        if queued is None:
            return
        task = queued.task
        queued.delete()
        yield _run(
            task["name"], task["func"], tuple(task.get("args", ())), task.get("kwargs", {}), task.get("group")
        )


def run_schedules(now: datetime | None = None) -> list[Outcome]:
    """Run the schedules that are due at a time, and set when they are due next."""
    from django_q.models import Schedule

    now = now or timezone.now()
    due = Schedule.objects.exclude(repeats=0).filter(next_run__lte=now).order_by("next_run", "pk")
    return [run_schedule(row.pk, now) for row in list(due)]


def run_schedule(pk: int, now: datetime | None = None) -> Outcome:
    """Run one schedule now. Raises Schedule.DoesNotExist where there is none."""
    from django_q.models import Schedule

    row = Schedule.objects.get(pk=pk)
    try:
        args = ast.literal_eval(f"({row.args},)") if row.args else ()
        kwargs = ast.literal_eval(f"dict({row.kwargs})") if row.kwargs else {}
    except (ValueError, SyntaxError) as error:
        outcome = Outcome(row.name, False, describe(error))
    else:
        outcome = _run(row.name, row.func, args, kwargs, "schedule")
    # The plugin may have taken its own schedule away.
    if Schedule.objects.filter(pk=pk).exists():
        _plan_next(row, now or timezone.now())
    return outcome


def _plan_next(row: Any, now: datetime) -> None:
    if row.schedule_type == row.ONCE or row.repeats == 1:
        row.repeats = 0
    elif row.repeats > 0:
        row.repeats -= 1
    following = row.next_run
    try:
        while following <= now:
            later = row.calculate_next_run(following)
            if later <= following:
                raise ValueError("the time of its next run does not come later")
            following = later
    except Exception as error:
        # A row that cannot be planned is switched off, so that it does not keep the others waiting.
        row.repeats = 0
        JOURNAL.note(row.name, f"the schedule cannot be planned: {describe(error)}")
    row.next_run = following
    row.save()


def _run(name: str, func: Any, args: tuple[Any, ...], kwargs: dict[str, Any], group: str | None) -> Outcome:
    from django_q.models import Task

    started = timezone.now()
    try:
        function = import_string(func) if isinstance(func, str) else func
        outcome = Outcome(name, True, repr(function(*args, **kwargs))[:500])
    except Failures as error:
        JOURNAL.failure("hook", "hook", _owner(name, func, args), error, member=_member(func, args))
        outcome = Outcome(name, False, describe(error))
    Task.objects.create(
        id=_identity(),
        name=str(name)[:100],
        func=str(func)[:256],
        group=group,
        started=started,
        stopped=timezone.now(),
        success=outcome.success,
        result=outcome.text,
    )
    return outcome


def _identity() -> str:
    from uuid import uuid4

    return uuid4().hex


def _owner(name: str, func: Any, args: tuple[Any, ...]) -> type | str:
    """The class of the plugin that a task belongs to, or the task's name."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    slugs = [str(argument) for argument in args[:1]]
    if name.startswith("plugin."):
        slugs.append(name.split(".")[1])
    plugin = next((REGISTRY.plugins[slug] for slug in slugs if slug in REGISTRY.plugins), None)
    return name if plugin is None else type(plugin)


def _member(func: Any, args: tuple[Any, ...]) -> str:
    text = func if isinstance(func, str) else getattr(func, "__name__", "")
    if text.startswith("plugin.registry.") and len(args) > 1:
        return str(args[1])
    return "process_event" if text.endswith(".process_event") else text.rpartition(".")[2]


class ScheduledTask(NamedTuple):
    """A task that the server itself runs regularly."""

    func: Callable[..., Any]
    interval: str
    minutes: int | None = None


def scheduled_task(interval: str, minutes: int | None = None, tasklist: Any = None) -> Callable[..., Any]:
    """A decorator for the server's own regular tasks: here nothing runs them."""

    def unchanged(function: Callable[..., Any]) -> Callable[..., Any]:
        return function

    return unchanged


def raise_warning(msg: str) -> None:
    """Warn of something in a task."""
    warnings.warn(msg, stacklevel=2)
