"""Serializers of InvenTree's models: simple ones, with the fields that the models have here."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from rest_framework import serializers


class ModelSerializer(serializers.ModelSerializer):
    """For one model; the arguments with which InvenTree asks for details are taken and left unused."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name in [name for name in kwargs if name.endswith("_detail") or name in ("brief", "pricing")]:
            del kwargs[name]
        super().__init__(*args, **kwargs)


def serializer_of(label: str, name: str) -> Any:
    """A serializer for a model ("part.Part") with all of its fields, and its key as `pk`."""
    model = apps.get_model(label)
    fields = ["pk", *(field.name for field in model._meta.fields if not field.primary_key)]
    meta = type("Meta", (), {"model": model, "fields": fields})
    return type(name, (ModelSerializer,), {"Meta": meta, "__doc__": f"For {label}."})
