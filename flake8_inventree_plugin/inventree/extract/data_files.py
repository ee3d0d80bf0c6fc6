"""Adds releases and frameworks to a folder of data files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from flake8_inventree_plugin.inventree.extract.release import Release
from flake8_inventree_plugin.inventree.extract.tables import (
    RELEASE_TABLES,
    Fact,
    host_text,
    lists_text,
    merged,
    places,
    read_json,
    read_table,
    releases_text,
    table_text,
)

Hosts = Mapping[str, tuple[str, frozenset[Fact]]]
"""What `host.read_hosts` returns."""


def recorded_commits(folder: Path) -> dict[str, str]:
    """The releases of the data files -> the commits at which they were read, where known."""
    entries = read_json(folder / "releases.json")
    return {name: entry["commit"] for name, entry in entries.items() if entry["commit"]}


def with_releases(folder: Path, found: Iterable[Release]) -> dict[str, str]:
    """The texts of the data files after some releases have been added or replaced."""
    by_name = {release.name: release for release in found}
    entries = read_json(folder / "releases.json")
    old = places(entries)
    entries |= {name: release.entry for name, release in by_name.items()}
    new = places(entries)
    texts = {}
    for name in RELEASE_TABLES:
        table = read_table(name, read_json(folder / f"{name}.json"), old)
        facts = {release: by_name[release].facts[name] for release in by_name}
        texts[f"{name}.json"] = table_text(name, merged(table, old, facts, new), new)
    # Last: until it is replaced, a reader does not know the new release.
    return texts | {"releases.json": releases_text(entries)}


def with_hosts(folder: Path, found: Iterable[Hosts]) -> dict[str, str]:
    """The texts of the frameworks' data files after some versions have been added or replaced."""
    versions: dict[str, dict[str, str]] = {}
    facts: dict[str, dict[str, frozenset[Fact]]] = {}
    for hosts in found:
        for name, (version, bound) in hosts.items():
            feature = ".".join(version.split(".")[:2])
            versions.setdefault(name, {})[feature] = version
            facts.setdefault(name, {})[feature] = bound
    texts = {}
    for name in versions:
        content = read_json(folder / f"{name}.json")
        known = content.get("versions", {})
        old, new = places(known), places(known | versions[name])
        table = read_table(name, content.get("modules", {}), old)
        texts[f"{name}.json"] = host_text(
            name,
            {version: (known | versions[name])[version] for version in new},
            merged(table, old, facts[name], new),
            new,
        )
    return texts


def with_import_names(folder: Path, found: Mapping[str, list[str]]) -> dict[str, str]:
    """The text of the import names, after those of packages that some release installs have been added.

    Names that are there already stay: they have been judged.
    """
    known = read_json(folder / "import_names.json")
    installed = read_json(folder / "packages.json")
    added = {name: names for name, names in found.items() if name in installed and name not in known}
    return {"import_names.json": lists_text(known | added)} if added else {}
