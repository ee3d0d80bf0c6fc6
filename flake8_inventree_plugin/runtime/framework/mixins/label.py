"""LabelPrintingMixin: the plugin prints labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError

from flake8_inventree_plugin.runtime.framework.answers import Answer
from flake8_inventree_plugin.runtime.framework.errors import lacking
from flake8_inventree_plugin.runtime.framework.mixins import report
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, Failures, describe
from flake8_inventree_plugin.runtime.framework.release import as_released, call_hook, since

_CLASS = "plugin.mixins.LabelPrintingMixin"

PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 142 71]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""An empty label as PDF: nothing is drawn here, and nothing fetched."""


@as_released(_CLASS)
class LabelPrintingMixin:
    """Prints labels."""

    BLOCKING_PRINT = True
    PrintingOptionsSerializer: Any = None

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Label printing"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("labels", True, LabelPrintingMixin)  # type: ignore[attr-defined]

    def render_to_html(self, label: Any, *args: Any, **kwargs: Any) -> str:
        """The label as HTML."""
        return str(label.render_as_string(_item(label, args, kwargs), None))

    def render_to_pdf(self, label: Any, *args: Any, **kwargs: Any) -> Any:
        """The label as PDF: here an empty page."""
        return PAGE

    def render_to_png(self, label: Any, *args: Any, **kwargs: Any) -> Any:
        """The label as picture: an empty one, None where Pillow is not installed."""
        return picture(label)

    def print_labels(self, label: Any, *args: Any, **kwargs: Any) -> Any:
        """Print several labels: calls `print_label` for each."""
        output, items, request = (args if since("0.16") else (None, *args))[:3]
        user = kwargs.get("user") or getattr(request, "user", None)
        options = kwargs.get("printing_options") or {}
        if since("0.16"):
            self.before_printing()
        for item in items:
            call_hook(
                self, _CLASS, "print_label", label_values(self, label, item, output, user, options, request)
            )
        if since("0.16"):
            output.mark_complete(output=self.get_generated_file())
            self.after_printing()
            return None
        return {"success": True}

    def print_label(self, **kwargs: Any) -> None:
        """Override: print one label."""
        raise lacking(self, "LabelPrintingMixin", "print_label")

    def offload_label(self, **kwargs: Any) -> None:
        """Print one label later."""
        call_hook(self, _CLASS, "print_label", kwargs)

    def before_printing(self) -> None:
        """Override: called before the first label."""

    def after_printing(self) -> None:
        """Override: called after the last label."""

    def get_generated_file(self, **kwargs: Any) -> Any:
        """Override: the file that was made, or None."""
        return None

    def get_printing_options_serializer(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The serializer of the options that people can choose, or None."""
        serializer = getattr(self, "PrintingOptionsSerializer", None)
        return None if serializer is None else serializer(*args, **kwargs)


def picture(label: Any) -> Any:
    """An empty label as picture, None where Pillow is not installed."""
    try:
        from PIL import Image
    except ImportError:
        return None
    return Image.new("L", (int(label.width or 50) * 12, int(label.height or 25) * 12), 255)


def _item(label: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """The item of a label: an argument from 0.16 on, before that an attribute of the label."""
    if not since("0.16"):
        return getattr(label, "object_to_print", None)
    return args[0] if args else kwargs.get("instance")


def label_values(
    plugin: Any, label: Any, item: Any, output: Any, user: Any, options: Any, request: Any
) -> dict[str, Any]:
    """Everything that `print_label` is given in any release."""
    if not since("0.16"):
        label.object_to_print = item
    values = {
        "label": label,
        "filename": f"label-{item.pk}.pdf",
        "pdf_data": PAGE,
        "png_file": picture(label),
        "label_instance": label,
        "item_instance": item,
        "user": user,
        "width": label.width,
        "height": label.height,
    }
    if since("0.13"):
        values["printing_options"] = options
    if since("0.16"):
        values |= {"output": output, "context": report.context("label", label, item, request)}
    else:
        values["pdf_file"] = None
    # `label` is an argument of its own only at 0.7.
    return values if not since("0.8") else {name: value for name, value in values.items() if name != "label"}


def print_labels(slug: str, label: Any, items: Sequence[Any], request: Any, options: Any = None) -> Answer:
    """Let a plugin print a label for some items, as POST /api/label/print/ does; checks the `options`."""
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    plugin = REGISTRY.get_plugin(slug)
    if plugin not in REGISTRY.with_mixin("labels"):
        return Answer(400, {"plugin": [f"The plugin {slug} does not print labels"]})
    if not items:
        return Answer(400, {"items": ["No valid items provided to template"]})
    if not label.width or not label.height:
        return Answer(400, {"template": ["Invalid label dimensions"]})
    try:
        return print_for(plugin, label, items, request, options or {})
    except ValidationError as error:
        return Answer(400, {"detail": error.messages})
    except Failures as error:
        JOURNAL.failure("hook", "hook", type(plugin), error, member="print_label")
        return Answer(500, {"detail": describe(error)})


def print_for(plugin: Any, label: Any, items: Sequence[Any], request: Any, options: Any) -> Answer:
    """Let a plugin print. Raises what it raises."""
    chosen: Any = {}
    if since("0.13"):
        serializer = plugin.get_printing_options_serializer(request, data=options)
        if serializer is not None:
            if not serializer.is_valid():
                return Answer(400, serializer.errors)
            chosen = serializer.validated_data
    user = getattr(request, "user", None)
    if not since("0.13"):
        for item in items:
            call_hook(
                plugin, _CLASS, "print_label", label_values(plugin, label, item, None, user, chosen, request)
            )
        return Answer(200, {"plugin": plugin.slug, "labels": [item.pk for item in items]})
    output: Any = None
    if since("0.16"):
        output = apps.get_model("common", "DataOutput")._default_manager.create(
            user=user if getattr(user, "pk", None) else None,
            total=len(items),
            plugin=plugin.slug,
            output_type="label",
        )
    values = {
        "label": label,
        "output": output,
        "items": items,
        "request": request,
        "user": user,
        "printing_options": chosen,
    }
    call_hook(plugin, _CLASS, "print_labels", values)
    if output is None:
        return Answer(200, {"plugin": plugin.slug, "labels": [item.pk for item in items]})
    output.refresh_from_db()
    return Answer(
        201, {"pk": output.pk, "total": output.total, "complete": output.complete, "plugin": plugin.slug}
    )
