"""The Pythons that InvenTree servers run on, release by release."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.releases import NONE, ReleaseSet, parse_ranges

PythonVersion = tuple[int, int]

OLDEST: tuple[tuple[str, PythonVersion], ...] = (
    ("0.6-1.1", (3, 9)),
    ("1.2-1.4", (3, 11)),
    ("1.5+", (3, 12)),
)
"""Releases (as `parse_ranges` reads them) -> the oldest Python on which they are known to run.

From 0.13 on this is what InvenTree says it supports; before, it is the Python of its container image (0.8 to
0.12) or of a server that was seen running (0.6; 0.7 lies between).
"""


def running_before(version: PythonVersion) -> ReleaseSet:
    """The releases that also run on a Python older than this one."""
    found = NONE
    for releases, oldest in OLDEST:
        if oldest < version:
            found |= parse_ranges(releases)
    return found


def oldest_python(release: str) -> str:
    """The oldest Python of a release, such as "3.9". Raises KeyError for an unknown release."""
    for releases, (major, minor) in OLDEST:
        if release in parse_ranges(releases):
            return f"{major}.{minor}"
    raise KeyError(release)
