"""The administration: rows of InvenTree's models; plugins register their own."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.exceptions import AlreadyRegistered

_APPS = ("common", "plugin", "users", "company", "part", "stock", "build", "order", "label", "report")


class Rows(admin.ModelAdmin):
    """Asks only for what the database asks for."""

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        """See ModelAdmin."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and db_field.null:
            field.required = False
        return field


def register_models() -> None:
    """Show the models of the server, and the webhooks of plugins that do not show them."""
    endpoint = apps.get_model("common", "WebhookEndpoint")
    for model in apps.get_models():
        if model._meta.app_label in _APPS or issubclass(model, endpoint):
            with suppress(AlreadyRegistered):
                admin.site.register(model, Rows)
