"""A plugin class as contracts look at it, once it is imported.

This only looks: nothing of the plugin is called. What its methods do is read from their source.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from flake8_inventree_plugin.inventree.catalogue import is_server_module
from flake8_inventree_plugin.inventree.contracts.every import CONTRACTS
from flake8_inventree_plugin.inventree.contracts.plugin import Call, Folder, Named
from flake8_inventree_plugin.inventree.slugs import slugify
from flake8_inventree_plugin.known import MISSING, UNKNOWN, Known, Missing, Unknown, Value
from flake8_inventree_plugin.runtime.own_code import Spot, attributes_read, code_of

_BASES = frozenset({"InvenTreePlugin", "IntegrationPluginBase", "InvenTreePluginBase"})
_NOT_OWN = frozenset({"abc", "builtins", "typing"})
_RUNTIME = f"{__name__.rpartition('.')[0]}."
_LAZY = "django.utils.functional"
_MAXIMUM_DEPTH = 20


class LivingView:
    """Implements `PluginUnderTest` on a class, and on an instance of it where there is one.

    `is_packaged`: the plugin is installed as a package, not found in a folder.
    """

    def __init__(self, plugin: type, instance: object = None, *, is_packaged: bool = False) -> None:
        self.plugin = plugin
        self.instance = instance
        self.is_packaged = is_packaged
        self.own = [cls for cls in plugin.__mro__ if _is_own(cls)]
        self.mixins = tuple(
            cls.__name__ for cls in plugin.__mro__ if _is_server(cls) and cls.__name__ in CONTRACTS
        )
        self.is_open = False

    @property
    def name(self) -> str:
        """The name of the class."""
        return self.plugin.__name__

    @property
    def slug(self) -> Value:
        """What the server makes of SLUG, else of NAME."""
        for name in ("SLUG", "PLUGIN_SLUG", "NAME", "PLUGIN_NAME"):
            value = self.value(name)
            if isinstance(value, Unknown):
                return UNKNOWN
            if isinstance(value, Known) and value.value:
                return Known(slugify(str(value.value)))
        return UNKNOWN

    def value(self, name: str) -> Value | Missing:
        """What an own class gives a name, or the plugin itself in its `__init__`."""
        if name in self._given:
            return known(self._given[name])
        for cls in self.own:
            if name in vars(cls):
                return known(vars(cls)[name])
        return UNKNOWN if self._answers_anything else MISSING

    def has(self, name: str) -> bool | None:
        """Whether an own class has a member; unknown where only `__getattr__` may tell."""
        if name in self._given or any(name in vars(cls) for cls in self.own):
            return True
        return None if self._answers_anything else False

    def required_arguments(self, name: str) -> Sequence[str] | Unknown | Missing:
        """The parameters of an own method without a default, but `self`."""
        found = next((vars(cls)[name] for cls in self.own if name in vars(cls)), MISSING)
        if found is MISSING:
            return UNKNOWN if self._answers_anything else MISSING
        function = found.__func__ if isinstance(found, (classmethod, staticmethod)) else found
        if not isinstance(function, FunctionType):
            return UNKNOWN
        parameters = list(inspect.signature(function).parameters.values())
        return [
            item.name
            for item in (parameters if isinstance(found, staticmethod) else parameters[1:])
            if item.default is item.empty and item.kind not in (item.VAR_POSITIONAL, item.VAR_KEYWORD)
        ]

    def calls(self, name: str) -> Sequence[Call]:
        """The uses of a member in own methods; those that are tried or asked for first are none."""
        return [
            Call(MISSING if use.argument is MISSING else known(use.argument), use.keywords, use.spot)
            for cls in self.own
            for use in code_of(cls).uses
            if use.name == name and not use.is_tried and name not in code_of(cls).probed
        ]

    def uses(self, name: str) -> bool:
        """Whether code in the modules of the own classes reads an attribute of that name."""
        return any(name in attributes_read(module) for module in {cls.__module__ for cls in self.own})

    def url_names(self) -> Collection[str] | Unknown:
        """The names of the URLs that the plugin made, or of those in URLS."""
        if "urls" in self._given:
            return _url_names(self._given["urls"])
        urls = next((vars(cls)["URLS"] for cls in self.own if "URLS" in vars(cls)), ())
        return UNKNOWN if self.has("setup_urls") else _url_names(urls)

    def broken_inits(self) -> Sequence[Named]:
        """The first `__init__` that does not call the next one, of those that run before the base class's."""
        for cls in self.plugin.__mro__:
            if _is_server(cls) and cls.__name__ in _BASES:
                break
            function = vars(cls).get("__init__")
            if not _is_own(cls) or not isinstance(function, FunctionType):
                continue
            names = set(_names_in(function.__code__))
            if "__init__" not in names:
                code = function.__code__
                return [Named(cls.__name__, Spot(code.co_filename, code.co_firstlineno))]
            if "super" not in names:
                break
        return []

    def models(self) -> Sequence[Named]:
        """The Django models in the modules beside the class and below."""
        package = self.plugin.__module__.rpartition(".")[0]
        found = {}
        for name, module in list(sys.modules.items()):
            if not package or not (name == package or name.startswith(f"{package}.")):
                continue
            for cls in vars(module).values():
                if isinstance(cls, type) and cls.__module__ == name and _is_concrete_model(cls):
                    found[cls.__name__] = Named(cls.__name__, Spot(str(module.__file__), 1))
        return list(found.values())

    def folder(self) -> Folder:
        """The names beside the class."""
        folder = Path(inspect.getfile(self.plugin)).parent
        names = _entries(folder)
        is_package = self.is_packaged or "__init__" in names
        for package in folder.parents:
            around = _entries(package)
            if "__init__" not in around:
                break
            names |= around
        return Folder(is_package, names)

    @property
    def _given(self) -> Mapping[str, Any]:
        """What the instance has of its own."""
        return vars(self.instance) if self.instance is not None else {}

    @cached_property
    def _answers_anything(self) -> bool:
        return any("__getattr__" in vars(cls) for cls in self.own)


def known(value: object, depth: int = 0) -> Value:
    """A value as contracts see it: plain values as they are, also in dictionaries and lists; else UNKNOWN.

    Texts that are translated late are their text.
    """
    if value is None or isinstance(value, (str, int, float)):
        return Known(value)
    if depth < _MAXIMUM_DEPTH:
        if isinstance(value, dict):
            return Known({_inner(key, depth): _inner(item, depth) for key, item in value.items()})
        if isinstance(value, (list, tuple, set, frozenset)):
            items = [_inner(item, depth) for item in value]
            return Known(items if isinstance(value, list) else tuple(items))
    if type(value).__module__ == _LAZY:
        try:
            return Known(str(value))
        except Exception:
            return UNKNOWN
    return UNKNOWN


def _inner(value: object, depth: int) -> Any:
    found = known(value, depth + 1)
    return found.value if isinstance(found, Known) else UNKNOWN


def _entries(folder: Path) -> frozenset[str]:
    try:
        return frozenset(item.name.removesuffix(".py") for item in folder.iterdir())
    except OSError:
        return frozenset()


def _is_server(cls: type) -> bool:
    """Whether a class is InvenTree's, or ours in its place."""
    return is_server_module(cls.__module__) or cls.__module__.startswith(_RUNTIME)


def _is_own(cls: type) -> bool:
    return not _is_server(cls) and cls.__module__ not in _NOT_OWN


def _is_concrete_model(cls: type) -> bool:
    if not any(
        base.__module__ == "django.db.models.base" and base.__name__ == "Model" for base in cls.__mro__
    ):
        return False
    options = vars(cls).get("_meta")
    return not getattr(options, "abstract", True) and "app_label" not in getattr(
        options, "original_attrs", ()
    )


def _names_in(code: CodeType) -> Iterator[str]:
    """The names that the code of a function uses, also in what is nested in it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)


def _url_names(patterns: object) -> frozenset[str] | Unknown:
    """The names of URL patterns, also of those that are included without a namespace."""
    if not isinstance(patterns, (list, tuple)):
        return UNKNOWN if patterns else frozenset()
    names = frozenset[str]()
    for pattern in patterns:
        inner: frozenset[str] | Unknown = frozenset()
        if hasattr(pattern, "urlconf_name"):
            has_namespace = pattern.namespace is not None
            inner = UNKNOWN if has_namespace else _url_names(pattern.urlconf_name)
        elif not hasattr(pattern, "name"):
            return UNKNOWN
        if isinstance(inner, Unknown):
            return UNKNOWN
        name = getattr(pattern, "name", None)
        names |= inner | ({name} if name else frozenset())
    return names
