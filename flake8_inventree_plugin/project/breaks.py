"""Which rule speaks of an obstacle, and of which releases: one cause is one finding.

Where a release is targeted (by the configuration, or by MIN_VERSION and MAX_VERSION) that lacks something,
either the code or the declared range has to change, and the rule that speaks is the one about what has to:

- What has a successor that mends it, is missing on all targeted releases, or is gone from the newest ones
  while no MAX_VERSION says that the plugin is meant for them, is reported where it is used (INV301, INV302).
- What the oldest admitted releases do not have yet, and what is gone from releases that MAX_VERSION admits,
  is reported where the range is declared (INV308). Methods of the plugin itself are not, they can be given
  another form. A target in the configuration is about releases, not about the range: what it finds missing is
  reported where it is used.
- Where nothing is left of the releases, the combination is what is wrong (INV307).

A plugin that declares no releases is meant for those on which it runs; then only what no release has is
missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from flake8_inventree_plugin.inventree.catalogue import Successor, successors
from flake8_inventree_plugin.inventree.releases import ALL, NONE, ReleaseSet
from flake8_inventree_plugin.project.loading import declared_range
from flake8_inventree_plugin.project.model import Member, PluginClass, Project
from flake8_inventree_plugin.project.obstacles import Obstacle
from flake8_inventree_plugin.project.target import decisive, runs_on
from flake8_inventree_plugin.source.values import Known

_COMPARED = ReleaseSet.since("0.9")
"""The releases that look at MIN_VERSION and MAX_VERSION."""


class Missing(NamedTuple):
    """Something that targeted releases lack, and which."""

    obstacle: Obstacle
    releases: ReleaseSet


class WrongRange(NamedTuple):
    """A range of a plugin class that admits releases on which `obstacles` stand in the way.

    `admitted` are the releases it admits, `left` those of them that stay when it is narrowed; `minimum` and
    `maximum` are the assignments, None where there is none.
    """

    plugin: PluginClass
    admitted: ReleaseSet
    left: ReleaseSet
    minimum: Member | None
    maximum: Member | None
    obstacles: tuple[Obstacle, ...]

    @property
    def kind(self) -> tuple[ReleaseSet, bool]:
        """What decides on which obstacles stand in the way: the releases, and whether there is a maximum."""
        return self.admitted, self.maximum is None


class Breaks(NamedTuple):
    """What there is to report: at imports, at declared ranges, and of a plugin that runs nowhere."""

    missing: tuple[Missing, ...] = ()
    ranges: tuple[WrongRange, ...] = ()
    contradiction: tuple[Obstacle, ...] = ()


_AT_LOADING = frozenset({"INV301", "INV302", "INV305", "INV311"})
"""A hook that does not fit, or a member that is not there, fails only when it is called."""

_OWN_CODE = frozenset({"INV303", "INV304", "INV305"})
"""The plugin's own methods, which can be given another form: no reason to give up releases."""


@lru_cache(maxsize=1)
def breaks(project: Project) -> Breaks:
    """What the obstacles of a project mean for the releases that it targets."""
    obstacles = project.obstacles
    impossible = tuple(Missing(item, ALL) for item in obstacles if not item.releases)
    possible = [item for item in obstacles if item.releases]
    if not project.target.declared:
        return Breaks(impossible, (), tuple(_contradiction(possible)))
    if project.config.target is not None:
        missing = _missing(project, obstacles, {})
        reported = {item.obstacle for item in missing}
        ranges = _ranges(project, [item for item in possible if item not in reported])
        return Breaks(missing, tuple(item for item in ranges if item.left))
    ranges = _ranges(project, possible)
    contradiction = _contradiction([item for item in possible if not _is_mended(item, ALL - item.releases)])
    told = dict.fromkeys(contradiction, ALL)
    for wrong in distinct(ranges):
        if wrong.left:
            for item in wrong.obstacles:
                told[item] = told.get(item, NONE) | _cut(wrong, item)
    return Breaks(
        _missing(project, obstacles, told),
        () if contradiction else tuple(item for item in ranges if item.left),
        tuple(contradiction),
    )


def _contradiction(obstacles: Iterable[Obstacle]) -> list[Obstacle]:
    """What no release satisfies together, of all that keeps a server from loading the plugin."""
    hard = [item for item in obstacles if item.rule in _AT_LOADING]
    return [] if runs_on(hard) else decisive(hard)


def _missing(
    project: Project, obstacles: Iterable[Obstacle], told: dict[Obstacle, ReleaseSet]
) -> tuple[Missing, ...]:
    """What targeted releases lack; `told` are the releases of an obstacle of which another rule speaks."""
    target = project.target.releases
    if project.config.target is None and not any(
        _given(project, plugin, "MIN_VERSION") for plugin in project.concrete_plugins
    ):
        target &= _COMPARED
    found = ((item, target - item.releases - told.get(item, NONE)) for item in obstacles)
    return tuple(Missing(item, releases) for item, releases in found if releases)


def _ranges(project: Project, possible: Sequence[Obstacle]) -> list[WrongRange]:
    found = []
    known: dict[tuple[ReleaseSet, bool], tuple[ReleaseSet, tuple[Obstacle, ...]]] = {}
    for plugin in project.concrete_plugins:
        admitted = declared_range(project.names, plugin)
        if not admitted:
            continue
        minimum, maximum = (_given(project, plugin, name) for name in ("MIN_VERSION", "MAX_VERSION"))
        if minimum is None:
            admitted &= _COMPARED
        wrong = WrongRange(plugin, admitted, admitted, minimum, maximum, ())
        if wrong.kind not in known:
            known[wrong.kind] = _left(wrong, possible)
        left, obstacles = known[wrong.kind]
        if obstacles:
            found.append(wrong._replace(left=left, obstacles=obstacles))
    return found


def _left(wrong: WrongRange, possible: Iterable[Obstacle]) -> tuple[ReleaseSet, tuple[Obstacle, ...]]:
    """The releases that stay when a range is narrowed, and the obstacles for which it has to be."""
    obstacles = tuple(
        item
        for item in possible
        if item.rule not in _OWN_CODE
        and _cut(wrong, item)
        and not _is_mended(item, wrong.admitted - item.releases)
    )
    left = wrong.admitted
    for item in obstacles:
        left -= _cut(wrong, item)
    return left, obstacles


def distinct(ranges: Iterable[WrongRange]) -> list[WrongRange]:
    """The first range of each kind."""
    return list({wrong.kind: wrong for wrong in reversed(tuple(ranges))}.values())


def _given(project: Project, plugin: PluginClass, name: str) -> Member | None:
    member = project.member(plugin, name)
    return None if member is None or member.assignment is None or member.value == Known(None) else member


def _cut(wrong: WrongRange, obstacle: Obstacle) -> ReleaseSet:
    """The admitted releases that the range should not admit because of an obstacle: the oldest ones, and the
    newest ones where there is a MAX_VERSION."""
    works = wrong.admitted & obstacle.releases
    if not works:
        return NONE
    older = wrong.admitted & ReleaseSet.before(works.first)
    if wrong.maximum is None:
        return older
    newer = wrong.admitted & ReleaseSet.since(works.last) - ReleaseSet.of(works.last)
    return older | newer


def _is_mended(obstacle: Obstacle, releases: ReleaseSet) -> bool:
    """Whether something else has the same meaning on releases that lack a name."""
    return safe_successor(obstacle.name, releases) is not None


def safe_successor(name: str, releases: ReleaseSet) -> Successor | None:
    """What all of some releases have with the same meaning; the newest where there are several."""
    for successor in reversed(successors(name)):
        if successor.safe and releases and not releases - successor.releases:
            return successor
    return None


def successor_for(name: str, releases: ReleaseSet) -> Successor | None:
    """What came instead of a name on some of these releases: one with the same meaning where there is one,
    else the newest."""
    found = [item for item in successors(name) if item.releases & releases]
    chosen = [item for item in found if item.safe] or found
    return chosen[-1] if chosen else None
