"""CurrencyExchangeMixin: where exchange rates come from."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract, overriding

CONTRACT = Contract(
    "CurrencyExchangeMixin",
    marks=("update_exchange_rates",),
    needs=(overriding("CurrencyExchangeMixin", "update_exchange_rates", "exchange rates are never updated"),),
)
