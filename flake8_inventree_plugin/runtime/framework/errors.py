"""The exceptions of the plugin framework."""

from __future__ import annotations


class IntegrationPluginError(Exception):
    """Something went wrong in the plugin at a path."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(path, message)
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return self.message


class MixinImplementationError(ValueError):
    """A mixin is implemented in a way that it refuses."""


class MixinNotImplementedError(NotImplementedError):
    """Something that a mixin asks for is not implemented."""
