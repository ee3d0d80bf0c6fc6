"""An event is waited for that a targeted release does not send.

Events are named by texts, and nothing tells a plugin that a name is wrong: what it does on
`salesorder.onhold` simply never happens on InvenTree 1.4, where that is `salesorder.hold`. Many names are
those of database tables (`part_partattachment.saved`), and change when a table does. Reported are the names
with which `process_event` and `wants_process_event` compare their event, also in a list, a `match` or the
keys of a literal table.

Not reported are events that the plugin triggers itself, those of tables that are not InvenTree's, names that
resemble none that InvenTree ever sent, and two names that complement each other: one for the older and one
for the newer of the targeted releases.

What to do: use the name that the release sends, beside the old one where older releases are targeted too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flake8_inventree_plugin.findings import Finding, Range, Severity
from flake8_inventree_plugin.inventree.catalogue import (
    event_releases,
    event_successors,
    events,
    migration_apps,
    silent_table_releases,
)
from flake8_inventree_plugin.inventree.releases import ALL, NONE, ReleaseSet
from flake8_inventree_plugin.project.guards import reach
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.names import Outside, Own
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import Comparison, Function
from flake8_inventree_plugin.source.values import Known

_METHODS = ("process_event", "wants_process_event")
_TRIGGERS = ("trigger_event", "bulk_trigger_event")


def check(project: Project) -> Iterator[Finding]:
    """Reports every name once a class, where it is compared first."""
    own_events = _own_events(project)
    seen: set[tuple[Own, str]] = set()
    for own, function in _event_methods(project):
        compared = list(_compared(project, own, function))
        partial = _partial(project, {name for _, name in compared})
        for item, name in compared:
            if (own, name) in seen or name in own_events:
                continue
            missing = _missing(name) & reach(project.names, own.path, item.branch)
            if not project.target.concerns(missing):
                continue
            missing &= project.target.releases
            if not missing - _complement(name, partial):
                continue
            seen.add((own, name))
            yield _finding(own.path, item.range, name, missing)


def _finding(path: str, place: Range, name: str, missing: ReleaseSet) -> Finding:
    sent = event_releases(name)
    came = [item.new for item in event_successors(name) if item.releases & missing]
    by = f", only {sent}" if sent else ""
    return RULE.finding(
        f'InvenTree {missing} never sends "{name}"{by}, so what is done on it does not happen'
        if sent
        else f'no known InvenTree release sends "{name}", so what is done on it never happens',
        f'use "{came[-1]}"' if came else "use the name that these releases send, or remove the comparison",
        path,
        place,
    )


def _event_methods(project: Project) -> Iterator[tuple[Own, Function]]:
    for plugin in project.plugins:
        if plugin.has_mixin("EventMixin"):
            for own, function in project.methods(plugin):
                if function.name in _METHODS:
                    yield own, function


def _compared(project: Project, own: Own, function: Function) -> Iterator[tuple[Comparison, str]]:
    """The names with which a method compares its event."""
    positional = [item.name for item in function.parameters if item.kind in ("positional-only", "positional")]
    is_static = any(decorator[1:2] == ["staticmethod"] for decorator in function.decorators)
    parameter = (positional if is_static else positional[1:])[:1]
    for item in project.names.index(own.path).comparisons.get((own.index, function.name), ()):
        if [item.parameter] == parameter:
            for name in _texts(project, own, item):
                yield item, name


def _texts(project: Project, own: Own, item: Comparison) -> list[str]:
    expression = item.value
    if expression[0] == "name" and expression[1].startswith(("self.", "cls.")):
        member = expression[1].partition(".")[2]
        for plugin in project.heirs.get((own.path, own.index), ()) if "." not in member else ():
            found = project.member(plugin, member)
            return _known_texts(found.value if found is not None else None)
        return []
    return _known_texts(project.names.evaluate(own.path, expression, own.index))


def _known_texts(value: object) -> list[str]:
    content = value.value if isinstance(value, Known) else None
    items = content if isinstance(content, (list, tuple, dict)) else [content]
    return [item for item in items if isinstance(item, str)]


def _missing(name: str) -> ReleaseSet:
    """The releases that do not send an event; none where it may be somebody else's."""
    sent = event_releases(name)
    if sent:
        return ALL - sent
    table = name.rpartition(".")[0]
    if not table or silent_table_releases(table):
        return NONE
    # "part.create" is meant to be one of InvenTree's, "my_app_thing.saved" may be a table of the plugin.
    known = {event.partition(".")[0] for event in events() if not event.endswith(".*")} | migration_apps()
    return ALL if table in known - {"instance"} else NONE


def _partial(project: Project, names: Iterable[str]) -> dict[str, ReleaseSet]:
    """The events among some names that only a part of the targeted releases sends, and which send them."""
    target = project.target.releases
    sent = ((name, event_releases(name)) for name in names)
    return {name: releases for name, releases in sent if releases & target and target - releases}


def _complement(name: str, partial: Mapping[str, ReleaseSet]) -> ReleaseSet:
    """The releases that send another of the names which, like this one, not all targeted releases send."""
    found = NONE
    for other, releases in partial.items():
        found |= releases if other != name else NONE
    return found


def _own_events(project: Project) -> set[str]:
    """The events that the project triggers itself."""
    found: set[str] = set()
    for file in project.package_files:
        for reference in file.facts.references:
            if reference.context != "call" or reference.path[-1] not in _TRIGGERS or not reference.arguments:
                continue
            if any(isinstance(origin, Outside) for origin in project.names.reference(file.path, reference)):
                found.update(_known_texts(project.names.evaluate(file.path, reference.arguments[0])))
    return found


def _head(limits: str = "    MIN_VERSION = '1.4.0'\n") -> str:
    return (
        "from plugin import InvenTreePlugin\nfrom plugin.mixins import EventMixin\n\n\n"
        f"class Demo(EventMixin, InvenTreePlugin):\n    NAME = 'Demo'\n{limits}"
    )


_OLDER = _head("    MIN_VERSION = '1.2.0'\n")
_PROCESS = "\n    def process_event(self, event, *args, **kwargs):\n"

RULE = Rule(
    code="INV310",
    name="event-not-in-release",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/mixins/event/",
    guide="Pick your building blocks",
    good=(
        Example(
            f"{_head()}{_PROCESS}        if event == 'salesorder.hold' or event == 'part_part.saved':\n"
            "            print(event)\n",
            note="What the targeted releases send.",
        ),
        Example(
            f"{_OLDER}{_PROCESS}        if event in ('salesorder.hold', 'salesorder.onhold'):\n"
            "            print(event)\n",
            note="One name for the older releases, one for the newer ones.",
        ),
        Example(
            f"from plugin.events import trigger_event\n{_head()}{_PROCESS}"
            "        if event == 'build.mine' or event == 'demo_thing.saved' or event == 'hello':\n"
            "            trigger_event('build.mine')\n",
            note="Own events, own tables, and what resembles nothing.",
        ),
        Example(
            f"{_head()}\n    def handle(self, event):\n        return event == 'salesorder.onhold'\n\n"
            "    def process_event(self, event, state, *args, **kwargs):\n"
            "        return state == 'salesorder.onhold'\n",
            note="Not the event of an event method.",
        ),
    ),
    bad=(
        Example(
            f"{_head()}{_PROCESS}        if event == 'salesorder.onhold':\n            print(event)\n",
            at=("10:21",),
            note="`salesorder.hold` from 1.4 on.",
        ),
        Example(
            f"{_OLDER}\n    def wants_process_event(self, event):\n"
            "        return event in ['part_part.saved', 'part_partattachment.saved']\n",
            at=("10:45",),
            note="Attachments are in another table from 0.16 on.",
        ),
        Example(
            f"{_OLDER}    HANDLERS = {{'build.complete': print}}\n{_PROCESS}"
            "        self.HANDLERS[event](event)\n",
            at=("11:9",),
            note='It is "build.completed".',
        ),
    ),
)
