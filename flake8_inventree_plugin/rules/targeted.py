"""On which targeted releases an obstacle is to be reported where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.inventree.releases import ALL, ReleaseSet
from flake8_inventree_plugin.project.breaks import breaks
from flake8_inventree_plugin.project.model import Project
from flake8_inventree_plugin.project.obstacles import Obstacle


def targeted_obstacles(project: Project, code: str) -> Iterator[tuple[Obstacle, ReleaseSet]]:
    """The obstacles of a rule, each with the targeted releases on which it stands in the way.

    Releases that a declared range admits by mistake are left out: there the range is what is reported.
    """
    for obstacle in project.obstacles:
        if obstacle.rule != code or not project.target.concerns(ALL - obstacle.releases):
            continue
        releases = project.target.releases - obstacle.releases
        if project.config.target is None:
            for wrong in breaks(project).ranges:
                if obstacle in wrong.obstacles:
                    releases -= wrong.admitted - wrong.left
        if releases:
            yield obstacle, releases
