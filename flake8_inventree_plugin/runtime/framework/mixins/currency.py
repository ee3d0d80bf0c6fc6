"""CurrencyExchangeMixin: the plugin knows what currencies are worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flake8_inventree_plugin.runtime.framework.errors import lacking
from flake8_inventree_plugin.runtime.framework.release import as_released


@as_released("plugin.mixins.CurrencyExchangeMixin")
class CurrencyExchangeMixin:
    """Gives exchange rates."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "CurrentExchange"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("currencyexchange", True, CurrencyExchangeMixin)  # type: ignore[attr-defined]

    def update_exchange_rates(self, base_currency: str, symbols: Sequence[str]) -> Any:
        """Override: the rates, by currency."""
        raise lacking(self, "CurrencyExchangeMixin", "update_exchange_rates")


def rates(plugin: Any, base_currency: str, symbols: Sequence[str]) -> dict[str, float]:
    """The rates that a plugin gives. Raises what it raises, and TypeError where it gives none."""
    found = plugin.update_exchange_rates(base_currency, list(symbols))
    if not isinstance(found, dict):
        raise TypeError(f"update_exchange_rates returns {type(found).__name__}, no dictionary")
    return {str(name): float(rate) for name, rate in found.items()}
