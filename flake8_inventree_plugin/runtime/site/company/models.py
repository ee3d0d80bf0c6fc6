"""Companies, and what they make and sell."""

from __future__ import annotations

from typing import Any

from django.db import models

from common.models import PriceBreak
from flake8_inventree_plugin.runtime.framework.models import (
    InvenTreeBarcodeMixin,
    InvenTreeMetadataModel,
    InvenTreeNotesMixin,
    MetaMixin,
)

__all__ = [
    "Address",
    "Company",
    "Contact",
    "ManufacturerPart",
    "ManufacturerPartParameter",
    "SupplierPart",
    "SupplierPriceBreak",
]


class Company(InvenTreeNotesMixin, InvenTreeMetadataModel):
    """Somebody who makes, sells or buys."""

    name = models.CharField(max_length=100)
    description = models.CharField(max_length=500, blank=True)
    website = models.URLField(max_length=2000, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True, null=True)
    contact = models.CharField(max_length=100, blank=True)
    link = models.URLField(max_length=2000, blank=True, null=True)
    image = models.FileField(upload_to="company_images", null=True, blank=True)
    active = models.BooleanField(default=True)
    is_customer = models.BooleanField(default=False)
    is_supplier = models.BooleanField(default=False)
    is_manufacturer = models.BooleanField(default=False)
    currency = models.CharField(max_length=3, default="USD")
    tax_id = models.CharField(max_length=50, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "company"
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name} - {self.description}" if self.description else self.name

    def get_absolute_url(self) -> str:
        """The page of the company."""
        return f"/company/{self.pk}/"

    @property
    def currency_code(self) -> str:
        """The currency of the company."""
        return str(self.currency or "USD")

    @property
    def parts(self) -> Any:
        """What the company sells or makes."""
        return SupplierPart.objects.filter(
            models.Q(supplier=self) | models.Q(manufacturer_part__manufacturer=self)
        ).distinct()


class Contact(InvenTreeMetadataModel):
    """A person at a company."""

    company = models.ForeignKey(Company, related_name="contacts", on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=100, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "company"


class Address(models.Model):
    """Where a company is."""

    company = models.ForeignKey(Company, related_name="addresses", on_delete=models.CASCADE)
    title = models.CharField(max_length=100)
    primary = models.BooleanField(default=False)
    line1 = models.CharField(max_length=50, blank=True)
    line2 = models.CharField(max_length=50, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    postal_city = models.CharField(max_length=50, blank=True)
    province = models.CharField(max_length=50, blank=True)
    country = models.CharField(max_length=50, blank=True)
    link = models.URLField(max_length=2000, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "company"


class ManufacturerPart(InvenTreeBarcodeMixin, InvenTreeNotesMixin, InvenTreeMetadataModel):
    """A part as a company makes it."""

    part = models.ForeignKey("part.Part", on_delete=models.CASCADE, related_name="manufacturer_parts")
    manufacturer = models.ForeignKey(
        Company, on_delete=models.CASCADE, null=True, related_name="manufactured_parts"
    )
    MPN = models.CharField(null=True, max_length=100)
    link = models.URLField(max_length=2000, blank=True, null=True)
    description = models.CharField(max_length=250, blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "company"
        unique_together = (("part", "manufacturer", "MPN"),)

    def __str__(self) -> str:
        return str(self.MPN or "")


class ManufacturerPartParameter(models.Model):
    """A property that a manufacturer gives a part."""

    manufacturer_part = models.ForeignKey(
        ManufacturerPart, on_delete=models.CASCADE, related_name="parameters"
    )
    name = models.CharField(max_length=500)
    value = models.CharField(max_length=500)
    units = models.CharField(max_length=500, blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "company"


class SupplierPart(MetaMixin, InvenTreeBarcodeMixin, InvenTreeNotesMixin, InvenTreeMetadataModel):
    """A part as a company sells it."""

    part = models.ForeignKey("part.Part", on_delete=models.CASCADE, related_name="supplier_parts")
    supplier = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="supplied_parts")
    SKU = models.CharField(max_length=100)
    manufacturer_part = models.ForeignKey(
        ManufacturerPart, on_delete=models.CASCADE, blank=True, null=True, related_name="supplier_parts"
    )
    active = models.BooleanField(default=True)
    primary = models.BooleanField(default=False)
    link = models.URLField(max_length=2000, blank=True, null=True)
    description = models.CharField(max_length=250, blank=True, null=True)
    note = models.CharField(max_length=100, blank=True, null=True)
    base_cost = models.DecimalField(max_digits=10, decimal_places=3, default=0)
    packaging = models.CharField(max_length=50, blank=True, null=True)
    pack_quantity = models.CharField(max_length=25, blank=True)
    pack_quantity_native = models.DecimalField(max_digits=20, decimal_places=10, default=1, null=True)
    multiple = models.PositiveIntegerField(default=1)
    available = models.DecimalField(max_digits=15, decimal_places=5, default=0)
    availability_updated = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "company"
        unique_together = (("part", "supplier", "SKU"),)

    def __str__(self) -> str:
        return self.SKU

    @property
    def price_breaks(self) -> Any:
        """The prices by quantity."""
        return self.pricebreaks.order_by("quantity")

    def add_price_break(self, quantity: Any, price: Any) -> None:
        """Set the price from a quantity on."""
        if not self.pricebreaks.filter(quantity=quantity).exists():
            SupplierPriceBreak.objects.create(part=self, quantity=quantity, price=price)

    def update_available_quantity(self, quantity: Any) -> None:
        """Remember how many the supplier has."""
        self.available = quantity
        self.save()


class SupplierPriceBreak(PriceBreak):
    """A supplier's price from a quantity on."""

    part = models.ForeignKey(SupplierPart, on_delete=models.CASCADE, related_name="pricebreaks")

    class Meta:
        """Django's settings of the table."""

        app_label = "company"
        unique_together = (("part", "quantity"),)

    @property
    def supplier(self) -> Any:
        """Who asks the price."""
        return self.part.supplier
