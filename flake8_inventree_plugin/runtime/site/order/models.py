"""Orders: what is bought, sold and sent back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models

from flake8_inventree_plugin.runtime.framework.models import (
    InvenTreeBarcodeMixin,
    InvenTreeMetadataModel,
    InvenTreeNotesMixin,
    ReferenceIndexingMixin,
)

__all__ = [
    "Order",
    "OrderExtraLine",
    "OrderLineItem",
    "PurchaseOrder",
    "PurchaseOrderExtraLine",
    "PurchaseOrderLineItem",
    "ReturnOrder",
    "ReturnOrderLineItem",
    "SalesOrder",
    "SalesOrderAllocation",
    "SalesOrderLineItem",
    "SalesOrderShipment",
]


class Order(InvenTreeBarcodeMixin, InvenTreeNotesMixin, ReferenceIndexingMixin, InvenTreeMetadataModel):
    """What all orders have."""

    reference = models.CharField(unique=True, max_length=64)
    description = models.CharField(max_length=250, blank=True)
    link = models.URLField(max_length=2000, blank=True, null=True)
    creation_date = models.DateField(auto_now_add=True, null=True)
    target_date = models.DateField(blank=True, null=True)
    issue_date = models.DateField(blank=True, null=True)
    status = models.PositiveIntegerField(default=10)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, blank=True, null=True, related_name="+")
    responsible = models.ForeignKey(
        "users.Owner", on_delete=models.SET_NULL, blank=True, null=True, related_name="+"
    )
    contact = models.ForeignKey(
        "company.Contact", on_delete=models.SET_NULL, blank=True, null=True, related_name="+"
    )
    address = models.ForeignKey(
        "company.Address", on_delete=models.SET_NULL, blank=True, null=True, related_name="+"
    )
    project_code = models.ForeignKey("common.ProjectCode", on_delete=models.SET_NULL, blank=True, null=True)
    total_price = models.DecimalField(max_digits=19, decimal_places=6, null=True, blank=True)
    order_currency = models.CharField(max_length=3, blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        abstract = True

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page of the order."""
        return f"/order/{type(self).__name__.lower()}/{self.pk}/"


class PurchaseOrder(Order):
    """An order at a supplier."""

    supplier = models.ForeignKey(
        "company.Company", on_delete=models.SET_NULL, null=True, related_name="purchase_orders"
    )
    supplier_reference = models.CharField(max_length=64, blank=True)
    received_by = models.ForeignKey(User, on_delete=models.SET_NULL, blank=True, null=True, related_name="+")
    complete_date = models.DateField(blank=True, null=True)
    destination = models.ForeignKey(
        "stock.StockLocation",
        on_delete=models.SET_NULL,
        related_name="purchase_orders",
        blank=True,
        null=True,
    )

    class Meta:
        """Django's settings of the table."""

        app_label = "order"

    @property
    def company(self) -> Any:
        """The supplier."""
        return self.supplier


class SalesOrder(Order):
    """An order of a customer."""

    customer = models.ForeignKey(
        "company.Company", on_delete=models.SET_NULL, null=True, related_name="sales_orders"
    )
    customer_reference = models.CharField(max_length=64, blank=True)
    shipment_date = models.DateField(blank=True, null=True)
    shipped_by = models.ForeignKey(User, on_delete=models.SET_NULL, blank=True, null=True, related_name="+")

    class Meta:
        """Django's settings of the table."""

        app_label = "order"

    @property
    def company(self) -> Any:
        """The customer."""
        return self.customer


class ReturnOrder(Order):
    """What a customer sends back."""

    customer = models.ForeignKey(
        "company.Company", on_delete=models.SET_NULL, null=True, related_name="return_orders"
    )
    customer_reference = models.CharField(max_length=64, blank=True)
    complete_date = models.DateField(blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "order"


class OrderLineItem(InvenTreeMetadataModel):
    """What all lines of orders have."""

    quantity = models.DecimalField(max_digits=15, decimal_places=5, default=1)
    reference = models.CharField(max_length=100, blank=True)
    notes = models.CharField(max_length=500, blank=True)
    link = models.URLField(max_length=2000, blank=True)
    target_date = models.DateField(blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        abstract = True


class OrderExtraLine(OrderLineItem):
    """A line without a part."""

    description = models.CharField(max_length=250, blank=True)
    price = models.DecimalField(max_digits=19, decimal_places=6, null=True, blank=True)
    price_currency = models.CharField(max_length=3, default="USD")

    class Meta:
        """Django's settings of the table."""

        abstract = True


class PurchaseOrderLineItem(OrderLineItem):
    """A part that is bought."""

    order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="lines")
    part = models.ForeignKey(
        "company.SupplierPart",
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        related_name="purchase_order_line_items",
    )
    received = models.DecimalField(decimal_places=5, max_digits=15, default=0)
    purchase_price = models.DecimalField(max_digits=19, decimal_places=6, null=True, blank=True)
    purchase_price_currency = models.CharField(max_length=3, default="USD")
    destination = models.ForeignKey(
        "stock.StockLocation", on_delete=models.SET_NULL, related_name="po_lines", blank=True, null=True
    )

    class Meta:
        """Django's settings of the table."""

        app_label = "order"

    def remaining(self) -> Any:
        """How many have not come yet."""
        return max(self.quantity - self.received, 0)


class PurchaseOrderExtraLine(OrderExtraLine):
    """A line of a purchase order without a part."""

    order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="extra_lines")

    class Meta:
        """Django's settings of the table."""

        app_label = "order"


class SalesOrderLineItem(OrderLineItem):
    """A part that is sold."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="lines")
    part = models.ForeignKey(
        "part.Part", on_delete=models.SET_NULL, related_name="sales_order_line_items", null=True
    )
    sale_price = models.DecimalField(max_digits=19, decimal_places=6, null=True, blank=True)
    sale_price_currency = models.CharField(max_length=3, default="USD")
    shipped = models.DecimalField(default=0, max_digits=15, decimal_places=5)

    class Meta:
        """Django's settings of the table."""

        app_label = "order"


class SalesOrderShipment(InvenTreeNotesMixin, InvenTreeMetadataModel):
    """What is sent together."""

    order = models.ForeignKey(SalesOrder, on_delete=models.CASCADE, related_name="shipments")
    reference = models.CharField(max_length=100, default="1")
    shipment_date = models.DateField(null=True, blank=True)
    delivery_date = models.DateField(null=True, blank=True)
    tracking_number = models.CharField(max_length=100, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "order"


class SalesOrderAllocation(models.Model):
    """Stock that is kept for an order."""

    line = models.ForeignKey(SalesOrderLineItem, on_delete=models.CASCADE, related_name="allocations")
    shipment = models.ForeignKey(
        SalesOrderShipment, on_delete=models.CASCADE, null=True, blank=True, related_name="allocations"
    )
    item = models.ForeignKey(
        "stock.StockItem", on_delete=models.CASCADE, related_name="sales_order_allocations"
    )
    quantity = models.DecimalField(max_digits=15, decimal_places=5, default=1)

    class Meta:
        """Django's settings of the table."""

        app_label = "order"


class ReturnOrderLineItem(OrderLineItem):
    """A stock item that is sent back."""

    order = models.ForeignKey(ReturnOrder, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey("stock.StockItem", on_delete=models.CASCADE, related_name="return_order_lines")
    received_date = models.DateField(null=True, blank=True)
    outcome = models.PositiveIntegerField(default=10)

    class Meta:
        """Django's settings of the table."""

        app_label = "order"
