"""Static files: those of the framework's apps, and those of plugins below /static/plugins/<slug>/."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.views import serve as serve_collected
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.static import serve as serve_file

from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

STYLE = Path(__file__).parent / "static" / "style.css"


def static(request: HttpRequest, path: str) -> Any:
    """A file of an app."""
    return serve_collected(request, path, insecure=True)


def plugin_static(request: HttpRequest, slug: str, path: str) -> Any:
    """A file below the `static` folder of a loaded plugin; a link does not lead out of it."""
    plugin = REGISTRY.plugins.get(slug)
    if plugin is None:
        raise Http404
    folder = (Path(inspect.getfile(type(plugin))).parent / "static").resolve()
    if not (folder / path).resolve().is_relative_to(folder):
        raise Http404
    return serve_file(request, path, document_root=str(folder))


def style(request: HttpRequest) -> HttpResponse:
    """The style of the runtime's own pages."""
    response: HttpResponse = FileResponse(STYLE.open("rb"), content_type="text/css")
    return response
