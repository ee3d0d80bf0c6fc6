"""What the server is doing."""

from __future__ import annotations


def isInTestMode() -> bool:  # noqa: N802 - InvenTree's name
    """Whether the server's own tests run."""
    return False


def isImportingData() -> bool:  # noqa: N802 - InvenTree's name
    """Whether data is imported."""
    return False


def isRunningMigrations() -> bool:  # noqa: N802 - InvenTree's name
    """Whether migrations run."""
    return False


def isRebuildingData() -> bool:  # noqa: N802 - InvenTree's name
    """Whether data is rebuilt."""
    return False


def isRunningBackup() -> bool:  # noqa: N802 - InvenTree's name
    """Whether a backup is made."""
    return False


def isGeneratingSchema() -> bool:  # noqa: N802 - InvenTree's name
    """Whether the description of the API is made."""
    return False


def isInWorkerThread() -> bool:  # noqa: N802 - InvenTree's name
    """Whether this is the background worker."""
    return False


def isInServerThread() -> bool:  # noqa: N802 - InvenTree's name
    """Whether this is the server."""
    return True


def isInMainThread() -> bool:  # noqa: N802 - InvenTree's name
    """Whether this is the main thread."""
    return True


def isPluginRegistryLoaded() -> bool:  # noqa: N802 - InvenTree's name
    """Whether plugins are loaded."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    return REGISTRY.is_ready


def canAppAccessDatabase(  # noqa: N802 - InvenTree's name
    allow_test: bool = False, allow_plugins: bool = False, allow_shell: bool = False
) -> bool:
    """Whether the database can be used."""
    return True
