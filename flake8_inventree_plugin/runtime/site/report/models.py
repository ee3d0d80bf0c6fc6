"""Templates of reports and labels."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.template import Context, Template

from flake8_inventree_plugin.runtime.framework.mixins.report import context
from flake8_inventree_plugin.runtime.framework.models import InvenTreeMetadataModel

__all__ = ["LabelTemplate", "ReportAsset", "ReportSnippet", "ReportTemplate", "ReportTemplateBase"]


class ReportTemplateBase(InvenTreeMetadataModel):
    """What all templates have."""

    name = models.CharField(max_length=100)
    description = models.CharField(max_length=250, blank=True)
    template = models.FileField(upload_to="report/template", blank=True)
    enabled = models.BooleanField(default=True)
    model_type = models.CharField(max_length=100, blank=True)
    filters = models.CharField(max_length=250, blank=True)
    filename_pattern = models.CharField(max_length=100, default="output.pdf")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        """Django's settings of the table."""

        abstract = True

    def __str__(self) -> str:
        return self.name

    def get_context(self, instance: Any, request: Any = None, **kwargs: Any) -> dict[str, Any]:
        """What the template can use."""
        return context("label" if isinstance(self, LabelTemplate) else "report", self, instance, request)

    def render_as_string(self, instance: Any, request: Any = None, **kwargs: Any) -> str:
        """The template as HTML; without a file, the name of the object."""
        text = self.template.read().decode() if self.template else "{{ object }}"
        return str(Template(text).render(Context(self.get_context(instance, request))))


class ReportTemplate(ReportTemplateBase):
    """A template of a report."""

    page_size = models.CharField(max_length=20, default="A4")
    landscape = models.BooleanField(default=False)

    class Meta:
        """Django's settings of the table."""

        app_label = "report"


class LabelTemplate(ReportTemplateBase):
    """A template of a label, from 0.16 on."""

    width = models.FloatField(default=50)
    height = models.FloatField(default=20)

    class Meta:
        """Django's settings of the table."""

        app_label = "report"


class ReportSnippet(models.Model):
    """A part of templates."""

    snippet = models.FileField(upload_to="report/snippets")
    description = models.CharField(max_length=250)

    class Meta:
        """Django's settings of the table."""

        app_label = "report"


class ReportAsset(models.Model):
    """A file for templates."""

    asset = models.FileField(upload_to="report/assets")
    description = models.CharField(max_length=250)

    class Meta:
        """Django's settings of the table."""

        app_label = "report"
