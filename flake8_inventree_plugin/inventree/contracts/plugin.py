"""How contracts look at a plugin, whether it is only source or alive.

Two views implement `PluginUnderTest`: `project.plugin_view` on what the linter read, and
`runtime.living_view` on a class that was imported. Both answer "unknown" wherever they are not sure, so that
a contract never blames a plugin for what it cannot see.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from flake8_inventree_plugin.known import Missing, Unknown, Value

Place = object
"""Where something stands, in terms of the view that found it; contracts only pass it on."""


class Call(NamedTuple):
    """A call of a member on the plugin itself, `self.name(…)`, in code of its own.

    `argument` is the first argument: UNKNOWN where it is no literal, MISSING where there is none.
    `keywords` are the names of the arguments given by keyword, None where there is a `**`.
    """

    argument: Value | Missing
    keywords: frozenset[str] | None
    place: Place


class Named(NamedTuple):
    """A class of the plugin, by its name."""

    name: str
    place: Place


class Folder(NamedTuple):
    """Where the plugin class lies.

    `is_package`: the folder has an `__init__.py`, or is installed. `entries` are the names in it and in the
    packages around it, without ".py": which of these folders becomes the app depends on how it is installed.
    """

    is_package: bool
    entries: frozenset[str]


class PluginUnderTest(Protocol):
    """A plugin class. "Own" are the class and those of its bases that are not InvenTree's."""

    @property
    def name(self) -> str:
        """The name of the class."""
        ...

    @property
    def slug(self) -> Value:
        """The key by which the server knows the plugin."""
        ...

    @property
    def mixins(self) -> Collection[str]:
        """The classes of InvenTree that it is made of, by the names that `plugin.mixins` exports; those that
        such a class itself inherits from need not be among them."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether a base that is not known may bring more mixins and members."""
        ...

    def value(self, name: str) -> Value | Missing:
        """What an own class gives a name; UNKNOWN also for methods, and where an unknown base may give it."""
        ...

    def has(self, name: str) -> bool | None:
        """Whether an own class gives a name anything; None where that is not known."""
        ...

    def required_arguments(self, name: str) -> Sequence[str] | Unknown | Missing:
        """The arguments, but `self`, without which an own method cannot be called."""
        ...

    def calls(self, name: str) -> Sequence[Call]:
        """The calls of a member on the plugin itself that raise where it has no such member."""
        ...

    def uses(self, name: str) -> bool:
        """Whether own code may read a member of the plugin."""
        ...

    def url_names(self) -> Collection[str] | Unknown:
        """The names of the URLs that the plugin defines."""
        ...

    def broken_inits(self) -> Sequence[Named]:
        """The own classes whose `__init__` never calls the next one."""
        ...

    def models(self) -> Sequence[Named]:
        """The Django models of the plugin that belong to no other app."""
        ...

    def folder(self) -> Folder:
        """Where the class lies."""
        ...
