"""NavigationMixin: links in the navigation bar of the old web interface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flake8_inventree_plugin.inventree.contracts.consequences import INIT_REFUSED, always
from flake8_inventree_plugin.inventree.contracts.contract import (
    Consequence,
    Contract,
    Kind,
    Violation,
    reached,
)
from flake8_inventree_plugin.inventree.contracts.plugin import PluginUnderTest
from flake8_inventree_plugin.inventree.contracts.schema import absent, near_misses
from flake8_inventree_plugin.inventree.releases import ReleaseSet
from flake8_inventree_plugin.known import UNKNOWN, Known, Unknown

_KEYS = ("name", "link", "icon")
_NAMESPACE = "plugin"

_NOT_SHOWN = (Consequence(ReleaseSet.before("1.0"), "the link is left out of the navigation"),)
"""Since 1.0 nothing shows any of them."""


def check(plugin: PluginUnderTest) -> Iterator[Violation]:
    """What is wrong with NAVIGATION; nothing is said where the plugin makes its links in other ways."""
    links = plugin.value("NAVIGATION")
    if not isinstance(links, Known) or plugin.has("setup_navigation") is not False:
        return
    yield from invalid_links(plugin.name, links.value)
    for index, link in _entries(links.value):
        if isinstance(link, dict) and isinstance(link.get("link"), str):
            yield from _unknown_target(plugin, index, link["link"])


def invalid_links(plugin_name: str, links: Any) -> Iterator[Violation]:
    """What is wrong with a value of NAVIGATION, which may hold UNKNOWN."""
    if not links or links is UNKNOWN:
        return
    if not isinstance(links, (list, tuple)):
        text = f"`{plugin_name}.NAVIGATION` is no list of links"
        yield _invalid((), text, "make it a list of dictionaries with `name` and `link`")
        return
    for index, link in _entries(links):
        name = f"link {index + 1} of `{plugin_name}.NAVIGATION`"
        if not isinstance(link, dict):
            yield _invalid((index,), f"{name} is no dictionary", "give it `name` and `link`")
            continue
        misses = near_misses(link, _KEYS)
        for key in ("name", "link"):
            if absent(link, key):
                culprit = next((miss for miss, meant in misses.items() if meant == key), "")
                misses.pop(culprit, None)
                yield _invalid(
                    (index, culprit) if culprit else (index,),
                    f"{name} has no `{key}`" + (f", but `{culprit}`" if culprit else ""),
                    f"rename it to `{key}`" if culprit else f"add `{key}`",
                    at="key",
                )
        for miss, meant in misses.items():
            yield Violation(
                Kind.NEAR_MISS,
                CONTRACT.mixin,
                "NAVIGATION",
                f"{name} has a key `{miss}`, which looks like `{meant}`",
                f"rename it to `{meant}`",
                always("nothing reads it"),
                (index, miss),
                "key",
            )


def _entries(links: Any) -> Iterator[tuple[int, Any]]:
    if isinstance(links, (list, tuple)):
        yield from ((index, link) for index, link in enumerate(links) if link is not UNKNOWN)


def _invalid(path: tuple[Any, ...], text: str, advice: str, at: Any = "value") -> Violation:
    return Violation(
        Kind.INVALID,
        CONTRACT.mixin,
        "NAVIGATION",
        text,
        advice,
        INIT_REFUSED,
        path,
        at,
        "MixinNotImplementedError",
    )


def _unknown_target(plugin: PluginUnderTest, index: int, link: str) -> Iterator[Violation]:
    """A link to a URL of a plugin that is not there; those to pages of InvenTree are not looked at."""
    namespace, _, rest = link.partition(":")
    if namespace != _NAMESPACE or ":" not in rest:
        return
    slug, _, url = rest.partition(":")
    if isinstance(plugin.slug, Known) and slug != plugin.slug.value:
        text = f"`{link}` does not lead to a URL of `{plugin.name}`, whose slug is `{plugin.slug.value}`"
        advice = f'write "{_NAMESPACE}:{plugin.slug.value}:{url}"'
    elif "UrlsMixin" not in reached(plugin) and not plugin.is_open:
        text = f"`{link}` leads nowhere: `{plugin.name}` has no UrlsMixin"
        advice = f"add UrlsMixin to the bases of `{plugin.name}`, and a URL named `{url}`"
    else:
        names = plugin.url_names()
        if isinstance(names, Unknown) or url in names:
            return
        text = f"`{link}` leads nowhere: no URL of `{plugin.name}` is named `{url}`"
        advice = f"name the URL that is meant: `path(…, name={url!r})`"
    yield Violation(
        Kind.UNKNOWN_NAVIGATION_TARGET,
        CONTRACT.mixin,
        "NAVIGATION",
        text,
        advice,
        _NOT_SHOWN,
        (index, "link"),
    )


CONTRACT = Contract(
    "NavigationMixin",
    marks=("NAVIGATION", "NAVIGATION_TAB_NAME", "NAVIGATION_TAB_ICON", "setup_navigation"),
    companions=("UrlsMixin",),
    checks=(check,),
    idle="define NAVIGATION",
)
