"""What hooks are called with: rows that were made for the purpose, the administrator, a request."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models, transaction

BARCODE = "inventree-lint"
"""A barcode that no plugin can know."""

EVENT = "inventree_lint.tried"
"""An event that no server sends."""

_MODELS = {
    "part": ("part", "Part"),
    "stock_item": ("stock", "StockItem"),
    "location": ("stock", "StockLocation"),
    "supplier": ("company", "Company"),
    "order": ("order", "PurchaseOrder"),
    "build": ("build", "Build"),
    "template": ("report", "ReportTemplate"),
    "label_template": ("report", "LabelTemplate"),
    "old_label": ("label", "StockItemLabel"),
    "parameter": ("part", "PartParameter"),
}

_DEPTH = 4


def make_rows() -> dict[str, Any]:
    """A row of each of the server's models that hooks are given; None for those that there are not."""
    return {name: _row_of(app, model) for name, (app, model) in _MODELS.items()}


def _row_of(app: str, name: str) -> Any:
    try:
        model = apps.get_model(app, name)
    except LookupError:
        return None
    try:
        return _row(model, _DEPTH)
    except Exception:  # Whatever the model asks for that is not known here: hooks that need it are not tried.
        return None


def _row(model: type[models.Model], depth: int) -> Any:
    found = model._default_manager.first()
    if found is not None:
        return found
    values = {
        field.name: _value(field, depth)
        for field in model._meta.concrete_fields
        if not (field.primary_key or field.null or field.has_default() or getattr(field, "auto_now", False))
    }
    # Without the model's own `save`: plugins neither validate these rows nor hear of them.
    with transaction.atomic():
        return model._default_manager.bulk_create([model(**values)])[0]


def _value(field: models.Field[Any, Any], depth: int) -> Any:
    if isinstance(field, models.ForeignKey):
        return _row(field.related_model, depth - 1) if depth else None
    if field.choices:
        return next(iter(field.flatchoices))[0]
    if isinstance(field, (models.CharField, models.TextField)):
        return "" if field.blank else f"dummy {field.name}"[: field.max_length]
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, (models.DateField, models.TimeField)):
        from django.utils import timezone

        return timezone.now()
    if isinstance(field, (models.IntegerField, models.FloatField, models.DecimalField)):
        return 1
    return field.get_default()


def request_of(user: Any) -> Any:
    """A GET request of a user, as REST framework gives it to the server's views."""
    from django.test import RequestFactory
    from rest_framework.request import Request

    plain = RequestFactory(SERVER_NAME="127.0.0.1").get("/api/")
    plain.user = user
    request = Request(plain)
    request.user = user
    return request


class View:
    """A page of the server, as panels are asked for it: 0.7 to 0.17."""

    def __init__(self, row: Any) -> None:
        self.row = row
        self.model = type(row)
        self.object = row

    def get_object(self) -> Any:
        """What the page shows."""
        return self.row


def values(rows: dict[str, Any], user: Any) -> dict[str, Any]:
    """What hooks are given, by the name of the argument; one that is None is not there."""
    request = request_of(user)
    part, item = rows["part"], rows["stock_item"]
    return {
        "user": user,
        "users": [user],
        "target": user,
        "targets": [user],
        "request": request,
        "data": {},
        "barcode_data": BARCODE,
        "barcode": BARCODE,
        "event": EVENT,
        "part": part,
        "item": item,
        "stock_item": item,
        "supplier": rows["supplier"],
        "instance": part,
        "model_instance": item or part,
        "ipn": "DUMMY-1",
        "name": "dummy",
        "serial": "1",
        "batch_code": "DUMMY-1",
        "parameter": rows["parameter"],
        "item_pk": getattr(item, "pk", None),
        "location_pk": getattr(rows["location"], "pk", None),
        "view": View(part) if part is not None else None,
        "context": {},
        "deltas": {},
        "label_instance": rows["label_template"] or rows["old_label"],
        "report_instance": rows["template"],
        "template": rows["template"],
        "report": b"",
        "model_class": type(part) if part is not None else None,
        "export_format": "csv",
        "headers": {},
    }
