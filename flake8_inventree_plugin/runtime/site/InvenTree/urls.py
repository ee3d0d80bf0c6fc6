"""The addresses of the server."""

from typing import Any

from django.contrib import admin
from django.urls import path

from flake8_inventree_plugin.runtime.framework.mixins.urls import get_plugin_urls

urlpatterns: list[Any] = [path("admin/", admin.site.urls), get_plugin_urls()]
