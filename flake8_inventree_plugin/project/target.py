"""The releases that a project is meant for, and those on which it runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flake8_inventree_plugin.inventree.releases import ALL, ReleaseSet
from flake8_inventree_plugin.project.obstacles import Obstacle


class Target(NamedTuple):
    """The targeted releases; `declared` unless they are inferred from what the plugin needs.

    `source` says in words where a declared target comes from. `unknown` is what it asks for that is newer
    than the newest known release, as it is written; that is judged like the newest.
    """

    releases: ReleaseSet
    declared: bool
    source: str = ""
    unknown: str = ""

    def concerns(self, releases: ReleaseSet) -> bool:
        """Whether a defect that shows on `releases` is to be reported.

        A declared target is held on every release; an inferred one speaks only of what is wrong on all.
        """
        if self.declared:
            return bool(self.releases & releases)
        return bool(self.releases) and not self.releases - releases


def unknown_release(target: Target) -> str:
    """One line that says that a target is newer than what is known, "" where it is not."""
    if not target.unknown:
        return ""
    return (
        f"{target.unknown} ({target.source}) is newer than InvenTree {ALL.last}, the newest release known "
        "here, and was judged like it"
    )


def runs_on(found: Sequence[Obstacle]) -> ReleaseSet:
    """The releases that no obstacle rules out."""
    releases = ALL
    for obstacle in found:
        releases &= obstacle.releases
    return releases


def inferred(found: Sequence[Obstacle]) -> Target:
    """The target of a plugin that declares none: the releases on which it runs.

    Where there is no such release, what says most about its generation decides: the names of the plugin
    framework, and never a name that no release has.
    """
    releases = runs_on(found)
    if not releases:
        releases = ALL
        for obstacle in sorted(found, key=lambda item: not item.name.startswith("plugin.")):
            if releases & obstacle.releases:
                releases &= obstacle.releases
    return Target(releases, declared=False)


def verdict(found: Sequence[Obstacle]) -> str:
    """One line on where the plugin runs, and what stops it elsewhere, as far as its source tells."""
    releases = runs_on(found)
    if releases == ALL:
        return f"Runs on InvenTree {ALL}, as far as its source tells"
    named = ", ".join(f"{item.path}:{item.range.line} {item.name}" for item in decisive(found))
    if not releases:
        return f"Runs on no known InvenTree release: no single one has {named}"
    return f"Runs on InvenTree {releases}; not on {ALL - releases}: {named}"


def decisive(found: Sequence[Obstacle]) -> list[Obstacle]:
    """The obstacles that together rule out all that is ruled out; each rules out some that are left."""
    chosen: list[Obstacle] = []
    left = ALL
    for obstacle in sorted(found, key=lambda item: len(item.releases)):
        if left & obstacle.releases != left:
            left &= obstacle.releases
            chosen.append(obstacle)
    return chosen
