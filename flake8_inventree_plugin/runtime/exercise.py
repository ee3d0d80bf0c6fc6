"""Tries loaded plugins: calls what can be called safely, as the chosen release calls it."""

from __future__ import annotations

from flake8_inventree_plugin.runtime.request import Recorder, Request


def try_plugins(request: Request, record: Recorder) -> None:
    """Loads the plugins of a request and calls what can be called safely; `record` hears what comes out."""
