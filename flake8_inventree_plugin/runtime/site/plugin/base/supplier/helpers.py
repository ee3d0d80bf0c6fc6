"""What suppliers give."""

from flake8_inventree_plugin.runtime.framework.mixins.supplier import (
    ImportParameter,
    PartImportError,
    PartNotFoundError,
    SearchResult,
    Supplier,
)

__all__ = ["ImportParameter", "PartImportError", "PartNotFoundError", "SearchResult", "Supplier"]
