"""What happens on a server when a mixin refuses a plugin, release by release.

Seen in `plugin/registry.py` of each release: up to 0.15 the loader retries and blocks the plugin in whose
file the error arose, which is the mixin's, so that it gives up in the end; 0.16 and 0.17 skip the plugin;
since 1.0 the error leaves the loop over all plugins.
"""

from __future__ import annotations

from flake8_inventree_plugin.inventree.contracts.contract import Consequence
from flake8_inventree_plugin.inventree.releases import ALL, ReleaseSet

INIT_REFUSED = (
    Consequence(
        ReleaseSet.before("0.16"), "the server gives up after some attempts and loads no plugin at all"
    ),
    Consequence(ReleaseSet.of("0.16", "0.17"), "the plugin is not loaded"),
    Consequence(
        ReleaseSet.since("1.0"),
        "this stops the loading of all later plugins and leaves tasks, apps and URLs of all plugins inactive",
    ),
)
"""A mixin's `__init__` raises."""

ACTIVATION_STOPPED = "this stops the activation of the apps and URLs of all plugins"
"""`_activate_mixin` of ScheduleMixin raises, since 0.14."""


def always(text: str) -> tuple[Consequence, ...]:
    """A consequence that is the same on every release."""
    return (Consequence(ALL, text),)
