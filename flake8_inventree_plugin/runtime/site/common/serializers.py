"""Serializers of `common`."""

from flake8_inventree_plugin.runtime.framework.serializers import serializer_of

AttachmentSerializer = serializer_of("common.Attachment", "AttachmentSerializer")
ParameterSerializer = serializer_of("common.Parameter", "ParameterSerializer")
ParameterTemplateSerializer = serializer_of("common.ParameterTemplate", "ParameterTemplateSerializer")
ProjectCodeSerializer = serializer_of("common.ProjectCode", "ProjectCodeSerializer")
