"""A plugin class as contracts look at it, by what its source says.

It is sure of little: whatever an unknown base, a decorator, a branch or an assignment elsewhere may change is
unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from flake8_inventree_plugin.findings import Range
from flake8_inventree_plugin.inventree.catalogue import bases
from flake8_inventree_plugin.inventree.contracts.contract import Violation
from flake8_inventree_plugin.inventree.contracts.plugin import Call, Folder, Named
from flake8_inventree_plugin.inventree.slugs import slugify
from flake8_inventree_plugin.known import MISSING, UNKNOWN, Known, Missing, Unknown, Value
from flake8_inventree_plugin.project.database import models
from flake8_inventree_plugin.project.hooks import has_plain_decorators, receiving
from flake8_inventree_plugin.project.layout import app_folders, folder_of
from flake8_inventree_plugin.project.members import is_excused, member_name
from flake8_inventree_plugin.project.model import PLUGIN_BASES, PluginClass, Project
from flake8_inventree_plugin.project.names import Own, class_at
from flake8_inventree_plugin.source.facts import (
    CHANGING_METHODS,
    Assignment,
    Class,
    Expression,
    Function,
    Reference,
)

_PATTERNS = frozenset({"path", "re_path", "url"})
_MIXINS = "plugin.mixins."


class Site(NamedTuple):
    """Where something stands, and in which own class."""

    own: Own
    range: Range


class SourceView:
    """Implements `PluginUnderTest` on facts."""

    def __init__(self, project: Project, plugin: PluginClass) -> None:
        self.project = project
        self.plugin = plugin
        self.names = project.names
        # ActionPlugin of 0.6 is no mixin, but made of one.
        classes = [*plugin.framework, *(base for name in plugin.framework for base in _bases(name))]
        self.mixins = tuple(name[len(_MIXINS) :] for name in classes if name.startswith(_MIXINS))
        members = (self.names.index(own.path).members(own.index) for own in plugin.lineage)
        self._given = frozenset[str]().union(*members)
        self._answers_anything = self._is_defined("__getattr__")
        is_decorated = any(class_at(self.names.files, own).decorators for own in plugin.lineage)
        self._may_have_more = plugin.has_unknown_base or is_decorated or self._answers_anything

    @property
    def name(self) -> str:
        """The name of the class."""
        return self.plugin.name

    @property
    def slug(self) -> Value:
        """What the server makes of SLUG, else of NAME."""
        for name in ("SLUG", "NAME"):
            member = self.project.metadata(self.plugin, name)
            if member is None:
                continue
            if not isinstance(member.value, Known):
                return UNKNOWN
            if member.value.value:
                return Known(slugify(str(member.value.value)))
        return UNKNOWN

    @property
    def is_open(self) -> bool:
        """Whether a base cannot be resolved."""
        return self.plugin.has_unknown_base

    def value(self, name: str) -> Value | Missing:
        """What an own class gives a name, UNKNOWN also where code changes it later."""
        member = self.project.member(self.plugin, name) if name in self._given else None
        if member is None:
            return UNKNOWN if self._may_have_more else MISSING
        return UNKNOWN if name in _attributes(self.project).changed else member.value

    def has(self, name: str) -> bool | None:
        """Whether an own class certainly has a member, or certainly not."""
        if self._is_defined(name):
            return True
        return False if self.value(name) is MISSING else None

    def required_arguments(self, name: str) -> Sequence[str] | Unknown | Missing:
        """The parameters of an own method without a default, but `self`."""
        if self.has(name) is False:
            return MISSING
        function = self._function(name)
        parameters = receiving(function) if function and has_plain_decorators(function) else None
        if parameters is None:
            return UNKNOWN
        return [item.name for item in parameters if not item.has_default and item.kind not in ("*", "**")]

    def calls(self, name: str) -> Sequence[Call]:
        """The uses of a member in own methods; those that are tried or asked for first are none."""
        found = []
        for own, reference in self._references():
            if member_name(reference) != name or reference.context in ("store", "delete"):
                continue
            facts = self.names.files[own.path]
            if name in facts.probed or is_excused(facts, reference):
                continue
            site = Site(own, reference.range)
            if reference.context != "call" or reference.path[-1] != name:
                # The arguments are those of what is called last.
                found.append(Call(UNKNOWN, None, site))
                continue
            argument: Value | Missing = MISSING
            if reference.arguments:
                argument = self.names.evaluate(own.path, reference.arguments[0], own.index)
            keywords = frozenset(keyword for keyword, _ in reference.keywords)
            found.append(Call(argument, None if "**" in keywords else keywords, site))
        return found

    def uses(self, name: str) -> bool:
        """Whether any code of the project reads an attribute of that name."""
        return name in _attributes(self.project).used

    def url_names(self) -> Collection[str] | Unknown:
        """The names in URLS, or in what `setup_urls` returns."""
        return self._names_of_urls

    @cached_property
    def _names_of_urls(self) -> Collection[str] | Unknown:
        function = self._function("setup_urls")
        if function is not None:
            expression = function.returns
        else:
            member = self.project.member(self.plugin, "URLS")
            if member is None:
                return UNKNOWN if self._answers_anything else frozenset()
            is_known = isinstance(member.value, Known) and member.assignment is not None
            expression = member.assignment.value if member.assignment and is_known else None
        if expression is None or not _attributes(self.project).changed.isdisjoint(("URLS", "urls")):
            return UNKNOWN
        return _url_names(expression)

    def broken_inits(self) -> Sequence[Named]:
        """The first `__init__` that does not call the next one, of those that run before the base class's."""
        for own in self._before_base():
            index = self.names.index(own.path)
            definition = class_at(self.names.files, own)
            inits = index.named_functions.get((own.index, "__init__"), [])
            if not inits:
                if "__init__" in definition.other_names or definition.decorators:
                    break
                continue
            if any(item.branch != definition.branch for item in inits):
                break
            calls = [
                reference
                for reference in index.references_in.get((own.index, "__init__"), ())
                if "__init__" in reference.path[1:]
            ]
            if not calls:
                return [Named(own.name, Site(own, inits[-1].range))]
            if all(reference.kind != "super" for reference in calls):
                break
        return []

    def models(self) -> Sequence[Named]:
        """The models below the folder of the class, where no other plugin of the project is their app."""
        if "AppMixin" not in self.mixins and self.project.has_app:
            return []
        return _unlabelled_models(self.project, folder_of(self.plugin.path))

    def folder(self) -> Folder:
        """The names beside the class; what is packaged is never a single file."""
        return _folder(self.project, folder_of(self.plugin.path))

    def place(self, violation: Violation) -> Site:
        """Where a violation stands."""
        if isinstance(violation.place, Site):
            return violation.place
        for own in self.plugin.lineage:
            found = self._definition(own, violation.member)
            if isinstance(found, Assignment) and violation.path:
                return Site(own, self._inner_range(own.path, found.value_range, violation))
            if found is not None:
                return Site(own, found.range)
        return Site(self.plugin.lineage[0], self.plugin.definition.range)

    def _inner_range(self, path: str, whole: Range, violation: Violation) -> Range:
        from flake8_inventree_plugin.source.inner_ranges import inner_range

        text = _text(self.project, path)
        return whole if text is None else inner_range(text, whole, violation.path, violation.at)

    def _definition(self, own: Own, name: str) -> Assignment | Function | Class | None:
        """What the body of an own class gives a name, the last one where there are several."""
        facts, index, key = self.names.files[own.path], self.names.index(own.path), (own.index, name)
        found: list[Assignment | Function | Class] = [
            *index.assignments.get(key, ()),
            *index.named_functions.get(key, ()),
            *(facts.classes[number] for number in index.classes.get(key, ())),
        ]
        return max(found, key=lambda item: item.range, default=None)

    def _is_defined(self, name: str) -> bool:
        """Whether some own class certainly gives a name a meaning."""
        for own in self.plugin.lineage if name in self._given else ():
            found = self._definition(own, name)
            if found is not None and found.branch == class_at(self.names.files, own).branch:
                return True
        return False

    def _function(self, name: str) -> Function | None:
        """The own method of a name, None where it is none or may be another one."""
        for own in self.plugin.lineage:
            definition = class_at(self.names.files, own)
            found = self._definition(own, name)
            if found is not None or name in definition.other_names:
                if not isinstance(found, Function) or name in definition.other_names:
                    return None
                return found if found.branch == definition.branch else None
        return None

    def _before_base(self) -> Iterator[Own]:
        """The own classes whose `__init__` runs before that of InvenTree's base class."""
        for origin in self.plugin.order:
            if isinstance(origin, Own):
                yield origin
            elif origin.name in PLUGIN_BASES:
                return

    def _references(self) -> Iterator[tuple[Own, Reference]]:
        """The uses of the plugin's members in its own classes."""
        for own in self.plugin.lineage:
            for reference in self.names.index(own.path).references.get(own.index, ()):
                if reference.kind in ("self", "cls", "super"):
                    yield own, reference


@lru_cache(maxsize=1)
def _text(project: Project, path: str) -> str | None:
    from flake8_inventree_plugin.source.parse import decode

    data = project.read(path)
    return None if data is None else decode(data).text


@lru_cache(maxsize=1)
def _unlabelled_models(project: Project, folder: str) -> list[Named]:
    """The models in a folder or below that do not say themselves to which app they belong."""
    return [
        Named(own.name, Site(own, class_at(project.names.files, own).range))
        for own in models(project, folder)
        if all(
            project.names.class_value(own.path, number, "app_label") is None
            for number in project.names.index(own.path).classes.get((own.index, "Meta"), ())
        )
    ]


@lru_cache(maxsize=1)
def _folder(project: Project, folder: str) -> Folder:
    """The names in a folder, and in the packages around it."""
    initial = f"{folder}/__init__.py".lstrip("/")
    names = {
        name
        for place in app_folders(initial, project.by_path)
        for name in (*project.app_folders.get(place, ()), *project.entries.get(place, ()))
    }
    is_package = project.package is not None or initial in project.by_path
    return Folder(is_package, frozenset(name.removesuffix(".py") for name in names))


def _bases(framework: str) -> set[str]:
    """What a class of the framework inherits from, if that is no mixin: theirs is known to the contracts."""
    return (
        set() if framework.startswith(_MIXINS) else {base for several in bases(framework) for base in several}
    )


class _Attributes(NamedTuple):
    """The names of attributes that code reads of anything but a module of others, or asks for by name, and
    those whose value it changes in place: `self.SETTINGS.update(…)`."""

    used: frozenset[str]
    changed: frozenset[str]


@lru_cache(maxsize=1)
def _attributes(project: Project) -> _Attributes:
    used: set[str] = set()
    changed: set[str] = set()
    for path, facts in project.names.files.items():
        used.update(facts.probed)
        own = {
            index
            for index, item in enumerate(facts.imports)
            if project.names.own_module(path, item.module) is not None
        }
        for reference in facts.references:
            steps = reference.path[1:]
            if reference.kind == "import" and own.isdisjoint(reference.imports):
                # What a module of others calls or has is no plugin; what its functions return may be one.
                steps = steps[steps.index("()") :] if "()" in steps else []
            used.update(steps)
            for name, following in pairwise(steps):
                is_item = following == "[]" and reference.context in ("store", "delete")
                if is_item or following in CHANGING_METHODS:
                    changed.add(name)
    return _Attributes(frozenset(used), frozenset(changed))


def _url_names(expression: Expression) -> frozenset[str] | Unknown:
    """The names in a list of `path(…)`, also inside `include([…])`."""
    kind: str = expression[0]
    parts = expression[1:]
    if kind in ("list", "tuple"):
        return _together(parts[0])
    if kind == "add":
        return _together(parts)
    if kind != "call" or parts[0].rpartition(".")[2] not in _PATTERNS:
        return UNKNOWN
    _, arguments, keywords = parts
    name = dict(keywords).get("name", arguments[3] if len(arguments) > 3 else None)
    found = frozenset[str]()
    if name is not None:
        if name[0] != "const":
            return UNKNOWN
        found = frozenset({str(name[1])})
    view: Expression = arguments[1] if len(arguments) > 1 else ["unknown"]
    if view[0] == "call" and view[1].rpartition(".")[2] == "include":
        inner = _url_names(view[2][0]) if len(view[2]) == 1 and not view[3] else UNKNOWN
        return inner if isinstance(inner, Unknown) else found | inner
    return found


def _together(expressions: Sequence[Expression]) -> frozenset[str] | Unknown:
    names: set[str] = set()
    for expression in expressions:
        found = _url_names(expression)
        if isinstance(found, Unknown):
            return UNKNOWN
        names |= found
    return frozenset(names)
