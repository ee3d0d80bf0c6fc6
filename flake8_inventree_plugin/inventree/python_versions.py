"""The Pythons that InvenTree servers run on, release by release."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.catalogue import python_versions
from flake8_inventree_plugin.inventree.releases import RELEASES, ReleaseSet

_BEFORE_IT_WAS_STATED = "3.9"
"""The Python of a 0.6 server that was seen running; 0.7 lies between that and the container image of 0.8."""


def running_before(version: tuple[int, int]) -> ReleaseSet:
    """The releases that also run on a Python older than this one."""
    return ReleaseSet.of(*(release for release in RELEASES if _number(oldest_python(release)) < version))


def oldest_python(release: str) -> str:
    """The oldest Python on which a release is known to run, such as "3.9": what InvenTree says it supports,
    or else the Python of its container image. Raises KeyError for an unknown release."""
    if release not in RELEASES:
        raise KeyError(release)
    minimum, image = python_versions(release)
    return minimum or image or _BEFORE_IT_WAS_STATED


def _number(version: str) -> tuple[int, int]:
    major, _, minor = version.partition(".")
    return int(major), int(minor)
