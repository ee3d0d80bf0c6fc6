"""Addresses of the server, and of others."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings

from flake8_inventree_plugin.runtime.placeholders import NotInRuntime


def get_base_url(request: Any = None) -> str:
    """The address of the server."""
    return str(settings.SITE_URL).rstrip("/")


def construct_absolute_url(*relative: Any, **_: Any) -> str:
    """The whole address of a page."""
    path = "/".join(str(part).strip("/") for part in relative if part)
    return f"{get_base_url()}/{path}"


def download_image_from_url(remote_url: str, timeout: float = 2.5) -> NoReturn:
    """Nothing is downloaded here. Raises NotInRuntime."""
    raise NotInRuntime("InvenTree.helpers_model.download_image_from_url")
