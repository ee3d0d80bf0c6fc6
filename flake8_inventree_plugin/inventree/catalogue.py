"""What InvenTree, Django and Django REST framework offer a plugin, release by release.

The facts lie in `data/*.json`: UTF-8, keys sorted, one logical entry a line. Each file is read when something
first asks for it. Ranges of releases are written as `releases.format_ranges` does: `"0.6,0.9-1.1,1.3+"`.

`releases.json`: feature release -> the `commit` and `date` of InvenTree at which it was read, and on what
`basis` (`tag`, or `master`: the last commit of the main line before the version was raised). Oldest first.

`names.json`: module of the server -> `in`, the releases that have it, and `names`: every name that it binds
at top level (classes, functions, values, imports) -> the releases in which it does. Submodules are not among
the names of their package. Tests and migrations are left out.

`host.json`: the same for the modules of `django` and `rest_framework` as InvenTree installs them; ranges are
releases of InvenTree.

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
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from flake8_inventree_plugin.inventree.releases import DATA, NONE, ReleaseSet, parse_ranges

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
    return module in _modules("names")


def module_releases(module: str) -> ReleaseSet:
    """The releases that have a module of the server."""
    return _module_releases("names", module)


def name_releases(module: str, name: str) -> ReleaseSet:
    """The releases in which `from module import name` works: the module binds it, or it is a submodule."""
    return _name_releases("names", module, name)


def host_module_releases(module: str) -> ReleaseSet:
    """The InvenTree releases whose Django or Django REST framework has a module."""
    return _module_releases("host", module)


def host_name_releases(module: str, name: str) -> ReleaseSet:
    """The InvenTree releases in which `from module import name` works for a module of Django or DRF."""
    return _name_releases("host", module, name)


@cache
def top_level_modules() -> frozenset[str]:
    """The first components of all modules of the server."""
    return frozenset(module.partition(".")[0] for module in _modules("names"))


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
        ranges = _modules("names")[package]["names"].get(name)
        if ranges is not None:
            return package, parse_ranges(ranges)
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
    return module.startswith("plugin.") and name in _modules("names").get(module, {}).get("names", {})


@cache
def framework_classes() -> frozenset[str]:
    """The classes whose members are known, such as "plugin.InvenTreePlugin", "plugin.mixins.ActionMixin"."""
    return frozenset(_modules("members"))


@cache
def members(class_name: str) -> Mapping[str, list[Member]]:
    """The members of a framework class, own and inherited, each in all the forms it had; oldest form first.

    Empty for a class that is not known. Not to be changed: it is shared.
    """
    described = _modules("members").get(class_name, {}).get("members", {})
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
    described = _modules("members").get(class_name, {}).get("bases", [])
    return {tuple(entry["bases"]): parse_ranges(entry["in"]) for entry in described}


@cache
def _modules(file: str) -> dict[str, dict[str, Any]]:
    content: dict[str, dict[str, Any]] = json.loads((DATA / f"{file}.json").read_bytes())
    return content


def _module_releases(file: str, module: str) -> ReleaseSet:
    entry = _modules(file).get(module)
    return parse_ranges(entry["in"]) if entry else NONE


def _name_releases(file: str, module: str, name: str) -> ReleaseSet:
    names = _modules(file).get(module, {}).get("names", {})
    # A module with __getattr__ may provide any name (django.utils.timezone.utc on Django 4.2).
    releases = parse_ranges(names.get(name, "")) | parse_ranges(names.get("__getattr__", ""))
    return releases | _module_releases(file, f"{module}.{name}")


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
