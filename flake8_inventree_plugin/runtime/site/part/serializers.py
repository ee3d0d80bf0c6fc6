"""Serializers of `part`."""

from flake8_inventree_plugin.runtime.framework.serializers import serializer_of

PartSerializer = serializer_of("part.Part", "PartSerializer")
PartBriefSerializer = serializer_of("part.Part", "PartBriefSerializer")
CategorySerializer = serializer_of("part.PartCategory", "CategorySerializer")
BomItemSerializer = serializer_of("part.BomItem", "BomItemSerializer")
BomItemSubstituteSerializer = serializer_of("part.BomItemSubstitute", "BomItemSubstituteSerializer")
PartTestTemplateSerializer = serializer_of("part.PartTestTemplate", "PartTestTemplateSerializer")
PartParameterSerializer = serializer_of("part.PartParameter", "PartParameterSerializer")
PartParameterTemplateSerializer = serializer_of(
    "part.PartParameterTemplate", "PartParameterTemplateSerializer"
)
