"""The changes between two InvenTree releases as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from flake8_inventree_plugin.inventree.catalogue import (
    HOST_DISTRIBUTIONS,
    NO_DEFAULT,
    Member,
    deprecation,
    event_successors,
)
from flake8_inventree_plugin.inventree.differences import (
    Changes,
    Difference,
    HostChange,
    MemberChange,
    successor_in,
)

_NAMES = 6
"""How many names of one module or app are listed."""

_LINES = 20
"""How many modules of one section are listed."""

_WIDTH = 100

_HOSTS = {"django": "Django", "rest_framework": "Django REST framework"}


def release_changes(changes: Changes, everything: bool = False) -> str:
    """What changed for plugins, the most important first; long lists are cut unless all is wanted."""
    sections = {
        "Gone from plugin and plugin.mixins": _gone(changes.public.gone, changes.new),
        "New in plugin and plugin.mixins": list(changes.public.new),
        "Hooks and other members": [
            *(line for change in changes.members for line in _member(change, changes.new)),
            *_finals(changes.members),
        ],
        "Gone elsewhere": _elsewhere_gone(changes, everything),
        "New elsewhere": [
            *_listed("whole modules", _few(changes.modules.new, everything)),
            *_cut(_by_module(changes.names.new, everything), everything),
        ],
        "Environment": list(_environment(changes, everything)),
        "Migrations": _apps(changes.migrations, everything),
        "Events": [
            *(f"gone: {name}{_instead_of_event(name)}" for name in changes.events.gone),
            *_listed("new", changes.events.new),
        ],
    }
    lines = [f"InvenTree {changes.old} to {changes.new}, for plugins"]
    for title, content in sections.items():
        if content:
            lines += ["", title, *(part for line in content for part in _wrapped(line))]
    if len(lines) == 1:
        lines += ["", "Nothing that plugins can see."]
    return "\n".join([*lines, ""])


def _gone(names: Iterable[str], release: str) -> list[str]:
    """One line a name, with what came instead."""
    return [f"{name}{_instead(name, release)}" for name in names]


def _instead(name: str, release: str) -> str:
    successor = successor_in(release, name)
    if successor is None:
        known = deprecation(name)
        return f": {known.note}" if known and known.note else ""
    if successor.safe:
        return f" -> {successor.new}"
    return f" -> {successor.new}, with another meaning{f': {successor.note}' if successor.note else ''}"


def _instead_of_event(event: str) -> str:
    found = event_successors(event.replace(".*", ".saved"))
    return f" -> {found[0].new.replace('.saved', '.*')}" if found else ""


def _member(change: MemberChange, release: str) -> Iterator[str]:
    name = f"{change.class_name.rpartition('.')[2]}.{change.name}"
    before, after = change.before, change.after
    if before is None and after is not None:
        yield f"new: {name}{_signature(after)}"
    elif after is None and before is not None:
        yield f"gone: {name}{_signature(before)}{_instead(f'{change.class_name}.{change.name}', release)}"
    elif before and after and (before.kind, before.parameters) != (after.kind, after.parameters):
        yield f"{name}{_signature(before)}"
        yield f"  is now {_signature(after) if before.kind == after.kind else _described(after)}"
    if change.call:
        yield f"  InvenTree calls it with ({', '.join(change.call.arguments).replace('**', '...')})"
        if change.call.adapts:
            yield "  and leaves out what an older signature does not take"
        elif change.call.logged:
            yield "  and logs an error where that does not fit; the plugin is skipped"


def _described(member: Member) -> str:
    article = "an" if member.kind[0] in "aeiou" else "a"
    return f"{article} {member.kind}{_signature(member)}"


def _signature(member: Member) -> str:
    if member.kind in {"method", "classmethod", "staticmethod"}:
        return f"({', '.join(member.parameters)})"
    return "" if member.default is NO_DEFAULT else f" = {member.default!r}"


def _finals(members: Iterable[MemberChange]) -> Iterator[str]:
    """The members that must not be overridden from now on."""
    final = [
        change for change in members if change.after and change.after.final and not _was_final(change.before)
    ]
    for title, enforced in (
        ("final now, the server refuses a plugin that overrides one", True),
        ("marked final now", False),
    ):
        names = [change.name for change in final if change.after and change.after.enforced is enforced]
        yield from _listed(title, sorted(set(names)))


def _was_final(member: Member | None) -> bool:
    return member is not None and member.final


def _elsewhere_gone(changes: Changes, everything: bool) -> list[str]:
    """What has a successor one a line, the others by module."""
    gone = [*changes.modules.gone, *changes.names.gone]
    moved = [name for name in gone if successor_in(changes.new, name)]
    modules = set(changes.modules.gone)
    names = [name for name in changes.names.gone if name.rpartition(".")[0] not in modules]
    return [
        *_gone(moved, changes.new),
        *_listed("whole modules", _few(sorted(modules.difference(moved)), everything)),
        *_cut(_by_module([name for name in names if name not in moved], everything), everything),
    ]


def _by_module(names: Iterable[str], everything: bool) -> list[str]:
    """One line a module."""
    modules: dict[str, list[str]] = {}
    for name in names:
        module, _, last = name.rpartition(".")
        modules.setdefault(module, []).append(last)
    return [f"{module}: {_some(found, everything)}" for module, found in modules.items()]


def _some(names: Sequence[str], everything: bool) -> str:
    if everything or len(names) <= _NAMES + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMES])} and {len(names) - _NAMES} more"


def _few(names: Sequence[str], everything: bool) -> Sequence[str]:
    if everything or len(names) <= _LINES + 1:
        return names
    return [*names[:_LINES], f"{len(names) - _LINES} more (--all lists them)"]


def _wrapped(line: str) -> list[str]:
    """A line of a section, indented and broken."""
    text = line.lstrip()
    indent = " " * (2 + len(line) - len(text))
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cut(lines: list[str], everything: bool) -> list[str]:
    if everything or len(lines) <= _LINES + 1:
        return lines
    return [*lines[:_LINES], f"and {len(lines) - _LINES} more lines (--all lists them)"]


def _environment(changes: Changes, everything: bool) -> Iterator[str]:
    (oldest, image), (new_oldest, new_image) = changes.pythons
    if new_oldest and new_oldest != oldest:
        yield f"Python {new_oldest} or newer{f' (before: {oldest})' if oldest else ''}"
    if new_image and new_image != image:
        yield f"Python {new_image} in the container{f' (before: {image})' if image else ''}"
    for host in changes.hosts:
        yield from _host(host, changes, everything)
    yield from _listed("no longer installed", changes.installed.gone)
    yield from _listed("newly installed", changes.installed.new)
    major = [
        f"{name} {before} -> {after}"
        for name, (before, after) in changes.packages.items()
        if before.split(".")[0] != after.split(".")[0] and name not in HOST_DISTRIBUTIONS.values()
    ]
    yield from _listed("new major version", major)


def _host(change: HostChange, changes: Changes, everything: bool) -> Iterator[str]:
    if change.before == change.after:
        return
    yield f"{_HOSTS[change.name]} {change.before} -> {change.after}"
    moved = [name for name in change.names.gone if successor_in(changes.new, name)]
    others = [name for name in change.names.gone if name not in moved]
    for line in [*_gone(moved, changes.new), *_cut(_by_module(others, everything), everything)]:
        yield f"  gone: {line}"


def _listed(title: str, names: Sequence[str]) -> list[str]:
    return [f"{title}: {', '.join(names)}"] if names else []


def _apps(migrations: Difference, everything: bool) -> list[str]:
    lines = []
    for title, names in (("gone", migrations.gone), ("new", migrations.new)):
        apps: dict[str, list[str]] = {}
        for name in names:
            app, _, migration = name.partition(".")
            apps.setdefault(app, []).append(migration)
        for app, found in apps.items():
            # Plugins depend on the last one of an app.
            shown = ", ".join(found) if everything or len(found) < 3 else f"{len(found)}, up to {found[-1]}"
            lines.append(f"{title} in {app}: {shown}")
    return lines
