"""Errors of the server."""

from flake8_inventree_plugin.runtime.framework.exceptions import exception_handler, log_error

__all__ = ["exception_handler", "log_error"]
