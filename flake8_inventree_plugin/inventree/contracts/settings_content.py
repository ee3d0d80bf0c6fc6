"""SettingsContentMixin: content on the settings page of the old web interface."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract, overriding

CONTRACT = Contract(
    "SettingsContentMixin",
    needs=(
        overriding(
            "SettingsContentMixin", "get_settings_content", "the settings page shows none of its content"
        ),
    ),
)
