"""Serializers of `company`."""

from flake8_inventree_plugin.runtime.framework.serializers import serializer_of

CompanySerializer = serializer_of("company.Company", "CompanySerializer")
CompanyBriefSerializer = serializer_of("company.Company", "CompanyBriefSerializer")
ContactSerializer = serializer_of("company.Contact", "ContactSerializer")
AddressSerializer = serializer_of("company.Address", "AddressSerializer")
ManufacturerPartSerializer = serializer_of("company.ManufacturerPart", "ManufacturerPartSerializer")
SupplierPartSerializer = serializer_of("company.SupplierPart", "SupplierPartSerializer")
