"""UrlsMixin: pages of the plugin's own below `/plugin/<slug>/`."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_inventree_plugin.inventree.contracts.consequences import always
from flake8_inventree_plugin.inventree.contracts.contract import Contract, Kind, Violation
from flake8_inventree_plugin.inventree.contracts.plugin import PluginUnderTest
from flake8_inventree_plugin.known import UNKNOWN, Known

_LEFT_OUT = always("none of the plugin's URLs can be reached")


def check(plugin: PluginUnderTest) -> Iterator[Violation]:
    """What is wrong with URLS; nothing is said where the plugin makes its URLs in other ways."""
    urls = plugin.value("URLS")
    if not isinstance(urls, Known) or plugin.has("setup_urls") is not False or not urls.value:
        return
    if not isinstance(urls.value, (list, tuple)):
        yield Violation(
            Kind.INVALID,
            CONTRACT.mixin,
            "URLS",
            f"`{plugin.name}.URLS` is no list of URL patterns",
            "make it a list of `path(…)`",
            _LEFT_OUT,
        )
        return
    for index, pattern in enumerate(urls.value):
        if pattern is not UNKNOWN:
            yield Violation(
                Kind.INVALID,
                CONTRACT.mixin,
                "URLS",
                f"entry {index + 1} of `{plugin.name}.URLS` is no URL pattern",
                "make it with `path(…)` or `re_path(…)`",
                _LEFT_OUT,
                (index,),
            )


CONTRACT = Contract(
    "UrlsMixin",
    marks=("URLS", "setup_urls"),
    checks=(check,),
    idle="define `setup_urls` or URLS",
)
