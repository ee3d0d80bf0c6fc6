"""Fields of models."""

from __future__ import annotations

from typing import Any

from django.db import models

__all__ = ["InvenTreeModelMoneyField", "InvenTreeNotesField", "InvenTreeURLField", "RoundingDecimalField"]


class InvenTreeURLField(models.URLField):
    """An address."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["max_length"] = 2000
        super().__init__(**kwargs)


class InvenTreeNotesField(models.TextField):
    """Notes, in Markdown."""


class RoundingDecimalField(models.DecimalField):
    """A number that is rounded."""


class InvenTreeModelMoneyField(models.DecimalField):
    """A price: here only its number, without a currency."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name in ("default_currency", "currency_choices", "currency_max_length", "allow_negative"):
            kwargs.pop(name, None)
        super().__init__(*args, **{"max_digits": 19, "decimal_places": 6, **kwargs})
