"""Build orders."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models

from flake8_inventree_plugin.runtime.framework.models import (
    InvenTreeBarcodeMixin,
    InvenTreeMetadataModel,
    InvenTreeNotesMixin,
    ReferenceIndexingMixin,
)

__all__ = ["Build", "BuildItem", "BuildLine"]


class Build(InvenTreeBarcodeMixin, InvenTreeNotesMixin, ReferenceIndexingMixin, InvenTreeMetadataModel):
    """An order to make something."""

    reference = models.CharField(unique=True, max_length=64)
    title = models.CharField(blank=True, max_length=100)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, blank=True, null=True, related_name="children"
    )
    part = models.ForeignKey("part.Part", on_delete=models.CASCADE, related_name="builds")
    sales_order = models.ForeignKey(
        "order.SalesOrder", on_delete=models.SET_NULL, related_name="builds", null=True, blank=True
    )
    take_from = models.ForeignKey(
        "stock.StockLocation",
        on_delete=models.SET_NULL,
        related_name="sourcing_builds",
        null=True,
        blank=True,
    )
    destination = models.ForeignKey(
        "stock.StockLocation",
        on_delete=models.SET_NULL,
        related_name="incoming_builds",
        null=True,
        blank=True,
    )
    quantity = models.PositiveIntegerField(default=1)
    completed = models.PositiveIntegerField(default=0)
    status = models.PositiveIntegerField(default=10)
    batch = models.CharField(max_length=100, blank=True, null=True)
    creation_date = models.DateField(auto_now_add=True)
    start_date = models.DateField(null=True, blank=True)
    target_date = models.DateField(null=True, blank=True)
    completion_date = models.DateField(null=True, blank=True)
    completed_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, blank=True, null=True, related_name="builds_completed"
    )
    issued_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, blank=True, null=True, related_name="builds_issued"
    )
    responsible = models.ForeignKey(
        "users.Owner",
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        related_name="builds_responsible",
    )
    link = models.URLField(max_length=2000, blank=True, null=True)
    priority = models.PositiveIntegerField(default=0)
    project_code = models.ForeignKey("common.ProjectCode", on_delete=models.SET_NULL, blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        app_label = "build"

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page of the order."""
        return f"/build/{self.pk}/"

    @property
    def remaining(self) -> int:
        """How many are still to be made."""
        return max(0, self.quantity - self.completed)


class BuildLine(models.Model):
    """What one line of the bill of materials means for an order."""

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="build_lines")
    bom_item = models.ForeignKey("part.BomItem", on_delete=models.CASCADE, related_name="build_lines")
    quantity = models.DecimalField(decimal_places=5, max_digits=15, default=1)

    class Meta:
        """Django's settings of the table."""

        app_label = "build"


class BuildItem(InvenTreeMetadataModel):
    """Stock that is kept for an order."""

    build_line = models.ForeignKey(BuildLine, on_delete=models.CASCADE, null=True, related_name="allocations")
    stock_item = models.ForeignKey("stock.StockItem", on_delete=models.CASCADE, related_name="allocations")
    quantity = models.DecimalField(decimal_places=5, max_digits=15, default=1)
    install_into = models.ForeignKey(
        "stock.StockItem",
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        related_name="items_to_install",
    )

    class Meta:
        """Django's settings of the table."""

        app_label = "build"
