"""Currencies."""

from common.settings import get_global_setting


def currency_code_default(create: bool = True) -> str:
    """The default currency."""
    return str(get_global_setting("INVENTREE_DEFAULT_CURRENCY"))


def currency_codes() -> list[str]:
    """The currencies that can be used."""
    return [code.strip() for code in str(get_global_setting("CURRENCY_CODES")).split(",")]


def currency_code_mappings() -> list[tuple[str, str]]:
    """The currencies with their names."""
    return [(code, code) for code in currency_codes()]


all_currency_codes = currency_code_mappings
