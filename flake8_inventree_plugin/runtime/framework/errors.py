"""The exceptions of the plugin framework, and those with which a mixin refuses a plugin."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Violation
from flake8_inventree_plugin.inventree.contracts.every import CONTRACTS


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


_EXCEPTIONS: dict[str, type[Exception]] = {
    "AttributeError": AttributeError,
    "MixinImplementationError": MixinImplementationError,
    "MixinNotImplementedError": MixinNotImplementedError,
    "NotImplementedError": NotImplementedError,
    "TypeError": TypeError,
}


def refusal(violation: Violation) -> Exception:
    """What InvenTree raises for a breach of a contract, in the contract's words.

    Raises KeyError for one that it does not notice.
    """
    return _EXCEPTIONS[violation.raises](violation.text)


def lacking(plugin: object, mixin: str, member: str) -> Exception:
    """What a mixin raises where a plugin does not override a member that it needs."""
    contract = CONTRACTS[mixin]
    return refusal(contract.missing(type(plugin).__name__, contract.need(member)))
