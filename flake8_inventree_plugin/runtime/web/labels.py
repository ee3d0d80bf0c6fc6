"""The API of labels: one address from 0.16 on, before that one for each kind of label."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.shortcuts import get_object_or_404
from rest_framework import exceptions, serializers
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from flake8_inventree_plugin.runtime.framework.mixins.label import print_labels
from flake8_inventree_plugin.runtime.web.answers import fields, respond

LONGEST_LIST = 100
"""Labels that are printed with one request."""

# What a template says that its labels are for -> the model.
_ITEMS = {
    "stockitem": "stock.StockItem",
    "stocklocation": "stock.StockLocation",
    "part": "part.Part",
    "build": "build.Build",
    "purchaseorder": "order.PurchaseOrder",
    "salesorder": "order.SalesOrder",
    "returnorder": "order.ReturnOrder",
}
# Up to 0.15: the part of the address -> the model of the label, that of its items, and the parameter.
KINDS = {
    "stock": ("label.StockItemLabel", "stock.StockItem", "item"),
    "location": ("label.StockLocationLabel", "stock.StockLocation", "location"),
    "part": ("label.PartLabel", "part.Part", "part"),
}


class PrintRequest(serializers.Serializer):
    """What is printed, and by whom; options of the plugin stand beside."""

    template = serializers.IntegerField()
    items = serializers.ListField(child=serializers.IntegerField(), max_length=LONGEST_LIST)
    plugin = serializers.CharField()


class Print(GenericAPIView):
    """Prints labels by way of a plugin."""

    serializer_class = PrintRequest

    def post(self, request: Any) -> Response:
        """Print them."""
        given = fields(request)
        checked = PrintRequest(data=given)
        checked.is_valid(raise_exception=True)
        values = checked.validated_data
        templates = apps.get_model("report", "LabelTemplate")._default_manager
        template = templates.filter(pk=values["template"]).first()
        if template is None:
            raise exceptions.ValidationError({"template": [f"There is no template {values['template']}."]})
        model = _ITEMS.get(template.model_type)
        if model is None:
            raise exceptions.ValidationError(
                {"template": [f"Labels for {template.model_type!r} are not printed."]}
            )
        options = {name: value for name, value in given.items() if name not in values}
        return respond(
            print_labels(values["plugin"], template, _items(model, values["items"]), request, options)
        )


class PrintKind(APIView):
    """Prints labels of a kind, as up to 0.15: `?plugin=<slug>&item=1`."""

    def get(self, request: Any, kind: str, pk: int) -> Response:
        """Print them."""
        return self._print(request, kind, pk, {})

    def post(self, request: Any, kind: str, pk: int) -> Response:
        """Print them with options of the plugin."""
        return self._print(request, kind, pk, fields(request))

    def _print(self, request: Any, kind: str, pk: int, options: Any) -> Response:
        if kind not in KINDS:
            raise exceptions.NotFound
        label, model, name = KINDS[kind]
        query = request.query_params
        keys = [key for form in (name, f"{name}s", f"{name}[]", f"{name}s[]") for key in query.getlist(form)]
        template = get_object_or_404(apps.get_model(label)._default_manager, pk=pk)
        return respond(print_labels(query.get("plugin", ""), template, _items(model, keys), request, options))


def _items(model: str, keys: Any) -> list[Any]:
    """The objects with these keys, in their order."""
    try:
        numbers = [int(key) for key in keys]
    except ValueError:
        raise exceptions.ValidationError({"items": ["A valid integer is required."]}) from None
    found = apps.get_model(model)._default_manager.in_bulk(numbers[:LONGEST_LIST])
    return [found[number] for number in numbers if number in found]
