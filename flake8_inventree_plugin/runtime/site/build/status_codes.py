"""The status of build orders."""

from flake8_inventree_plugin.runtime.framework.statuses import BuildStatus, BuildStatusGroups, StatusCode

__all__ = ["BuildStatus", "BuildStatusGroups", "StatusCode"]
