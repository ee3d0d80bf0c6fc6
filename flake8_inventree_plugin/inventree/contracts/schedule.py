"""ScheduleMixin: functions that the background worker calls regularly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flake8_inventree_plugin.inventree.catalogue import member_releases
from flake8_inventree_plugin.inventree.contracts.consequences import ACTIVATION_STOPPED, INIT_REFUSED, always
from flake8_inventree_plugin.inventree.contracts.contract import (
    Consequence,
    Contract,
    Key,
    Kind,
    Need,
    Violation,
    reached,
)
from flake8_inventree_plugin.inventree.contracts.plugin import PluginUnderTest
from flake8_inventree_plugin.inventree.contracts.schema import absent, near_misses
from flake8_inventree_plugin.inventree.releases import ReleaseSet
from flake8_inventree_plugin.known import MISSING, UNKNOWN, Known

SCHEDULES = ("I", "H", "D", "W", "M", "Q", "Y")
"""The letters that InvenTree accepts: minutes, hourly, daily, weekly, monthly, quarterly, yearly."""

_KEYS = ("func", "schedule", "minutes", "repeats")
_IN_INIT = ReleaseSet.before("0.14")
_IN_ACTIVATION = ReleaseSet.since("0.14")

REFUSED = (
    *(Consequence(item.releases & _IN_INIT, item.text) for item in INIT_REFUSED if item.releases & _IN_INIT),
    Consequence(_IN_ACTIVATION, ACTIVATION_STOPPED),
)
"""The tasks were checked in `__init__`; since 0.14 they are when they are registered."""

_UNUSED = (
    *(item for item in REFUSED if item.releases & _IN_INIT),
    Consequence(_IN_ACTIVATION, "no task is ever scheduled", mild=True),
)
_SCHEDULER_FAILS = always("the scheduler fails on it and no longer runs any task, not even InvenTree's own")
_TASK_FAILS = always("the worker fails each time that the task is due")


def check(plugin: PluginUnderTest) -> Iterator[Violation]:
    """What is wrong with SCHEDULED_TASKS; nothing is said where the plugin makes its tasks in other ways."""
    tasks = plugin.value("SCHEDULED_TASKS")
    if not isinstance(tasks, Known) or plugin.has("get_scheduled_tasks") is not False:
        return
    yield from invalid_tasks(plugin.name, tasks.value)
    if isinstance(tasks.value, dict):
        for key, task in tasks.value.items():
            if isinstance(task, dict) and isinstance(task.get("func"), str) and isinstance(key, str):
                yield from _unknown_function(plugin, key, task["func"].strip())


def invalid_tasks(plugin_name: str, tasks: Any) -> Iterator[Violation]:
    """What is wrong with a value of SCHEDULED_TASKS, which may hold UNKNOWN."""
    if not tasks or tasks is UNKNOWN:
        return
    if not isinstance(tasks, dict):
        yield _invalid(
            (),
            f"`{plugin_name}.SCHEDULED_TASKS` is no dictionary",
            "make it a dictionary of tasks by name",
            "AttributeError",
        )
        return
    for key, task in tasks.items():
        if not isinstance(key, (str, int)):
            continue
        name = f"task `{key}` of `{plugin_name}`"
        if isinstance(task, dict):
            yield from _invalid_task(name, key, task)
        elif task is not UNKNOWN:
            yield _invalid((key,), f"{name} is no dictionary", "give it `func` and `schedule`", "TypeError")


def _invalid_task(name: str, key: Key, task: Mapping[Any, Any]) -> Iterator[Violation]:
    misses = near_misses(task, _KEYS)
    needed = ["func", "schedule"]
    schedule = task.get("schedule", UNKNOWN)
    if isinstance(schedule, str) and schedule.strip().upper() == "I":
        needed.append("minutes")
    for needed_key in needed:
        if absent(task, needed_key):
            culprit = next((miss for miss, meant in misses.items() if meant == needed_key), "")
            misses.pop(culprit, None)
            yield _invalid(
                (key, culprit) if culprit else (key,),
                f"{name} has no `{needed_key}`" + (f", but `{culprit}`" if culprit else ""),
                f"rename it to `{needed_key}`" if culprit else f"add `{needed_key}`",
                at="key",
            )
    for miss, meant in misses.items():
        yield Violation(
            Kind.NEAR_MISS,
            CONTRACT.mixin,
            "SCHEDULED_TASKS",
            f"{name} has a key `{miss}`, which looks like `{meant}`",
            f"rename it to `{meant}`",
            always("nothing reads it"),
            (key, miss),
            "key",
        )
    if schedule is not UNKNOWN:
        yield from _invalid_schedule(name, key, schedule)
    if "minutes" in needed and "minutes" in task:
        yield from _invalid_minutes(name, key, task["minutes"])
    if "func" in task and task["func"] is not UNKNOWN and not isinstance(task["func"], str):
        yield _invalid(
            (key, "func"),
            f"`func` of {name} is no text",
            "write the name of a method, or the dotted path of a function, as text",
            "AttributeError",
        )


def _invalid_schedule(name: str, key: Key, schedule: Any) -> Iterator[Violation]:
    letters = ", ".join(SCHEDULES)
    if not isinstance(schedule, str):
        yield _invalid(
            (key, "schedule"), f"`schedule` of {name} is no text", f"use one of {letters}", "AttributeError"
        )
    elif schedule.upper().strip() not in SCHEDULES:
        yield _invalid(
            (key, "schedule"),
            f'{name} has the schedule "{schedule}", which does not exist',
            f"use one of {letters}",
        )
    elif schedule not in SCHEDULES:
        letter = schedule.upper().strip()
        yield Violation(
            Kind.INVALID,
            CONTRACT.mixin,
            "SCHEDULED_TASKS",
            f'{name} has the schedule "{schedule}", which InvenTree accepts and stores as it is',
            f'write "{letter}"',
            _SCHEDULER_FAILS,
            (key, "schedule"),
        )


def _invalid_minutes(name: str, key: Key, minutes: Any) -> Iterator[Violation]:
    if minutes is UNKNOWN:
        return
    if isinstance(minutes, (int, float)) or (isinstance(minutes, str) and minutes.strip().isdecimal()):
        if int(minutes) > 0:
            return
        yield Violation(
            Kind.INVALID,
            CONTRACT.mixin,
            "SCHEDULED_TASKS",
            f"{name} runs every {int(minutes)} minutes",
            "give it a number of minutes above zero",
            always("the scheduler never gets past it"),
            (key, "minutes"),
        )
        return
    yield Violation(
        Kind.INVALID,
        CONTRACT.mixin,
        "SCHEDULED_TASKS",
        f"`minutes` of {name} is no number",
        "give it a number of minutes",
        always(ACTIVATION_STOPPED),
        (key, "minutes"),
    )


def _invalid(
    path: tuple[Key, ...],
    text: str,
    advice: str,
    raises: str = "MixinImplementationError",
    at: Any = "value",
) -> Violation:
    return Violation(Kind.INVALID, CONTRACT.mixin, "SCHEDULED_TASKS", text, advice, REFUSED, path, at, raises)


def _unknown_function(plugin: PluginUnderTest, key: str, function: str) -> Iterator[Violation]:
    if "." in function:
        return
    arguments = plugin.required_arguments(function)
    if arguments is MISSING:
        classes = (*(f"plugin.mixins.{mixin}" for mixin in reached(plugin)), "plugin.InvenTreePlugin")
        if any(member_releases(name, function) for name in classes):
            return
        text = f"task `{key}` of `{plugin.name}` calls `{function}`, which the plugin does not have"
        advice = f"define the method `{function}`, or name the function by its dotted path"
    elif isinstance(arguments, (list, tuple)) and arguments:
        names = ", ".join(f"`{name}`" for name in arguments)
        text = f"task `{key}` of `{plugin.name}` calls `{function}` without arguments, but it needs {names}"
        advice = "give these parameters defaults, or take them away"
    else:
        return
    yield Violation(
        Kind.UNKNOWN_TASK_FUNCTION,
        CONTRACT.mixin,
        "SCHEDULED_TASKS",
        text,
        advice,
        _TASK_FAILS,
        (key, "func"),
    )


CONTRACT = Contract(
    "ScheduleMixin",
    marks=("SCHEDULED_TASKS", "get_scheduled_tasks"),
    needs=(
        Need(
            ("SCHEDULED_TASKS",),
            _UNUSED,
            instead=("get_scheduled_tasks",),
            raises="MixinImplementationError",
        ),
    ),
    checks=(check,),
)
