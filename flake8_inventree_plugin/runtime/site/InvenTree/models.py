"""Base classes of InvenTree's tables."""

from flake8_inventree_plugin.runtime.framework.models import (
    InvenTreeBarcodeMixin,
    InvenTreeMetadataModel,
    InvenTreeModel,
    InvenTreeNotesMixin,
    InvenTreeTree,
    MetadataMixin,
    PluginValidationMixin,
    ReferenceIndexingMixin,
)

__all__ = [
    "InvenTreeBarcodeMixin",
    "InvenTreeMetadataModel",
    "InvenTreeModel",
    "InvenTreeNotesMixin",
    "InvenTreeTree",
    "MetadataMixin",
    "PluginValidationMixin",
    "ReferenceIndexingMixin",
]
