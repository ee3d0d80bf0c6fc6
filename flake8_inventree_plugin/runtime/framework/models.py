"""Abstract base classes of InvenTree's tables."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from flake8_inventree_plugin.runtime.framework.barcodes import hash_barcode

__all__ = [
    "InvenTreeBarcodeMixin",
    "InvenTreeMetadataModel",
    "InvenTreeModel",
    "InvenTreeNotesMixin",
    "InvenTreeTree",
    "MetaMixin",
    "MetadataMixin",
    "PluginValidationMixin",
    "ReferenceIndexingMixin",
]


class PluginValidationMixin(models.Model):
    """Asks the plugins whether a row may be stored or deleted."""

    class Meta:
        """Django's settings of the table."""

        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError where a plugin refuses."""
        super().full_clean(*args, **kwargs)
        self.run_plugin_validation()

    def run_plugin_validation(self) -> None:
        """Ask the plugins."""
        from flake8_inventree_plugin.runtime.framework.mixins.validation import validate_instance

        validate_instance(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row where no plugin refuses."""
        self.run_plugin_validation()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the row where no plugin refuses."""
        from flake8_inventree_plugin.runtime.framework.mixins.validation import validate_deletion

        validate_deletion(self)
        return super().delete(*args, **kwargs)


class MetadataMixin(models.Model):
    """Keeps data of plugins with a row."""

    metadata = models.JSONField(blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        abstract = True

    def get_metadata(self, key: str, backup_value: Any = None) -> Any:
        """What is kept under a key."""
        return (self.metadata or {}).get(key, backup_value)

    def set_metadata(self, key: str, data: Any, commit: bool = True, overwrite: bool = False) -> None:
        """Keep something under a key."""
        known = {} if overwrite else self.metadata or {}
        self.metadata = {**known, key: data}
        if commit:
            self.save()


class InvenTreeModel(PluginValidationMixin):
    """The base class of most tables."""

    class Meta:
        """Django's settings of the table."""

        abstract = True


class InvenTreeMetadataModel(MetadataMixin, InvenTreeModel):
    """The same, with data of plugins."""

    class Meta:
        """Django's settings of the table."""

        abstract = True


class InvenTreeNotesMixin(models.Model):
    """Notes, in Markdown."""

    notes = models.TextField(blank=True, null=True)

    class Meta:
        """Django's settings of the table."""

        abstract = True


class InvenTreeBarcodeMixin(models.Model):
    """A barcode that was linked with a row."""

    barcode_data = models.CharField(blank=True, max_length=500)
    barcode_hash = models.CharField(blank=True, max_length=128)

    class Meta:
        """Django's settings of the table."""

        abstract = True

    @classmethod
    def barcode_model_type(cls) -> str:
        """What a barcode calls the table."""
        return cls.__name__.lower()

    @classmethod
    def lookup_barcode(cls, barcode_hash: str) -> Any:
        """The row that a barcode was linked with, or None."""
        return cls._default_manager.filter(barcode_hash=barcode_hash).first()

    def assign_barcode(
        self,
        barcode_hash: str | None = None,
        barcode_data: str | None = None,
        raise_error: bool = True,
        save: bool = True,
    ) -> bool:
        """Link a barcode. Raises ValidationError where it is linked with another row already."""
        barcode_hash = barcode_hash or hash_barcode(barcode_data or "")
        if type(self).lookup_barcode(barcode_hash) is not None:
            if raise_error:
                raise ValidationError("Existing barcode found")
            return False
        self.barcode_hash, self.barcode_data = barcode_hash, barcode_data or self.barcode_data
        if save:
            self.save()
        return True

    def unassign_barcode(self) -> None:
        """Take the barcode away."""
        self.barcode_hash = self.barcode_data = ""
        self.save()

    def format_barcode(self, **kwargs: Any) -> str:
        """The text of the row's own barcode."""
        return f'{{"{self.barcode_model_type()}": {self.pk}}}'

    @property
    def barcode(self) -> str:
        """See format_barcode."""
        return self.format_barcode()


class ReferenceIndexingMixin(models.Model):
    """A reference, and the number in it."""

    REFERENCE_PATTERN_SETTING: str | None = None

    reference_int = models.BigIntegerField(default=0)

    class Meta:
        """Django's settings of the table."""

        abstract = True


class InvenTreeTree(MetadataMixin, PluginValidationMixin):
    """A tree of rows."""

    ITEM_PARENT_KEY = "parent"

    name = models.CharField(max_length=100)
    description = models.CharField(max_length=250, blank=True)
    pathstring = models.CharField(max_length=250, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.DO_NOTHING, blank=True, null=True, related_name="children"
    )

    class Meta:
        """Django's settings of the table."""

        abstract = True

    def __str__(self) -> str:
        return f"{self.pathstring} - {self.description}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row with its path."""
        self.pathstring = "/".join(item.name for item in self.path)
        super().save(*args, **kwargs)

    @property
    def path(self) -> list[Any]:
        """The rows from the root to this one."""
        return [*self.get_ancestors(), self]

    @property
    def level(self) -> int:
        """How many rows are above this one."""
        return len(self.get_ancestors())

    @property
    def parentpath(self) -> list[Any]:
        """The rows above this one."""
        return self.get_ancestors()

    def get_ancestors(self, include_self: bool = False) -> list[Any]:
        """The rows above this one, from the root on."""
        found: list[Any] = [self] if include_self else []
        above = self.parent
        while above is not None and above not in found:
            found.insert(0, above)
            above = above.parent
        return found

    def get_descendants(self, include_self: bool = False) -> Any:
        """The rows below this one."""
        keys = [self.pk] if include_self else []
        layer = [self.pk]
        model = type(self)._default_manager
        while layer:
            layer = [
                key for key in model.filter(parent__in=layer).values_list("pk", flat=True) if key not in keys
            ]
            keys += layer
        return model.filter(pk__in=keys)

    def getUniqueParents(self) -> Any:  # noqa: N802 - InvenTree's name
        """The rows above this one."""
        return self.get_ancestors()

    def getUniqueChildren(self, include_self: bool = True) -> Any:  # noqa: N802 - InvenTree's name
        """The rows below this one."""
        return self.get_descendants(include_self)

    @property
    def item_count(self) -> int:
        """How many items hang on this row."""
        return 0


class MetaMixin(models.Model):
    """Remembers when a row changed."""

    updated = models.DateTimeField(auto_now=True, null=True)

    class Meta:
        """Django's settings of the table."""

        abstract = True
