"""Reads made-up packaging files, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.project.declarations import FIELDS, Located
from flake8_inventree_plugin.project.package import Package, SetupCall, read_package, setup_call
from flake8_inventree_plugin.source.parse import read_facts
from flake8_inventree_plugin.source.values import UNKNOWN, Known, Value

SETUPTOOLS = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'


def call_of(source: str, values: Mapping[str, Any] | None = None) -> SetupCall | None:
    """What is seen of the `setup()` call in a setup.py; `values` are those of names elsewhere."""
    return setup_call(read_facts(source.encode()), source.encode(), value_of(values or {}))


def value_of(values: Mapping[str, Any]) -> Any:
    def value(name: str) -> Value:
        return Known(values[name]) if name in values else UNKNOWN

    return value


def package_of(files: Mapping[str, str | bytes], values: Mapping[str, Any] | None = None) -> Package | None:
    """The package of a project with these files."""
    contents = {path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()}
    call = None
    if "setup.py" in contents:
        call = setup_call(read_facts(contents["setup.py"]), contents["setup.py"], value_of(values or {}))
    return read_package(contents.get, call, value_of(values or {}))


def declared(files: Mapping[str, str | bytes], values: Mapping[str, Any] | None = None) -> Package:
    """The package of a project that has one."""
    package = package_of(files, values)
    assert package is not None
    return package


def fields(package: Package) -> dict[str, Any]:
    """The values of all fields that are declared, entry points as "group: name = target"."""
    found: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(package, name)
        if isinstance(value, Located):
            found[name] = value.value.value if isinstance(value.value, Known) else UNKNOWN
    if package.entry_points:
        found["entry_points"] = entry_points(package)
    return found


def entry_points(package: Package) -> list[str]:
    return [f"{item.group}: {item.name} = {item.target}" for item in package.entry_points]


def text_at(files: Mapping[str, str], path: str, place: Range) -> str:
    """The text that a range covers, its lines joined by newlines."""
    lines = files[path].split("\n")[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)


def located(package: Package, files: Mapping[str, str], name: str) -> str:
    """Where a field is declared, as "path: text"."""
    value: Located | None = getattr(package, name)
    assert value is not None, name
    return f"{value.path}: {text_at(files, value.path, value.range)}"
