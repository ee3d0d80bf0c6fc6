"""All facts of one release of InvenTree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flake8_inventree_plugin.inventree.extract import classes, environment, events
from flake8_inventree_plugin.inventree.extract.checkout import Checkout, CheckoutError
from flake8_inventree_plugin.inventree.extract.modules import parse_modules
from flake8_inventree_plugin.inventree.extract.tables import Fact, described, module_facts
from flake8_inventree_plugin.inventree.releases import DEVELOPMENT_NAMES

_RELEASE = re.compile(r"([0-9]{1,6})\.([0-9]{1,6})")
_TEST = re.compile(r"tests?|test_.*")


@dataclass(frozen=True, slots=True)
class Release:
    """What is to be kept about a release: its entry in `releases.json`, and its facts by data file."""

    name: str
    stated: str
    entry: Mapping[str, Any]
    facts: Mapping[str, frozenset[Fact]]


def feature_release(version: str) -> str:
    """The feature release of a version: "1.5" of "1.5.0 dev", "1.0" of "0.18.0". Raises CheckoutError."""
    match = _RELEASE.match(version)
    if not match:
        raise CheckoutError(f'"{version}" is not a release such as "1.5".')
    name = f"{int(match[1])}.{int(match[2])}"
    return DEVELOPMENT_NAMES.get(name, name)


def read_release(checkout: Checkout, name: str | None = None) -> Release:
    """The facts of a checkout, as those of the named release or else of the one that it states.

    Raises CheckoutError.
    """
    files = checkout.files
    root = environment.server_root(files)
    stated = environment.stated_version(files)
    server = {path.removeprefix(root): content for path, content in files.items() if path.startswith(root)}
    modules = parse_modules(server, _left_out)
    public = classes.framework_classes(modules)
    if not public:
        raise CheckoutError(f"The checkout of {stated} has no plugin framework.")
    pinned, complete = environment.packages(files)
    named, tables = events.named_events(modules), set()
    if events.sends_table_events(modules):
        tables = events.tables(modules)
    ignored, prefixes = events.ignored_tables(modules)
    silent = {table for table in tables if table in ignored or table.startswith(prefixes)}
    members: set[Fact] = set()
    for public_name, located in public.items():
        members.add((public_name, "bases", described(classes.base_classes(modules, located, public))))
        for member, description in classes.class_members(modules, located, public).items():
            members.add((public_name, "members", member, described(description)))
    return Release(
        name=feature_release(name or stated),
        stated=stated,
        entry={
            "commit": checkout.commit,
            "date": checkout.date,
            "basis": "master" if "dev" in stated else "tag",
            "python": environment.pythons(files),
            "packages_complete": complete,
        },
        facts={
            "names": module_facts(modules),
            "members": frozenset(members),
            "packages": frozenset(pinned.items()),
            "migrations": frozenset(_migrations(server)),
            "events": frozenset(
                [("named", event) for event in named]
                + [("tables", table) for table in tables - silent]
                + [("silent", table) for table in silent]
            ),
        },
    )


def _left_out(parts: tuple[str, ...]) -> bool:
    return "migrations" in parts or any(map(_TEST.fullmatch, parts))


def _migrations(server: Mapping[str, bytes]) -> set[Fact]:
    """App and name of each migration."""
    found: set[Fact] = set()
    for path in server:
        parts = path.removesuffix(".py").split("/")
        if len(parts) > 2 and parts[-2] == "migrations" and parts[-1] != "__init__":
            found.add((parts[-3], parts[-1]))
    return found
