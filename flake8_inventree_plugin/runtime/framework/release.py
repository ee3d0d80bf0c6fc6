"""The release of InvenTree that this process behaves as, and what follows from it."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.conf import settings

from flake8_inventree_plugin.inventree.catalogue import HookCall, Member, hook_calls, members
from flake8_inventree_plugin.inventree.releases import ReleaseSet

_Class = TypeVar("_Class", bound=type)


def current() -> str:
    """The feature release, such as "1.2"."""
    release: str = settings.INVENTREE_RELEASE
    return release


def since(release: str) -> bool:
    """Whether this process behaves as a release or a later one."""
    return current() in ReleaseSet.since(release)


def member(class_name: str, name: str) -> Member | None:
    """A member of a class of the plugin framework ("plugin.mixins.AppMixin") in the form it has now."""
    for variant in members(class_name).get(name, ()):
        if current() in variant.releases:
            return variant
    return None


def as_released(*class_names: str) -> Callable[[_Class], _Class]:
    """A class decorator: takes off what the class does not have in this release.

    The class is written with the members of all releases. What the catalogue knows of one of these classes
    and this release does not have goes, also from the class's own bases; an attribute whose default changed
    gets that of this release. A class that the release does not have at all stays as it is.
    """

    def cut(cls: _Class) -> _Class:
        names = {name for class_name in class_names for name in members(class_name)}
        now = {name: _now(class_names, name) for name in names}
        for name, found in now.items() if any(now.values()) else ():
            if found is None:
                _remove(cls, name)
            elif found.kind == "attribute" and _changed(class_names, name):
                setattr(cls, name, copy.deepcopy(found.default))
        return cls

    return cut


def _now(class_names: Iterable[str], name: str) -> Member | None:
    return next(filter(None, (member(class_name, name) for class_name in class_names)), None)


def _changed(class_names: Iterable[str], name: str) -> bool:
    return any(len(members(class_name).get(name, ())) > 1 for class_name in class_names)


def _remove(cls: type, name: str) -> None:
    for owner in cls.__mro__:
        if name in vars(owner) and owner.__module__.startswith(__package__) and not name.startswith("__"):
            delattr(owner, name)


def call_hook(plugin: Any, class_name: str, hook: str, values: Mapping[str, Any]) -> Any:
    """Call a hook of a plugin as the server calls it in this release.

    `values` has everything that any release hands over, by the name of the argument. A hook of which the
    catalogue knows no calls was always called with all of it, in this order. Raises what the hook raises.
    """
    method = getattr(plugin, hook)
    if _call(class_name, hook) is None:
        return method(*values.values())
    arguments, keywords = hook_arguments(method, class_name, hook, values)
    return method(*arguments, **keywords)


def hook_arguments(
    method: Callable[..., Any], class_name: str, hook: str, values: Mapping[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    """The arguments with which the server calls a hook in this release; see `call_hook`.

    Raises KeyError for a hook of which the catalogue knows no calls, and for an argument that `values` lacks.
    """
    call = _call(class_name, hook)
    if call is None:
        raise KeyError(f"{class_name}.{hook}")
    named = [argument for argument in call.arguments if argument != "**"]
    arguments = [values[name] for name in named if not name.endswith("=")]
    keywords = {name[:-1]: values[name[:-1]] for name in named if name.endswith("=")}
    if "**" in call.arguments:
        taken = {name.removesuffix("=") for name in named}
        keywords |= {name: value for name, value in values.items() if name not in taken}
    if call.adapts:
        accepted = inspect.signature(method).parameters
        if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in accepted.values()):
            keywords = {name: value for name, value in keywords.items() if name in accepted}
    return arguments, keywords


def _call(class_name: str, hook: str) -> HookCall | None:
    return next((call for call in hook_calls(class_name, hook) if current() in call.releases), None)
