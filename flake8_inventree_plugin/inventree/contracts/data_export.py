"""DataExportMixin: another form for exported data."""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Contract

CONTRACT = Contract(
    "DataExportMixin",
    marks=("export_data", "supports_export", "ExportOptionsSerializer"),
    idle="define `export_data` or `update_headers`",
)
