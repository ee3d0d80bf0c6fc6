"""SupplierMixin: the plugin imports parts from a supplier."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.apps import apps

from flake8_inventree_plugin.runtime.framework.errors import lacking
from flake8_inventree_plugin.runtime.framework.mixins.settings import SettingsMixin
from flake8_inventree_plugin.runtime.framework.release import as_released

PartData = TypeVar("PartData")


class PartNotFoundError(Exception):
    """The supplier has no such part."""


class PartImportError(Exception):
    """A part cannot be imported."""


@dataclass
class Supplier:
    """Somebody to import from."""

    slug: str
    name: str


@dataclass
class SearchResult:
    """A part that the supplier has."""

    sku: str
    name: str
    exact: bool
    description: str | None = None
    price: str | None = None
    link: str | None = None
    image_url: str | None = None
    id: str | None = None
    existing_part: Any = None


@dataclass
class ImportParameter:
    """A parameter of a part that is imported."""

    name: str
    value: str
    on_category: bool | None = False
    parameter_template: Any = field(default=None)


@as_released("plugin.mixins.SupplierMixin")
class SupplierMixin(SettingsMixin, Generic[PartData]):
    """Searches and imports parts."""

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Supplier"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("supplier", True, SupplierMixin)  # type: ignore[attr-defined]
        # InvenTree adds this to the class's own dictionary, which without SETTINGS is everybody's.
        self.settings = {
            **self.settings,
            "SUPPLIER": {"name": "Supplier", "description": "The supplier", "model": "company.company"},
        }

    @property
    def supplier_company(self) -> Any:
        """The company that stands for the supplier; raises PartImportError where none is set."""
        pk = self.get_setting("SUPPLIER")
        company = apps.get_model("company", "Company")._default_manager.filter(pk=pk or None).first()
        if company is None:
            raise PartImportError("Supplier setting is missing.")
        return company

    def get_suppliers(self) -> list[Supplier]:
        """Override: the suppliers."""
        raise lacking(self, "SupplierMixin", "get_suppliers")

    def get_search_results(self, supplier_slug: str, term: str) -> list[SearchResult]:
        """Override: what a search finds."""
        raise lacking(self, "SupplierMixin", "get_search_results")

    def get_import_data(self, supplier_slug: str, part_id: str) -> Any:
        """Override: what is known about a part."""
        raise lacking(self, "SupplierMixin", "get_import_data")

    def get_pricing_data(self, data: Any) -> dict[int, tuple[float, str]]:
        """Override: the prices by quantity."""
        raise lacking(self, "SupplierMixin", "get_pricing_data")

    def get_parameters(self, data: Any) -> list[ImportParameter]:
        """Override: the parameters."""
        raise lacking(self, "SupplierMixin", "get_parameters")

    def import_part(self, data: Any, *, category: Any, creation_user: Any) -> Any:
        """Override: make the part."""
        raise lacking(self, "SupplierMixin", "import_part")

    def import_manufacturer_part(self, data: Any, *, part: Any) -> Any:
        """Override: make the manufacturer's part."""
        raise lacking(self, "SupplierMixin", "import_manufacturer_part")

    def import_supplier_part(self, data: Any, *, part: Any, manufacturer_part: Any) -> Any:
        """Override: make the supplier's part."""
        raise lacking(self, "SupplierMixin", "import_supplier_part")
