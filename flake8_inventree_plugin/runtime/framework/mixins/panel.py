"""PanelMixin: panels of the plugin on the pages of the old web interface."""

from __future__ import annotations

from typing import Any

from flake8_inventree_plugin.runtime.framework.errors import lacking
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures
from flake8_inventree_plugin.runtime.framework.release import as_released


@as_released("plugin.mixins.PanelMixin")
class PanelMixin:
    """Adds panels to pages."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Panel"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("panel", True, PanelMixin)  # type: ignore[attr-defined]

    def get_custom_panels(self, view: Any, request: Any) -> Any:
        """Override: the panels for a page."""
        raise lacking(self, "PanelMixin", "get_custom_panels")

    def get_panel_context(self, view: Any, request: Any, context: dict[str, Any]) -> dict[str, Any]:
        """What the templates of panels can use."""
        context |= {"plugin": self, "request": request, "user": getattr(request, "user", None), "view": view}
        try:
            context["object"] = view.get_object()
        except Exception:
            # Pages that show no single object have none.
            context["object"] = None
        return context

    def render_panels(self, view: Any, request: Any, context: dict[str, Any]) -> list[dict[str, Any]]:
        """The panels for a page, rendered."""
        return render(self, view, request, context)


def render(plugin: Any, view: Any, request: Any, context: dict[str, Any]) -> list[dict[str, Any]]:
    """The panels of a plugin for a page; a panel that fails takes all of the plugin with it.

    Texts are rendered with autoescaping, and have in their context only what `get_panel_context` gives.
    """
    from django.template import Context, Template
    from django.template.loader import render_to_string

    panels = []
    try:
        for panel in plugin.get_custom_panels(view, request) or ():
            values = plugin.get_panel_context(view, request, dict(context))
            rendered = dict(panel)
            for name in ("content", "javascript"):
                if f"{name}_template" in panel:
                    rendered[name] = render_to_string(panel[f"{name}_template"], values)
                elif name in panel:
                    rendered[name] = Template(str(panel[name])).render(Context(values))
            rendered.setdefault("content", "")
            panels.append({**rendered, "plugin": plugin, "slug": plugin.slug, "key": str(panel["title"])})
    except Failures as error:
        JOURNAL.failure("hook", "hook", type(plugin), error, member="get_custom_panels")
        return []
    return panels
