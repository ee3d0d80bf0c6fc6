"""NotificationMixin: another way to notify users."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract

CONTRACT = Contract(
    "NotificationMixin",
    marks=("send_notification", "filter_targets"),
    # Users are asked through USER_SETTINGS whether they want it.
    companions=("SettingsMixin",),
    idle="define `send_notification`",
)
