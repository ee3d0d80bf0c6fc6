"""LocateMixin: show where a stock item or a location is."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract, overriding

CONTRACT = Contract(
    "LocateMixin",
    marks=("locate_stock_item", "locate_stock_location"),
    needs=(
        overriding(
            "LocateMixin",
            "locate_stock_location",
            "every request to locate something fails",
            instead=("locate_stock_item",),
        ),
    ),
)
