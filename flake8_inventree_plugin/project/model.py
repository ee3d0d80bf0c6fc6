"""A project as rules see it: files, packaging, plugin classes and the releases it is meant for."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from flake8_inventree_plugin.config import Config
from flake8_inventree_plugin.findings import START, Range
from flake8_inventree_plugin.inventree.catalogue import canonical_home, is_implementation
from flake8_inventree_plugin.project.index import grouped
from flake8_inventree_plugin.project.layout import Role
from flake8_inventree_plugin.project.names import Names, Origin, Outside, Own, class_at
from flake8_inventree_plugin.project.obstacles import Obstacle
from flake8_inventree_plugin.project.package import Package
from flake8_inventree_plugin.project.target import Target
from flake8_inventree_plugin.source.facts import MODULE, Assignment, Class, FileFacts, Function
from flake8_inventree_plugin.source.values import UNKNOWN, Value

Node = TypeVar("Node", bound=Hashable)

PLUGIN_BASES = frozenset(
    {
        "plugin.InvenTreePlugin",
        "plugin.IntegrationPluginBase",
        "plugin.InvenTreePluginBase",
        "plugin.ActionPlugin",
    }
)
"""What makes a class a plugin; `plugin.ActionPlugin` (0.6) is itself an `IntegrationPluginBase`."""

LEGACY_NAMES = {"NAME": "PLUGIN_NAME", "SLUG": "PLUGIN_SLUG", "TITLE": "PLUGIN_TITLE"}
"""Metadata that had another name on 0.6; later releases still look for it."""


class File(NamedTuple):
    """A Python file of the project; `path` is POSIX, relative to the root."""

    path: str
    role: Role
    facts: FileFacts


class Member(NamedTuple):
    """What a class body gives a name: its value, and where (`range` is that of the whole assignment)."""

    value: Value
    path: str
    range: Range
    value_range: Range
    assignment: Assignment | None


@dataclass(frozen=True, slots=True)
class PluginClass:
    """A class that reaches InvenTree's plugin base class.

    `lineage` are the project's own classes in the order in which Python looks members up, this one first.
    `framework` are the classes of InvenTree's plugin framework that it reaches directly or through the
    lineage, by the names that `plugin` and `plugin.mixins` export ("plugin.mixins.ActionMixin").
    `order` has both, in that order, and what else it inherits from. `has_unknown_base` tells that some base
    is neither: it may provide anything. `is_abstract`: only a base for others.
    """

    path: str
    index: int
    definition: Class
    order: tuple[Origin, ...]
    lineage: tuple[Own, ...]
    framework: tuple[str, ...]
    has_unknown_base: bool
    is_abstract: bool

    @property
    def name(self) -> str:
        """The class's name."""
        return self.definition.name

    def has_mixin(self, name: str) -> bool:
        """Whether the class reaches a mixin of InvenTree, such as "AppMixin"."""
        return f"plugin.mixins.{name}" in self.framework


def framework_name(dotted: str) -> str | None:
    """The canonical name of a class of the plugin framework: "plugin.base.action.mixins.ActionMixin" is
    "plugin.mixins.ActionMixin"; None for anything else."""
    module, _, name = dotted.rpartition(".")
    home = canonical_home(name)
    if home is None or not (module == home[0] or is_implementation(module, name)):
        return None
    return f"{home[0]}.{name}"


@dataclass(eq=False)
class Project:
    """Everything that rules ask about a project.

    `files` are sorted by path. `read` gives the content of a file of the root, Python or not, None where
    there is none. `obstacles` are what stands between the plugin and some release. `is_unnamed`: it is only a
    text from standard input that has no file. `inventree_files` are those that may say which InvenTree is
    used, content by path; they are read only where a plugin uses AppMixin (see `project.workflows`).
    `app_folders` are the folders that these plugins lie in -> the names in them.
    """

    root: Path
    config: Config
    files: tuple[File, ...]
    names: Names
    package: Package | None
    plugins: tuple[PluginClass, ...]
    target: Target
    obstacles: tuple[Obstacle, ...]
    read: Callable[[str], bytes | None]
    is_unnamed: bool = False
    inventree_files: Mapping[str, bytes] = field(default_factory=dict)
    app_folders: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def by_path(self) -> dict[str, File]:
        """The files by path."""
        return {file.path: file for file in self.files}

    @cached_property
    def graph(self) -> ClassGraph:
        """What the project's classes inherit from."""
        return ClassGraph(self.names)

    @cached_property
    def heirs(self) -> dict[tuple[str, int], list[PluginClass]]:
        """The plugin classes in whose lineage an own class is, itself included, by its path and index."""
        return heirs(self.plugins)

    @cached_property
    def entries(self) -> dict[str, set[str]]:
        """The names of the project's Python files and their folders, by the folder that they are in."""
        found: dict[str, set[str]] = {}
        for path in self.by_path:
            while path:
                folder, _, name = path.rpartition("/")
                if name in (names := found.setdefault(folder, set())):
                    break
                names.add(name)
                path = folder
        return found

    @cached_property
    def has_app(self) -> bool:
        """Whether some plugin class has AppMixin."""
        return any(plugin.has_mixin("AppMixin") for plugin in self.plugins)

    @property
    def package_files(self) -> Iterator[File]:
        """The files that are the plugin's own code and can be parsed."""
        return (file for file in self.files if file.role is Role.PACKAGE and file.facts.error is None)

    @property
    def concrete_plugins(self) -> Iterator[PluginClass]:
        """The plugin classes that a server would load."""
        return (plugin for plugin in self.plugins if not plugin.is_abstract)

    @property
    def anchor(self) -> tuple[str, Range]:
        """Where findings about the whole project stand: path and range."""
        return anchor(self.files, self.plugins)

    def member(self, plugin: PluginClass, name: str) -> Member | None:
        """What the plugin class or its own bases give a name, see `member_of`."""
        return member_of(self.names, plugin, name)

    def metadata(self, plugin: PluginClass, name: str) -> Member | None:
        """Like `member`, for metadata that had a name of its own on 0.6."""
        found = self.member(plugin, name)
        if found is None and name in LEGACY_NAMES:
            found = self.member(plugin, LEGACY_NAMES[name])
        return found

    def methods(self, plugin: PluginClass) -> Iterator[tuple[Own, Function]]:
        """The methods of the plugin class and its own bases, in lookup order; overridden ones come later."""
        for own in plugin.lineage:
            for function in self.names.index(own.path).functions.get(own.index, ()):
                yield own, function


def member_of(names: Names, plugin: PluginClass, name: str) -> Member | None:
    """What the plugin class or its own bases give a name; None where they give it nothing.

    The value is UNKNOWN where it cannot be known: also where an instance or the module assigns it later, or
    an unknown base may provide it.
    """
    is_assigned_later = _is_assigned_later(names, plugin, name)
    for own in plugin.lineage:
        value = names.class_value(own.path, own.index, name)
        if value is not None:
            return _member(names, own, name, UNKNOWN if is_assigned_later else value)
    if plugin.has_unknown_base or is_assigned_later or _is_decorated(names, plugin):
        return Member(UNKNOWN, plugin.path, plugin.definition.range, plugin.definition.range, None)
    return None


def _member(names: Names, own: Own, name: str, value: Value) -> Member:
    for assignment in reversed(names.index(own.path).assignments.get((own.index, name), [])):
        return Member(value, own.path, assignment.range, assignment.value_range, assignment)
    definition = class_at(names.files, own)
    return Member(value, own.path, definition.range, definition.range, None)


def _is_assigned_later(names: Names, plugin: PluginClass, name: str) -> bool:
    return any(names.index(own.path).stores(own.index, name) for own in plugin.lineage)


def _is_decorated(names: Names, plugin: PluginClass) -> bool:
    return any(class_at(names.files, own).decorators for own in plugin.lineage)


def anchor(files: tuple[File, ...], plugins: tuple[PluginClass, ...]) -> tuple[str, Range]:
    """The one place of findings about a whole project, the same whichever file is asked about.

    It is the first plugin class by path; else the first `__init__.py`, else the first file, at 1:1.
    """
    if plugins:
        first = plugins[0]
        return first.path, first.definition.range
    paths = [file.path for file in files]
    initial = [path for path in paths if path.rpartition("/")[2] == "__init__.py"]
    return next(iter(initial or paths), "pyproject.toml"), START


def heirs(plugins: Iterable[PluginClass]) -> dict[tuple[str, int], list[PluginClass]]:
    """The plugin classes in whose lineage an own class is, itself included, by its path and index."""
    return grouped(((own.path, own.index), plugin) for plugin in plugins for own in plugin.lineage)


class ClassGraph:
    """Works out which classes are plugins, following base classes across files."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._orders: dict[Own, tuple[list[Origin], bool]] = {}
        self._bases: dict[Own, list[Origin | None]] = {}
        self._pending: set[Own] = set()

    def bases(self, own: Own) -> list[Origin | None]:
        """The bases of a class in order; None for one that cannot be resolved."""
        if own not in self._bases:
            self._bases[own] = self._resolved_bases(own)
        return self._bases[own]

    def _resolved_bases(self, own: Own) -> list[Origin | None]:
        result: list[Origin | None] = []
        for base in class_at(self.names.files, own).bases:
            origins = self.names.resolve(own.path, base.name, base.imports or None) if base.name else []
            if own in origins:
                # `class Demo(Demo)` extends the class that had the name before.
                origins = self._earlier(own)
            elif base.name == "object" and not origins:
                origins = [Outside("object")]
            known = [o for o in origins if isinstance(o, Outside) or o.kind == "class"]
            result += known or [None]
        return result

    def _earlier(self, own: Own) -> list[Origin]:
        """What a class's name meant above the class."""
        facts, index = self.names.files[own.path], self.names.index(own.path)
        same_name = index.classes[MODULE, own.name]
        earlier = reversed(same_name[: bisect_left(same_name, own.index)])
        above = next((number for number in earlier if not facts.classes[number].function_level), None)
        found: list[Origin] = [] if above is None else [Own(own.path, "class", own.name, above)]
        line = 0 if above is None else facts.classes[above].range.line
        for item in (facts.imports[number] for number in index.imports.get(own.name, ())):
            if not item.function_level and line < item.range.line < facts.classes[own.index].range.line:
                found, line = self.names.imported(own.path, item), item.range.line
        return found

    def lineage(self, own: Own) -> tuple[tuple[Own, ...], tuple[str, ...], bool]:
        """Own classes in lookup order, framework classes, and whether a base is unknown."""
        order, has_unknown_base = self.order(own)
        classes = tuple(origin for origin in order if isinstance(origin, Own))
        outside = [origin.name for origin in order if isinstance(origin, Outside)]
        framework = tuple(name for name in outside if framework_name(name) is not None)
        strange = set(outside) - set(framework) - _HARMLESS_BASES
        return classes, framework, has_unknown_base or bool(strange)

    def order(self, own: Own) -> tuple[list[Origin], bool]:
        """A class and all its bases in the order in which Python looks members up, and whether some base
        cannot be resolved. Framework classes go by their canonical name; their own bases are left out."""
        if own in self._orders:
            return self._orders[own]
        if own in self._pending or len(self._pending) > _MAXIMUM_DEPTH:
            return [], True
        self._pending.add(own)
        orders: dict[Origin, list[Origin]] = {}
        has_unknown_base = False
        for base in self.bases(own):
            order: list[Origin] = []
            if isinstance(base, Outside):
                order = [Outside(framework_name(base.name) or base.name)]
            elif base is not None:
                order, is_unknown = self.order(base)
                has_unknown_base |= is_unknown
            if order:
                orders[order[0]] = order
            else:
                has_unknown_base = True
        self._pending.discard(own)
        parts = [*orders.values(), list(orders)]
        if max(map(len, parts)) > _MAXIMUM_DEPTH:
            self._orders[own] = [own], True
        else:
            order = merged(parts) or list(dict.fromkeys(origin for part in parts for origin in part))
            self._orders[own] = [own, *order], has_unknown_base
        return self._orders[own]

    def is_test_case(self, lineage: tuple[Own, ...]) -> bool:
        """Whether a class is a test case: some of those inherit from the plugin base class as well."""
        return any(
            isinstance(base, Outside) and base.name.endswith("TestCase")
            for own in lineage
            for base in self.bases(own)
        )


# Far more classes above or beside each other than any plugin has; Python's own stack must suffice, and the
# lookup orders of a long chain together grow with the square of its length.
_MAXIMUM_DEPTH = 100


def merged(orders: list[list[Node]]) -> list[Node] | None:
    """The orders of a class's bases, and last these bases themselves, merged as Python merges them ("C3").

    None where no order agrees with all of them: Python refuses the class.
    """
    if len(orders) == 2:
        return orders[0]
    left = [order[::-1] for order in orders if order]
    behind = Counter(node for order in orders for node in order[1:])
    result: list[Node] = []
    while left:
        head = next((order[-1] for order in left if not behind[order[-1]]), None)
        if head is None:
            return None
        result.append(head)
        for order in left:
            if order[-1] == head:
                order.pop()
                if order:
                    behind[order[-1]] -= 1
        left = [order for order in left if order]
    return result


_HARMLESS_BASES = frozenset({"abc.ABC", "object", "typing.Generic", "typing.Protocol"})


def find_plugins(names: Names, paths: list[str]) -> tuple[PluginClass, ...]:
    """The plugin classes that the files at `paths` define at module level, by path and line."""
    graph = ClassGraph(names)
    found: list[tuple[Own, tuple[Own, ...], tuple[str, ...], bool]] = []
    for path in sorted(paths):
        for index, definition in enumerate(names.files[path].classes):
            if definition.owner != MODULE or definition.function_level or not definition.bases:
                continue
            own = Own(path, "class", definition.name, index)
            lineage, framework, unknown = graph.lineage(own)
            if not PLUGIN_BASES.isdisjoint(framework) and not graph.is_test_case(lineage):
                found.append((own, lineage, framework, unknown))
    bases = {ancestor for _, lineage, _, _ in found for ancestor in lineage[1:]}
    plugins = []
    for own, lineage, framework, unknown in found:
        definition = class_at(names.files, own)
        named = any(
            names.class_value(ancestor.path, ancestor.index, name) is not None
            for ancestor in lineage
            for name in ("NAME", "PLUGIN_NAME")
        )
        abstract = (own in bases and not named) or _is_abstract(names, own, definition)
        order = tuple(graph.order(own)[0])
        plugins.append(
            PluginClass(own.path, own.index, definition, order, lineage, framework, unknown, abstract)
        )
    return tuple(plugins)


def _is_abstract(names: Names, own: Own, definition: Class) -> bool:
    """A class that says so: `abc.ABC` among its bases, or abstract methods of its own."""
    for base in definition.bases:
        origins = names.resolve(own.path, base.name, base.imports or None) if base.name else []
        if Outside("abc.ABC") in origins:
            return True
    return any(
        any(d[0] == "name" and d[1].split(".")[-1] == "abstractmethod" for d in function.decorators)
        for function in names.index(own.path).functions.get(own.index, ())
    )
