"""Templates of labels, up to 0.15."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.template import Context, Template

from flake8_inventree_plugin.runtime.framework.mixins.report import context
from flake8_inventree_plugin.runtime.framework.models import InvenTreeMetadataModel

__all__ = ["BuildLineLabel", "LabelTemplate", "PartLabel", "StockItemLabel", "StockLocationLabel"]


class LabelTemplate(InvenTreeMetadataModel):
    """What all labels have."""

    object_to_print: Any = None

    name = models.CharField(max_length=100)
    description = models.CharField(max_length=250, blank=True)
    label = models.FileField(upload_to="label", blank=True)
    enabled = models.BooleanField(default=True)
    width = models.FloatField(default=50)
    height = models.FloatField(default=20)
    filename_pattern = models.CharField(max_length=100, default="label.pdf")

    class Meta:
        """Django's settings of the table."""

        abstract = True

    def __str__(self) -> str:
        return self.name

    def render_as_string(self, instance: Any, request: Any = None, **kwargs: Any) -> str:
        """The label as HTML; without a file, the name of the object."""
        text = self.label.read().decode() if self.label else "{{ object }}"
        return str(Template(text).render(Context(context("label", self, instance, request))))


class StockItemLabel(LabelTemplate):
    """For stock items."""

    class Meta:
        """Django's settings of the table."""

        app_label = "label"


class StockLocationLabel(LabelTemplate):
    """For stock locations."""

    class Meta:
        """Django's settings of the table."""

        app_label = "label"


class PartLabel(LabelTemplate):
    """For parts."""

    class Meta:
        """Django's settings of the table."""

        app_label = "label"


class BuildLineLabel(LabelTemplate):
    """For lines of build orders."""

    class Meta:
        """Django's settings of the table."""

        app_label = "label"
