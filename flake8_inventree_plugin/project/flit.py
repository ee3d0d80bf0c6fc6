"""What a pyproject.toml declares to Flit before version 4, without a `[project]` table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flake8_inventree_plugin.project.declarations import (
    Located,
    Read,
    ValueOf,
    files_value,
    text_value,
    texts_value,
)
from flake8_inventree_plugin.project.pyproject import Document, flit_value, text_table, texts_table
from flake8_inventree_plugin.source.values import UNKNOWN, Known, Value


def flit_declarations(document: Document, read: Read, value_of: ValueOf) -> dict[str, Located] | None:
    """The fields that `[tool.flit.metadata]` gives, None where there is none."""
    metadata = document.table("tool", "flit", "metadata")
    if not metadata.data:
        return None
    module = metadata.data.get("module")
    keys = {
        "name": "dist-name" if "dist-name" in metadata.data else "module",
        "author": "author",
        "author_email": "author-email",
        "home_page": "home-page",
        "license": "license",
    }
    fields = {
        field: metadata.located(key, text_value(metadata.data[key]))
        for field, key in keys.items()
        if key in metadata.data
    }
    for field in ("version", "description"):
        value = flit_value(module, field, value_of) if isinstance(module, str) else UNKNOWN
        fields[field] = metadata.located("module", value)
    readers: dict[str, tuple[str, Callable[[Any], Value]]] = {
        "description-file": ("readme", lambda value: files_value(read, value)),
        "urls": ("urls", text_table),
        "classifiers": ("classifiers", texts_value),
        "keywords": ("keywords", _comma_separated),
        "requires": ("dependencies", texts_value),
        "requires-extra": ("optional_dependencies", texts_table),
    }
    for key, (field, reader) in readers.items():
        if key in metadata.data:
            fields[field] = metadata.located(key, reader(metadata.data[key]))
    entry_points = document.table("tool", "flit", "entrypoints")
    if entry_points.data:
        fields["entry_points"] = metadata.located("module", Known(entry_points.entry_points()))
    return fields


def _comma_separated(value: Any) -> Value:
    if not isinstance(value, str):
        return UNKNOWN
    return Known([item.strip() for item in value.split(",") if item.strip()])
