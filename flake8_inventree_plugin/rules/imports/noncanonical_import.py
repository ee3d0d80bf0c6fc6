"""A name that `plugin` or `plugin.mixins` offers is imported from where it is implemented.

InvenTree keeps two packages stable for plugins, `plugin` and `plugin.mixins`; the modules behind them move.
In 0.7 `plugin.builtin.integration.mixins` became `plugin.base.integration.mixins`, in 0.12 and 0.13 its
mixins went one by one to `plugin.base.integration.SettingsMixin` and others. A plugin that imports from there
does not load on the next release that moves them.

Reported are `from … import` statements and modules such as `import plugin.base.action.mixins` through which
such a name is used. Not reported is a name that the canonical package lacks on a targeted release; one of
several sources for different releases (`try … except ImportError`, an `if` on the version); a module of the
project itself that is called `plugin`. Tests are exempt.

What to do: import it from the package that the message names. Names that neither package offers (`UIFeature`,
`render_template`) stay where they are.

**Fix safety.** The fix is safe: the same object is imported under the same name. It joins an import of the
canonical package when one stands close by, else changes the statement in place; aliases and comments stay. A
module import is left alone where not all its uses can be rewritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from flake8_inventree_plugin.findings import Finding, Fix, Severity
from flake8_inventree_plugin.inventree.catalogue import canonical_home, name_releases
from flake8_inventree_plugin.inventree.releases import ALL
from flake8_inventree_plugin.project.breaks import breaks
from flake8_inventree_plugin.project.index import FileIndex, grouped
from flake8_inventree_plugin.project.inventree_names import (
    canonical_import,
    canonical_package,
    imported_module,
    is_alternative,
    is_module,
)
from flake8_inventree_plugin.project.model import File, Project
from flake8_inventree_plugin.rules.rule import Example, Rule
from flake8_inventree_plugin.source.facts import NO_BRANCH, Import, Reference


def check(project: Project) -> Iterator[Finding]:
    """Reports every such name of a `from` import, and every such module once."""
    # Where a targeted release does not even have the place, name-not-in-release says more.
    gone = {(item.obstacle.path, item.obstacle.import_index) for item in breaks(project).missing}
    for file in project.package_files:
        packages = {
            index: package
            for index in range(len(file.facts.imports))
            if (file.path, index) not in gone
            and (package := canonical_import(project, file, index)) is not None
        }
        moving = grouped(
            ((file.facts.imports[index].statement, package), index) for index, package in packages.items()
        )
        for index, package in packages.items():
            item = file.facts.imports[index]
            yield RULE.finding(
                f"`{item.name}` is imported from `{item.module}`, where it is implemented"
                f"{_whereabouts(item)}; `{package}` is the place that InvenTree keeps stable",
                f"import it from `{package}`",
                file.path,
                item.range,
                fix=_fix(project.names.index(file.path), index, package, moving[item.statement, package]),
            )
        for index in range(len(file.facts.imports)):
            if (file.path, index) not in gone:
                yield from _module_finding(project, file, index)


def _whereabouts(item: Import) -> str:
    releases = name_releases(item.module, item.name or "")
    return "" if releases == ALL or releases.last == ALL.last else f" on InvenTree {releases} only"


_MAXIMUM_NAMES = 100
"""With more of them in a statement than anybody writes, each finding of it would list them all."""


def _fix(file: FileIndex, index: int, package: str, moving: Sequence[int]) -> Fix | None:
    """The fix of a name: the statement, all its names that go the same way (`moving`), and the imports they
    may join."""
    if len(moving) > _MAXIMUM_NAMES:
        return None
    item = file.facts.imports[index]
    same = [file.facts.imports[other] for other in moving]
    into = {
        other.statement: None
        for other in file.imports_near(package, item.statement)
        if other.name not in (None, "*")
        and other.function_level == item.function_level
        and other.branch == item.branch
        and not any(_rebinds(file, one, other, package) for one in same)
    }
    return Fix(
        "canonical_import",
        f"Import `{item.name}` from `{package}`",
        arguments={
            "module": item.module,
            "package": package,
            "statement": list(item.statement),
            "names": [[one.name, one.alias] for one in same],
            "present": [[one.name, one.alias] for one in same if _is_present(file, one, package)],
            "into": [list(statement) for statement in into],
        },
    )


def _rebinds(file: FileIndex, item: Import, target: Import, package: str) -> bool:
    """Whether an import between two statements, or the second one, gives the name of the first another
    meaning."""
    first, last = sorted((item.statement, target.statement))
    return any(
        other.statement != item.statement and not _is_same(other, item, package)
        for other in file.imports_between(item.bound, first, last)
    )


def _is_present(file: FileIndex, item: Import, package: str) -> bool:
    """Whether the module has imported the same name from the canonical package above, for good."""
    if item.bound in file.defined_names or item.function_level:
        return False
    same_name = (file.facts.imports[number] for number in file.imports[item.bound])
    imports = list(islice((other for other in same_name if not other.function_level), 3))
    if len(imports) != 2:
        return False
    # In a class body, an import is indented.
    are_unconditional = all(one.branch == NO_BRANCH and one.statement.column == 1 for one in imports)
    return are_unconditional and imports[1] is item and _is_same(imports[0], item, package)


def _is_same(other: Import, item: Import, package: str) -> bool:
    return (other.module, other.name, other.alias) == (package, item.name, item.alias)


# Modules


def _module_finding(project: Project, file: File, index: int) -> Iterator[Finding]:
    """The finding about an import of a module through which names are used that it only implements."""
    item = file.facts.imports[index]
    module = _module(project, file, item)
    facts = project.names.index(file.path)
    if module is None or is_alternative(facts, index):
        return
    prefix = module.split(".") if item.name is None and item.alias is None else [item.bound]
    uses = [reference for reference in facts.uses.get(index, ()) if reference.path[: len(prefix)] == prefix]
    names: dict[str, str] = {}
    rest = False
    for use in uses:
        name = use.path[len(prefix)] if len(use.path) > len(prefix) else ""
        package = canonical_package(project, module, name) if name else None
        if package is None or use.context in ("store", "delete"):
            rest = True
        else:
            names[name] = package
    if not names:
        return
    packages = sorted(set(names.values()))
    listed = ", ".join(f"`{name}`" for name in names)
    targets = " and ".join(f"`{package}`" for package in packages)
    yield RULE.finding(
        f"`{module}` is imported for {listed}, which it implements; {targets} "
        f"{'is the place' if len(packages) == 1 else 'are the places'} that InvenTree keeps stable",
        f"import from {targets}",
        file.path,
        item.range,
        fix=None if rest or len(packages) != 1 else _module_fix(facts, item, module, packages[0], uses),
    )


def _module(project: Project, file: File, item: Import) -> str | None:
    """The module that an import binds, or makes reachable; None where it is not one of InvenTree's."""
    if imported_module(project.names, file.path, item) is None or item.name == "*":
        return None
    if item.name is None:
        return item.module
    home = canonical_home(item.name)
    if home is not None and home[0] == item.module:
        # There is a module `plugin.registry` too, but `from plugin import registry` is the object.
        return None
    module = f"{item.module}.{item.name}"
    return module if is_module(project.names, module) else None


def _module_fix(
    file: FileIndex, item: Import, module: str, package: str, uses: list[Reference]
) -> Fix | None:
    ranges: list[list[int]] = []
    text, replacement = module, package
    if item.name is not None:
        # `from plugin.base.action import mixins` can only become `from plugin import mixins`.
        text, replacement = item.module, package.rpartition(".")[0]
        near = file.imports_near(item.module, item.statement)
        alone = [other for other in near if other.statement == item.statement] == [item]
        if item.name != package.rpartition(".")[2] or not replacement or not alone:
            return None
    elif item.alias is None:
        ranges = [list(use.range) for use in uses]
    if item.alias is None and package in file.imported_modules:
        return None
    arguments: dict[str, Any] = {
        "module": text,
        "package": replacement,
        "statement": list(item.statement),
        "uses": ranges,
    }
    return Fix("canonical_module", f"Import `{package}` instead of `{module}`", arguments=arguments)


_PLUGIN = "class Demo(SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n"

RULE = Rule(
    code="INV203",
    name="noncanonical-import",
    severity=Severity.WARNING,
    check=check,
    url="https://docs.inventree.org/en/stable/plugins/develop/#imports",
    guide="keep you imports clean - the APIs for plugins and mixins are young and evolving",
    good=(
        Example(
            "from plugin import InvenTreePlugin, registry\nfrom plugin.mixins import SettingsMixin\n\n\n"
            + _PLUGIN,
            note="As the guide has it.",
        ),
        Example(
            "try:\n    from plugin.mixins import SettingsMixin\nexcept ImportError:\n"
            "    from plugin.base.integration.mixins import SettingsMixin\n"
            "from plugin import InvenTreePlugin\n\n\n" + _PLUGIN,
            note="One of two sources for different releases.",
        ),
        Example(
            "from plugin import InvenTreePlugin\nfrom plugin.base.ui.mixins import UIFeature\n"
            "from plugin.helpers import render_template\nfrom plugin.machine import registry\n\n\n"
            "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n",
            note="Names that neither package offers; the registry of machines is another one.",
        ),
        Example(
            "from plugin import InvenTreePlugin\n"
            "from plugin.base.integration.PanelMixin import PanelMixin\n\n\n"
            "class Demo(PanelMixin, InvenTreePlugin):\n    NAME = 'Demo'\n    MAX_VERSION = '1.0'\n"
            "    MIN_VERSION = '0.16'\n",
            note="`plugin.mixins` does not have it on all the releases that the plugin is for.",
        ),
        Example(
            {
                "demo/__init__.py": "",
                "demo/core.py": "from plugin import InvenTreePlugin\n\n"
                "from .plugin.registry import registry\n\n\n"
                "class Demo(InvenTreePlugin):\n    NAME = 'Demo'\n    ALL = registry\n",
                "demo/plugin/__init__.py": "",
                "demo/plugin/registry.py": "registry = {}\n",
            },
            note="A module of the project that is called `plugin`.",
        ),
    ),
    bad=(
        Example(
            "from plugin import InvenTreePlugin\n"
            "from plugin.base.integration.SettingsMixin import SettingsMixin\n"
            "from plugin.registry import registry\n\n\n" + _PLUGIN,
            at=("2:51", "3:29"),
            fixed="from plugin import InvenTreePlugin, registry\n"
            "from plugin.mixins import SettingsMixin\n\n\n" + _PLUGIN,
            note="Where it is implemented today, and the registry.",
        ),
        Example(
            "from plugin import InvenTreePlugin\n"
            "from plugin.base.integration.mixins import (\n"
            "    AppMixin,  # models\n    PanelMixin as Panels,\n    SettingsMixin,\n)\n"
            "from plugin.mixins import (\n    EventMixin,  # stock\n    UrlsMixin\n)\n\n\n" + _PLUGIN,
            at=("3:5", "4:5", "5:5"),
            fixed="from plugin import InvenTreePlugin\n"
            "from plugin.mixins import (\n"
            "    AppMixin,  # models\n    PanelMixin as Panels,\n    SettingsMixin,\n)\n"
            "from plugin.mixins import (\n    EventMixin,  # stock\n    UrlsMixin\n)\n\n\n" + _PLUGIN,
            note="Where mixins lived up to 0.11; comments keep the statement where it is.",
        ),
        Example(
            "from plugin import InvenTreePlugin\n"
            "from plugin.helpers import MixinNotImplementedError, render_template\n"
            "from plugin.mixins import SettingsMixin\n\n\n" + _PLUGIN,
            at=("2:28",),
            fixed="from plugin import InvenTreePlugin, MixinNotImplementedError\n"
            "from plugin.helpers import render_template\n"
            "from plugin.mixins import SettingsMixin\n\n\n" + _PLUGIN,
            note="Only one of the names of a statement.",
        ),
        Example(
            "import plugin.base.integration.SettingsMixin\nfrom plugin import InvenTreePlugin\n\n\n"
            "class Demo(plugin.base.integration.SettingsMixin.SettingsMixin, InvenTreePlugin):\n"
            "    NAME = 'Demo'\n",
            at=("1:8",),
            fixed="import plugin.mixins\nfrom plugin import InvenTreePlugin\n\n\n"
            "class Demo(plugin.mixins.SettingsMixin, InvenTreePlugin):\n    NAME = 'Demo'\n",
            note="A module.",
        ),
    ),
)
