"""What a mixin asks of a plugin, and what breaks it.

A `Contract` is plain data and a few pure functions: it looks at a plugin through `PluginUnderTest` and yields
`Violation`s. The linter's rules turn them into findings; the reference runtime raises its mixin errors with
the same texts. What the catalogue knows (the releases that have a mixin, its key, the members that must be
overridden) is not written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Literal, NamedTuple

from flake8_inventree_plugin.inventree.catalogue import bases, members, name_releases
from flake8_inventree_plugin.inventree.contracts.plugin import Place, PluginUnderTest
from flake8_inventree_plugin.inventree.releases import ALL, NONE, ReleaseSet
from flake8_inventree_plugin.known import MISSING, Known

Key = str | int
"""A step into a value: the key of a dictionary or the index of a list."""


class Kind(Enum):
    """In which way a contract is broken."""

    MISSING_COMPANION = "missing companion"
    MISSING_MEMBER = "missing member"
    INVALID = "invalid"
    NEAR_MISS = "near miss"
    UNKNOWN_SETTING = "unknown setting"
    UNKNOWN_TASK_FUNCTION = "unknown task function"
    UNKNOWN_NAVIGATION_TARGET = "unknown navigation target"
    MEMBER_WITHOUT_MIXIN = "member without mixin"
    IDLE = "idle"
    MISSING_SUPER_INIT = "missing super init"
    MODELS_WITHOUT_APP = "models without app"
    UNPROTECTED_SECRET = "unprotected secret"


class Consequence(NamedTuple):
    """What some releases make of a violation: words that follow "on InvenTree 1.4".

    `mild`: nothing breaks, something is only useless.
    """

    releases: ReleaseSet
    text: str
    mild: bool = False


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of a contract.

    `text` says what is wrong, `advice` what to do, both as sentences without a full stop. `consequences` are
    those of the releases on which it matters. `member` is the name that it is about, and `path` leads from
    its value to the culprit, which is that key or that value (`at`). `place` is set where it stands somewhere
    else than in a member. `raises` is the exception with which the server refuses the plugin, "" where it
    does not notice.
    """

    kind: Kind
    mixin: str
    member: str
    text: str
    advice: str
    consequences: tuple[Consequence, ...]
    path: tuple[Key, ...] = ()
    at: Literal["key", "value"] = "value"
    raises: str = ""
    place: Place = field(default=None, compare=False)

    @property
    def releases(self) -> ReleaseSet:
        """The releases on which it matters."""
        releases = NONE
        for consequence in self.consequences:
            releases |= consequence.releases
        return releases


Check = Callable[[PluginUnderTest], Iterator[Violation]]


class Need(NamedTuple):
    """Members of which a plugin must have one, for else the mixin does not work.

    The first is what today's releases ask for.
    None is needed where the plugin has one of `instead`, which does the work without them. An empty value is
    as good as none, unless it `may_be_empty`.
    """

    members: tuple[str, ...]
    consequences: tuple[Consequence, ...]
    instead: tuple[str, ...] = ()
    raises: str = ""
    advice: str = ""
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    """What a mixin asks of a plugin.

    `marks` are the members of a plugin that mean nothing without this mixin, `helpers` those of the mixin
    that a plugin calls, `companions` the mixins that this one makes use of. `idle` says what to do with a
    mixin of which nothing is used, after "remove it, or"; "" where the plugin class does not tell whether it
    is. `checks` yield what else can go wrong.
    """

    mixin: str
    marks: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    companions: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    idle: str = ""

    @property
    def releases(self) -> ReleaseSet:
        """The releases that export the mixin."""
        return name_releases("plugin.mixins", self.mixin)

    def need(self, member: str) -> Need:
        """What is asked about a member. Raises KeyError where it is not needed."""
        for need in self.needs:
            if member in need.members:
                return need
        raise KeyError(member)

    def missing(self, plugin_name: str, need: Need) -> Violation:
        """The violation of a plugin (its class's name) that has none of the members it needs."""
        name = need.members[0]
        return Violation(
            Kind.MISSING_MEMBER,
            self.mixin,
            name,
            f"`{plugin_name}` has {self.mixin}, but no `{name}`",
            need.advice or f"define `{name}`, or leave the mixin out",
            need.consequences,
            raises=need.raises,
        )

    def violations(self, plugin: PluginUnderTest) -> Iterator[Violation]:
        """How a plugin that has the mixin breaks the contract, on whatever releases."""
        for need in self.needs:
            if _lacks(plugin, need):
                yield self.missing(plugin.name, need)
        yield from self.flaws(plugin)

    def flaws(self, plugin: PluginUnderTest) -> Iterator[Violation]:
        """What is wrong with what a plugin that has the mixin gives it."""
        for check in self.checks:
            yield from check(plugin)

    def strays(self, plugin: PluginUnderTest) -> Iterator[Violation]:
        """What a plugin that has not got the mixin calls or defines as if it had: at most one violation."""
        calls = [
            (name, call.place)
            for name in self.helpers
            if plugin.has(name) is False
            for call in plugin.calls(name)
        ]
        marks = [name for name in self.marks if plugin.has(name) and not plugin.uses(name)]
        advice = f"add {self.mixin} to the bases of `{plugin.name}`, left of the plugin base class"
        if calls:
            name, place = calls[0]
            yield Violation(
                Kind.MISSING_COMPANION,
                self.mixin,
                self.mixin,
                f"`{plugin.name}` calls `{name}`, but has no {self.mixin}",
                advice,
                (Consequence(self._matters_on, "the call raises AttributeError"),),
                place=place,
            )
        elif marks and not plugin.is_open:
            yield Violation(
                Kind.MEMBER_WITHOUT_MIXIN,
                self.mixin,
                marks[0],
                f"`{plugin.name}` defines {listed(marks)}, but has no {self.mixin}",
                f"{advice}, or remove {'it' if len(marks) == 1 else 'them'}",
                (Consequence(self._matters_on, "nothing ever looks at it", mild=True),),
            )

    @property
    def _matters_on(self) -> ReleaseSet:
        """The releases on which it matters that a plugin has not got the mixin: all, unless it is gone."""
        return ALL if ALL.last in self.releases else self.releases

    def idleness(self, plugin: PluginUnderTest) -> Iterator[Violation]:
        """The violation of a plugin that uses nothing of the mixin."""
        if not self.idle or any(_lacks(plugin, need) for need in self.needs):
            return
        if any(not is_empty(plugin, name) or plugin.uses(name) for name in self._usable_members()):
            return
        yield Violation(
            Kind.IDLE,
            self.mixin,
            self.mixin,
            f"`{plugin.name}` has {self.mixin}, but uses nothing of it",
            f"remove {self.mixin} from the bases, or {self.idle}",
            (Consequence(self.releases, "the mixin registers itself and does nothing", mild=True),),
        )

    def _usable_members(self) -> set[str]:
        """The members that a plugin may override or use."""
        known = {name for name in members(f"plugin.mixins.{self.mixin}") if name.isidentifier()}
        return {name for name in known if not name.startswith("_")} | set(self.marks)


def reached(plugin: PluginUnderTest) -> frozenset[str]:
    """The mixins of a plugin, with those that they inherit from."""
    return frozenset(plugin.mixins).union(*map(inherited, plugin.mixins))


@cache
def inherited(mixin: str) -> frozenset[str]:
    """The mixins that a mixin of InvenTree itself inherits from."""
    prefix = "plugin.mixins."
    found = {base for several in bases(prefix + mixin) for base in several}
    return frozenset(base.removeprefix(prefix) for base in found if base.startswith(prefix))


def overriding(
    mixin: str,
    member: str,
    text: str,
    instead: tuple[str, ...] = (),
    raises: str = "MixinNotImplementedError",
) -> Need:
    """The need to override a member, on the releases on which the mixin's own raises when it is called.

    `text` is the consequence.
    """
    releases = NONE
    for variant in members(f"plugin.mixins.{mixin}")[member]:
        if variant.must_override:
            releases |= variant.releases
    return Need((member,), (Consequence(releases, text),), instead, raises)


def listed(names: Sequence[str]) -> str:
    """Names for a sentence: "`a`, `b` and 3 others"."""
    shown = [f"`{name}`" for name in names[:2]]
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} other{'s' if more > 1 else ''}"
    return " and ".join(shown)


def _lacks(plugin: PluginUnderTest, need: Need) -> bool:
    if any(plugin.has(name) is not False for name in need.instead):
        return False
    if need.may_be_empty:
        return all(plugin.has(name) is False for name in need.members)
    return all(is_empty(plugin, name) for name in need.members)


def is_empty(plugin: PluginUnderTest, name: str) -> bool:
    """Whether a plugin certainly leaves a member out, or gives it an empty value."""
    value = plugin.value(name)
    return value is MISSING or (isinstance(value, Known) and not value.value)
