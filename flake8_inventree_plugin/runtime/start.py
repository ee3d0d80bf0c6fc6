"""Set Django up for one request, and load the plugins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flake8_inventree_plugin.runtime.request import Line, Request
from flake8_inventree_plugin.runtime.settings import settings_for

if TYPE_CHECKING:
    from flake8_inventree_plugin.runtime.framework.registry import PluginsRegistry

ADMIN = "admin"
"""The user that may do everything."""


def start(request: Request, record: Callable[[Line], None] | None = None) -> PluginsRegistry:
    """Make this process a server with the plugins of a request; `importing.install` was called already.

    Only once in a process. Returns the registry, in which what failed is recorded; `record` is told of each
    step. Raises what Django raises where it cannot start, which is no plugin's fault.
    """
    import django
    from django.conf import settings

    settings.configure(**settings_for(request))
    django.setup()
    create_tables()
    create_admin(request.password)

    from flake8_inventree_plugin.runtime.framework.events import listen_to_models
    from flake8_inventree_plugin.runtime.framework.mixins.urls import refresh
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    REGISTRY.load(request.sources, record)
    listen_to_models()
    # A plugin may have asked for addresses before all were there.
    refresh()
    return REGISTRY


def create_tables() -> None:
    """Create the tables of everything that is not a plugin's."""
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)


def create_admin(password: str) -> None:
    """Create the administrator; without a password nobody can log in as him."""
    from django.contrib.auth import get_user_model

    get_user_model().objects.create_superuser(ADMIN, "admin@example.com", password or None)
