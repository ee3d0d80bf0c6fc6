"""The mixins, one module each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flake8_inventree_plugin.runtime.framework.mixins import (
    app,
    machine,
    schedule,
    settings,
    transition,
    urls,
)

ACTIVATIONS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "settings": ("settings", settings.activate),
    "schedule": ("schedule", schedule.activate),
    "app": ("app", app.activate),
    "urls": ("urls", urls.activate),
    "machine": ("mixin-refused", machine.activate),
    "statetransition": ("mixin-refused", transition.activate),
}
"""What is done when a plugin is switched on: key of the mixin -> the kind of problem that it may have, and
the function that does it; in the server's order."""
