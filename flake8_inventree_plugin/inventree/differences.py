"""What changed for plugins between two releases of InvenTree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flake8_inventree_plugin.inventree import catalogue
from flake8_inventree_plugin.inventree.catalogue import HookCall, Member, Successor
from flake8_inventree_plugin.inventree.releases import ReleaseSet

PUBLIC_PACKAGES = ("plugin", "plugin.mixins")

# Modules that no plugin has reason to import from.
_APART = (
    "plugin.builtin",
    "plugin.samples",
    "manage",
    "plugins",
    "script",
    "web",
    "django.conf",
    "django.contrib.gis",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """The names that went and those that came, dotted or not, each in order."""

    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberChange:
    """A member of a class of the framework that went, came, or takes other arguments.

    `call` is how the newer release calls it, where that is known and differs from the older one.
    """

    class_name: str
    name: str
    before: Member | None
    after: Member | None
    call: HookCall | None


@dataclass(frozen=True, slots=True)
class HostChange:
    """Django or REST framework: versions, and public names where the feature release differs."""

    name: str
    before: str | None
    after: str | None
    names: Difference


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that changed; `packages` maps those in both releases to their two versions."""

    old: str
    new: str
    public: Difference
    members: tuple[MemberChange, ...]
    modules: Difference
    names: Difference
    hosts: tuple[HostChange, ...]
    pythons: tuple[tuple[str | None, str | None], tuple[str | None, str | None]]
    installed: Difference
    packages: Mapping[str, tuple[str, str]]
    migrations: Difference
    events: Difference


def compare(old: str, new: str) -> Changes:
    """Compares two known releases."""
    modules = _between(catalogue.server_modules(), catalogue.module_releases, old, new)
    modules = Difference(_of_interest(modules.gone), _of_interest(modules.new))
    before, after = catalogue.installed_packages(old), catalogue.installed_packages(new)
    public = _public(old, new)
    return Changes(
        old,
        new,
        public,
        tuple(_member_changes(old, new, {*public.gone, *public.new})),
        modules,
        _names(old, new, set(modules.new)),
        tuple(_host_change(host, old, new) for host in ("django", "rest_framework")),
        (catalogue.python_versions(old), catalogue.python_versions(new)),
        Difference(tuple(sorted(before.keys() - after.keys())), tuple(sorted(after.keys() - before.keys()))),
        {name: (before[name], after[name]) for name in sorted(before.keys() & after.keys())},
        _between(
            catalogue.migrations(), lambda name: catalogue.migration_releases(*name.split(".", 1)), old, new
        ),
        _between(catalogue.events(), catalogue.known_event_releases, old, new),
    )


def successor_in(release: str, dotted: str) -> Successor | None:
    """What came instead of something, and exists in a release."""
    found = [successor for successor in catalogue.successors(dotted) if release in successor.releases]
    return found[-1] if found else None


def _between(
    names: Iterable[str], releases_of: Callable[[str], ReleaseSet], old: str, new: str
) -> Difference:
    gone: list[str] = []
    came: list[str] = []
    for name in sorted(names):
        releases = releases_of(name)
        if (old in releases) != (new in releases):
            (gone if old in releases else came).append(name)
    return Difference(tuple(gone), tuple(came))


def _public(old: str, new: str) -> Difference:
    names = {
        f"{package}.{name}"
        for package in PUBLIC_PACKAGES
        for name in catalogue.module_names(package)
        if not name.startswith("_")
    }
    return _between(names, _name_releases, old, new)


def _name_releases(dotted: str) -> ReleaseSet:
    module, _, name = dotted.rpartition(".")
    return catalogue.name_releases(module, name)


def _member_changes(old: str, new: str, without: set[str]) -> Iterable[MemberChange]:
    """Changes of the classes that both releases have; an inherited change is told of the class it is from."""
    seen: set[tuple[str, str, str]] = set()
    # A base class comes before the classes that inherit from it.
    for class_name in sorted(catalogue.framework_classes() - without, key=_depth):
        for name, forms in sorted(catalogue.members(class_name).items()):
            before, after = _form(forms, old), _form(forms, new)
            if name.startswith("_") or name == "(key)" or not _differs(before, after):
                continue
            key = (name, repr(before), repr(after))
            if key not in seen:
                seen.add(key)
                yield MemberChange(class_name, name, before, after, _changed_call(class_name, name, old, new))


def _depth(class_name: str) -> tuple[int, str]:
    bases = {base for bases in catalogue.bases(class_name) for base in bases}
    depths = [_depth(base)[0] for base in bases & catalogue.framework_classes()]
    return max(depths, default=-1) + 1, class_name


def _form(forms: Iterable[Member], release: str) -> Member | None:
    return next((form for form in forms if release in form.releases), None)


def _differs(before: Member | None, after: Member | None) -> bool:
    if before is None or after is None:
        return before is not after
    return (before.kind, before.parameters, before.final) != (after.kind, after.parameters, after.final)


def _changed_call(class_name: str, hook: str, old: str, new: str) -> HookCall | None:
    calls = catalogue.hook_calls(class_name, hook)
    before = next((call for call in calls if old in call.releases), None)
    after = next((call for call in calls if new in call.releases), None)
    return after if before and after and before.arguments != after.arguments else None


def _names(old: str, new: str, without: set[str]) -> Difference:
    """Public names that modules define, those of modules that went included.

    A name that a module only imported is not its own, so that it is no news when it goes.
    """
    gone, came = [], []
    for module in _of_interest(catalogue.server_modules()):
        if module in without or module in PUBLIC_PACKAGES:
            continue
        for name in catalogue.module_names(module):
            if name.startswith("_"):
                continue
            releases = catalogue.name_releases(module, name)
            defined = catalogue.defined_releases(module, name)
            if old in defined and new not in releases:
                gone.append(f"{module}.{name}")
            elif new in defined and old not in releases:
                came.append(f"{module}.{name}")
    return Difference(tuple(sorted(gone)), tuple(sorted(came)))


def _of_interest(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        name
        for name in sorted(names)
        if not any(name == apart or name.startswith(f"{apart}.") for apart in _APART)
        or name.startswith("django.conf.urls.")
    )


def _host_change(host: str, old: str, new: str) -> HostChange:
    before, after = catalogue.host_version(host, old), catalogue.host_version(host, new)
    names = Difference((), ())
    if before and after and before.split(".")[:2] != after.split(".")[:2]:
        names = _between(
            _of_interest(catalogue.host_names(host)),
            lambda dotted: catalogue.host_name_releases(*dotted.rpartition(".")[::2]),
            old,
            new,
        )
    return HostChange(host, before, after, names)
