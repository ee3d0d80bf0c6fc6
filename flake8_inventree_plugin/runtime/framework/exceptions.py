"""Errors of the server."""

from __future__ import annotations

import sys
from typing import Any

from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, describe


def log_error(path: str, *args: Any, **kwargs: Any) -> None:
    """File the exception that is being handled, as InvenTree does in its table of errors."""
    error = sys.exc_info()[1]
    text = describe(error) if error is not None else str(kwargs.get("error_name") or "")
    JOURNAL.errors.setdefault("log", []).append({str(path): text})


def exception_handler(exc: Exception, context: Any) -> Any:
    """What REST framework answers; a Django ValidationError is an answer, too."""
    from django.core.exceptions import ValidationError
    from rest_framework import serializers, views

    if isinstance(exc, ValidationError):
        exc = serializers.ValidationError(detail=serializers.as_serializer_error(exc))
    return views.exception_handler(exc, context)
