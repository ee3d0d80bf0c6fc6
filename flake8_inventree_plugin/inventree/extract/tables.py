"""The data files: tables of facts, each with the releases (or versions) in which it holds.

A fact is a tuple of texts; what stands in it depends on the file (see `catalogue.py` for the files):

| file | facts |
| --- | --- |
| `names.json`, `django.json`, `rest_framework.json` | module; module, group, name |
| `members.json` | class, `bases`, JSON; class, `members`, member, JSON |
| `packages.json` | distribution, version |
| `migrations.json` | app, migration |
| `events.json` | `named`, `tables` or `silent`, name |
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from flake8_inventree_plugin.inventree.extract.modules import Modules, imported_names, resolve
from flake8_inventree_plugin.inventree.ranges import Positions, decode, encode, positions

Fact = tuple[str, ...]
Table = dict[Fact, int]
"""Fact -> the releases or versions in which it holds, a mask as in `ranges.py`."""

RELEASE_TABLES = ("names", "members", "packages", "migrations", "events")
HOSTS = ("django", "rest_framework")
GROUPS = ("names", "imports", "outside")
"""The names of a module: its own, those of other modules of the same tree, those from elsewhere."""


def described(value: Any) -> str:
    """JSON on one line, so that equal descriptions are equal texts."""
    return json.dumps(value, ensure_ascii=False)


def module_facts(modules: Modules) -> frozenset[Fact]:
    """The facts about what modules bind."""
    facts: set[Fact] = set()
    for name, module in modules.items():
        facts.add((name,))
        facts |= {(name, "names", bound) for bound in module.defined}
        for bound in imported_names(modules, module):
            top = resolve(modules, name, bound).partition(".")[0]
            facts.add((name, "imports" if top in modules else "outside", bound))
    return frozenset(facts)


def read_json(path: Path) -> dict[str, Any]:
    """The content of a data file; empty where there is none yet."""
    content: dict[str, Any] = json.loads(path.read_bytes()) if path.is_file() else {}
    return content


def read_table(name: str, content: Mapping[str, Any], known: Positions) -> Table:
    """The facts of one data file; of a host, `content` is what stands under `modules`."""
    table: Table = {}
    for outer, entry in content.items():
        if name == "members":
            for base in entry["bases"]:
                table[(outer, "bases", described(base["bases"]))] = decode(base["in"], known)
            for member, variants in entry["members"].items():
                for variant in variants:
                    rest = described({key: value for key, value in variant.items() if key != "in"})
                    table[(outer, "members", member, rest)] = decode(variant["in"], known)
        elif name == "names" or name in HOSTS:
            table[(outer,)] = decode(entry["in"], known)
            for group in GROUPS:
                for bound, ranges in entry.get(group, {}).items():
                    table[(outer, group, bound)] = decode(ranges, known)
        else:
            table.update({(outer, inner): decode(ranges, known) for inner, ranges in entry.items()})
    return table


def merged(table: Table, old: Positions, found: Mapping[str, Iterable[Fact]], new: Positions) -> Table:
    """A table with some releases added or replaced; `found` has all facts of each of them."""
    moved = [(1 << index, 1 << new[item]) for item, index in old.items() if item not in found]
    result: Table = {}
    for fact, mask in table.items():
        kept = sum(bit for before, bit in moved if mask & before)
        if kept:
            result[fact] = kept
    for item, facts in found.items():
        for fact in facts:
            result[fact] = result.get(fact, 0) | 1 << new[item]
    return result


def table_text(name: str, table: Table, known: Positions) -> str:
    """The content of a data file: keys sorted, one entry a line; of a host, the part under `modules`."""
    if name == "members":
        return _members_text(table, known)
    if name == "names" or name in HOSTS:
        return _modules_text(table, known)
    return _two_levels_text(table, known)


def _modules_text(table: Table, known: Positions) -> str:
    groups: dict[str, dict[str, list[str]]] = {}
    for fact in sorted(table):
        entry = groups.setdefault(fact[0], {group: [] for group in GROUPS})
        if len(fact) > 1:
            entry[fact[1]].append(f"{described(fact[2])}: {described(encode(table[fact], known))}")
    blocks = []
    for module, entry in groups.items():
        text = f'{described(module)}: {{"in": {described(encode(table[(module,)], known))}'
        for group, lines in entry.items():
            if lines:
                text += f', "{group}": {{\n' + ",\n".join(lines) + "\n}"
        blocks.append(text + "}")
    return _braced(blocks)


def _members_text(table: Table, known: Positions) -> str:
    classes: dict[str, tuple[list[str], dict[str, list[str]]]] = {}
    # The lowest bit of the mask is the first release: the oldest form comes first.
    for fact in sorted(table, key=lambda fact: (fact[:-1], table[fact] & -table[fact], fact[-1])):
        bases, members = classes.setdefault(fact[0], ([], {}))
        ranges = f'{{"in": {described(encode(table[fact], known))}, '
        if fact[1] == "bases":
            bases.append(f'{ranges}"bases": {fact[2]}}}')
        else:
            members.setdefault(fact[2], []).append(ranges + fact[3][1:])
    return _braced(
        f'{described(name)}: {{"bases": [\n'
        + ",\n".join(bases)
        + '\n], "members": {\n'
        + ",\n".join(f"{described(member)}: [{', '.join(forms)}]" for member, forms in members.items())
        + "\n}}"
        for name, (bases, members) in classes.items()
    )


def _two_levels_text(table: Table, known: Positions) -> str:
    outer: dict[str, list[str]] = {}
    for fact in sorted(table):
        line = f"{described(fact[1])}: {described(encode(table[fact], known))}"
        outer.setdefault(fact[0], []).append(line)
    return _braced(f"{described(key)}: {{\n" + ",\n".join(lines) + "\n}" for key, lines in outer.items())


def _braced(blocks: Iterable[str]) -> str:
    return "{\n" + ",\n".join(blocks) + "\n}\n"


def releases_text(entries: Mapping[str, Any]) -> str:
    """The content of `releases.json`, oldest release first."""
    return _braced(f"{described(name)}: {described(entries[name])}" for name in in_order(entries))


def lists_text(lists: Mapping[str, list[str]]) -> str:
    """The content of `import_names.json`."""
    return _braced(f"{described(key)}: {described(sorted(lists[key]))}" for key in sorted(lists))


def host_text(name: str, versions: Mapping[str, str], table: Table, known: Positions) -> str:
    """The content of the data file of a host."""
    modules = table_text(name, table, known).rstrip("\n")
    return f'{{"versions": {described(dict(versions))}, "modules": {modules}}}\n'


def in_order(versions: Iterable[str]) -> list[str]:
    """Versions of two numbers, oldest first."""
    return sorted(versions, key=lambda version: tuple(map(int, version.split("."))))


def places(versions: Iterable[str]) -> Positions:
    """The places of versions in their order."""
    return positions(in_order(versions))


def write_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes data files, so that each is at any time the old one or the new one. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    ready: list[tuple[str, Path]] = []
    try:
        for name, text in texts.items():
            handle, path = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            ready.append((path, folder / name))
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(path).chmod(0o644)
        while ready:
            Path(ready[0][0]).replace(ready[0][1])
            del ready[0]
    finally:
        for path, _ in ready:
            Path(path).unlink()
