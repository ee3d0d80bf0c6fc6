"""Parts, their categories and parameters, and bills of material."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Sum

# Plugins import SupplierPart from here, too.
from common.models import PriceBreak
from company.models import SupplierPart
from flake8_inventree_plugin.runtime.framework.models import (
    InvenTreeBarcodeMixin,
    InvenTreeMetadataModel,
    InvenTreeNotesMixin,
    InvenTreeTree,
)

__all__ = [
    "BomItem",
    "BomItemSubstitute",
    "Part",
    "PartAttachment",
    "PartCategory",
    "PartCategoryParameterTemplate",
    "PartInternalPriceBreak",
    "PartParameter",
    "PartParameterTemplate",
    "PartRelated",
    "PartSellPriceBreak",
    "PartStocktake",
    "PartTestTemplate",
    "SupplierPart",
]


class PartCategory(InvenTreeTree):
    """A category of parts."""

    default_location = models.ForeignKey(
        "stock.StockLocation",
        related_name="default_categories",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    default_keywords = models.CharField(null=True, blank=True, max_length=250)
    structural = models.BooleanField(default=False)
    _icon = models.CharField(blank=True, null=True, max_length=100, db_column="icon")

    class Meta:
        """Django's settings of the table."""

        app_label = "part"

    def get_absolute_url(self) -> str:
        """The page of the category."""
        return f"/part/category/{self.pk}/"

    def get_parts(self, cascade: bool = True) -> Any:
        """The parts of the category, and of those below it."""
        categories = self.get_descendants(include_self=True) if cascade else [self]
        return Part.objects.filter(category__in=categories)

    @property
    def item_count(self) -> int:
        """How many parts are in the category and below it."""
        return int(self.get_parts().count())


class Part(InvenTreeBarcodeMixin, InvenTreeNotesMixin, InvenTreeMetadataModel):
    """Something that is made, bought, sold or kept."""

    name = models.CharField(max_length=100)
    description = models.CharField(max_length=250, blank=True)
    IPN = models.CharField(blank=True, null=True, max_length=100)
    revision = models.CharField(blank=True, null=True, max_length=100)
    keywords = models.CharField(max_length=250, blank=True, null=True)
    category = models.ForeignKey(
        PartCategory, related_name="parts", null=True, blank=True, on_delete=models.DO_NOTHING
    )
    variant_of = models.ForeignKey(
        "part.Part", related_name="variants", null=True, blank=True, on_delete=models.SET_NULL
    )
    default_location = models.ForeignKey(
        "stock.StockLocation",
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        related_name="default_parts",
    )
    default_supplier = models.ForeignKey(
        SupplierPart, on_delete=models.SET_NULL, blank=True, null=True, related_name="default_parts"
    )
    image = models.FileField(upload_to="part_images", null=True, blank=True)
    link = models.URLField(max_length=2000, blank=True, null=True)
    units = models.CharField(max_length=20, default="", blank=True, null=True)
    minimum_stock = models.DecimalField(max_digits=19, decimal_places=6, default=0)
    default_expiry = models.PositiveIntegerField(default=0)
    assembly = models.BooleanField(default=False)
    component = models.BooleanField(default=True)
    trackable = models.BooleanField(default=False)
    testable = models.BooleanField(default=False)
    purchaseable = models.BooleanField(default=True)
    salable = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    locked = models.BooleanField(default=False)
    virtual = models.BooleanField(default=False)
    is_template = models.BooleanField(default=False)
    creation_date = models.DateField(auto_now_add=True, null=True)
    creation_user = models.ForeignKey(
        User, on_delete=models.SET_NULL, blank=True, null=True, related_name="parts_created"
    )
    responsible_owner = models.ForeignKey(
        "users.Owner",
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        related_name="parts_responsible",
    )

    class Meta:
        """Django's settings of the table."""

        app_label = "part"
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.full_name} - {self.description}"

    def get_absolute_url(self) -> str:
        """The page of the part."""
        return f"/part/{self.pk}/"

    @property
    def full_name(self) -> str:
        """IPN, name and revision."""
        return " | ".join(text for text in (self.IPN, self.name, self.revision) if text)

    @property
    def category_path(self) -> str:
        """The path of the category."""
        return self.category.pathstring if self.category else ""

    def get_image_url(self) -> str:
        """The address of the image."""
        return str(self.image.url) if self.image else "/static/img/blank_image.png"

    def get_thumbnail_url(self) -> str:
        """The address of the small image."""
        return self.get_image_url()

    def stock_entries(self, include_variants: bool = True, in_stock: Any = None, **_: Any) -> Any:
        """The stock items of the part."""
        items = self.stock_items.all()
        return items if in_stock is None else items.filter(quantity__gt=0)

    def get_stock_count(self, include_variants: bool = True) -> Decimal:
        """How many are in stock."""
        return Decimal(self.stock_items.aggregate(total=Sum("quantity"))["total"] or 0)

    @property
    def total_stock(self) -> Decimal:
        """How many are in stock."""
        return self.get_stock_count()

    @property
    def available_stock(self) -> Decimal:
        """How many can be used."""
        return self.get_stock_count()

    def get_bom_items(self, include_inherited: bool = True) -> Any:
        """What the part is made of."""
        return self.bom_items.all()

    @property
    def has_bom(self) -> bool:
        """Whether it is known what the part is made of."""
        return bool(self.bom_items.exists())

    def get_parameters(self) -> Any:
        """The parameters of the part."""
        return self.parameters.all()

    def get_parameter(self, name: str) -> Any:
        """A parameter by the name of its template, or None."""
        return self.parameters.filter(template__name=name).first()

    def validate_serial_number(self, serial: str, *_: Any, **__: Any) -> bool:
        """Ask the plugins whether a serial number is good."""
        from flake8_inventree_plugin.runtime.framework.mixins.validation import validate_serial_number

        validate_serial_number(serial, self)
        return True


class PartRelated(InvenTreeMetadataModel):
    """Two parts that belong together."""

    part_1 = models.ForeignKey(Part, related_name="related_parts_1", on_delete=models.CASCADE)
    part_2 = models.ForeignKey(Part, related_name="related_parts_2", on_delete=models.CASCADE)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "part"


class PartAttachment(models.Model):
    """A file of a part."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="part_attachments")
    attachment = models.FileField(upload_to="part_files", null=True, blank=True)
    link = models.URLField(max_length=2000, null=True, blank=True)
    comment = models.CharField(max_length=100, blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "part"


class PartParameterTemplate(InvenTreeMetadataModel):
    """What a parameter is called."""

    name = models.CharField(max_length=100, unique=True)
    units = models.CharField(max_length=25, blank=True)
    description = models.CharField(max_length=250, blank=True)
    checkbox = models.BooleanField(default=False)
    choices = models.CharField(max_length=5000, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "part"

    def __str__(self) -> str:
        return self.name


class PartParameter(InvenTreeMetadataModel):
    """A parameter of a part."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="parameters")
    template = models.ForeignKey(PartParameterTemplate, on_delete=models.CASCADE, related_name="instances")
    data = models.CharField(max_length=500)
    data_numeric = models.FloatField(default=None, null=True, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "part"
        unique_together = (("part", "template"),)


class PartCategoryParameterTemplate(InvenTreeMetadataModel):
    """A parameter that the parts of a category have."""

    category = models.ForeignKey(PartCategory, on_delete=models.CASCADE, related_name="parameter_templates")
    parameter_template = models.ForeignKey(
        PartParameterTemplate, on_delete=models.CASCADE, related_name="part_categories"
    )
    default_value = models.CharField(max_length=500, blank=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "part"


class PartTestTemplate(InvenTreeMetadataModel):
    """A test that stock of a part has to pass."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="test_templates")
    test_name = models.CharField(max_length=100)
    key = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=100, null=True, blank=True)
    enabled = models.BooleanField(default=True)
    required = models.BooleanField(default=True)
    requires_value = models.BooleanField(default=False)
    requires_attachment = models.BooleanField(default=False)

    class Meta:
        """Django's settings of the table."""

        app_label = "part"


class PartStocktake(models.Model):
    """How many there were on a day."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="stocktakes")
    item_count = models.IntegerField(default=1)
    quantity = models.DecimalField(max_digits=19, decimal_places=5)
    date = models.DateField(auto_now_add=True)
    note = models.CharField(max_length=250, blank=True)
    user = models.ForeignKey(User, on_delete=models.SET_NULL, blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "part"


class PartSellPriceBreak(PriceBreak):
    """The price at which a part is sold, from a quantity on."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="salepricebreaks")

    class Meta:
        """Django's settings of the table."""

        app_label = "part"
        unique_together = (("part", "quantity"),)


class PartInternalPriceBreak(PriceBreak):
    """What a part costs oneself, from a quantity on."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="internalpricebreaks")

    class Meta:
        """Django's settings of the table."""

        app_label = "part"
        unique_together = (("part", "quantity"),)


class BomItem(InvenTreeMetadataModel):
    """What an assembly is made of."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="bom_items")
    sub_part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="used_in")
    quantity = models.DecimalField(default=1, max_digits=15, decimal_places=5)
    optional = models.BooleanField(default=False)
    consumable = models.BooleanField(default=False)
    reference = models.CharField(max_length=5000, blank=True)
    note = models.CharField(max_length=500, blank=True)
    inherited = models.BooleanField(default=False)
    allow_variants = models.BooleanField(default=False)
    validated = models.BooleanField(default=False)

    class Meta:
        """Django's settings of the table."""

        app_label = "part"

    def __str__(self) -> str:
        return f"{self.quantity} x {self.sub_part.full_name} to make {self.part.full_name}"


class BomItemSubstitute(InvenTreeMetadataModel):
    """What may stand for a part of an assembly."""

    bom_item = models.ForeignKey(BomItem, on_delete=models.CASCADE, related_name="substitutes")
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="substitute_items")

    class Meta:
        """Django's settings of the table."""

        app_label = "part"
        unique_together = (("part", "bom_item"),)
