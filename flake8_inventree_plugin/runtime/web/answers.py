"""From what the framework answers, and what plugins raise, to answers of the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from flake8_inventree_plugin.runtime.framework.answers import Answer
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures, describe

LARGEST_ANSWER = 5_000_000
"""Bytes of JSON that are still sent."""


class PluginFailed(exceptions.APIException):
    """A plugin raised; as on a server, that is an error 500."""

    default_detail = "The plugin failed."


@contextmanager
def asking(plugin: Any, member: str) -> Iterator[None]:
    """Ask a plugin for something; what it raises is recorded, and answered with an error.

    Django's ValidationError is what a plugin says about the request, and errors of the API are its own
    answers. Raises only APIException.
    """
    try:
        yield
    except exceptions.APIException:
        raise
    except ValidationError as error:
        raise invalid(error) from error
    except Failures as error:
        JOURNAL.failure("hook", "hook", type(plugin), error, member=member)
        raise PluginFailed(describe(error)) from error


def invalid(error: ValidationError) -> exceptions.ValidationError:
    """What Django finds wrong with a value, as the API says it: by field where that is known."""
    return exceptions.ValidationError(
        error.message_dict if hasattr(error, "error_dict") else {"value": error.messages}
    )


def respond(answer: Answer, plugin: Any = None, member: str = "") -> Response:
    """An answer, unless it cannot be written as JSON: that is an error of who gave it."""
    try:
        size = len(JSONRenderer().render(answer.body))
    except (TypeError, ValueError, RecursionError) as error:
        return _unwritable(f"the answer cannot be written as JSON: {error}", plugin, member)
    if size > LARGEST_ANSWER:
        return _unwritable(f"the answer has {size} bytes", plugin, member)
    return Response(answer.body, answer.status)


def _unwritable(message: str, plugin: Any, member: str) -> Response:
    JOURNAL.problem("hook", "result", plugin or "answer", message, member=member)
    return Response({"error": message}, 500)


def fields(request: Any) -> Mapping[str, Any]:
    """The fields of a request. Raises ParseError for JSON that is no object."""
    data = request.data
    if not isinstance(data, Mapping):
        raise exceptions.ParseError("A JSON object is expected.")
    return data
