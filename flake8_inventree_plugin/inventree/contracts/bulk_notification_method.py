"""BulkNotificationMethod: a way to notify all users at once, up to 0.17."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract, overriding
from flake8_inventree_plugin.inventree.contracts.single_notification_method import METHOD_NAME, NOT_SENT

CONTRACT = Contract(
    "BulkNotificationMethod",
    needs=(
        METHOD_NAME,
        overriding("BulkNotificationMethod", "get_targets", NOT_SENT, raises="NotImplementedError"),
        overriding("BulkNotificationMethod", "send_bulk", NOT_SENT, raises="NotImplementedError"),
    ),
)
