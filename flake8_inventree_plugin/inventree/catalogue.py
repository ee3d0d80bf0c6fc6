"""What InvenTree, Django and Django REST framework offer a plugin, release by release.

The facts lie in `data/*.json`: UTF-8, keys sorted, one logical entry a line. Each file is read when something
first asks for it. Ranges of releases are written as in `ranges.py`: `"0.6,0.9-1.1,1.3+"`. All files but the
last two are written by `inventree-lint catalogue build` (see `extract/`); these two are kept by hand.

`releases.json`: feature release -> the `commit` and `date` of InvenTree at which it was read, and on what
`basis` (`tag`: the release itself, or `master`: the last commit of the main line before the version was
raised); `python`: the oldest one that it accepts (`minimum`) and that of its container (`image`), where it
says so; `packages_complete`: whether `packages.json` has all that it installs, or only what it asks for.
Oldest first.

`names.json`: module of the server -> `in`, the releases that have it, and every name that it binds at top
level -> the releases in which it does: `names`, its own classes, functions and values; `imports`, what it has
from other modules of the server; `outside`, what it has from elsewhere. Submodules are not among the names of
their package. Tests and migrations are left out, and what only a loop or a `with` binds.

`django.json`, `rest_framework.json`: under `modules` the same for these frameworks, in ranges of their own
feature releases; under `versions` these -> the version that was read. Which one a release has says
`packages.json`; for one that was not read stands the next older.

`members.json`: class of the plugin framework, under the name by which a plugin imports it -> `bases`, a list
of `in` and the `bases` in these releases (the name of a class of this file, or else what the source says),
and `members`: name -> a list of variants, one for each form that the member had, no release in two of them:

| key | meaning |
| --- | --- |
| `in` | the releases |
| `kind` | `method`, `property`, `classmethod`, `staticmethod`, `attribute`, `key` |
| `parameters` | of what is a function: `"self, label, user=, *args, **kwargs"`; `=` stands for a default |
| `default` | the value of an attribute, where it is a short literal |
| `final` | `marked`, or `enforced`: the server refuses a class that overrides it (INVE-E11) |
| `must_override` | true: its body raises NotImplementedError or the like |

Members are a class's own, those inherited from other classes of InvenTree, and attributes that methods set on
`self`. The member `(key)` of a mixin has as its default the key under which it registers,
`MixinMeta.MIXIN_NAME` its human name. What the registry sets on a plugin from outside (`db`, `package_name`,
…) is not listed.

`packages.json`: distribution -> version -> the releases that install it.

`migrations.json`: app of the server -> migration -> the releases that have it.

`events.json`: `named`: event -> the releases that send it; `tables`: database table -> the releases that send
`<table>.created`, `.saved` and `.deleted`; `silent`: tables for whose changes the server has an exception.

`import_names.json`: distribution -> the top-level names by which it is imported.

`curated.json`: what the source alone does not tell, five lists of objects.

- `moves`: what is imported (a module, or a name in one) from InvenTree, Django or REST framework and went:
  `old`; `new`; `since`, the first release that has the new one; `safe`: the meaning stays, so that replacing
  the old by the new one is right; `note`, what is different.
- `members`: the same for members of framework classes.
- `events`: the same for events, always safe.
- `deprecations`: `name` (an importable name, a framework class's member, a field or method of a model);
  `announced` and `removed`, releases; `successor`; `note`.
- `calls`: how the server calls a `hook`: `in`, the releases; `arguments`: `"barcode_data, user=, **"`, with
  `=` those given by keyword, with `**` others by keyword, which vary; `failure`: an exception is `raised` to
  the user, or `logged` and the plugin skipped; `adapts`: true where the server looks at the plugin's
  signature and leaves out what that does not take.

Not in `moves` is what follows from the other files: the public place of a class of the framework, and where a
module of the server had a name from that it no longer imports.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from flake8_inventree_plugin.inventree.ranges import Positions, decode, positions
from flake8_inventree_plugin.inventree.releases import ALL, DATA, NONE, RELEASES, ReleaseSet, parse_ranges

# Top-level modules of the server whose names say little: other packages have them too, and `plugins` is the
# folder in which a server keeps the plugins themselves.
_AMBIGUOUS = frozenset({"manage", "plugins", "script", "web"})

# The packages that exist for plugins to import from; in this order, and no name is in both.
_PUBLIC_PACKAGES = ("plugin", "plugin.mixins")
# `plugin.mixins.supplier` is a module of helpers under another name, not a mixin.
_PUBLIC_MODULES = frozenset({"supplier"})
# Public names that are implemented outside `plugin`.
_IMPLEMENTED_OUTSIDE = frozenset(
    {
        ("common.notifications", "BulkNotificationMethod"),
        ("common.notifications", "SingleNotificationMethod"),
    }
)
# Something else under a public name: the registry of machines, and a stand-in for type checkers.
_NAMESAKES = frozenset(
    {
        ("plugin.builtin.labels.inventree_machine", "registry"),
        ("plugin.machine", "registry"),
        ("plugin.base.supplier.api", "SupplierMixin"),
    }
)


_GROUPS = ("names", "imports", "outside")
HOST_DISTRIBUTIONS: Final = {"django": "django", "rest_framework": "djangorestframework"}
"""The frameworks whose names are known, by their top-level module -> the distribution that has it."""

_TABLE_CHANGES = frozenset({"created", "saved", "deleted"})


class _NoDefault:
    def __repr__(self) -> str:
        return "NO_DEFAULT"


NO_DEFAULT: Final = _NoDefault()
"""The default of a member that has none, or none that is a short literal."""


class Member(NamedTuple):
    """One form of a member of a framework class; the fields are those of `members.json` (see above)."""

    kind: str
    releases: ReleaseSet
    parameters: tuple[str, ...] = ()
    default: Any = NO_DEFAULT
    final: bool = False
    enforced: bool = False
    must_override: bool = False


def has_module(module: str) -> bool:
    """Whether any known release of the server has this module (dotted name)."""
    return module in _content("names")


def module_releases(module: str) -> ReleaseSet:
    """The releases that have a module of the server."""
    entry = _content("names").get(module)
    return parse_ranges(entry["in"]) if entry else NONE


def name_releases(module: str, name: str) -> ReleaseSet:
    """The releases in which `from module import name` works: the module binds it, or it is a submodule."""
    return _bound(_content("names").get(module, {}), name) | module_releases(f"{module}.{name}")


def defined_releases(module: str, name: str) -> ReleaseSet:
    """The releases in which a module of the server defines a name itself, instead of importing it."""
    return parse_ranges(_content("names").get(module, {}).get("names", {}).get(name, ""))


def server_modules() -> frozenset[str]:
    """All modules that the server has in some release."""
    return frozenset(_content("names"))


def module_names(module: str) -> frozenset[str]:
    """All names that a module of the server binds in some release."""
    entry = _content("names").get(module, {})
    return frozenset(name for group in _GROUPS for name in entry.get(group, ()))


def host_module_releases(module: str) -> ReleaseSet:
    """The InvenTree releases whose Django or Django REST framework has a module."""
    host = _host(module)
    entry = host.modules.get(module) if host else None
    return host.releases(entry["in"]) if host and entry else NONE


def host_name_releases(module: str, name: str) -> ReleaseSet:
    """The InvenTree releases in which `from module import name` works for a module of Django or DRF."""
    host = _host(module)
    if host is None:
        return NONE
    entry = host.modules.get(module, {})
    releases = host_module_releases(f"{module}.{name}")
    # A module with __getattr__ may provide any name (django.utils.timezone.utc on Django 4.2).
    for bound in (name, "__getattr__"):
        for group in _GROUPS:
            releases |= host.releases(entry.get(group, {}).get(bound, ""))
    return releases


def host_names(host: str) -> frozenset[str]:
    """The dotted names that "django" or "rest_framework" defines in some release, but private ones."""
    return frozenset(
        f"{module}.{name}"
        for module, entry in _read_host(host).modules.items()
        for name in entry.get("names", ())
        if not name.startswith("_")
    )


def host_version(host: str, release: str) -> str | None:
    """The version of "django" or "rest_framework" that a release installs: "4.2.25"; None if not known."""
    versions = _content("packages").get(HOST_DISTRIBUTIONS[host], {})
    return next((version for version, ranges in versions.items() if release in parse_ranges(ranges)), None)


@cache
def top_level_modules() -> frozenset[str]:
    """The first components of all modules of the server."""
    return frozenset(module.partition(".")[0] for module in _content("names"))


def is_server_module(dotted: str) -> bool:
    """Whether a dotted name belongs to the server by its first component, known module or not.

    `manage`, `plugins`, `script` and `web` do not count: too many projects have their own.
    """
    top = dotted.partition(".")[0]
    return top in top_level_modules() and top not in _AMBIGUOUS


def canonical_home(name: str) -> tuple[str, ReleaseSet] | None:
    """The package from which plugins should import a name, and the releases in which it exports it.

    The package is "plugin" or "plugin.mixins"; None for a name that neither ever exported.
    """
    if name.startswith("_") or name in _PUBLIC_MODULES:
        return None
    for package in _PUBLIC_PACKAGES:
        releases = _bound(_content("names")[package], name)
        if releases:
            return package, releases
    return None


def is_implementation(module: str, name: str) -> bool:
    """Whether a module is where a public name is or was implemented, or imported from within the framework.

    So it is a place that works, or once worked, instead of the canonical one. A module outside `plugin` that
    imports the name for its own use is none, nor is one that has something else under that name.
    """
    if canonical_home(name) is None or module in _PUBLIC_PACKAGES or (module, name) in _NAMESAKES:
        return False
    if (module, name) in _IMPLEMENTED_OUTSIDE:
        return True
    return module.startswith("plugin.") and bool(_bound(_content("names").get(module, {}), name))


@cache
def framework_classes() -> frozenset[str]:
    """The classes whose members are known, such as "plugin.InvenTreePlugin", "plugin.mixins.ActionMixin"."""
    return frozenset(_content("members"))


@cache
def members(class_name: str) -> Mapping[str, list[Member]]:
    """The members of a framework class, own and inherited, each in all the forms it had; oldest form first.

    Empty for a class that is not known. Not to be changed: it is shared.
    """
    described = _content("members").get(class_name, {}).get("members", {})
    return {name: [_member(variant) for variant in variants] for name, variants in described.items()}


def member_releases(class_name: str, member: str) -> ReleaseSet:
    """The releases in which a framework class has a member, own or inherited within InvenTree."""
    releases = NONE
    for variant in members(class_name).get(member, []):
        releases |= variant.releases
    return releases


@cache
def bases(class_name: str) -> Mapping[tuple[str, ...], ReleaseSet]:
    """The lists of base classes that a framework class had, and in which releases.

    A base is the name of another framework class, or else what InvenTree's source says ("models.Model").
    """
    described = _content("members").get(class_name, {}).get("bases", [])
    return {tuple(entry["bases"]): parse_ranges(entry["in"]) for entry in described}


@cache
def installed_packages(release: str) -> Mapping[str, str]:
    """What a release installs: normalised distribution -> version. Not to be changed: it is shared.

    Where `packages_complete` is false, the requirements of these packages are installed too.
    """
    return {
        distribution: version
        for distribution, versions in _content("packages").items()
        for version, ranges in versions.items()
        if release in parse_ranges(ranges)
    }


def is_installed(distribution: str) -> bool:
    """Whether some release installs a distribution (normalised name)."""
    return distribution in _content("packages")


def packages_complete(release: str) -> bool:
    """Whether `installed_packages` has all packages that a release installs."""
    complete: bool = _content("releases").get(release, {}).get("packages_complete", False)
    return complete


def import_names(distribution: str) -> tuple[str, ...]:
    """The top-level names by which a distribution (normalised name) that InvenTree installs is imported.

    For one that is not known: its name as Python would write it.
    """
    return tuple(_content("import_names").get(distribution, [distribution.replace("-", "_")]))


@cache
def import_releases(top_level: str) -> ReleaseSet:
    """The releases that install a package which is imported by a top-level name, such as "yaml"."""
    mask = 0
    for distribution, versions in _content("packages").items():
        if top_level in import_names(distribution):
            for ranges in versions.values():
                mask |= parse_ranges(ranges).mask
    return ReleaseSet(mask)


def python_versions(release: str) -> tuple[str | None, str | None]:
    """The oldest Python that a release accepts and that of its container, where it says so: "3.9", "3.11"."""
    python = _content("releases").get(release, {}).get("python", {})
    return python.get("minimum"), python.get("image")


def migration_releases(app: str, name: str) -> ReleaseSet:
    """The releases whose app (its label) has a migration."""
    return parse_ranges(_content("migrations").get(app, {}).get(name, ""))


def migrations() -> frozenset[str]:
    """All migrations that the server has in some release, as "app.name"."""
    return frozenset(f"{app}.{name}" for app, names in _content("migrations").items() for name in names)


def migration_apps() -> frozenset[str]:
    """The labels of the server's apps that have migrations in some release."""
    return frozenset(_content("migrations"))


def event_releases(name: str) -> ReleaseSet:
    """The releases that send an event, such as "build.completed" or "part_part.saved"."""
    content = _content("events")
    table, _, change = name.rpartition(".")
    ranges = content["tables"].get(table, "") if change in _TABLE_CHANGES else ""
    return parse_ranges(content["named"].get(name, "")) | parse_ranges(ranges)


def events() -> frozenset[str]:
    """The named events and the tables with events, as "<table>.*", that some release sends."""
    content = _content("events")
    return frozenset(content["named"]) | {f"{table}.*" for table in content["tables"]}


def known_event_releases(event: str) -> ReleaseSet:
    """The releases that send one of `events()`."""
    return event_releases(f"{event[:-1]}saved" if event.endswith(".*") else event)


def silent_table_releases(table: str) -> ReleaseSet:
    """The releases that have a database table for whose changes they never send events."""
    return parse_ranges(_content("events")["silent"].get(table, ""))


class Successor(NamedTuple):
    """What came instead of something, and the releases that have it.

    `safe`: the meaning stays. `note` says what is different, or is empty.
    """

    old: str
    new: str
    releases: ReleaseSet
    safe: bool
    note: str = ""


class Deprecation(NamedTuple):
    """A name that plugins should leave, or that is gone; `announced` and `removed` are releases."""

    name: str
    announced: str | None
    removed: str | None
    successor: str | None
    note: str = ""


class HookCall(NamedTuple):
    """How the server calls a hook of a mixin; the fields are those of `curated.json` (see above)."""

    releases: ReleaseSet
    arguments: tuple[str, ...]
    logged: bool
    adapts: bool


@cache
def successors(dotted: str) -> tuple[Successor, ...]:
    """What came instead of a module, a name in it, or a member of a framework class; the oldest first.

    For the place where a class of the framework is implemented: its public place, and what came instead of
    that. For a name that a module of the server only imported: the module that defines it.
    """
    found = [_successor(entry) for entry in _curated("moves", "old").get(dotted, ())]
    found += [_successor(entry) for entry in _curated("members", "old").get(dotted, ())]
    module, _, name = dotted.rpartition(".")
    if not found and module:
        found = _moved_with_module(dotted)
    home = None if found else canonical_home(name)
    if home and is_implementation(module, name):
        public = f"{home[0]}.{name}"
        found = [Successor(dotted, public, home[1], True), *successors(public)]
    if not found and module not in _PUBLIC_PACKAGES:
        found = _origins(module, name)
    return tuple(found)


def moved_names() -> frozenset[str]:
    """Everything of InvenTree, Django and REST framework of which it is known what came instead."""
    return frozenset(_curated("moves", "old"))


def event_successors(name: str) -> tuple[Successor, ...]:
    """What is sent instead of an event; `<table>` stands for the name of a database table."""
    return tuple(
        Successor(name, entry["new"], event_releases(entry["new"]) or ReleaseSet.since(entry["since"]), True)
        for entry in _curated("events", "old").get(name, ())
    )


def deprecation(dotted: str) -> Deprecation | None:
    """What is known about the end of a name, or of a member of a framework class or a model."""
    for entry in _curated("deprecations", "name").get(dotted, ()):
        return Deprecation(
            entry["name"],
            entry.get("announced"),
            entry.get("removed"),
            entry.get("successor"),
            entry.get("note", ""),
        )
    return None


def hook_calls(class_name: str, hook: str) -> tuple[HookCall, ...]:
    """How the server calls a hook of a framework class, the oldest first; empty where it is not known.

    Known are the hooks that were called differently in some release.
    """
    return tuple(
        HookCall(
            parse_ranges(entry["in"]),
            tuple(filter(None, entry["arguments"].split(", "))),
            entry["failure"] == "logged",
            entry.get("adapts", False),
        )
        for entry in _curated("calls", "hook").get(f"{class_name}.{hook}", ())
    )


@cache
def _curated(section: str, key: str) -> Mapping[str, list[dict[str, Any]]]:
    """A list of `curated.json` by one of its fields."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in _content("curated")[section]:
        found.setdefault(entry[key], []).append(entry)
    return found


def _successor(entry: Mapping[str, Any]) -> Successor:
    return Successor(
        entry["old"], entry["new"], _existing(entry["new"]), entry["safe"], entry.get("note", "")
    )


def _moved_with_module(dotted: str) -> list[Successor]:
    """The successors of something by those of a module that it lies in."""
    module = dotted
    while module := module.rpartition(".")[0]:
        found = []
        for entry in _curated("moves", "old").get(module, ()):
            new = entry["new"] + dotted.removeprefix(module)
            if not _is_known(new):
                found.append(_successor({**entry, "old": dotted, "safe": False}))
            elif releases := _existing(new):
                found.append(Successor(dotted, new, releases, entry["safe"], entry.get("note", "")))
        if found:
            return found
    return []


def _origins(module: str, name: str) -> list[Successor]:
    """The module that defines a name which another module of the server imports; after a move, both in turn.

    Nothing where several have one of this name at the same time, for then it is not known which is meant.
    """
    names = _content("names")
    imported = parse_ranges(names.get(module, {}).get("imports", {}).get(name, ""))
    found: list[Successor] = []
    seen = NONE
    for home, entry in names.items() if imported else ():
        releases = parse_ranges(entry.get("names", {}).get(name, ""))
        if home == module or not releases:
            continue
        if seen & releases:
            return []
        seen |= releases
        found.append(Successor(f"{module}.{name}", f"{home}.{name}", releases, True))
    if imported - seen:
        return []
    return sorted(found, key=lambda successor: RELEASES.index(successor.releases.first))


def _is_known(dotted: str) -> bool:
    """Whether a name is of the server or of one of the frameworks, so that it is known where it exists."""
    return dotted.partition(".")[0] in HOST_DISTRIBUTIONS or is_server_module(dotted)


def _existing(dotted: str) -> ReleaseSet:
    """The releases that have something: of the server, the frameworks, a framework class, or else Python."""
    if not _is_known(dotted):
        return ALL
    module, _, name = dotted.rpartition(".")
    if module in framework_classes():
        return member_releases(module, name)
    if is_server_module(dotted):
        return module_releases(dotted) | name_releases(module, name)
    return host_module_releases(dotted) | host_name_releases(module, name)


class _Host(NamedTuple):
    """The data file of Django or REST framework; `installed` has one set of releases for each version."""

    modules: Mapping[str, Any]
    versions: Positions
    installed: tuple[ReleaseSet, ...]

    def releases(self, ranges: str) -> ReleaseSet:
        mask = decode(ranges, self.versions)
        found = NONE
        for index, releases in enumerate(self.installed):
            if mask >> index & 1:
                found |= releases
        return found


def _host(module: str) -> _Host | None:
    top = module.partition(".")[0]
    return _read_host(top) if top in HOST_DISTRIBUTIONS else None


@cache
def _read_host(name: str) -> _Host:
    content = _content(name)
    known = list(content["versions"])
    installed = [NONE] * len(known)
    index = 0
    for release in RELEASES:
        version = host_version(name, release)
        if version is not None:
            older = [place for place, item in enumerate(known) if _numbers(item) <= _numbers(version)[:2]]
            index = older[-1] if older else 0
        installed[index] |= ReleaseSet.of(release)
    return _Host(content["modules"], positions(known), tuple(installed))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split(".") if number.isdecimal())


@cache
def _content(file: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((DATA / f"{file}.json").read_bytes())
    return content


def _bound(module: Mapping[str, Any], name: str) -> ReleaseSet:
    """The releases in which a module of the server, given by its entry, binds a name."""
    releases = NONE
    for group in _GROUPS:
        releases |= parse_ranges(module.get(group, {}).get(name, ""))
    return releases


def _member(variant: dict[str, Any]) -> Member:
    return Member(
        kind=variant["kind"],
        releases=parse_ranges(variant["in"]),
        parameters=tuple(filter(None, variant.get("parameters", "").split(", "))),
        default=variant.get("default", NO_DEFAULT),
        final="final" in variant,
        enforced=variant.get("final") == "enforced",
        must_override=variant.get("must_override", False),
    )
