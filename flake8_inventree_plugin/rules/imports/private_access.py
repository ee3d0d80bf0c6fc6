"""An internal attribute of InvenTree is used: one that starts with `_`.

`registry._load_plugins()` works on one release and raises `AttributeError` on the next, in the middle of a
request or, at module level, while the plugin is loaded. Reported is what is reached through a name imported
from InvenTree (the registry, a module, a class, under any alias), and what a plugin reaches on itself with
`self._x`, `cls._x` or `super()._x` where InvenTree's base classes own it in a targeted release.

Not reported are the plugin's own `_` members, also where they have the name of one of InvenTree's; what
Django and other frameworks put on their classes (`_meta`, `_default_manager`, `_state`, `_replace`); dunder
names; and what is reached through the result of a call, which may be anything.

What to do: look for a public way to the same thing; where there is none, ask the InvenTree project for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_inventree_plugin.findings import Finding, Severity
from flake8_inventree_plugin.inventree.catalogue import member_releases
from flake8_inventree_plugin.project.inventree_names import is_defined_in_module, is_private
from flake8_inventree_plugin.project.members import gives
from flake8_inventree_plugin.project.model import File, PluginClass, Project
from flake8_inventree_plugin.project.names import Outside, Own
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import Reference

_OTHERS = frozenset(
    {
        # Django models
        *("_meta", "_default_manager", "_base_manager", "_state", "_prefetched_objects_cache"),
        *("_check", "_do_insert", "_do_update", "_raw_delete", "_clone", "_result_cache", "_registry"),
        # Django REST framework, mptt
        *("_declared_fields", "_context", "_mptt_meta", "_tree_manager"),
        # Named tuples, dataclasses
        *("_replace", "_asdict", "_fields", "_make", "_field_defaults"),
    }
)
"""What other frameworks define on the classes and objects that InvenTree makes with them."""


def check(project: Project) -> Iterator[Finding]:
    """Reports every access once, at its first private attribute."""
    for file in project.package_files:
        for reference in file.facts.references:
            found = _private_access(project, file, reference)
            if found is not None:
                written, owner = found
                yield RULE.finding(
                    f"`{written}` is internal to InvenTree (`{owner}`), as its leading underscore says: "
                    "any release may change or drop it",
                    "use a public attribute or method instead",
                    file.path,
                    reference.range,
                )


def _private_access(project: Project, file: File, reference: Reference) -> tuple[str, str] | None:
    """What is written up to the first private attribute that is InvenTree's, and what owns it there."""
    path = reference.path
    start = 2 if reference.kind == "super" else 1
    for index in range(start, len(path)):
        if path[index] in ("()", "[]"):
            return None
        if not _counts(path[index]):
            continue
        written = ".".join(path[: index + 1]).replace(".()", "()")
        is_last = index == len(path) - 1
        if reference.kind in ("self", "cls", "super"):
            if index != start:
                return None
            owner = _framework_owner(
                project,
                project.heirs.get((file.path, reference.owner), ()),
                path[index],
                behind=Own(file.path, "class", "", reference.owner) if reference.kind == "super" else None,
            )
            return None if owner is None else (written, owner)
        if is_last and reference.context in ("store", "delete"):
            # That is patched-internals.
            return None
        owner = _imported_owner(project, file, reference, index)
        return None if owner is None else (written, owner)
    return None


def _counts(name: str) -> bool:
    # `_name_` belongs to enumerations.
    return is_private(name) and name not in _OTHERS and not name.endswith("_")


def _imported_owner(project: Project, file: File, reference: Reference, index: int) -> str | None:
    """The module, class or object of InvenTree that the first `index` parts of a reference name."""
    names = project.names
    written = ".".join(reference.path[: index + 1])
    for number in reference.imports:
        item = file.facts.imports[number]
        if item.name is None and f"{item.module}.".startswith(f"{written}."):
            # The import of a private module is reported where it stands.
            return None
    base = ".".join(reference.path[:index])
    for origin in names.resolve(file.path, base, reference.imports or None):
        if isinstance(origin, Outside):
            if is_defined_in_module(names, origin.name):
                return origin.name
        elif origin.kind == "class":
            plugins = project.heirs.get((origin.path, origin.index), ())
            owner = _framework_owner(project, plugins, reference.path[index])
            if owner is not None:
                return owner
    return None


def _framework_owner(
    project: Project, plugins: Iterable[PluginClass], name: str, behind: Own | None = None
) -> str | None:
    """The class of InvenTree's framework that gives plugin classes a member, None where they or an unknown
    base may. Only own classes that come behind `behind` in the lookup order count where it is given."""
    found = None
    for plugin in plugins:
        lineage = plugin.lineage
        if behind is not None:
            places = [(own.path, own.index) for own in lineage]
            lineage = lineage[places.index((behind.path, behind.index)) + 1 :]
        if plugin.has_unknown_base or any(gives(project.names, own, name) for own in lineage):
            return None
        for framework in plugin.framework:
            if found is None and project.target.concerns(member_releases(framework, name)):
                found = framework
    return found


_HEAD = "from plugin import InvenTreePlugin, registry\nfrom plugin.mixins import SettingsMixin\n\n\n"

RULE = Rule(
    code="INV202",
    name="private-access",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#development-guidelines",
    guide="do not use internal functions - if a functions name starts with `_` it is internal and might "
    "change at any time",
    good=(
        Example(
            f"{_HEAD}class Demo(SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n    _cache = None\n\n"
            "    def __init__(self):\n        super().__init__()\n        self._token = ''\n\n"
            "    def _mixins(self):\n        return self._cache, self._token\n\n"
            "    def show(self):\n        return self._mixins()\n",
            note="The plugin's own members, one of them with the name of one of InvenTree's.",
        ),
        Example(
            "from part.models import Part\nfrom plugin import InvenTreePlugin\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n\n"
            "    def fields(self):\n"
            "        return Part._meta.get_fields(), Part._default_manager.all()\n",
            note="Django's own names.",
        ),
        Example(
            f"{_HEAD}class Demo(SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n\n"
            "    def other(self):\n        return registry.get_plugin('demo')._cache\n",
            note="The result of a call: it may be the plugin itself.",
        ),
        Example(
            f"import enum as part\n\n{_HEAD}"
            "class Demo(SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n\n"
            "    def other(self):\n        return part._decompose(1)\n",
            note="Something that only has the name of a module of InvenTree.",
        ),
    ),
    bad=(
        Example(
            f"{_HEAD}class Demo(SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n\n"
            "    def reload(self):\n        registry._load_plugins()\n",
            at=("9:9",),
            note="The registry's internals.",
        ),
        Example(
            "import part.models as models\nfrom plugin import InvenTreePlugin\n"
            "from stock.models import StockItem as Item\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n\n"
            "    def price(self, part):\n        return models._price(part), Item._default_location\n",
            at=("10:16", "10:37"),
            note="A module and a class, by other names.",
        ),
        Example(
            f"{_HEAD}class Demo(SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n\n"
            "    def mixin_names(self):\n        return list(self._mixins)\n\n"
            "    def _is_package(self):\n        return super()._is_package()\n",
            at=("9:21", "12:16"),
            note="What the plugin inherits from InvenTree; the second one although the plugin overrides it.",
        ),
    ),
)
