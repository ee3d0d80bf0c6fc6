"""Failures of plugins' pages are told as those of their hooks are."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from flake8_inventree_plugin.runtime.framework.mixins.urls import PLUGIN_BASE
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
from flake8_inventree_plugin.runtime.framework.registry import REGISTRY


class RecordFailures:
    """Middleware: records what a view of a plugin raises; the answer is an error 500 all the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Record it, unless it is an answer."""
        base, _, rest = request.path_info.removeprefix("/").partition("/")
        plugin = REGISTRY.plugins.get(rest.partition("/")[0]) if base == PLUGIN_BASE else None
        if plugin is not None and not isinstance(error, (Http404, PermissionDenied)):
            JOURNAL.failure("hook", "hook", type(plugin), error, member="URLS")
