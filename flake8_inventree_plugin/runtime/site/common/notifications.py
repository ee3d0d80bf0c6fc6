"""Notifications."""

from flake8_inventree_plugin.runtime.framework.mixins.notification import (
    BulkNotificationMethod,
    NotificationMethod,
    SingleNotificationMethod,
    trigger_notification,
)
from flake8_inventree_plugin.runtime.framework.notices import InvenTreeNotificationBodies, NotificationBody

__all__ = [
    "BulkNotificationMethod",
    "InvenTreeNotificationBodies",
    "NotificationBody",
    "NotificationMethod",
    "SingleNotificationMethod",
    "trigger_notification",
]
