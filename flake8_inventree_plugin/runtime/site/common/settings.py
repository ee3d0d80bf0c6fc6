"""Settings of the server."""

from __future__ import annotations

from typing import Any

from django.apps import apps

__all__ = [
    "all_currency_codes",
    "currency_code_default",
    "currency_code_mappings",
    "currency_codes",
    "get_global_setting",
    "get_user_setting",
    "set_global_setting",
    "set_user_setting",
    "stock_expiry_enabled",
]


def get_global_setting(key: str, backup_value: Any = None, **kwargs: Any) -> Any:
    """A setting of the server."""
    return apps.get_model("common", "InvenTreeSetting").get_setting(key, backup_value)


def set_global_setting(key: str, value: Any, change_user: Any = None, create: bool = True, **_: Any) -> None:
    """Set a setting of the server."""
    apps.get_model("common", "InvenTreeSetting").set_setting(key, value, change_user, create)


def get_user_setting(key: str, user: Any, backup_value: Any = None, **_: Any) -> Any:
    """A setting of a user."""
    return apps.get_model("common", "InvenTreeUserSetting").get_setting(key, backup_value, user=user)


def set_user_setting(key: str, value: Any, user: Any, **_: Any) -> None:
    """Set a setting of a user."""
    apps.get_model("common", "InvenTreeUserSetting").set_setting(key, value, user=user)


def currency_code_default(*_: Any) -> str:
    """The default currency."""
    return str(get_global_setting("INVENTREE_DEFAULT_CURRENCY"))


def currency_codes() -> list[str]:
    """The currencies that can be used."""
    return [code.strip() for code in str(get_global_setting("CURRENCY_CODES")).split(",")]


def currency_code_mappings() -> list[tuple[str, str]]:
    """The currencies with their names."""
    return [(code, code) for code in currency_codes()]


all_currency_codes = currency_code_mappings


def stock_expiry_enabled() -> bool:
    """Whether stock expires: here not."""
    return False
