"""ValidationMixin: the plugin decides what may be stored, and makes numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures, describe
from flake8_inventree_plugin.runtime.framework.release import as_released, call_hook, since

_CLASS = "plugin.mixins.ValidationMixin"


@as_released(_CLASS)
class ValidationMixin:
    """Is asked before something is stored: None goes on to the next plugin, true accepts at once."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Validation"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("validation", True, ValidationMixin)  # type: ignore[attr-defined]

    def raise_error(self, message: str) -> None:
        """Refuse."""
        raise ValidationError(message)

    def validate_model_instance(self, instance: Any, deltas: Any = None) -> Any:
        """Override: whether a row may be stored."""

    def validate_model_deletion(self, instance: Any) -> Any:
        """Override: whether a row may be deleted."""

    def validate_part_name(self, name: str, part: Any = None) -> Any:
        """Override: whether a part may have this name."""

    def validate_part_ipn(self, ipn: str, part: Any = None) -> Any:
        """Override: whether a part may have this number."""

    def validate_batch_code(self, batch_code: str, item: Any = None) -> Any:
        """Override: whether stock may have this batch code."""

    def generate_batch_code(self, **kwargs: Any) -> Any:
        """Override: a new batch code, or None."""

    def validate_serial_number(self, serial: str, part: Any = None, stock_item: Any = None) -> Any:
        """Override: whether stock may have this serial number."""

    def convert_serial_to_int(self, serial: str) -> Any:
        """Override: the number of a serial number, or None."""

    def get_latest_serial_number(self, part: Any, **kwargs: Any) -> Any:
        """Override: the last serial number, or None."""

    def increment_serial_number(self, serial: str, part: Any = None, **kwargs: Any) -> Any:
        """Override: the serial number after this one, or None."""

    def validate_parameter(self, parameter: Any, data: str) -> Any:
        """Override: whether a parameter may have this value."""

    def validate_part_parameter(self, parameter: Any, data: str) -> Any:
        """The same up to 1.1."""


def ask(hook: str, values: Mapping[str, Any]) -> Any:
    """The first answer other than None that a plugin gives; `values` are the hook's arguments by name.

    Raises ValidationError where a plugin refuses. Any other error of a plugin is recorded.
    """
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    for plugin in REGISTRY.with_mixin("validation"):
        if not hasattr(plugin, hook):
            continue
        try:
            answer = call_hook(plugin, _CLASS, hook, values)
        except ValidationError:
            raise
        except Failures as error:
            JOURNAL.failure("hook", "hook", type(plugin), error, member=hook)
            if hook == "validate_model_instance":
                raise ValidationError(describe(error)) from error
            continue
        if answer is not None:
            return answer
    return None


def validate_instance(instance: Any) -> None:
    """Ask whether a row may be stored. Raises ValidationError where a plugin refuses."""
    if since("0.14"):
        ask("validate_model_instance", {"instance": instance, "deltas": None})
    kind = type(instance).__name__
    if kind == "Part":
        ask("validate_part_name", {"name": instance.name, "part": instance})
        if instance.IPN:
            ask("validate_part_ipn", {"ipn": instance.IPN, "part": instance})
    elif kind == "StockItem" and instance.batch:
        ask("validate_batch_code", {"batch_code": instance.batch, "item": instance})
    elif kind in ("PartParameter", "Parameter"):
        hook = "validate_parameter" if since("1.2") else "validate_part_parameter"
        ask(hook, {"parameter": instance, "data": instance.data})


def validate_deletion(instance: Any) -> None:
    """Ask whether a row may be deleted. Raises ValidationError where a plugin refuses."""
    if since("0.16"):
        ask("validate_model_deletion", {"instance": instance})


def validate_serial_number(serial: str, part: Any, stock_item: Any = None) -> None:
    """Ask whether a serial number is good. Raises ValidationError where a plugin refuses."""
    ask("validate_serial_number", {"serial": serial, "part": part, "stock_item": stock_item})


def generate_batch_code(**kwargs: Any) -> str:
    """A new batch code of a plugin, or ""."""
    return str(ask("generate_batch_code", kwargs) or "")
