"""How the hooks that a plugin overrides fit the way in which each InvenTree release calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_inventree_plugin.inventree.catalogue import HookCall, hook_calls
from flake8_inventree_plugin.inventree.releases import ALL, NONE, ReleaseSet
from flake8_inventree_plugin.project.guards import reach
from flake8_inventree_plugin.project.model import PluginClass
from flake8_inventree_plugin.project.names import Names, Origin, Outside, Own, class_at
from flake8_inventree_plugin.project.obstacles import Obstacle
from flake8_inventree_plugin.source.facts import NO_BRANCH, Function, Parameter

SIGNATURE = "INV303"

_CALLERS = {
    "get_info": ("get_response", ALL),
    "get_result": ("get_response", ALL),
    "print_label": ("print_labels", ReleaseSet.since("0.13")),
}
"""Hooks that the mixin's own method calls, and on which releases: a plugin that overrides that one as well
decides itself how it calls them."""

_HARMLESS_DECORATORS = frozenset({"abstractmethod", "classmethod", "final", "override", "staticmethod"})
"""Any other decorator may give the method another signature."""


class Override(NamedTuple):
    """A method of a plugin that stands in the place of one of InvenTree's.

    `own` is the class that defines it, `framework` the class of InvenTree whose hook it is.
    """

    plugin: PluginClass
    own: Own
    function: Function
    framework: str


class Misfit(NamedTuple):
    """A call that a method cannot take: `reason` says why, in words that follow "it"."""

    call: HookCall
    releases: ReleaseSet
    reason: str


def hook_obstacles(names: Names, plugins: Iterable[PluginClass]) -> list[Obstacle]:
    """The overridden hooks that some releases call with arguments that they do not take, each once."""
    found: dict[tuple[str, object], Obstacle] = {}
    for override in overrides(names, plugins):
        key = (override.own.path, override.function.range)
        works = found[key].releases if key in found else ALL
        for misfit in misfits(names, override):
            works -= misfit.releases
        if works != ALL:
            name = f"{override.own.name}.{override.function.name}"
            found[key] = Obstacle(SIGNATURE, override.own.path, override.function.range, name, works)
    return list(found.values())


def overrides(names: Names, plugins: Iterable[PluginClass]) -> Iterator[Override]:
    """The overridden hooks whose calls are known; of a name that several classes define, the first."""
    for plugin in plugins:
        seen: set[str] = set()
        for own in plugin.lineage:
            defined = names.index(own.path).functions.get(own.index, [])
            for function in _last_ones(names, own, defined):
                if function.name in seen:
                    continue
                for framework in plugin.framework:
                    if hook_calls(framework, function.name) and _comes_first(plugin.order, own, framework):
                        yield Override(plugin, own, function, framework)
                        break
            seen |= {function.name for function in defined}
            seen |= {item.name for item in class_at(names.files, own).attributes}


def _last_ones(names: Names, own: Own, defined: Sequence[Function]) -> Iterator[Function]:
    """The functions of a class body that may be what their names stand for at its end."""
    definition = class_at(names.files, own)
    bound_otherwise = {item.name for item in definition.attributes} | set(definition.other_names)
    kept = []
    for function in reversed(defined):
        if function.name not in bound_otherwise:
            kept.append(function)
        if function.branch in (NO_BRANCH, definition.branch):
            bound_otherwise.add(function.name)
    yield from reversed(kept)


def _comes_first(order: Sequence[Origin], own: Own, framework: str) -> bool:
    """Whether an own class is asked for a name before a class of InvenTree."""
    return next((origin for origin in order if origin in (own, Outside(framework))), None) == own


def misfits(names: Names, override: Override) -> list[Misfit]:
    """The calls of an overridden hook that it cannot take, the oldest first."""
    function = override.function
    if not has_plain_decorators(function):
        return []
    calls = hook_calls(override.framework, function.name)
    reached = reach(names, override.own.path, function.branch) - _left_to_plugin(names, override)
    found = []
    for call in calls:
        releases = call.releases & reached
        reason = misfit(receiving(function), call, calls) if releases else ""
        if reason:
            found.append(Misfit(call, releases, reason))
    return found


def has_plain_decorators(function: Function) -> bool:
    """Whether a method takes what its own parameters say: no decorator may have given it others."""
    return all(
        decorator[0] == "name" and decorator[1].split(".")[-1] in _HARMLESS_DECORATORS
        for decorator in function.decorators
    )


def _left_to_plugin(names: Names, override: Override) -> ReleaseSet:
    """The releases on which the plugin itself decides how a hook is called."""
    caller, releases = _CALLERS.get(override.function.name, ("", NONE))
    for own in override.plugin.lineage if caller else ():
        index = names.index(own.path)
        if (own.index, caller) in index.named_functions and not any(
            reference.path[:3] == ["super", "()", caller] for reference in index.references.get(own.index, ())
        ):
            return releases
    return NONE


def receiving(function: Function) -> list[Parameter] | None:
    """The parameters that a caller fills: without `self` or `cls`; None where even that one is missing."""
    parameters = list(function.parameters)
    if any(decorator[1:2] == ["staticmethod"] for decorator in function.decorators):
        return parameters
    if parameters and parameters[0].kind in ("positional-only", "positional"):
        return parameters[1:]
    return parameters if parameters and parameters[0].kind == "*" else None


def misfit(parameters: Sequence[Parameter] | None, call: HookCall, calls: Iterable[HookCall]) -> str:
    """Why parameters cannot take a call, in words that follow "it"; "" where they can.

    `calls` are those of all releases: what another one passes by position is not among what varies.
    """
    if parameters is None:
        return ""
    arguments, keywords, varies = passed(call)
    by_position = [item for item in parameters if item.kind in ("positional-only", "positional")]
    names = {item.name for item in parameters if item.kind in ("positional", "keyword-only")}
    if call.adapts:
        keywords = [keyword for keyword in keywords if keyword in names]
    if len(arguments) > len(by_position) and not any(item.kind == "*" for item in parameters):
        return f"takes {_counted(len(by_position))} of these"
    filled = {item.name for item in by_position[: len(arguments)]}
    for keyword in keywords:
        if keyword in filled and keyword in names:
            return f"gets `{keyword}` twice"
        if keyword not in names and not any(item.kind == "**" for item in parameters):
            return f"has no parameter `{keyword}`"
        filled.add(keyword)
    most = max(len(passed(other)[0]) for other in calls)
    for index, item in enumerate(
        [*by_position, *(item for item in parameters if item.kind == "keyword-only")]
    ):
        if not item.has_default and item.name not in filled and (not varies or index < most):
            return f"needs `{item.name}`, which is not passed"
    return ""


def passed(call: HookCall) -> tuple[list[str], list[str], bool]:
    """What a call passes by position and by keyword, and whether also varying things by keyword."""
    arguments = [item for item in call.arguments if item != "**" and not item.endswith("=")]
    keywords = [item[:-1] for item in call.arguments if item.endswith("=")]
    return arguments, keywords, "**" in call.arguments


def _counted(number: int) -> str:
    return {0: "none", 1: "only one", 2: "only two"}.get(number, f"only {number}")


def written(hook: str, call: HookCall) -> str:
    """A call as one would write it: `scan(barcode_data, user=…, …)`."""
    arguments, keywords, varies = passed(call)
    shown = [*arguments, *(f"{keyword}=…" for keyword in keywords), *(["**…"] if varies else [])]
    return f"{hook}({', '.join(shown)})"
