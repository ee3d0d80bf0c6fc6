"""NavigationMixin: links of the plugin in the server's navigation."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse

from flake8_inventree_plugin.inventree.contracts.navigation import invalid_links
from flake8_inventree_plugin.runtime.framework.errors import refusal
from flake8_inventree_plugin.runtime.framework.problems import JOURNAL, describe
from flake8_inventree_plugin.runtime.framework.release import as_released


@as_released("plugin.mixins.NavigationMixin")
class NavigationMixin:
    """Shows the links of NAVIGATION."""

    NAVIGATION: Any = None
    NAVIGATION_TAB_NAME: str | None = None
    NAVIGATION_TAB_ICON = "fas fa-question"

    class MixinMeta:
        """The name for people."""

        MIXIN_NAME = "Navigation Links"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_mixin("navigation", "_has_links", NavigationMixin)  # type: ignore[attr-defined]
        self.navigation = self.setup_navigation()

    def setup_navigation(self) -> Any:
        """The links; raises MixinNotImplementedError for one without link or name."""
        links = getattr(self, "NAVIGATION", None)
        for violation in invalid_links(type(self).__name__, links):
            if violation.raises:
                raise refusal(violation)
        return links

    @property
    def _has_links(self) -> bool:
        return bool(self.navigation)

    @property
    def has_navigation(self) -> bool:
        """Whether there are links."""
        return bool(self.navigation)

    @property
    def has_naviation(self) -> bool:
        """The same up to 0.12."""
        return bool(self.navigation)

    @property
    def navigation_name(self) -> str:
        """The title of the links."""
        found: str | None = getattr(self, "NAVIGATION_TAB_NAME", None)
        return found or self.human_name  # type: ignore[attr-defined]

    @property
    def navigation_icon(self) -> str:
        """The icon of the links."""
        return getattr(self, "NAVIGATION_TAB_ICON", None) or "fas fa-question"


class Link(NamedTuple):
    """A link that leads somewhere."""

    name: str
    icon: str
    address: str


def links(plugin: Any) -> list[Link]:
    """The links of a plugin that lead somewhere; the others are recorded."""
    found = []
    for link in plugin.navigation or ():
        try:
            address = reverse(str(link["link"]))
        except NoReverseMatch as error:
            JOURNAL.problem(
                "activate", "navigation", type(plugin), describe(error), error=error, member="NAVIGATION"
            )
            continue
        found.append(Link(str(link["name"]), str(link.get("icon", "")), address))
    return found
