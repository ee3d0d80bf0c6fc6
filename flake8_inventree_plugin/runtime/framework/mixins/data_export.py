"""DataExportMixin: the plugin exports tables in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flake8_inventree_plugin.runtime.framework.release import as_released


@as_released("plugin.mixins.DataExportMixin")
class DataExportMixin:
    """Exports rows."""

    ExportOptionsSerializer: Any = None
    EXPORT_CHUNK_SIZE = 250

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "DataExport"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("exporter", True, DataExportMixin)  # type: ignore[attr-defined]

    def supports_export(
        self,
        model_class: Any,
        user: Any,
        serializer_class: Any = None,
        view_class: Any = None,
        *_: Any,
        **__: Any,
    ) -> bool:
        """Override: whether the plugin exports a table."""
        return True

    def generate_filename(self, model_class: Any, export_format: str) -> str:
        """Override: the name of the file."""
        return f"InvenTree_{model_class.__name__}_{date.today().isoformat()}.{export_format}"

    def update_headers(self, headers: Any, context: Any, **kwargs: Any) -> Any:
        """Override: the titles of the columns."""
        return headers

    def filter_queryset(self, queryset: Any) -> Any:
        """Override: which rows."""
        return queryset

    def export_data(
        self,
        queryset: Any,
        serializer_class: Any,
        headers: Any,
        context: Any,
        output: Any,
        serializer_context: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Override: the rows, as dictionaries."""
        return list(serializer_class(queryset, many=True, context=serializer_context or {}).data)

    def get_export_options_serializer(self, **kwargs: Any) -> Any:
        """The serializer of the options that people can choose, or None."""
        serializer = getattr(self, "ExportOptionsSerializer", None)
        return None if serializer is None else serializer(**kwargs)


def exporters(model_class: Any, user: Any) -> Iterator[Any]:
    """The plugins that export a table."""
    from flake8_inventree_plugin.runtime.framework.problems import JOURNAL
    from flake8_inventree_plugin.runtime.framework.registry import REGISTRY

    for plugin in REGISTRY.with_mixin("exporter"):
        with JOURNAL.guard("hook", "hook", type(plugin), member="supports_export"):
            if plugin.supports_export(model_class, user):
                yield plugin
