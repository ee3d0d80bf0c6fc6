"""Something runs at intervals by code of the plugin's own, although ScheduleMixin does that.

InvenTree runs in several processes that come and go: web workers are recycled after some requests, background
workers after some tasks. A thread that a plugin starts lives in each of them, so it does its work several
times at once and dies in the middle of it. It also goes on after the plugin is deactivated. A schedule that
is written into django-q's table by hand outlives the plugin too. Tasks of ScheduleMixin are run by one
background worker, are shown in the admin interface, and go with the plugin.

Reported are

- an endless loop that sleeps a minute or longer (`while True: …; time.sleep(600)`);
- `threading.Timer` with a minute or more;
- imports of the packages `schedule` and `apscheduler`;
- schedules of django-q made by hand: `Schedule.objects.create(…)`, `django_q.tasks.schedule(…)`,
  `InvenTree.tasks.schedule_task(…)`.

Not reported is what ScheduleMixin cannot do, whose smallest interval is a minute: shorter pauses, and those
of which it is not known how long they are. Nor are a thread that serves a permanent connection (its loop
receives, connects or listens), a loop that ends by itself, a pause after an error, and a file that is a
program of its own (`if __name__ == "__main__":`).

How to mend it: add ScheduleMixin, and list the method in `SCHEDULED_TASKS`.
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.project.index import around
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.project.names import Outside
from flake8_inventree_plugin.project.programs import is_program
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import FileFacts, Reference
from flake8_inventree_plugin.source.values import Known

_MINUTE = 60
_SLEEPS = frozenset({"asyncio.sleep", "time.sleep"})
_SCHEDULERS = frozenset({"apscheduler", "schedule"})
_ROWS = frozenset(
    {
        *(
            f"django_q.models.Schedule.objects.{name}"
            for name in ("bulk_create", "create", "get_or_create", "update_or_create")
        ),
        "django_q.models.Schedule",
        "django_q.tasks.schedule",
        "InvenTree.tasks.schedule_task",
    }
)
_OF_CONNECTIONS = frozenset(
    {
        "accept",
        "connect",
        "listen",
        "loop_forever",
        "poll",
        "read",
        "readline",
        "receive",
        "recv",
        "recvfrom",
        "run_forever",
        "select",
        "serve_forever",
        "subscribe",
    }
)
_ADVICE = "add ScheduleMixin, and list the method in SCHEDULED_TASKS with its interval in minutes"


def check(project: Project) -> Iterator[Finding]:
    """Reports schedulers that are imported, and the places where something is delayed or scheduled."""
    for file in project.package_files:
        if is_program(file.facts):
            continue
        for item in file.facts.imports:
            package = item.module.partition(".")[0]
            # A module of the project's own is none of PyPI's.
            if package in _SCHEDULERS and package not in project.names.modules:
                yield RULE.finding(
                    f"the package {package} runs its tasks in a thread of each of the server's processes, so "
                    "they run several times at once and die with the process",
                    _ADVICE,
                    file.path,
                    item.range,
                )
        for reference in file.facts.references:
            message = _message(project, file, reference) if reference.kind == "import" else ""
            if message:
                yield RULE.finding(message, _ADVICE, file.path, reference.range)


def _message(project: Project, file: File, reference: Reference) -> str:
    """What is wrong with a call, "" where nothing is."""
    if reference.context != "call" or "()" in reference.path:
        return ""
    names = {o.name for o in project.names.reference(file.path, reference) if isinstance(o, Outside)}
    if not _ROWS.isdisjoint(names):
        return (
            "a schedule is written into django-q's table by hand: it stays there, and fails again and again, "
            "when the plugin is deactivated or removed"
        )
    seconds = _first_number(project, file, reference)
    if seconds < _MINUTE:
        return ""
    if "threading.Timer" in names:
        return f"a timer of {seconds:g} seconds is lost when its process ends, and InvenTree ends them often"
    if not _SLEEPS.isdisjoint(names) and _is_in_endless_loop(file.facts, reference):
        return (
            f"a loop wakes up every {seconds:g} seconds in each of the server's processes, so its work is "
            "done several times at once and dies with the process"
        )
    return ""


def _first_number(project: Project, file: File, reference: Reference) -> float:
    """The number that a call has as its first argument (or `interval`), 0 where that is not known."""
    given = [value for name, value in reference.keywords if name == "interval"]
    expression = next(iter([*reference.arguments[:1], *given]), None)
    value = project.names.evaluate(file.path, expression) if expression is not None else None
    number = value.value if isinstance(value, Known) else 0
    return number if isinstance(number, (int, float)) else 0


def _is_in_endless_loop(facts: FileFacts, reference: Reference) -> bool:
    for branch in around(facts, reference.branch):
        if branch.kind == "try" and branch.arm == "handler":
            return False
        guard = facts.guards[str(branch.statement)]
        if guard.kind == "endless":
            return not guard.ends[0] and _OF_CONNECTIONS.isdisjoint(guard.names[0])
    return False


_PLUGIN = "\n\nclass Demo(InvenTreePlugin):\n    NAME = 'Demo'\n"
_LOOP = "\n    def work(self):\n        while True:\n            {work}\n            time.sleep({seconds})\n"
_TIME = f"import time\n\nfrom plugin import InvenTreePlugin\n{_PLUGIN}"

RULE = Rule(
    code="INV503",
    name="hand-written-schedule",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/schedule/",
    guide="Do you need to run in the background (ScheduleMixin)",
    good=(
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.mixins import ScheduleMixin\n\n\n"
            "class Demo(ScheduleMixin, InvenTreePlugin):\n    NAME = 'Demo'\n    SCHEDULED_TASKS = {\n"
            "        'sync': {'func': 'sync', 'schedule': 'I', 'minutes': 10},\n    }\n\n"
            "    def sync(self):\n        pass\n",
            note="A task of ScheduleMixin.",
        ),
        Example(
            _TIME + _LOOP.format(work="self.handle(self.socket.recv(1024))", seconds=60),
            note="A permanent connection.",
        ),
        Example(_TIME + _LOOP.format(work="self.blink()", seconds=0.5), note="Less than a minute."),
        Example(
            _TIME + _LOOP.format(work="if self.is_done():\n                break", seconds=60),
            note="A loop that ends by itself.",
        ),
    ),
    bad=(
        Example(_TIME + _LOOP.format(work="self.sync()", seconds="10 * 60"), at=("12:13",), note="A loop."),
        Example(
            f"import threading\n\nfrom plugin import InvenTreePlugin\n{_PLUGIN}\n    def again(self):\n"
            "        threading.Timer(3600, self.again).start()\n",
            at=("10:9",),
            note="A timer.",
        ),
        Example(
            f"from apscheduler.schedulers.background import BackgroundScheduler\n"
            f"from plugin import InvenTreePlugin\n{_PLUGIN}",
            at=("1:47",),
            note="A scheduler of its own.",
        ),
        Example(
            f"from django_q.models import Schedule\nfrom plugin import InvenTreePlugin\n{_PLUGIN}\n"
            "    def start(self):\n        Schedule.objects.create(func='demo.core.sync', minutes=10)\n",
            at=("9:9",),
            note="A row in django-q's table.",
        ),
    ),
)
