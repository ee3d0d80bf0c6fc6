"""Helpers of the plugin framework."""

from typing import Any

from flake8_inventree_plugin.runtime.framework.errors import (
    IntegrationPluginError,
    MixinImplementationError,
    MixinNotImplementedError,
)
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, describe

__all__ = [
    "IntegrationPluginError",
    "MixinImplementationError",
    "MixinNotImplementedError",
    "get_git_log",
    "handle_error",
    "log_error",
    "log_registry_error",
    "render_template",
    "render_text",
]


def get_git_log(path: str) -> dict[str, str]:
    """What git says about a plugin: here it is never asked."""
    return {"hash": "", "author": "", "date": "", "key": ""}


def log_registry_error(error: Any, reference: str = "general") -> None:
    """Add an entry to the registry's errors."""
    JOURNAL.errors.setdefault(reference, []).append(
        error if isinstance(error, dict) else {"general": str(error)}
    )


log_error = log_registry_error


def handle_error(
    error: BaseException, do_raise: bool = True, do_log: bool = True, log_name: str = ""
) -> None:
    """Log an error of a plugin, and raise it as IntegrationPluginError."""
    package = type(error).__module__
    if do_log:
        log_registry_error({package: str(error)}, log_name or "general")
    if do_raise:
        raise IntegrationPluginError(package, describe(error)) from error


def render_template(plugin: Any, template_file: str, context: dict[str, Any] | None = None) -> str:
    """A template of a plugin, rendered; what fails is shown in its place."""
    from django.template.loader import render_to_string

    try:
        return render_to_string(template_file, context)
    except Exception as error:
        JOURNAL.failure("hook", "hook", type(plugin), error, member=template_file)
        return ""


def render_text(text: str, context: dict[str, Any] | None = None) -> str:
    """A text of a plugin, rendered as template."""
    from django.template import Context, Template

    return str(Template(text).render(Context(context or {})))
