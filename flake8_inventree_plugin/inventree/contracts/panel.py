"""PanelMixin: panels on the pages of the old web interface."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract, overriding

CONTRACT = Contract(
    "PanelMixin",
    marks=("get_custom_panels", "get_panel_context"),
    needs=(
        overriding(
            "PanelMixin",
            "get_custom_panels",
            "every detail page logs an error and shows none of its panels",
            instead=("render_panels",),
        ),
    ),
)
