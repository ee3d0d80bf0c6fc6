"""Stock items and where they are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models

from flake8_inventree_plugin.runtime.framework.models import (
    InvenTreeBarcodeMixin,
    InvenTreeMetadataModel,
    InvenTreeNotesMixin,
    InvenTreeTree,
)

__all__ = [
    "StockItem",
    "StockItemAttachment",
    "StockItemTestResult",
    "StockItemTracking",
    "StockLocation",
    "StockLocationType",
]


class StockLocationType(InvenTreeMetadataModel):
    """A kind of location."""

    name = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=250, blank=True)
    icon = models.CharField(max_length=100, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "stock"


class StockLocation(InvenTreeBarcodeMixin, InvenTreeTree):
    """A place where stock is kept."""

    owner = models.ForeignKey(
        "users.Owner", on_delete=models.SET_NULL, blank=True, null=True, related_name="stock_locations"
    )
    structural = models.BooleanField(default=False)
    external = models.BooleanField(default=False)
    location_type = models.ForeignKey(
        StockLocationType,
        on_delete=models.SET_NULL,
        related_name="stock_locations",
        null=True,
        blank=True,
    )

    class Meta:
        """Django's settings of the table."""

        app_label = "stock"

    def get_absolute_url(self) -> str:
        """The page of the location."""
        return f"/stock/location/{self.pk}/"

    def get_stock_items(self, cascade: bool = True) -> Any:
        """The stock at the location and below it."""
        places = self.get_descendants(include_self=True) if cascade else [self]
        return StockItem.objects.filter(location__in=places)

    @property
    def item_count(self) -> int:
        """How many stock items are at the location and below it."""
        return int(self.get_stock_items().count())


class StockItem(InvenTreeBarcodeMixin, InvenTreeNotesMixin, InvenTreeMetadataModel):
    """A number of parts at one place."""

    parent = models.ForeignKey(
        "self", on_delete=models.DO_NOTHING, blank=True, null=True, related_name="children"
    )
    part = models.ForeignKey("part.Part", on_delete=models.CASCADE, related_name="stock_items")
    supplier_part = models.ForeignKey(
        "company.SupplierPart",
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        related_name="stock_items",
    )
    location = models.ForeignKey(
        StockLocation, on_delete=models.DO_NOTHING, related_name="stock_items", blank=True, null=True
    )
    packaging = models.CharField(max_length=50, blank=True, null=True)
    belongs_to = models.ForeignKey(
        "self", on_delete=models.CASCADE, related_name="installed_parts", blank=True, null=True
    )
    customer = models.ForeignKey(
        "company.Company", on_delete=models.SET_NULL, null=True, related_name="assigned_stock"
    )
    serial = models.CharField(max_length=100, blank=True, null=True)
    serial_int = models.IntegerField(default=0)
    link = models.URLField(max_length=2000, blank=True, null=True)
    batch = models.CharField(max_length=100, blank=True, null=True, default="")
    quantity = models.DecimalField(max_digits=15, decimal_places=5, default=1)
    updated = models.DateField(auto_now=True, null=True)
    build = models.ForeignKey(
        "build.Build", on_delete=models.SET_NULL, blank=True, null=True, related_name="build_outputs"
    )
    is_building = models.BooleanField(default=False)
    purchase_order = models.ForeignKey(
        "order.PurchaseOrder",
        on_delete=models.SET_NULL,
        related_name="stock_items",
        blank=True,
        null=True,
    )
    sales_order = models.ForeignKey(
        "order.SalesOrder", on_delete=models.SET_NULL, related_name="stock_items", null=True, blank=True
    )
    expiry_date = models.DateField(blank=True, null=True)
    stocktake_date = models.DateField(blank=True, null=True)
    stocktake_user = models.ForeignKey(
        User, on_delete=models.SET_NULL, blank=True, null=True, related_name="stocktake_stock"
    )
    delete_on_deplete = models.BooleanField(default=True)
    status = models.PositiveIntegerField(default=10)
    purchase_price = models.DecimalField(max_digits=19, decimal_places=6, null=True, blank=True)
    purchase_price_currency = models.CharField(max_length=3, default="USD")
    owner = models.ForeignKey(
        "users.Owner", on_delete=models.SET_NULL, blank=True, null=True, related_name="stock_items"
    )
    # What the hash of a barcode was called up to 0.8.
    uid = models.CharField(blank=True, max_length=128)

    class Meta:
        """Django's settings of the table."""

        app_label = "stock"

    def __str__(self) -> str:
        name = self.part.full_name
        return f"{name} # {self.serial}" if self.serial else f"{float(self.quantity):g} x {name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the item; the two names of the barcode's hash stay the same."""
        self.barcode_hash = self.uid = self.barcode_hash or self.uid
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The page of the item."""
        return f"/stock/item/{self.pk}/"

    def unassign_barcode(self) -> None:
        """Take the barcode away."""
        self.uid = ""
        super().unassign_barcode()

    @property
    def in_stock(self) -> bool:
        """Whether the item is at hand."""
        return self.quantity > 0 and self.customer is None and self.belongs_to is None

    @property
    def serialized(self) -> bool:
        """Whether the item has a serial number."""
        return bool(self.serial) and self.quantity == 1

    def add_tracking_entry(
        self, entry_type: int, user: Any, deltas: Any = None, notes: str = "", **kwargs: Any
    ) -> Any:
        """Remember what happened to the item."""
        return StockItemTracking.objects.create(
            item=self, tracking_type=entry_type, user=user, deltas=deltas or {}, notes=notes
        )

    def move(self, location: Any, notes: str = "", user: Any = None, **kwargs: Any) -> bool:
        """Bring the item to another place."""
        self.location = location
        self.save()
        self.add_tracking_entry(20, user, {"location": getattr(location, "pk", None)}, notes)
        return True

    def stocktake(self, count: Any, user: Any, notes: str = "", **kwargs: Any) -> bool:
        """Count the item."""
        self.quantity, self.stocktake_user = count, user
        self.save()
        self.add_tracking_entry(10, user, {"quantity": float(count)}, notes)
        return True

    def add_stock(self, quantity: Any, user: Any, notes: str = "", **kwargs: Any) -> bool:
        """Add some."""
        return self.stocktake(self.quantity + quantity, user, notes)

    def take_stock(self, quantity: Any, user: Any, notes: str = "", **kwargs: Any) -> bool:
        """Take some away."""
        return self.stocktake(max(self.quantity - quantity, 0), user, notes)


class StockItemTracking(models.Model):
    """What happened to a stock item."""

    tracking_type = models.IntegerField(default=0)
    item = models.ForeignKey(StockItem, on_delete=models.CASCADE, related_name="tracking_info")
    date = models.DateTimeField(auto_now_add=True)
    notes = models.CharField(blank=True, null=True, max_length=512)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, blank=True, null=True)
    deltas = models.JSONField(null=True, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "stock"


class StockItemTestResult(InvenTreeMetadataModel):
    """The result of a test."""

    stock_item = models.ForeignKey(StockItem, on_delete=models.CASCADE, related_name="test_results")
    template = models.ForeignKey(
        "part.PartTestTemplate",
        on_delete=models.CASCADE,
        blank=True,
        null=True,
        related_name="test_results",
    )
    result = models.BooleanField(default=False)
    value = models.CharField(max_length=500, blank=True)
    attachment = models.FileField(upload_to="stock_files", null=True, blank=True)
    notes = models.CharField(blank=True, max_length=500)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, blank=True, null=True)
    date = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "stock"


class StockItemAttachment(models.Model):
    """A file of a stock item."""

    stock_item = models.ForeignKey(StockItem, on_delete=models.CASCADE, related_name="stock_attachments")
    attachment = models.FileField(upload_to="stock_files", null=True, blank=True)
    comment = models.CharField(max_length=100, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "stock"
