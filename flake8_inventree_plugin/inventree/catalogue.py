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
level -> the releases in which it does: `names`, its own classes, functions and values, and `imports`, what it
has from elsewhere. Submodules are not among the names of their package. Tests and migrations are left out,
and what only a loop or a `with` binds.

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

`curated.json`: what the source alone does not tell; see `curated.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from flake8_inventree_plugin.inventree.ranges import Positions, decode, positions
from flake8_inventree_plugin.inventree.releases import DATA, NONE, RELEASES, ReleaseSet, parse_ranges

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


_GROUPS = ("names", "imports")
# Module of a framework -> the distribution that has it.
_HOSTS = {"django": "django", "rest_framework": "djangorestframework"}
_TABLE_CHANGES = frozenset({"created", "saved", "deleted"})


class _NoDefault:
    def __repr__(self) -> str:
        return "NO_DEFAULT"


NO_DEFAULT: Final = _NoDefault()
"""The default of a member that has none, or none that is a short literal."""


@dataclass(frozen=True, slots=True)
class Member:
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


def host_version(host: str, release: str) -> str | None:
    """The version of "django" or "rest_framework" that a release installs: "4.2.25"; None if not known."""
    return installed_packages(release).get(_HOSTS[host])


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


def migration_apps() -> frozenset[str]:
    """The labels of the server's apps that have migrations in some release."""
    return frozenset(_content("migrations"))


def event_releases(name: str) -> ReleaseSet:
    """The releases that send an event, such as "build.completed" or "part_part.saved"."""
    content = _content("events")
    table, _, change = name.rpartition(".")
    ranges = content["tables"].get(table, "") if change in _TABLE_CHANGES else ""
    return parse_ranges(content["named"].get(name, "")) | parse_ranges(ranges)


def silent_table_releases(table: str) -> ReleaseSet:
    """The releases that have a database table for whose changes they never send events."""
    return parse_ranges(_content("events")["silent"].get(table, ""))


@dataclass(frozen=True, slots=True)
class _Host:
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
    return _read_host(top) if top in _HOSTS else None


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
