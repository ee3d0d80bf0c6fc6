"""ValidationMixin: the plugin decides what may be stored, and makes numbers."""

from __future__ import annotations

from typing import Any


def validate_instance(instance: Any) -> None:
    """Placeholder."""


def validate_deletion(instance: Any) -> None:
    """Placeholder."""


def validate_serial_number(serial: str, part: Any, stock_item: Any = None) -> None:
    """Placeholder."""
