"""Serializers of `build`."""

from flake8_inventree_plugin.runtime.framework.serializers import serializer_of

BuildSerializer = serializer_of("build.Build", "BuildSerializer")
BuildLineSerializer = serializer_of("build.BuildLine", "BuildLineSerializer")
BuildItemSerializer = serializer_of("build.BuildItem", "BuildItemSerializer")
