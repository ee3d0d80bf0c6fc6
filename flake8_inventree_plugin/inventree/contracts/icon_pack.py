"""IconPackMixin: more icons to choose from."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract, overriding

CONTRACT = Contract(
    "IconPackMixin",
    marks=("icon_packs",),
    needs=(overriding("IconPackMixin", "icon_packs", "building the list of icons logs an error each time"),),
)
