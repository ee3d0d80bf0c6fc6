"""What notifications say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class NotificationBody:
    """The texts of a notification."""

    name: str
    slug: str
    message: str
    template: str | None = None


class InvenTreeNotificationBodies:
    """Those of the server itself."""

    NewOrder = NotificationBody(
        name="New {verbose_name}",
        slug="{app_label}.new_{model_name}",
        message="A new order has been created and assigned to you",
    )
    OrderCanceled = NotificationBody(
        name="{verbose_name} canceled",
        slug="{app_label}.canceled_{model_name}",
        message="A order that is assigned to you was canceled",
    )
    ItemsReceived = NotificationBody(
        name="Items Received",
        slug="purchase_order.items_received",
        message="Items have been received against a purchase order",
    )
