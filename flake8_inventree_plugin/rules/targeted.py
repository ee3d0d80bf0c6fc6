"""On which targeted releases an obstacle is to be reported where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.inventree.releases import ALL, NONE, ReleaseSet
from flake8_inventree_plugin.project.breaks import breaks, distinct
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.obstacles import Obstacle


def targeted_obstacles(project: Project, code: str) -> Iterator[tuple[Obstacle, ReleaseSet]]:
    """The obstacles of a rule, each with the targeted releases on which it stands in the way.

    Releases that a declared range admits by mistake are left out: there the range is what is reported.
    """
    found = [
        item
        for item in project.obstacles
        if item.rule == code and project.target.concerns(ALL - item.releases)
    ]
    ranges = breaks(project).ranges if found and project.config.target is None else ()
    by_mistake: dict[Obstacle, ReleaseSet] = {}
    for wrong in distinct(ranges):
        for obstacle in wrong.obstacles:
            by_mistake[obstacle] = by_mistake.get(obstacle, NONE) | (wrong.admitted - wrong.left)
    for obstacle in found:
        releases = project.target.releases - obstacle.releases - by_mistake.get(obstacle, NONE)
        if releases:
            yield obstacle, releases
