"""What a server makes of a plugin that fails, by the kind of failure and the release.

The kinds are those of `runtime.request.Problem`. Observed on running servers of 0.6.4 and of the main line
after 1.4; in between the source's history tells where the behaviour changed (#7505 in 0.16, #8849 in 1.0). A
kind or release that is not here has no consequence beyond the failure itself that is known.
"""

from __future__ import annotations

from flake8_inventree_plugin.inventree.releases import ALL, ReleaseSet

_OLD = ReleaseSet.of("0.6")
_NEW = ReleaseSet.since("1.0")
_STOPS_THE_OTHERS = (
    "this stops the loading of all later plugins, and no plugin gets its settings, tasks and addresses"
)
_NO_PLUGIN = "no plugin at all is loaded then"
_LISTS_FAIL = "every list of plugins answers with error 500"

_CONSEQUENCES: dict[str, tuple[tuple[ReleaseSet, str], ...]] = {
    "import": ((ALL, "the server leaves the plugin out, and says so only in its list of plugin errors"),),
    "final-override": ((_NEW, "the server refuses the plugin (INVE-E11)"),),
    "init": (
        (_NEW, _STOPS_THE_OTHERS),
        (ReleaseSet.since("0.16") - _NEW, "the server leaves the plugin out"),
    ),
    "mixin-refused": ((_OLD, _NO_PLUGIN), (_NEW, _STOPS_THE_OTHERS)),
    "super-init": (
        (
            _NEW,
            "asking for the plugins of any mixin raises then: actions and barcodes answer with error 500",
        ),
    ),
    "version-range": ((ReleaseSet.since("0.9"), "the server switches the plugin off"),),
    "publish-date": (
        (_OLD, "the plugin list and its page in the administration answer with error 500"),
        (_NEW, "the start page of the API, actions and barcodes answer with error 500"),
    ),
    "metadata": ((ALL, _LISTS_FAIL),),
    "slug-empty": (
        (_NEW, "clearing its static files would delete those of all plugins"),
        (ALL, "no address can lead to the plugin"),
    ),
    "slug-duplicate": (
        (_OLD, "the server does not start"),
        (ALL, "the one that is loaded later takes the place of the other"),
    ),
    "slug-changed": ((ALL, "settings, tasks and addresses of the plugin do not find each other"),),
    "schedule": (
        (_OLD, _NO_PLUGIN),
        (_NEW, "the apps and addresses of all plugins are left out, and their tasks may not run"),
    ),
    "app": ((_NEW, "the server may not answer anything any more"),),
    "migrations": ((ALL, "its tables are missing, and whatever touches them raises"),),
    "network": ((ALL, "a server that cannot reach it waits for it each time it starts"),),
    "urls": ((ALL, "the addresses of the plugin do not work"),),
}


def consequence(kind: str, release: str) -> str:
    """What a release makes of a failure: words that follow "on InvenTree 1.5"; "" where it is not known."""
    return next((text for releases, text in _CONSEQUENCES.get(kind, ()) if release in releases), "")
