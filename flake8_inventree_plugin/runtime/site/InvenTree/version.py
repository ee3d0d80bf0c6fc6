"""The version of the server."""

from __future__ import annotations

from typing import Any

import django

from flake8_inventree_plugin.inventree.releases import server_version
from flake8_inventree_plugin.runtime.framework.release import current

INVENTREE_SW_VERSION = f"{current()}.0"
INVENTREE_API_VERSION = 0


def inventreeVersion() -> str:  # noqa: N802 - InvenTree's name
    """The version: that of the release, its first patch."""
    return INVENTREE_SW_VERSION


def inventreeVersionTuple(version: Any = None) -> list[int]:  # noqa: N802 - InvenTree's name
    """A version as numbers, as the server reads it."""
    return server_version(str(version or INVENTREE_SW_VERSION))


def isInvenTreeDevelopmentVersion() -> bool:  # noqa: N802 - InvenTree's name
    """Never."""
    return False


def isInvenTreeUpToDate() -> bool:  # noqa: N802 - InvenTree's name
    """Always."""
    return True


def inventreeApiVersion() -> int:  # noqa: N802 - InvenTree's name
    """The version of the API: here none."""
    return INVENTREE_API_VERSION


def inventreeDjangoVersion() -> str:  # noqa: N802 - InvenTree's name
    """The version of Django in this process, which need not be the release's."""
    return str(django.get_version())


def inventreeInstanceName() -> str:  # noqa: N802 - InvenTree's name
    """The name of the server."""
    return "InvenTree"


def inventreeInstanceTitle() -> str:  # noqa: N802 - InvenTree's name
    """The title of the server."""
    return "InvenTree"


def inventreeCommitHash() -> None:  # noqa: N802 - InvenTree's name
    """The commit: here none."""


def inventreeCommitDate() -> None:  # noqa: N802 - InvenTree's name
    """The date of the commit: here none."""
