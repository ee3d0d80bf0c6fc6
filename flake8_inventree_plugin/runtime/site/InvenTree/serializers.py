"""Base classes of serializers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from rest_framework import serializers

__all__ = [
    "EmptySerializer",
    "InvenTreeAttachmentSerializerField",
    "InvenTreeDecimalField",
    "InvenTreeImageSerializerField",
    "InvenTreeModelSerializer",
    "InvenTreeMoneySerializer",
    "UserSerializer",
]


class InvenTreeModelSerializer(serializers.ModelSerializer):
    """For one model."""


class EmptySerializer(serializers.Serializer):
    """For nothing."""


class InvenTreeDecimalField(serializers.FloatField):
    """A number."""


class InvenTreeMoneySerializer(serializers.DecimalField):
    """A price."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 19)
        kwargs.setdefault("decimal_places", 6)
        kwargs.setdefault("required", False)
        super().__init__(*args, **kwargs)


class InvenTreeAttachmentSerializerField(serializers.FileField):
    """A file."""


class InvenTreeImageSerializerField(serializers.FileField):
    """A picture."""


class UserSerializer(InvenTreeModelSerializer):
    """For users."""

    class Meta:
        """What is shown."""

        model = User
        fields = ("pk", "username", "first_name", "last_name", "email")
