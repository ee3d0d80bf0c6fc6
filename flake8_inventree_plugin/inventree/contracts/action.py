"""ActionMixin: an action that users start through the API."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract

CONTRACT = Contract(
    "ActionMixin",
    marks=("ACTION_NAME", "perform_action"),
    idle="define `perform_action`",
)
