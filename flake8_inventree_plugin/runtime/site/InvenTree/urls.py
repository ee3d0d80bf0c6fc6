"""The addresses of the server."""

from flake8_inventree_plugin.runtime.web.urls import urlpatterns

__all__ = ["urlpatterns"]
